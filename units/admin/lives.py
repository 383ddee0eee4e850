"""Forms of what exists for a while: first and last day, both included, instead of a range."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSingleDateWidget

from foundation.forms import within_years
from units.models import Person, Succession, Unit
from units.selectors.faults import can_carry_on, unit_faults
from units.services.standing import left_by_person, left_by_unit


def shown_day(day: date | None) -> str:
    """Return a day as people write it, a dash for none."""
    return f"{day:%d/%m/%Y}" if day else "—"


def last_day(valid: Any) -> date | None:
    """Return the last day of a life, None if it has no end."""
    return valid.upper - timedelta(days=1) if valid.upper else None


class LifeForm(forms.ModelForm):
    """A row that exists from a first day to a last one."""

    first_on = forms.DateField(
        label=_("Từ ngày"),
        required=False,
        validators=[within_years],
        widget=UnfoldAdminSingleDateWidget,
    )
    last_on = forms.DateField(
        label=_("Đến hết ngày"),
        required=False,
        validators=[within_years],
        widget=UnfoldAdminSingleDateWidget,
        help_text=_("Để trống nếu vẫn còn."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        valid = self.instance.valid
        if valid:
            self.initial.update(first_on=valid.lower, last_on=last_day(valid))

    def clean(self) -> dict[str, Any] | None:
        """Turn the two days into the life of the row."""
        cleaned = super().clean()
        first, last = self.cleaned_data.get("first_on"), self.cleaned_data.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("Kết thúc trước khi bắt đầu."))
        elif not {"first_on", "last_on"} & self.errors.keys():
            self.instance.valid = DateRange(first, last and last + timedelta(days=1))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Let the database's own rules see the life, though no field of the form bears its name."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded if self.errors else excluded - {"valid"}


class UnitForm(LifeForm):
    """A unit, checked against its parent, children, successions and all that stands on it."""

    class Meta:
        model = Unit
        fields = ("code", "name", "level", "parent", "source")

    def _post_clean(self) -> None:
        """Check the unit as it would be stored."""
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            for field, sentence in unit_faults(self.instance):
                self.add_error(field, sentence)
            _refuse_what_leaves(self, left_by_unit(self.instance))


class PersonForm(LifeForm):
    """A person, within the life of the unit they answer for."""

    class Meta:
        model = Person
        fields = ("code", "name", "role", "unit")

    def _post_clean(self) -> None:
        """Check the person as they would be stored."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        unit, term = self.instance.unit, self.instance.valid
        if term.lower is None or term.lower not in unit.valid:
            self.add_error("first_on", _("Đơn vị không tồn tại vào ngày này."))
        elif term.upper and unit.valid.upper and term.upper > unit.valid.upper:
            self.add_error("last_on", _("Đơn vị kết thúc trước ngày này."))
        _refuse_what_leaves(self, left_by_person(self.instance))


class SuccessionForm(forms.ModelForm):
    """A succession between two units that can follow on each other."""

    class Meta:
        model = Succession
        fields = ("predecessor", "successor", "extent", "source")

    def clean(self) -> dict[str, Any] | None:
        """Refuse a successor that was not there when the predecessor went."""
        cleaned = super().clean()
        old, new = self.cleaned_data.get("predecessor"), self.cleaned_data.get("successor")
        extent = self.cleaned_data.get("extent")
        if old and new and extent and old != new and not can_carry_on(old, new, extent):
            self.add_error(
                "successor",
                _(
                    "Thời gian hai đơn vị không nối nhau. Chuyển toàn bộ: đơn vị cũ kết thúc ngay"
                    " trước một ngày của đơn vị mới."
                ),
            )
        return cleaned


def _refuse_what_leaves(form: LifeForm, left: str) -> None:
    """Refuse the form if the life it asks for leaves something outside."""
    if left:
        form.add_error(None, _("Lưu như vậy thì bỏ lại ngoài: %(left)s.") % {"left": left})
