"""The list behind each fact of a run, as a digest: the dossiers or answers that it counted.

A list is text in UTF-8: a line an item, sorted by code, a line feed between two. The digest is its
SHA-256. docs/method.md, section 10, has the columns.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db import connection
from django.db.models import Case, CharField, Count, F, Func, Q, QuerySet, Value, When
from django.db.models.functions import Collate, Concat
from django.utils.timezone import localdate

from dossiers.models import Dossier
from dossiers.selectors.facts_spans import Span
from dossiers.selectors.late_parts import DENOMINATOR, LatePart, part_conditions
from dossiers.selectors.shares import resolved_condition
from scoring.models import RankingRun
from scoring.selectors.channel_facts import CHANNELS
from scoring.selectors.facts import LATE_RATE, SATISFACTION, definition_named

FactLists = dict[str, dict[str, dict[str, Any]]]
"""By unit code and fact code: {"count": how many items, "sha256": the digest of their list}."""
Counted = list[tuple[int, int, str]]
"""Unit id, number of items, digest."""

_ANSWERS = r"""
select a.unit_id, count(*), encode(sha256(convert_to(
           string_agg(a.line, E'\n' order by a.code collate "C"), 'UTF8')), 'hex')
from (
    select a.unit_id, a.code, concat_ws('|', a.code, to_char(a.answered_on, 'YYYY-MM-DD'),
           string_agg(v.code || '=' || v.level, ',' order by v.code collate "C")) as line
    from surveys_answer a
    cross join lateral jsonb_each_text(a.levels) v(code, level)
    join surveys_question q on q.campaign_id = a.campaign_id and q.code = v.code and q.counts
    where a.campaign_id = %s and a.answered_on <= %s and a.unit_id = any(%s)
    group by a.unit_id, a.code, a.answered_on
) a
group by a.unit_id
"""


@dataclass(frozen=True, slots=True)
class ChangedList:
    """A fact of a unit whose list is no longer the one that stood behind it."""

    unit_name: str
    fact_title: str


def fact_lists(run: RankingRun) -> FactLists:
    """Return the lists behind the ratios of a run, by its frozen definitions, as the data stand.

    What the run has no ratio of (not applicable, not given, unit left out) has no list.
    """
    declared = {fact["code"]: fact for fact in run.frame["facts"]}
    units = {
        unit: (code, facts or {})
        for unit, code, facts in run.lines.values_list("unit_id", "given__code", "given__facts")
    }
    lists: FactLists = {}
    for fact, counted in _counted(run, declared, list(units)).items():
        for unit, count, sha256 in counted:
            code, facts = units[unit]
            if "numerator" in facts.get(fact, {}):
                lists.setdefault(code, {})[fact] = {"count": count, "sha256": sha256}
    return lists


def changed_lists(run: RankingRun, frozen: FactLists) -> list[ChangedList]:
    """Return the facts whose list differs from the frozen one, in the order of the run's units."""
    now = fact_lists(run)
    titles = {fact["code"]: fact.get("title", fact["code"]) for fact in run.frame["facts"]}
    names = run.lines.order_by("position").values_list("given__code", "given__name")
    return [
        ChangedList(name, title)
        for unit, name in names
        for fact, title in titles.items()
        if now.get(unit, {}).get(fact) != frozen.get(unit, {}).get(fact)
    ]


def _counted(run: RankingRun, declared: dict[str, Any], units: list[int]) -> dict[str, Counted]:
    """Return what stands behind each fact that the portal counts itself, by fact code."""
    counted: dict[str, Counted] = {}
    if LATE_RATE in declared:
        counted[LATE_RATE] = _dossiers(declared[LATE_RATE], units)
    for fact in CHANNELS:
        if fact in declared:
            counted[fact] = _resolved(declared[fact], units)
    if SATISFACTION in declared and run.cycle.campaign_id:
        until = localdate(datetime.fromisoformat(declared[SATISFACTION]["as_of"]))
        counted[SATISFACTION] = _answers(run.cycle.campaign_id, until, units)
    return counted


def _dossiers(fact: dict[str, Any], units: list[int]) -> Counted:
    """Return the lists of the dossiers in the denominators of late rates."""
    cutoff = datetime.fromisoformat(fact["as_of"])
    first, last = (date.fromisoformat(day) for day in fact["period"])
    conditions = part_conditions(first=first, last=last, cutoff=cutoff)
    parts = {part: conditions[part] for part in DENOMINATOR[definition_named(fact["definition"])]}
    counted = Dossier.objects.filter(reduce(or_, parts.values()), unit__in=units)
    return _listed(counted, _dossier_line(parts, cutoff))


def _resolved(fact: dict[str, Any], units: list[int]) -> Counted:
    """Return the lists of the dossiers resolved in the period: code, channel, end."""
    first, last = (date.fromisoformat(day) for day in fact["period"])
    span = Span(first, last, datetime.fromisoformat(fact["as_of"]))
    cells = (F("code"), Value("|"), F("channel"), Value("|"), _instant(F("finished_at")))
    line = Concat(*cells, output_field=CharField())
    return _listed(Dossier.objects.filter(resolved_condition(span), unit__in=units), line)


def _listed(dossiers: QuerySet[Dossier], line: Concat) -> Counted:
    lines = StringAgg(line, "\n", order_by=[Collate(F("code"), "C")])
    rows = dossiers.order_by().values("unit_id").annotate(count=Count("pk"), sha256=_sha256(lines))
    return list(rows.values_list("unit_id", "count", "sha256"))


def _dossier_line(parts: dict[LatePart, Q], cutoff: datetime) -> Concat:
    """Return code, part of the rate, received, deadline and end of a dossier.

    An end after the cutoff is left out: the rate does not know of it, so it changes no list.
    """
    part = Case(
        *(When(condition, then=Value(each.value)) for each, condition in parts.items()),
        output_field=CharField(),
    )
    ended = Case(When(finished_at__lte=cutoff, then=F("finished_at")))
    instants = (_instant(moment) for moment in (F("received_at"), F("deadline_at"), ended))
    cells = (F("code"), part, *instants)
    parted = [each for cell in cells for each in (cell, Value("|"))]
    return Concat(*parted[:-1], output_field=CharField())


def _answers(campaign: int, until: date, units: list[int]) -> Counted:
    """Return the lists of the answers: code, day, and the levels of the questions that count."""
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS, [campaign, until, units])
        return [(unit, count, sha256) for unit, count, sha256 in cursor.fetchall()]


def _instant(moment: Any) -> Func:
    """Return an instant as text in UTC, "" for none."""
    return Func(
        moment,
        template="coalesce(to_char(%(expressions)s at time zone 'UTC',"
        """ 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')""",
        output_field=CharField(),
    )


def _sha256(text: Any) -> Func:
    """Return the SHA-256 of a text as hexadecimal digits."""
    return Func(
        text,
        template="encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')",
        output_field=CharField(),
    )
