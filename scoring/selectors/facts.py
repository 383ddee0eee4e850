"""Facts of every unit in a cycle, as the ranking bundle writes them."""

from typing import Any

from django.utils.timezone import localdate, localtime

from dossiers.domain.late_rates import LateDefinition, late_rate
from dossiers.selectors.late_rates import late_counts
from scoring.models import Cycle, FactWaiver
from surveys.selectors.satisfaction import satisfaction

LATE_RATE, SATISFACTION = "late_rate", "satisfaction"

_DEFINITIONS = {
    LateDefinition.RESOLVED_OR_OVERDUE: "(giải quyết trễ + quá hạn chưa giải quyết)"
    " / (đã giải quyết + quá hạn chưa giải quyết)",
    LateDefinition.RESOLVED_ONLY: "giải quyết trễ / đã giải quyết",
    LateDefinition.DUE_IN_PERIOD: "trễ hạn / đến hạn trong kỳ",
}


def declared_facts(cycle: Cycle) -> list[dict[str, Any]]:
    """Return the facts that the cycle reads, each with what exactly it counts."""
    period = [cycle.first_on.isoformat(), cycle.last_on.isoformat()]
    late: dict[str, Any] = {
        "code": LATE_RATE,
        "title": "Tỷ lệ hồ sơ trễ hạn",
        "definition": _DEFINITIONS[LateDefinition(cycle.rule_set.late_definition)],
        "period": period,
        "as_of": localtime(cycle.cutoff_at).isoformat(),
        "source": "Hồ sơ thủ tục hành chính đã nhập vào cổng",
    }
    if not cycle.campaign:
        return [late]
    satisfied: dict[str, Any] = {
        "code": SATISFACTION,
        "title": "Chỉ số hài lòng",
        "definition": "câu trả lời mức 4 và 5 / câu trả lời hợp lệ; tối thiểu "
        f"{cycle.rule_set.minimum_sample} phiếu",
        "period": [cycle.campaign.first_on.isoformat(), cycle.campaign.last_on.isoformat()],
        "as_of": localtime(cycle.cutoff_at).isoformat(),
        "source": f"{cycle.campaign.title} ({cycle.campaign.get_source_display()})",
    }
    return [late, satisfied]


def unit_facts(cycle: Cycle) -> dict[int, dict[str, dict[str, Any]]]:
    """Return unit id → fact code → fact; what is neither counted nor waived is not there.

    A waiver stands in only for a fact that the data cannot give: data always wins. The latest
    decision about a fact counts.
    """
    facts: dict[int, dict[str, dict[str, Any]]] = {}
    waivers = FactWaiver.objects.filter(assessment__cycle=cycle).select_related("assessment")
    for waiver in waivers.order_by("pk"):
        facts.setdefault(waiver.assessment.unit_id, {})[waiver.fact] = {
            "state": "not_applicable",
            "reason": waiver.reason,
        }
    for unit, fact in _late_rates(cycle).items():
        facts.setdefault(unit, {})[LATE_RATE] = fact
    for unit, fact in _satisfactions(cycle).items():
        facts.setdefault(unit, {})[SATISFACTION] = fact
    return facts


def _late_rates(cycle: Cycle) -> dict[int, dict[str, Any]]:
    """Return each unit's late rate as numerator and denominator; none where nothing counts."""
    definition = LateDefinition(cycle.rule_set.late_definition)
    counts = late_counts(first=cycle.first_on, last=cycle.last_on, cutoff=cycle.cutoff_at)
    rates = {unit: late_rate(definition, count) for unit, count in counts.items()}
    return {
        unit: {"numerator": rate.numerator, "denominator": rate.denominator}
        for unit, rate in rates.items()
        if rate
    }


def _satisfactions(cycle: Cycle) -> dict[int, dict[str, Any]]:
    """Return the satisfaction of units with enough respondents, with the sample's size."""
    if not cycle.campaign:
        return {}
    return {
        unit: {"numerator": s.satisfied, "denominator": s.valid, "sample": s.respondents}
        for unit, s in satisfaction(cycle.campaign, until=localdate(cycle.cutoff_at)).items()
        if s.respondents >= cycle.rule_set.minimum_sample
    }
