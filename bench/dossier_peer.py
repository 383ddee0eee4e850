"""Dossiers taken in by django-import-export in bulk mode: what the intake is compared with."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import get_default_timezone
from import_export import fields, resources, widgets
from tablib import Dataset  # type: ignore[import-untyped]

from bench.dossier_rows import HEADERS, rows
from dossiers.models import Dossier, Procedure
from foundation.services.files import store_file
from units.models import Person, Unit

_CHANNELS = {str(label): value for value, label in Dossier.Channel.choices}
_OUTCOMES = {str(label): value for value, label in Dossier.Outcome.choices}
_INSTANTS = {"received_at": 4, "due_at": 5, "finished_at": 6}


class _ByCode(widgets.ForeignKeyWidget):
    """The peer's own widget, for a model whose manager has another name."""

    def __init__(self, model: Any, manager: Any) -> None:
        super().__init__(model, field="code")
        self._manager = manager

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        """Return what codes are looked up in."""
        return self._manager.all()


def import_by_peer(path: Path, count: int, *, leave_out: int) -> int:
    """Write the good rows of a file as the peer does and return how many it wrote."""
    stored = store_file(path, by=None)
    good = (row for n, row in enumerate(rows(count)) if n % leave_out != leave_out - 1)
    data = Dataset(*map(tuple, good), headers=list(HEADERS))
    result = _resource(stored.pk).import_data(data, raise_errors=True, use_transactions=True)
    written: int = result.totals["new"]
    return written


def _resource(file: int) -> resources.ModelResource:
    """Return the resource as its guide has it: a known code is an update, codes are looked up."""

    class DossierResource(resources.ModelResource):
        code = fields.Field("code", HEADERS[0])
        unit = fields.Field("unit", HEADERS[1], _ByCode(Unit, Unit.through_time))
        procedure = fields.Field("procedure", HEADERS[2], _ByCode(Procedure, Procedure.objects))
        handler = fields.Field("handler", HEADERS[8], _ByCode(Person, Person.objects))

        class Meta:
            model = Dossier
            fields = ("code", "unit", "procedure", "handler")
            import_id_fields = ("code",)
            use_bulk = True
            batch_size = 1000
            skip_diff = True

        def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
            instance.source_file_id = file
            instance.channel = _CHANNELS[row[HEADERS[3]]]
            instance.outcome = _OUTCOMES[row[HEADERS[7]]]
            for name, place in _INSTANTS.items():
                setattr(instance, name, _instant(row[HEADERS[place]]))
            instance.deadline_at = instance.due_at

    return DossierResource()


def _instant(cell: str) -> datetime | None:
    if not cell:
        return None
    return datetime.strptime(cell, "%d/%m/%Y %H:%M").replace(tzinfo=get_default_timezone())
