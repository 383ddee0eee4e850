"""What stands beside the form of one leaf: the other units' marks, and the evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from scoring.models import Assessment, Criterion, Evidence
from scoring.selectors.appraisal_course import Place
from scoring.selectors.appraisal_glances import NOT_APPLICABLE, Glance, glances_of
from scoring.selectors.appraisal_rights import Appraiser
from scoring.selectors.appraisal_words import points_text
from scoring.selectors.evidence import Shown, evidence_at, evidence_of_leaf, shown
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Peer:
    """What another unit of the block claimed for a leaf, and what it was given."""

    unit: Unit
    claimed: str
    given: str
    is_differing: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """One document that the unit cites for the leaf, for its claim or its explanation."""

    evidence: Evidence
    shown: Shown


def cited_for(assessment: Assessment, criterion: Criterion) -> list[Cited]:
    """Return what is cited for a leaf, as it is to be shown."""
    return [Cited(it, shown(it)) for it in evidence_of_leaf(assessment, criterion)]


def cited_at(places: Iterable[Place]) -> dict[Place, list[Cited]]:
    """Return what is cited for single leaves of single sheets, as it is to be shown; one query."""
    found = evidence_at(places)
    return {place: [Cited(it, shown(it)) for it in cited] for place, cited in found.items()}


def peers_of(assessment: Assessment, criterion: Criterion, appraiser: Appraiser) -> list[Peer]:
    """Return the other units of the block by name, whatever they claimed and were given.

    Not those that the person is tied to: what these are given is told to them with their stages.
    """
    sheets = Assessment.objects.filter(cycle_group=assessment.cycle_group_id)
    others = sheets.exclude(pk=assessment.pk).exclude(standing=Assessment.Standing.EXCLUDED)
    others = others.exclude(unit__in=appraiser.tied_to)
    listed = others.select_related("unit").order_by("unit__sort_key", "unit__code")
    glances = glances_of([sheet.pk for sheet in listed], [criterion.pk])
    nothing = Glance()
    return [_peer(sheet.unit, glances.get((sheet.pk, criterion.pk), nothing)) for sheet in listed]


def glance_text(points: Decimal | None) -> str:
    """Return the points of a glance as they are read."""
    return "không áp dụng" if points == NOT_APPLICABLE else points_text(points)


def _peer(unit: Unit, glance: Glance) -> Peer:
    return Peer(unit, glance_text(glance.claimed), glance_text(glance.given), glance.is_differing)
