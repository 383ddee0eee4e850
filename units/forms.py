"""What a person asks of the units of a day."""

from datetime import date

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from foundation.forms import within_years
from units.models import Unit

DAY_FORMATS = ("%d/%m/%Y", "%Y-%m-%d")


class DayForm(forms.Form):
    """A day, today if none is given."""

    ngay = forms.DateField(
        label=_("Vào ngày"),
        required=False,
        input_formats=DAY_FORMATS,
        validators=[within_years],
        error_messages={"invalid": _("Không có ngày như vậy; hãy viết như 01/07/2025.")},
    )

    def clean_ngay(self) -> date:
        """Return the day; today if the field was left blank."""
        return self.cleaned_data["ngay"] or localdate()


class UnitsForm(DayForm):
    """Which units of a day: by words of the name, by level."""

    tim = forms.CharField(label=_("Tên hoặc mã"), required=False, max_length=100)
    cap = forms.ChoiceField(
        label=_("Cấp"),
        required=False,
        choices=[("", _("Mọi cấp")), *Unit.Level.choices],
        error_messages={"invalid_choice": _("Không có cấp như vậy.")},
    )

    @property
    def is_narrowed(self) -> bool:
        """Whether less was asked for than all units of the day."""
        return bool(self.cleaned_data["tim"] or self.cleaned_data["cap"])
