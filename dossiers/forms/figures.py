"""The figures that somebody types in for a source."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.models import Source, StatedFigure
from dossiers.services.figures_intake import COLUMNS

DAY_FORMATS = ("%d/%m/%Y", "%Y-%m-%d")
_NO_DAY = {"invalid": _("Không có ngày như vậy; hãy viết như 01/07/2025.")}


class StatedFiguresForm(forms.Form):
    """A unit, a period, and a field for each figure; what a figure looks like the intake says."""

    source = forms.ModelChoiceField(
        Source.objects.all(), label=_("Nguồn"), to_field_name="code", empty_label=None
    )
    unit_code = forms.CharField(label=_("Mã đơn vị"), max_length=40)
    first = forms.DateField(label=_("Từ ngày"), input_formats=DAY_FORMATS, error_messages=_NO_DAY)
    last = forms.DateField(label=_("Đến ngày"), input_formats=DAY_FORMATS, error_messages=_NO_DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for figure in StatedFigure.Figure:
            self.fields[figure.value] = forms.CharField(
                label=figure.label, required=False, max_length=11
            )

    @property
    def count_fields(self) -> list[forms.BoundField]:
        """The fields of the figures, in the order of a report."""
        return [self[figure.value] for figure in StatedFigure.Figure]

    @property
    def stated(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        cleaned = dict(self.cleaned_data)
        counts = {figure: cleaned.pop(figure) for figure in StatedFigure.Figure.values}
        return {**cleaned, "counts": counts}

    def refuse(self, reasons: Iterable[tuple[str, str]]) -> None:
        """Show what the intake found wrong, at the field of its column or above all of them."""
        names = {column.header: column.name for column in COLUMNS}
        for header, message in reasons:
            self.add_error(names.get(header), message)
