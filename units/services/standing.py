"""What stands on units and on people: nothing may be left outside the life that carries it.

Apps above say what of theirs does. Whoever changes a life, by file or by hand, asks here first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.db import connection

from units.models import Person, Unit


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows of one table that stand on a unit, or on a person, on a day of their life.

    All of it is SQL over `x`: `rows` is the table, `owner` the column that names the unit or the
    person, `day` the day to tell people of. `holds` says whether a row lies within `{life}`; what
    stands on people may also ask for `{unit}`, the one they answer for. `words` names such rows,
    `advice` says what to do about them, if there is anything.
    """

    words: str
    rows: str
    owner: str
    day: str
    holds: str
    advice: str = ""


_CHILDREN = Standing(
    "đơn vị trực thuộc",
    "units_unit x",
    "x.parent_id",
    "lower(x.valid)",
    "case when lower_inf(x.valid) then lower_inf({life}) else {life} @> lower(x.valid) end",
)

_PEOPLE = Standing(
    "người chịu trách nhiệm",
    "units_person x",
    "x.unit_id",
    "coalesce(upper(x.valid) - 1, lower(x.valid))",
    "(lower_inf(x.valid) or {life} @> lower(x.valid))"
    " and (upper_inf(x.valid) or upper_inf({life}) or upper(x.valid) <= upper({life}))",
)
_GRANTS = Standing(
    "phân quyền",
    "units_grant x",
    "x.unit_id",
    "local_day(x.granted_at)",
    "{life} @> local_day(x.granted_at)",
)
_KNOWN: dict[str, list[Standing]] = {"units": [_PEOPLE, _GRANTS], "people": []}

# Only what lay within the life before keeps it from changing: what is wrong already may be mended.
_IN_ONE_TABLE = """
select m.line, {place} as place,
       replace(to_char(n.count, 'FM999,999,999'), ',', '.') || ' {words}' || coalesce(
           ' (' || to_char(n.first, 'DD/MM/YYYY')
           || case when n.first < n.last then ' – ' || to_char(n.last, 'DD/MM/YYYY') else '' end
           || ')', '') || '{advice}' as said
from moved m cross join lateral (
    select count(*) as count, min({day}) as first, max({day}) as last from {rows}
    where {owner} = m.id and ({before}) and ({after}) is not true
) n
where n.count > 0"""

_IN_ALL = """
select f.line, string_agg(f.said, '; ' order by f.place) as said
from (select 0 as line, 0 as place, '' as said where false
      {found}) f
group by f.line"""

_OTHER_CHILDREN = "(select u.* from units_unit u where not ({spared})) x"

_UNIT = """
with moved(line, id, was, life) as (
    select 0, id, valid, %s::daterange from units_unit where id = %s
)
select said from ({left}) l"""

_PERSON = """
with moved(line, id, was, life, was_unit, unit) as (
    select 0, id, valid, %s::daterange, unit_id, %s::bigint from units_person where id = %s
)
select said from ({left}) l"""


def register_standing(on: Literal["units", "people"], standing: Standing) -> None:
    """Make known what stands on units, or on people; called once for each when the apps start."""
    if standing not in _KNOWN[on]:
        _KNOWN[on].append(standing)


def left_by_units(spared: str = "false") -> str:
    """Return SQL for (line, said): what units would leave outside their new lives.

    It reads a table `moved` (line, id, was, life) of units and of their lives before and after;
    `spared` is SQL over a child `u` that is true if it is given a parent anew.
    """
    children = replace(_CHILDREN, rows=_OTHER_CHILDREN.format(spared=spared))
    return _left([children, *_KNOWN["units"]])


def left_by_people() -> str:
    """Return SQL for (line, said): what people would leave outside their new terms.

    It reads a table `moved` (line, id, was, life, was_unit, unit) of terms before and after.
    """
    return _left(_KNOWN["people"])


def left_by_unit(unit: Unit) -> str:
    """Return what a known unit would leave outside its life as it is about to be stored."""
    return _said(_UNIT.format(left=left_by_units()), [unit.valid, unit.pk])


def left_by_person(person: Person) -> str:
    """Return what a known person would leave outside their term as it is about to be stored."""
    statement = _PERSON.format(left=left_by_people())
    return _said(statement, [person.valid, person.unit_id, person.pk])


def _said(statement: str, parameters: list[Any]) -> str:
    """Return what a statement about one life says; "" if nothing."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found = cursor.fetchone()
    return found[0] if found else ""


def _left(standings: Sequence[Standing]) -> str:
    """Return SQL for (line, said) of every life that leaves something outside."""
    found = [_left_in_one(place, standing) for place, standing in enumerate(standings, start=1)]
    return _IN_ALL.format(found="".join(f"\n union all {one}" for one in found))


def _left_in_one(place: int, standing: Standing) -> str:
    """Return SQL for (line, place, said) of what stands in one table."""
    return _IN_ONE_TABLE.format(
        place=place,
        words=standing.words,
        advice=f" – {standing.advice}" if standing.advice else "",
        day=standing.day,
        rows=standing.rows,
        owner=standing.owner,
        before=standing.holds.format(life="m.was", unit="m.was_unit"),
        after=standing.holds.format(life="m.life", unit="m.unit"),
    )
