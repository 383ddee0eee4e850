"""What Sở Nội vụ types to set a dossier right: the reason, and the right first due time."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.forms.apologies import InstantField, on_one_line
from dossiers.services.corrections import LONGEST_REASON
from foundation.forms import Lines

_NO_REASON = _("Hãy ghi lý do.")


class ReopenForm(forms.Form):
    """The reason to open a dossier again."""

    ly_do = Lines(
        label=_("Lý do"),
        max_length=LONGEST_REASON,
        error_messages={
            "required": _NO_REASON,
            "max_length": _("Lý do dài quá %(limit_value)d ký tự."),
        },
        help_text=_("Nêu căn cứ, như công văn của đơn vị; ai mở hồ sơ cũng đọc được."),
    )

    def clean_ly_do(self) -> str:
        """Return the reason composed, on one line, without what cannot be seen."""
        reason = on_one_line(self.cleaned_data["ly_do"])
        if not reason:
            raise forms.ValidationError(_NO_REASON)
        return reason


class DueForm(ReopenForm):
    """The right first due time of a dossier, and the reason to change it."""

    hen_tra = InstantField(
        label=_("Hẹn trả đúng"),
        may_be_a_day=True,
        error_messages={"required": _("Hãy ghi ngày hẹn trả đúng.")},
        help_text=_("Ví dụ 20/01/2026 16:30; không ghi giờ là hết giờ làm việc."),
    )
    field_order = ("hen_tra", "ly_do")
