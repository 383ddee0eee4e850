"""How dossiers were handed in, as facts of every unit, where a rule or a leaf of a cycle asks."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dossiers.domain.late_rates import Rate
from dossiers.domain.shares import share
from dossiers.models import Dossier
from dossiers.selectors.channels import channel_counts
from dossiers.selectors.facts_spans import Span
from scoring.models import Criterion, Cycle, RuleSet

ONLINE_SHARE, POSTAL_SHARE = "online_share", "postal_share"
CHANNELS = {ONLINE_SHARE: Dossier.Channel.ONLINE, POSTAL_SHARE: Dossier.Channel.POST}
TITLES = {
    ONLINE_SHARE: _("Tỷ lệ hồ sơ nộp trực tuyến"),
    POSTAL_SHARE: _("Tỷ lệ hồ sơ nộp qua bưu chính"),
}
DEFINITIONS = {
    ONLINE_SHARE: "hồ sơ nộp trực tuyến / mọi hồ sơ đã giải quyết",
    POSTAL_SHARE: "hồ sơ nộp qua bưu chính / mọi hồ sơ đã giải quyết",
}


def channel_facts_read(cycle: Cycle) -> list[str]:
    """Return the codes of the shares that the rules or a leaf of the cycle read."""
    leaves = Criterion.objects.filter(
        criteria_set__cycle_groups__cycle=cycle, leaf__scoring__from_fact__in=CHANNELS
    )
    read = channel_facts_of(cycle.rule_set) | set(
        leaves.order_by().values_list("leaf__scoring__from_fact", flat=True).distinct()
    )
    return [fact for fact in CHANNELS if fact in read]


def channel_facts_of(rule_set: RuleSet) -> set[str]:
    """Return the codes of the shares that a rule bars a class by, in any block of units."""
    document = rule_set.document
    own = (document, *document.get("by_group", {}).values())
    return {block["fact"] for rules in own for block in rules.get("blocks", ())} & set(CHANNELS)


def channel_shares(
    cycle: Cycle, facts: Iterable[str], as_of: datetime
) -> dict[str, dict[int, Rate]]:
    """Return fact code → unit id → share; units that resolved nothing have none."""
    if not (asked := list(facts)):
        return {}
    counts = channel_counts(Span(cycle.first_on, cycle.last_on, as_of)).items()
    return {
        fact: {
            unit: rate
            for unit, channels in counts
            if (rate := share(channels[CHANNELS[fact]], channels.total()))
        }
        for fact in asked
    }
