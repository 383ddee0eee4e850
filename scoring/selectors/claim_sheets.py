"""The sheet of a unit as its own people work on it: areas, rows, progress, what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from scoring.models import Assessment, Claim, Criterion, Cycle, Reopening, Stage
from scoring.selectors.bundles import plain
from scoring.selectors.claim_leaves import SheetLeaf, sheet_leaves
from scoring.selectors.sheet_codes import sheets_by_code
from scoring.selectors.sheet_rights import SheetRights
from scoring.selectors.stages import last_day_of, open_reopenings, stage_of
from scoring.selectors.wording import anchor, points

_PAST_CLAIMS: Any = Claim.pgh_event_model  # type: ignore[attr-defined]
_EDITION = F("version") + F("evidence_version")


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is demanded of a leaf and not there; where the leaf is."""

    area: str
    code: str
    title: str
    anchor: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One area: how many of its leaves are claimed, what they earn, whether it may be changed."""

    code: str
    title: str
    max_points: str
    points: str
    claimed: int
    claimable: int
    is_current: bool
    is_open: bool

    @property
    def is_done(self) -> bool:
        """Whether every leaf that the unit claims is claimed."""
        return self.claimed == self.claimable


@dataclass(frozen=True, slots=True)
class SheetState:
    """How far a sheet has come, as the head of its page shows it after every save."""

    tabs: tuple[Tab, ...]
    lacks: tuple[Lack, ...]
    claimed: int
    claimable: int
    points: str

    @property
    def percent(self) -> int:
        """The share of leaves that are claimed, in whole percent, rounded down."""
        return self.claimed * 100 // self.claimable if self.claimable else 0

    @property
    def current(self) -> Tab | None:
        """The area that is shown."""
        return next((tab for tab in self.tabs if tab.is_current), None)


def sheet_named(cycle: Cycle, unit_code: str) -> Assessment | None:
    """Return the sheet of the unit that bears the code in a cycle, None without one."""
    known = ("cycle__organiser", "cycle_group__criteria_set", "cycle_group__group", "unit")
    people = ("submitted_by", "signed_by", "signed_file")
    sheets = sheets_by_code(cycle).select_related(*known, *people)
    return sheets.filter(unit__code=unit_code).first()


def sheet_state(leaves: Sequence[SheetLeaf], rights: SheetRights, area_code: str) -> SheetState:
    """Return how far a sheet has come; the area asked for is the current one, else the first."""
    areas = list({leaf.area.pk: leaf.area for leaf in leaves}.values())
    current = next((it for it in areas if it.code == area_code), areas[0] if areas else None)
    claimable = [leaf for leaf in leaves if leaf.is_claimable]
    return SheetState(
        tabs=tuple(_tab(area, leaves, rights, is_current=area is current) for area in areas),
        lacks=tuple(_lacks(leaves)),
        claimed=sum(leaf.is_claimed for leaf in claimable),
        claimable=len(claimable),
        points=_total(claimable),
    )


def lacks_before_signing(assessment: Assessment, rights: SheetRights) -> list[Lack]:
    """Return what is demanded and not there before a sheet may be handed in.

    Of a sheet that is signed already only the areas opened again can be mended, and count.
    """
    leaves = sheet_leaves(assessment)
    if assessment.state == Assessment.State.SIGNED:
        leaves = [leaf for leaf in leaves if leaf.area.pk in rights.open_areas]
    return list(_lacks(leaves))


def claims_version(assessment: Assessment) -> int:
    """Return a number that rises with every change of any claim or of what is cited for it.

    A claim that was dropped goes on counting, one more than it did: what is dropped and what is
    computed again never cancel each other out. A signature is bound to the number.
    """
    sheets = _with_claims_version(Assessment.objects.filter(pk=assessment.pk))
    version: int = sheets.values_list("claims_version", flat=True).get()
    return version


def changed_since_signing(cycle: Cycle) -> QuerySet[Assessment]:
    """Return the signed sheets whose claims are no longer those that were signed, by unit.

    A sheet of which nobody noted what was signed is not among them, nor is one of a unit that takes
    no part.
    """
    signed = Assessment.objects.filter(cycle=cycle, signed_version__isnull=False)
    taking_part = signed.exclude(standing=Assessment.Standing.EXCLUDED)
    changed = _with_claims_version(taking_part).exclude(claims_version=F("signed_version"))
    return changed.select_related("unit").order_by("unit__sort_key", "unit__code")


def _with_claims_version(sheets: QuerySet[Assessment]) -> QuerySet[Any]:
    """Add `claims_version` to sheets."""
    dropped = _PAST_CLAIMS.objects.filter(pgh_label="delete")
    return sheets.annotate(
        claims_version=_sum(Claim.objects.all(), _EDITION) + _sum(dropped, _EDITION + 1)
    )


def _sum(claims: QuerySet[Any], counted: Any) -> Coalesce:
    """Return the sum over the claims of a sheet, to be asked for with it."""
    of_the_sheet = claims.filter(assessment=OuterRef("pk")).order_by().values("assessment")
    return Coalesce(Subquery(of_the_sheet.annotate(sum=Sum(counted)).values("sum")), 0)


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when a unit may work on its sheet: text of the day, days left, areas open again."""

    day: str
    days_left: int | None
    reopenings: tuple[Reopening, ...]


def deadline_of(assessment: Assessment) -> Deadline:
    """Return the last day of self-scoring for a sheet, "" where the cycle has no such stage."""
    stage = stage_of(assessment.cycle, Stage.Kind.SELF_SCORING)
    reopenings = tuple(open_reopenings(assessment))
    if stage is None:
        return Deadline("", None, reopenings)
    day = last_day_of(stage, assessment)
    return Deadline(f"{day:%d/%m/%Y}", (day - localdate()).days, reopenings)


def _lacks(leaves: Iterable[SheetLeaf]) -> Iterable[Lack]:
    for leaf in leaves:
        for sentence in leaf.lacks:
            code = leaf.criterion.code
            yield Lack(leaf.area.code, code, leaf.criterion.title, anchor(code), sentence)


def _tab(
    area: Criterion, leaves: Iterable[SheetLeaf], rights: SheetRights, *, is_current: bool
) -> Tab:
    claimable = [leaf for leaf in leaves if leaf.area.pk == area.pk and leaf.is_claimable]
    return Tab(
        code=area.code,
        title=area.title,
        max_points=points(plain(area.max_points)),
        points=_total(claimable),
        claimed=sum(leaf.is_claimed for leaf in claimable),
        claimable=len(claimable),
        is_current=is_current,
        is_open=area.pk in rights.open_areas,
    )


def _total(leaves: Iterable[SheetLeaf]) -> str:
    """Return what ordinary leaves claim together; bonus and penalty stand beside a sum."""
    ordinary = (leaf for leaf in leaves if not (leaf.criterion.leaf or {}).get("role"))
    return points(plain(sum((leaf.points or Decimal() for leaf in ordinary), Decimal())))
