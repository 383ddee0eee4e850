"""What Sở Nội vụ types to say that a criterion does not apply to a unit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.forms.criteria import TidyText
from scoring.models import Assessment, Cycle
from scoring.selectors.criteria_applicability import leaves_that_take_marks, sheets_in


class NotApplicableForm(forms.Form):
    """A unit of a cycle, one of its leaves by code, and the reason."""

    don_vi = forms.ModelChoiceField(label=_("Đơn vị"), queryset=Assessment.objects.none())
    tieu_chi = TidyText(label=_("Mã tiêu chí thành phần"), max_length=40)
    ly_do = TidyText(label=_("Lý do"), max_length=2000)

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["don_vi"].queryset = sheets_in(cycle)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Find the leaf on the sheet."""
        cleaned = super().clean() or self.cleaned_data
        sheet, code = cleaned.get("don_vi"), cleaned.get("tieu_chi")
        if sheet and code:
            cleaned["leaf"] = leaves_that_take_marks(sheet).filter(code=code).first()
            if cleaned["leaf"] is None:
                sentence = (
                    "Phiếu của đơn vị không có tiêu chí thành phần nào mang mã này nhận điểm."
                )
                self.add_error("tieu_chi", sentence)
        return cleaned
