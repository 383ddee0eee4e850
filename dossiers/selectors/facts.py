"""A unit's facts of a period: each with its formula, both its numbers and the lists behind them."""

from calendar import monthrange
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dossiers.domain.late_rates import LateCounts, LateDefinition, late_rate
from dossiers.domain.shares import share
from dossiers.models import Dossier
from dossiers.selectors import facts_groups as groups
from dossiers.selectors.facts_offers import channels_facts, offered_fact, procedures_facts
from dossiers.selectors.facts_parts import FORMULAS, Fact, Formula, Links, fact_of
from dossiers.selectors.facts_spans import Span, span_of
from dossiers.selectors.late_rates import late_counts
from dossiers.selectors.shares import Month, procedures_used, resolved_by_month
from units.models import Unit

_ON_TIME = Formula(
    _("Giải quyết đúng hạn"),
    _("giải quyết đúng hạn / đã giải quyết, có hạn"),
    groups.ON_TIME,
    groups.RESOLVED_COUNTED,
)
_UNDETERMINED = Formula(
    _("Không xác định được hạn"),
    _("không xác định được hạn / đã giải quyết, quá hạn hoặc không xác định được hạn"),
    groups.UNDETERMINED,
    groups.NOT_RATED,
)
_LATE_IN_MONTH = Formula(
    _("Giải quyết trễ / có hạn"), "", groups.RESOLVED_LATE, groups.RESOLVED_COUNTED
)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of the period: what was resolved, the late share of it, the share online."""

    title: str
    resolved: int
    link: str
    facts: tuple[Fact, Fact]


@dataclass(frozen=True, slots=True)
class FactsPage:
    """Every fact of a unit and a period."""

    late: tuple[Fact, ...]
    timely: tuple[Fact, ...]
    channels: tuple[Fact, ...]
    procedures: tuple[Fact, ...]
    months: tuple[MonthRow, ...]
    not_counted_link: str

    @property
    def is_empty(self) -> bool:
        """Whether the unit had no dossier of any kind that counts in the period."""
        return not any(fact.rate for fact in (*self.late, *self.timely))


def facts_of(unit: Unit, span: Span, chosen: LateDefinition | None) -> FactsPage:
    """Return a unit's facts of a period; `chosen` is the definition that its ranking goes by."""
    counted = late_counts(**span.counted(), units=[unit.pk])
    counts = counted.get(unit.pk, LateCounts())
    months = resolved_by_month(unit, span)
    uses = procedures_used(unit, span)
    links = Links(unit, span)
    return FactsPage(
        late=tuple(_late(definition, counts, links, chosen) for definition in LateDefinition),
        timely=_timely(counts, links),
        channels=(*channels_facts(months, links), offered_fact(uses, links)),
        procedures=procedures_facts(uses, links),
        months=tuple(_month(month, unit, span) for month in months),
        not_counted_link=links.dossiers(groups.LEFT_OUT),
    )


def _late(
    definition: LateDefinition, counts: LateCounts, links: Links, chosen: LateDefinition | None
) -> Fact:
    rate = late_rate(definition, counts)
    return fact_of(FORMULAS[definition], rate, links, is_chosen=definition is chosen)


def _timely(counts: LateCounts, links: Links) -> tuple[Fact, ...]:
    """Return the on-time rate, and what no rate can say anything about."""
    on_time = share(counts.resolved - counts.resolved_late, counts.resolved)
    everything = counts.resolved + counts.open_overdue + counts.undetermined
    undetermined = share(counts.undetermined, everything)
    return fact_of(_ON_TIME, on_time, links), fact_of(_UNDETERMINED, undetermined, links)


def _month(month: Month, unit: Unit, span: Span) -> MonthRow:
    """Return a month, cut to the period; its lists are those of its own days."""
    last = month.first.replace(day=monthrange(month.first.year, month.first.month)[1])
    links = Links(unit, span_of(max(month.first, span.first), min(last, span.last)))
    online = month.channels[Dossier.Channel.ONLINE]
    of_channel = {"kenh": groups.WORD_OF_CHANNEL[Dossier.Channel.ONLINE]}
    handed_in = Fact(
        title=str(_("Nộp trực tuyến / đã giải quyết")),
        formula="",
        rate=month.online,
        above=links.dossiers(groups.RESOLVED, **of_channel) if online else "",
        below=links.dossiers(groups.RESOLVED),
    )
    return MonthRow(
        title=f"{month.first:%m/%Y}",
        resolved=month.resolved,
        link=links.dossiers(groups.RESOLVED),
        facts=(fact_of(_LATE_IN_MONTH, month.late, links), handed_in),
    )
