"""What somebody asks of the history, and which rows of which table that means."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import and_, or_
from typing import Any, Self

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from foundation.domain.vietnamese import fold
from foundation.models import AccessRecord
from scoring.models import AreaOwner, Assessment, Criterion, Cycle, CycleGroup, Stage
from scoring.selectors.history_digests import bounds
from scoring.selectors.history_tables import HistoryTable, history_tables, table_of
from units.models import Unit, User
from units.selectors.units import found_by_words, units_of_all_time

AUTHORS = (
    *("marked_by", "claimed_by", "explained_by", "appraised_by", "decided_by", "granted_by"),
    *("opened_by", "attached_by", "created_by", "published_by", "recorded_by", "by"),
)
"""Fields that say who wrote a row; used where no request or job said who acts."""

Narrow = Callable[[HistoryTable], Q | None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the history ended: the next one goes on from there."""

    moment: datetime
    table: str
    key: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the place that a link names, None if it names none."""
        moment, _tilde, rest = text.partition("~")
        table, _tilde, key = rest.partition("~")
        if not key.isdecimal() or len(key) > 18:
            return None
        try:
            found = datetime.fromisoformat(moment)
        except ValueError:
            return None
        return cls(found, table, int(key)) if found.tzinfo else None

    def __str__(self) -> str:
        return f"{self.moment.isoformat()}~{self.table}~{self.key}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A search of the history; what is empty or None narrows nothing."""

    person: str = ""
    unit: str = ""
    kind: str = ""
    criterion: str = ""
    cycle: int | None = None
    first: date | None = None
    last: date | None = None


def kinds() -> list[tuple[str, str]]:
    """Return what may be searched alone: a word for the address, and the name people know."""
    named = [(kind_of(table), kind_label(table)) for table in searched_tables()]
    return sorted(named, key=lambda kind: fold(kind[1]))


def kind_of(table: HistoryTable) -> str:
    """Return the word for a table's subject in an address: "mark"."""
    return str(table.subject._meta.model_name)


def kind_label(table: HistoryTable) -> str:
    """Return what people call a table's subject."""
    own = {"sheetstep": _("bước của phiếu"), "stagestep": _("bước của giai đoạn")}
    return own.get(kind_of(table), str(table.subject._meta.verbose_name))


def searched_tables() -> list[HistoryTable]:
    """Return the tables that the search looks through; reading has a page of its own."""
    return [table for table in history_tables() if table.subject is not AccessRecord]


def conditions_for(asked: Asked) -> list[tuple[HistoryTable, Q]]:
    """Return each table that may hold what was asked for, with the condition on its rows."""
    narrowed = [_days(asked), _people(asked), _units(asked), _cycle(asked), _criteria(asked)]
    found = []
    for table in searched_tables():
        if asked.kind and asked.kind != kind_of(table):
            continue
        conditions = [narrow(table) for narrow in narrowed]
        own = [condition for condition in conditions if condition is not None]
        if len(own) == len(conditions):
            found.append((table, reduce(and_, own)))
    return found


def author_of(model: type[Model]) -> str:
    """Return the field of a model that says who wrote the row, "" if it has none."""
    names = {field.name for field in model._meta.concrete_fields}
    return next((author for author in AUTHORS if author in names), "")


def by_fields(table: HistoryTable, own: Iterable[int], **fields: Iterable[int]) -> Q | None:
    """Return the condition of the first field that the table has; None if it has none of them.

    `own` are keys of the table's subject itself, for a subject that is what is asked for. A field
    may lead on to another table: "run__cycle".
    """
    if own:
        return Q(**{"pgh_obj_id__in" if table.is_events else "pk__in": list(own)})
    names = {field.name for field in table.model._meta.concrete_fields}
    for name, keys in fields.items():
        if name.split("__")[0] in names:
            return Q(**{f"{name}__in": list(keys)})
    return None


def _days(asked: Asked) -> Narrow:
    def narrow(table: HistoryTable) -> Q:
        condition = Q()
        if asked.first:
            condition &= Q(**{f"{table.moment}__gte": bounds(asked.first)[0]})
        if asked.last:
            condition &= Q(**{f"{table.moment}__lt": bounds(asked.last)[1]})
        return condition

    return narrow


def _people(asked: Asked) -> Narrow:
    if not asked.person:
        return lambda _table: Q()
    word = Q(username__icontains=asked.person) | Q(full_name__icontains=asked.person)
    users = list(User.objects.filter(word).values_list("pk", flat=True))

    def narrow(table: HistoryTable) -> Q:
        author = author_of(table.subject)
        wrote = Q(**{f"{author}_id__in": users}) if author else Q(pk__in=[])
        if not table.is_events:
            return wrote
        nobody_said = Q(pgh_context=None) | Q(pgh_context__metadata__user=None)
        nobody_said |= Q(pgh_context__metadata__user__isnull=True)
        return Q(pgh_context__metadata__user__in=users) | (nobody_said & wrote)

    return narrow


def _units(asked: Asked) -> Narrow:
    if not asked.unit:
        return lambda _table: Q()
    units = _units_called(asked.unit)
    sheets = sheets_of(unit__in=units)
    owned = AreaOwner.objects.filter(Q(owner__in=units) | Q(substitute__in=units))
    own_rows = {"assessment": sheets, "unit": units}
    areas = list(owned.values_list("pk", flat=True))
    parts = ("unit", "owner", "substitute", "person__unit", "predecessor", "successor")
    fields = dict.fromkeys(parts, units) | {"area_owner": areas}

    def narrow(table: HistoryTable) -> Q | None:
        whole = by_fields(table, own_rows.get(kind_of(table), ()), assessment=sheets)
        if whole is not None:
            return whole
        every = (by_fields(table, (), **{name: keys}) for name, keys in fields.items())
        found = [condition for condition in every if condition is not None]
        return reduce(or_, found) if found else None

    return narrow


def _units_called(text: str) -> list[int]:
    """Return the keys of the units that are called so, or once were, also of those now gone."""
    today = found_by_words(units_of_all_time(), text).values_list("pk", flat=True)
    events = table_of(Unit).model._default_manager
    code, parts = text.strip().lower(), fold(text).split()
    once = {
        key
        for key, known, name in events.values_list("pgh_obj_id", "code", "name").distinct()
        if known.lower() == code or all(part in fold(name) for part in parts)
    }
    return sorted({*today, *once})


def _cycle(asked: Asked) -> Narrow:
    if asked.cycle is None:
        return lambda _table: Q()
    cycles = [asked.cycle]
    sheets = sheets_of(cycle__in=cycles)
    blocks = list(CycleGroup.objects.filter(cycle__in=cycles).values_list("pk", "criteria_set_id"))
    groups, sets = [key for key, _ in blocks], [key for _, key in blocks]
    areas = list(AreaOwner.objects.filter(cycle_group__in=groups).values_list("pk", flat=True))
    stages = list(Stage.objects.filter(cycle__in=cycles).values_list("pk", flat=True))
    rules = Cycle.objects.filter(pk__in=cycles).values_list("rule_set_id", flat=True)
    own = {"cycle": cycles, "criteriaset": sets, "ruleset": list(rules)}

    def narrow(table: HistoryTable) -> Q | None:
        return by_fields(
            table,
            own.get(kind_of(table), ()),
            assessment=sheets,
            cycle=cycles,
            cycle_group=groups,
            criteria_set=sets,
            area_owner=areas,
            stage=stages,
            run__cycle=cycles,
        )

    return narrow


def _criteria(asked: Asked) -> Narrow:
    if not asked.criterion:
        return lambda _table: Q()
    found = list(Criterion.objects.filter(code=asked.criterion).values_list("pk", flat=True))
    areas = list(AreaOwner.objects.filter(area__in=found).values_list("pk", flat=True))

    def narrow(table: HistoryTable) -> Q | None:
        own = (found or [0]) if table.subject is Criterion else ()
        return by_fields(table, own, criterion=found, area=found, area_owner=areas)

    return narrow


def sheets_of(**which: Any) -> list[int]:
    """Return the keys of the sheets of some units or cycles, also of those that were taken out."""
    standing = Assessment.objects.filter(**which).values_list("pk", flat=True)
    told = table_of(Assessment).model._default_manager.filter(**which)
    gone = told.filter(pgh_label="delete").values_list("pgh_obj_id", flat=True)
    return [*standing, *gone]


def about_sheet(sheet: int) -> list[tuple[HistoryTable, Q]]:
    """Return each table that tells of one sheet, with the condition on its rows."""
    found = []
    for table in searched_tables():
        own = [sheet] if table.subject is Assessment else ()
        condition = by_fields(table, own, assessment=[sheet])
        if condition is not None:
            found.append((table, condition))
    return found
