"""What later files changed of a dossier, in words that people read."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Protocol

from django.db.models import QuerySet
from django.utils.timezone import is_aware, localtime

from dossiers.models import Dossier, DossierChange, Pause, Procedure
from foundation.models import ImportBatch
from units.models import Person
from units.selectors.units import units_by_key

Field = DossierChange.Field


class Changed(Protocol):
    """Anything that tells a change of one field, as DossierChange writes it."""

    @property
    def field(self) -> str:
        """The field's value."""

    @property
    def was(self) -> str | None:
        """What there was."""

    @property
    def became(self) -> str | None:
        """What there is."""


Names = dict[str, dict[str, str]]
"""Of each field that holds a key: the names behind the keys."""


def names_in(changes: Iterable[Changed]) -> Names:
    """Return the names of all units, procedures and officials that the changes speak of."""
    keys: dict[str, set[str]] = defaultdict(set)
    for change in changes:
        keys[change.field] |= {key for key in (change.was, change.became) if key}
    return {
        Field.UNIT: _named(units_by_key(_keys(keys[Field.UNIT]))),
        Field.HANDLER: _named(Person.objects.filter(pk__in=_keys(keys[Field.HANDLER]))),
        Field.PROCEDURE: _named(Procedure.objects.filter(pk__in=_keys(keys[Field.PROCEDURE]))),
    }


def in_words(field: str, value: str | None, names: Names) -> str:
    """Return one value as people read it; "" where there is nothing.

    What cannot be read stays as it is: a history hides nothing.
    """
    if not value:
        return ""
    if field in names:
        return names[field].get(value, value)
    if field == Field.PAUSES:
        return _pauses(value)
    if field in (Field.OUTCOME, Field.CHANNEL):
        choices = Dossier.Outcome if field == Field.OUTCOME else Dossier.Channel
        return str(dict(choices.choices).get(value, value))
    return _instant(value)


def instant_words(instant: datetime | None) -> str:
    """Return the instant as 05/01/2024 08:00, "" where there is none."""
    return f"{localtime(instant):%d/%m/%Y %H:%M}" if instant else ""


def batches_of(files: Collection[int]) -> Callable[[int, datetime], int | None]:
    """Return a function from a file and an instant to the batch that brought the file then.

    A file may be taken in more than once; None is one that no batch took in. One query for all.
    """
    taken = defaultdict(list)
    batches = ImportBatch.objects.filter(stored_file__in=files, kind="dossiers")
    for file, at, pk in batches.order_by("pk").values_list("stored_file", "created_at", "pk"):
        taken[file].append((at, pk))

    def batch(file: int, at: datetime) -> int | None:
        later = (pk for taken_at, pk in taken[file] if taken_at >= at)
        return next(later, taken[file][-1][1] if taken[file] else None)

    return batch


def _keys(texts: set[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal()]


def _named(found: QuerySet) -> dict[str, str]:
    """Return names by key as text; a set of no keys asks nothing of the database."""
    return {str(key): name for key, name in found.values_list("pk", "name")}


def _instant(value: str) -> str:
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        return value
    return instant_words(instant) if is_aware(instant) else value


def _pauses(value: str) -> str:
    try:
        pauses = json.loads(value)
        return "; ".join(_pause(*pause) for pause in pauses)
    except (ValueError, TypeError):
        return value


def _pause(start: str, end: str | None, reason: str) -> str:
    """Return "05/01/2024 08:00 – 08/01/2024 17:00 (chờ bổ sung hồ sơ)"; without end, so it says."""
    until = _instant(end) if end else "chưa kết thúc"
    label = str(dict(Pause.Reason.choices).get(reason, reason))
    return f"{_instant(start)} – {until} ({label[:1].lower()}{label[1:]})"
