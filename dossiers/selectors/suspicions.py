"""Suspicious changes and work of a period: how many of whom, and each of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from dossiers.domain.suspicions import Family, Kind
from dossiers.selectors import (
    suspicions_changes_sql,
    suspicions_hours_sql,
    suspicions_reopened_sql,
)
from dossiers.selectors.suspicions_asked import UNITS, Asked

_CHUNK = 2000
_SQL: dict[Family, Any] = {
    Family.CHANGES: suspicions_changes_sql,
    Family.HOURS: suspicions_hours_sql,
    Family.SENT_BACK: suspicions_reopened_sql,
}

_FOUND = """
create temp table suspicion as
with {ground}
select f.* from ({findings}) f
where (%(unit)s::bigint is null or f.unit_id = %(unit)s)
  and (%(official)s::bigint is null or f.handler_id = %(official)s)
  and (not %(only_cleared)s or f.is_cleared)
"""
_COUNTED = """
select {owner}, kind, grouping({owner}) = 1, count(distinct dossier_id), count(*)
from suspicion
group by grouping sets (({owner}, kind), ({owner}), (kind), ())
"""
_LISTED = """
select f.kind, d.code, f.unit_id, u.name, u.code, f.handler_id, p.name, f.file_id, s.name,
       coalesce(nullif(a.full_name, ''), a.username), x.reason, f.at, f.field, f.was, f.became,
       f.deadline_at, f.is_cleared, f.reasons
from (
    select * from suspicion
    where %(kind)s::text is null or kind = %(kind)s
    order by at desc, dossier_id desc, kind, field
    limit %(limit)s offset %(offset)s
) f
join dossiers_dossier d on d.id = f.dossier_id
join units_unit u on u.id = f.unit_id
left join units_person p on p.id = f.handler_id
left join foundation_storedfile s on s.id = f.file_id
left join dossiers_dossiercorrection x on x.id = f.correction_id
left join units_user a on a.id = x.by_id
order by f.at desc, f.dossier_id desc, f.kind, f.field
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One suspicious change or piece of work, as it was found.

    `unit` and `official` are whose dossier it was before the change; `at` is when the file was
    taken in, the correction made, or the work ended. A correction has no file: `by` somebody made
    it, for the reason `why`. `reasons` are words of this app, some with a detail after a colon.
    `was` and `became` are as in DossierChange.
    """

    kind: Kind
    dossier: str
    unit_id: int
    unit: str
    unit_code: str
    official_id: int | None
    official: str | None
    file_id: int | None
    file: str | None
    by: str | None
    why: str | None
    at: datetime
    field: str
    was: str | None
    became: str | None
    deadline_at: datetime | None
    is_cleared: bool
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many dossiers something was found of, and how many findings that makes."""

    dossiers: int = 0
    findings: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found of each owner (a unit or an official by id; None is nobody) and of all.

    The kind None stands for any kind: a dossier of two kinds is one dossier.
    """

    of_owners: dict[int | None, dict[Kind | None, Counted]]
    of_all: dict[Kind | None, Counted]


@contextmanager
def looked_for(asked: Asked) -> Iterator[None]:
    """Look for what the period holds, of whatever kind; within, it is counted and listed."""
    with transaction.atomic(), connection.cursor() as cursor:
        each = " union all ".join(_SQL[asked.family].FINDINGS[kind] for kind in asked.kinds)
        statement = _FOUND.format(ground=_SQL[asked.family].GROUND, findings=each)
        cursor.execute(statement, _parameters(asked))
        yield
        cursor.execute("drop table suspicion")


def counts_of(asked: Asked) -> Counts:
    """Return what was looked for, by unit or by official as asked, whatever kind is asked for."""
    owner = "unit_id" if asked.by == UNITS else "handler_id"
    counts = Counts(of_owners={}, of_all={})
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(owner=owner))
        for key, kind, is_total, *numbers in cursor.fetchall():
            place = counts.of_all if is_total else counts.of_owners.setdefault(key, {})
            place[Kind(kind) if kind else None] = Counted(*numbers)
    return counts


def findings(asked: Asked, *, first: int, count: int) -> list[Finding]:
    """Return so many of what was looked for from the place `first` (0 is the newest) on."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, {"kind": asked.kind, "limit": count, "offset": first})
        return [_finding(row) for row in cursor.fetchall()]


def finding_chunks(asked: Asked) -> Iterator[list[Finding]]:
    """Yield every finding, the newest first, so many at a time that memory does not grow."""
    with looked_for(asked), connection.chunked_cursor() as cursor:
        cursor.execute(_LISTED, {"kind": asked.kind, "limit": None, "offset": 0})
        while rows := cursor.fetchmany(_CHUNK):
            yield [_finding(row) for row in rows]


def _parameters(asked: Asked) -> dict[str, Any]:
    whose: dict[str, Any] = {
        "unit": asked.unit,
        "official": asked.official,
        "only_cleared": asked.only_cleared,
    }
    is_sent_back = asked.family is Family.SENT_BACK
    places = suspicions_reopened_sql.code_places(**asked.span) if is_sent_back else {}
    return {**_SQL[asked.family].PARAMETERS, **places, **asked.span, **whose}


def _finding(row: tuple[Any, ...]) -> Finding:
    kind, *others = row
    return Finding(Kind(kind), *others)
