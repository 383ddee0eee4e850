"""Facts of every unit in a cycle, as the ranking bundle writes them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from django.utils.timezone import get_current_timezone, localdate, localtime, now

from dossiers.domain.late_rates import LateCounts, LateDefinition, Rate, late_rate
from dossiers.selectors.late_rates import late_counts
from scoring.models import Cycle, FactWaiver
from scoring.selectors.channel_facts import (
    DEFINITIONS,
    TITLES,
    channel_facts_read,
    channel_shares,
)
from surveys.selectors.satisfaction import Satisfaction, satisfaction

LATE_RATE, SATISFACTION = "late_rate", "satisfaction"
Key = TypeVar("Key")

_DEFINITIONS = {
    LateDefinition.RESOLVED_OR_OVERDUE: "(giải quyết trễ + quá hạn chưa giải quyết)"
    " / (đã giải quyết + quá hạn chưa giải quyết)",
    LateDefinition.RESOLVED_ONLY: "giải quyết trễ / đã giải quyết",
    LateDefinition.DUE_IN_PERIOD: "trễ hạn / đến hạn trong kỳ",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted about every unit (by unit id) in a cycle, as things stood at `as_of`.

    `shares` has those of dossiers by channel under their fact, if the cycle reads it.
    """

    as_of: datetime
    late: dict[int, LateCounts]
    surveyed: dict[int, Satisfaction]
    shares: dict[str, dict[int, Rate]]


def definition_named(words: str) -> LateDefinition:
    """Return the late rate that a run's frozen words describe."""
    return next(known for known, said in _DEFINITIONS.items() if said == words)


def read_at(cycle: Cycle) -> datetime:
    """Return the moment as of which a cycle is counted: its cutoff, or today's first moment.

    What is still to come is not known, so a cutoff that lies ahead is not counted by. Today's first
    moment stays the same all day, and so the same data give the same run.
    """
    if cycle.cutoff_at <= now():
        return cycle.cutoff_at
    return datetime.combine(localdate(), time(), tzinfo=get_current_timezone())


def counts_of(cycle: Cycle) -> Counts:
    """Count the dossiers and the answers of a cycle; facts and supplement both stand on this."""
    as_of = read_at(cycle)
    until = localdate(as_of if as_of == cycle.cutoff_at else as_of - timedelta(days=1))
    return Counts(
        as_of=as_of,
        late=late_counts(first=cycle.first_on, last=cycle.last_on, cutoff=as_of),
        surveyed=satisfaction(cycle.campaign, until=until) if cycle.campaign else {},
        shares=channel_shares(cycle, channel_facts_read(cycle), as_of),
    )


def declared_facts(cycle: Cycle, as_of: datetime) -> list[dict[str, Any]]:
    """Return the facts that the cycle reads, each with what exactly it counts and as of when."""
    counted = {
        "period": [cycle.first_on.isoformat(), cycle.last_on.isoformat()],
        "as_of": localtime(as_of).isoformat(),
        "source": "Hồ sơ thủ tục hành chính đã nhập vào cổng",
    }
    late: dict[str, Any] = {
        "code": LATE_RATE,
        "title": "Tỷ lệ hồ sơ trễ hạn",
        "definition": _DEFINITIONS[LateDefinition(cycle.rule_set.late_definition)],
        **counted,
    }
    shares: list[dict[str, Any]] = [
        {"code": fact, "title": str(TITLES[fact]), "definition": DEFINITIONS[fact], **counted}
        for fact in channel_facts_read(cycle)
    ]
    if not cycle.campaign:
        return [late, *shares]
    satisfied: dict[str, Any] = {
        "code": SATISFACTION,
        "title": "Chỉ số hài lòng",
        "definition": "câu trả lời mức 4 và 5 / câu trả lời hợp lệ; tối thiểu "
        f"{cycle.rule_set.minimum_sample} phiếu",
        "period": [cycle.campaign.first_on.isoformat(), cycle.campaign.last_on.isoformat()],
        "as_of": localtime(as_of).isoformat(),
        "source": f"{cycle.campaign.title} ({cycle.campaign.get_source_display()})",
    }
    return [late, satisfied, *shares]


def fact_titles(cycle: Cycle) -> dict[str, str]:
    """Return the title of every fact that the cycle reads by its code."""
    return {fact["code"]: fact["title"] for fact in declared_facts(cycle, read_at(cycle))}


def unit_facts(cycle: Cycle, counts: Counts) -> dict[int, dict[str, dict[str, Any]]]:
    """Return unit id → fact code → fact; what is neither counted nor waived is not there.

    A waiver stands in only for a fact that the data cannot give: data always wins. The latest
    decision about a fact counts.
    """
    facts: dict[int, dict[str, dict[str, Any]]] = {}
    waivers = FactWaiver.objects.filter(assessment__cycle=cycle).order_by("pk")
    for unit, code, reason in waivers.values_list("assessment__unit_id", "fact", "reason"):
        facts.setdefault(unit, {})[code] = {"state": "not_applicable", "reason": reason}
    for unit, late in late_rates(cycle, counts.late).items():
        facts.setdefault(unit, {})[LATE_RATE] = late
    for unit, satisfied in _satisfactions(cycle, counts.surveyed).items():
        facts.setdefault(unit, {})[SATISFACTION] = satisfied
    for fact, rates in counts.shares.items():
        for unit, rate in rates.items():
            facts.setdefault(unit, {})[fact] = asdict(rate)
    return facts


def late_rates(cycle: Cycle, counts: Mapping[Key, LateCounts]) -> dict[Key, dict[str, Any]]:
    """Return late rates by the cycle's definition, as ratios; none where nothing counts."""
    definition = LateDefinition(cycle.rule_set.late_definition)
    rates = {key: late_rate(definition, count) for key, count in counts.items()}
    return {key: asdict(rate) for key, rate in rates.items() if rate}


def _satisfactions(cycle: Cycle, surveyed: dict[int, Satisfaction]) -> dict[int, dict[str, Any]]:
    """Return the satisfaction of units with enough respondents, with the sample's size."""
    return {
        unit: {"numerator": s.satisfied, "denominator": s.valid, "sample": s.respondents}
        for unit, s in surveyed.items()
        if s.respondents >= cycle.rule_set.minimum_sample
    }
