"""The tables of the history: rows written by triggers, and the logs that services write."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from pghistory.models import Event

from dossiers.models import DossierCorrection
from foundation.models import AccessRecord
from scoring.models import Publication, ReviewReply, SheetStep, StageStep

CHANGING: dict[type[Model], frozenset[str]] = {Publication: frozenset({"state"})}
"""What may still change of a row of a log: a correction supersedes a publication."""


@dataclass(frozen=True, slots=True)
class HistoryTable:
    """One table that only grows: its rows, the instant and the key that put them in order.

    `subject` is the model whose changes they are; that of a log is the log itself.
    """

    model: type[Model]
    subject: type[Model]
    moment: str

    @property
    def name(self) -> str:
        """The table's name in the database."""
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        """The name of the column that counts the rows."""
        return str(self.model._meta.pk.column)

    @property
    def moment_column(self) -> str:
        """The name of the column with the instant."""
        moment: Any = self.model._meta.get_field(self.moment)
        return str(moment.column)

    @property
    def is_events(self) -> bool:
        """Whether triggers write it."""
        return self.model is not self.subject

    @property
    def columns(self) -> list[str]:
        """The columns that never change once a row is there, in the order of their names."""
        changing = CHANGING.get(self.subject, frozenset())
        fields = self.model._meta.concrete_fields
        return sorted(str(field.column) for field in fields if field.name not in changing)


@cache
def history_tables() -> tuple[HistoryTable, ...]:
    """Return every table of the history, in the order of their names."""
    return tuple(sorted((*_events(), *_logs()), key=lambda table: table.name))


def table_of(model: type[Model]) -> HistoryTable:
    """Return the table in which the changes of a model are kept."""
    return next(table for table in history_tables() if table.subject is model)


def _events() -> Iterator[HistoryTable]:
    for model in apps.get_models():
        if issubclass(model, Event) and model._meta.managed and not model._meta.proxy:
            tracked: Any = model.pgh_tracked_model
            yield HistoryTable(model, tracked, "pgh_created_at")


def _logs() -> Iterator[HistoryTable]:
    yield HistoryTable(AccessRecord, AccessRecord, "at")
    yield HistoryTable(StageStep, StageStep, "at")
    yield HistoryTable(SheetStep, SheetStep, "at")
    yield HistoryTable(ReviewReply, ReviewReply, "recorded_at")
    yield HistoryTable(DossierCorrection, DossierCorrection, "at")
    yield HistoryTable(Publication, Publication, "published_at")
