"""What people type about apologies: a period, a reason and a new appointment, a letter sent."""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.timezone import localdate, localtime, make_aware
from django.utils.translation import gettext_lazy as _

from dossiers.models import Apology
from dossiers.services.apologies_intake import LONGEST_REASON
from foundation.domain.vietnamese import tidy
from foundation.forms import Lines
from foundation.selectors.calendar import closing_time
from units.forms import DAY_FORMATS

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]")
_INSTANTS = ("%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")
_NO_INSTANT = _("Không có lúc như vậy; hãy viết như 05/01/2026 16:30.")
_NO_DAY = _("Không có ngày như vậy; hãy viết như 05/01/2026.")


def on_one_line(text: str) -> str:
    """Return the text composed, on one line, without what cannot be seen."""
    return tidy(_UNSEEN.sub(" ", text))


class PeriodForm(forms.Form):
    """The days whose deadlines are asked about; this year unless given."""

    tu = forms.DateField(
        label=_("Hạn từ ngày"),
        required=False,
        input_formats=DAY_FORMATS,
        error_messages={"invalid": _NO_DAY},
    )
    den = forms.DateField(
        label=_("đến ngày"),
        required=False,
        input_formats=DAY_FORMATS,
        error_messages={"invalid": _NO_DAY},
    )

    def clean(self) -> dict[str, Any]:
        """Fill in what was left blank; refuse days that are out of order or out of sight."""
        asked = super().clean() or {}
        if self.errors:
            return asked
        this_year = localdate().year
        first = asked["tu"] or date(this_year, 1, 1)
        last = asked["den"] or date(max(first.year, FIRST_DAY.year), 12, 31)
        if not FIRST_DAY <= first <= last <= LAST_DAY:
            raise forms.ValidationError(_("Kỳ phải từ ngày trước đến ngày sau, từ 2000 đến 2099."))
        return {"tu": first, "den": last}

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day; those of this year where what was typed makes no sense."""
        if self.is_valid():
            return self.cleaned_data["tu"], self.cleaned_data["den"]
        return date(localdate().year, 1, 1), date(localdate().year, 12, 31)


class InstantField(forms.DateTimeField):
    """An instant as Vietnamese write it; a bare day ends as offices close if it `may_be_a_day`."""

    def __init__(self, *, may_be_a_day: bool = False, **options: Any) -> None:
        self.may_be_a_day = may_be_a_day
        options["error_messages"] = {"invalid": _NO_INSTANT, **options.get("error_messages", {})}
        super().__init__(input_formats=_INSTANTS, **options)

    def to_python(self, value: Any) -> datetime | None:
        """Return the instant, None for a blank; raises ValidationError."""
        text = str(value or "").strip()
        if self.may_be_a_day and text and ":" not in text:
            day = forms.DateField(input_formats=DAY_FORMATS, error_messages=self.error_messages)
            return make_aware(datetime.combine(day.to_python(text) or date.min, closing_time()))
        found: datetime | None = super().to_python(text)
        return found


class DraftForm(forms.Form):
    """The reason and the new appointment of a letter."""

    ly_do = Lines(
        label=_("Lý do trễ hạn"),
        max_length=LONGEST_REASON,
        error_messages={
            "required": _("Thư xin lỗi phải nêu lý do."),
            "max_length": _("Lý do dài quá %(limit_value)d ký tự."),
        },
        help_text=_("Viết tiếp được sau chữ “Lý do:”, người dân đọc là hiểu."),
    )
    hen_tra = InstantField(
        label=_("Hẹn trả lại"),
        may_be_a_day=True,
        error_messages={"required": _("Hãy ghi ngày hẹn trả lại.")},
        help_text=_("Ví dụ 20/01/2026; không ghi giờ là hết giờ làm việc."),
    )

    def clean_ly_do(self) -> str:
        """Return the reason composed, on one line, without what cannot be seen."""
        reason = on_one_line(self.cleaned_data["ly_do"])
        if not reason:
            raise forms.ValidationError(_("Thư xin lỗi phải nêu lý do."))
        return reason

    @classmethod
    def of(cls, draft: Apology) -> "DraftForm":
        """Return the form filled with a draft."""
        given = f"{localtime(draft.new_due_at):%d/%m/%Y %H:%M}"
        return cls(initial={"ly_do": draft.reason, "hen_tra": given})


class SentForm(forms.Form):
    """The number under which a letter was sent, and when."""

    so = forms.CharField(
        label=_("Số thư"),
        max_length=60,
        error_messages={"required": _("Hãy ghi số thư.")},
        help_text=_("Như trong sổ văn bản đi, ví dụ 05/PXL-STP."),
    )
    gui_luc = InstantField(
        label=_("Gửi lúc"),
        error_messages={"required": _("Hãy ghi ngày giờ gửi.")},
        help_text=_("Cả ngày và giờ, ví dụ 19/01/2026 09:30: so với hạn mà biết kịp hay muộn."),
    )

    def clean_so(self) -> str:
        """Return the number composed."""
        return tidy(self.cleaned_data["so"])

    def clean_gui_luc(self) -> datetime:
        """Return the instant; refuse one that has not come."""
        sent_at: datetime = self.cleaned_data["gui_luc"]
        if sent_at > timezone.now():
            raise forms.ValidationError(_("Lúc gửi ở tương lai; chỉ ghi thư đã gửi rồi."))
        return sent_at
