"""What people ask of facts: a period, a late rate's definition, units of a level, an order."""

from datetime import date
from typing import Any, Self

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from units.forms import DAY_FORMATS
from units.models import Unit

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
_NO_DAY = _("Không có ngày như vậy; hãy viết như 05/01/2026.")


class SpanForm(forms.Form):
    """A first and a last day: this year up to today unless given."""

    tu = forms.DateField(
        label=_("Từ ngày"),
        required=False,
        input_formats=DAY_FORMATS,
        error_messages={"invalid": _NO_DAY},
    )
    den = forms.DateField(
        label=_("Đến ngày"),
        required=False,
        input_formats=DAY_FORMATS,
        error_messages={"invalid": _NO_DAY},
    )

    def clean(self) -> dict[str, Any]:
        """Fill in what was left blank; refuse days out of order, out of sight or yet to begin."""
        asked = super().clean() or {}
        if self.errors:
            return asked
        today = localdate()
        last = asked["den"] or max(today, asked["tu"] or today)
        first = asked["tu"] or last.replace(month=1, day=1)
        if first > last:
            raise forms.ValidationError(_("Ngày cuối kỳ phải không sớm hơn ngày đầu kỳ."))
        if not FIRST_DAY <= first <= last <= LAST_DAY:
            raise forms.ValidationError(_("Kỳ phải nằm trong các năm từ 2000 đến 2099."))
        if first > today:
            raise forms.ValidationError(_("Kỳ này chưa bắt đầu."))
        return asked | {"tu": first, "den": last}

    def filled(self) -> Self:
        """Return the form with the days that were meant where none were typed."""
        if not self.is_valid():
            return self
        days = {key: f"{self.cleaned_data[key]:%d/%m/%Y}" for key in ("tu", "den")}
        return type(self)({key: self.data.get(key, "") for key in self.fields} | days)


class UnitsSpanForm(SpanForm):
    """A period, and units of which level."""

    cap = forms.ChoiceField(
        label=_("Cấp"),
        required=False,
        choices=[("", _("Mọi cấp")), *Unit.Level.choices],
        error_messages={"invalid_choice": _("Không có cấp như vậy.")},
    )


class YearForm(forms.Form):
    """A year, this one unless given."""

    nam = forms.IntegerField(
        label=_("Năm"),
        required=False,
        min_value=FIRST_DAY.year,
        max_value=LAST_DAY.year,
        error_messages={
            "invalid": _("Năm phải viết bằng bốn chữ số, như 2026."),
            "min_value": _("Năm phải từ 2000 đến 2099."),
            "max_value": _("Năm phải từ 2000 đến 2099."),
        },
    )

    def clean_nam(self) -> int:
        """Return the year; this one if it was left blank."""
        year: int = self.cleaned_data["nam"] or localdate().year
        if year > localdate().year:
            raise forms.ValidationError(_("Năm này chưa bắt đầu."))
        return year
