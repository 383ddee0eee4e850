"""Who may see which library and which file: decided by unit and stage, never by an address."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate, now

from scoring.models import Assessment, Criterion, Document, Evidence
from scoring.selectors.appraisal_rights import appraiser_of
from scoring.selectors.council_disputes import is_before_council
from scoring.selectors.council_rights import Recorder, recorder_of
from scoring.selectors.sheet_rights import units_carried_on
from units.models import Unit, User
from units.selectors.grants import sight_of
from units.selectors.units import units_by_key, units_of_all_time, units_on


@dataclass(frozen=True, slots=True)
class Libraries:
    """The libraries open to one person: kept by them, or read by them, by unit id."""

    is_every: bool
    kept: frozenset[int]
    read: frozenset[int]

    @property
    def is_none(self) -> bool:
        """Whether no library at all is open."""
        return not self.is_every and not self.kept

    def opens(self, unit_id: int) -> bool:
        """Return whether the person sees the library of a unit."""
        return self.is_every or unit_id in self.kept or unit_id in self.read


def libraries_of(user: User) -> Libraries:
    """Return the libraries open to a person.

    Heads and officers keep those of their own units, and read those of units that went whole into
    them; Sở Nội vụ reads all and keeps none: what a unit proves is the unit's own word.
    """
    own = frozenset(unit.pk for unit in sight_of(user).units)
    carried = units_carried_on(own, localdate()) - own if own else set()
    return Libraries(user.has_perm("scoring.view_document"), own, frozenset(carried))


def units_with_libraries(libraries: Libraries) -> QuerySet[Unit]:
    """Return the units whose libraries are open: for all, those of today or with documents."""
    if not libraries.is_every:
        return units_by_key(libraries.kept | libraries.read).order_by("sort_key", "pk")
    keys = Q(pk__in=units_on(localdate()).values("pk")) | Q(documents__isnull=False)
    return units_of_all_time().filter(keys).distinct().order_by("sort_key", "pk")


def may_open(user: User, document: Document) -> bool:
    """Return whether a person may open what a document holds; nobody opens what is infected.

    Those who see its library may; so may whoever appraises in a cycle once the sheet that cites it
    there is signed, but for units that they are tied to, and whoever records the council's decision
    on a leaf of such a sheet that cites it. Nobody else: no sister, no other leader.
    """
    if document.scan == Document.Scan.INFECTED:
        return False
    sheets = Assessment.objects.filter(evidence__document=document)
    return (
        libraries_of(user).opens(document.unit_id)
        or _appraises(user, document.unit_id, sheets)
        or _decides(user, Evidence.objects.filter(document=document))
    )


def opens_evidence_of(user: User, assessment: Assessment, criterion: Criterion) -> bool:
    """Return whether a person may open what is cited for a leaf, but for what is infected."""
    sheets = Assessment.objects.filter(pk=assessment.pk)
    unit = assessment.unit_id
    return (
        libraries_of(user).opens(unit)
        or _appraises(user, unit, sheets)
        or _decides(user, Evidence.objects.filter(assessment=assessment, criterion=criterion))
    )


def decides_on(recorder: Recorder, assessment: Assessment) -> bool:
    """Return whether a person records decisions on a sheet, and it is signed."""
    is_signed = assessment.state == Assessment.State.SIGNED
    return is_signed and recorder.unit_for(assessment) is not None


def _decides(user: User, cited: QuerySet[Evidence]) -> bool:
    """Return whether the person records the council's decision on one of the leaves cited for."""
    recorder, at = recorder_of(user), now()
    return any(
        decides_on(recorder, one.assessment)
        and is_before_council(one.assessment, one.criterion, at=at)
        for one in cited.select_related("assessment__cycle__organiser", "criterion")
    )


def _appraises(user: User, unit_id: int, sheets: QuerySet[Assessment]) -> bool:
    """Return whether the person works for an owner in the cycle of a signed one of the sheets."""
    person = appraiser_of(user)
    if not person.works_for or unit_id in person.tied_to:
        return False
    owns = Q(cycle__groups__area_owners__owner__in=person.works_for)
    stands_in = Q(cycle__groups__area_owners__substitute__in=person.works_for)
    return sheets.filter(owns | stands_in, state=Assessment.State.SIGNED).exists()
