"""Satisfaction of every unit in a campaign: satisfied answers over valid answers, pooled."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from surveys.domain.intervals import Interval, effective_size, wilson
from surveys.models import Campaign

_COUNTS = """
select a.unit_id, count(*) filter (where v.level::int >= 4), count(*)
from surveys_answer a
cross join lateral jsonb_each_text(a.levels) v(code, level)
join surveys_question q on q.campaign_id = a.campaign_id and q.code = v.code and q.counts
where a.campaign_id = %s and a.answered_on <= %s
group by a.unit_id, a.id
"""


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """One unit's satisfaction; levels 4 and 5 are satisfied, blank questions are not valid."""

    satisfied: int
    valid: int
    respondents: int
    interval: Interval


def satisfaction(campaign: Campaign, *, until: date) -> dict[int, Satisfaction]:
    """Return the satisfaction of each unit answered about up to and including a day, by unit id.

    The interval is Wilson's at 95 % on the effective sample size between respondents.
    """
    forms: dict[int, list[tuple[int, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [campaign.pk, until])
        for unit, satisfied, valid in cursor.fetchall():
            forms.setdefault(unit, []).append((satisfied, valid))
    return {unit: _pooled(answers) for unit, answers in forms.items()}


def _pooled(forms: list[tuple[int, int]]) -> Satisfaction:
    """Return one unit's satisfaction from (satisfied, valid) of each respondent."""
    satisfied, valid = sum(s for s, _ in forms), sum(v for _, v in forms)
    interval = wilson(satisfied / valid, effective_size(forms))
    return Satisfaction(satisfied, valid, len(forms), interval)
