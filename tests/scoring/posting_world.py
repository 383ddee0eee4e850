"""A world in which every step of a year can be taken at once, and what is sent for each of them.

2024 is under way: Sở Tư pháp drafts, Sở Y tế waits for its head, Sở Tài chính is appraised, may
explain, objects to A.1, and its area B is open again; B.1 does not apply to Sở Nội vụ. 2023 has
neither stages nor owners of its areas. 2022 has owners, two stages the first of which opens
tomorrow, Sở Nội vụ scored without a rank, and two newer versions of its set at hand, of which
`cu-3` lacks area B.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate, now

from scoring.models import Assessment, CriteriaSet, Criterion, Cycle, Stage
from scoring.services.criteria import create_criteria_set
from scoring.services.criteria_versions import new_version
from scoring.services.rule_versions import copy_rule_set
from tests.appraisal_world import (
    CRITERIA,
    DAY,
    appraised,
    build_appraisal,
    claim,
    claim_sheet,
    leaf_of,
    objected,
    open_stage,
    own_areas,
    sheet_of,
    year_before,
)
from tests.claim_world import move
from tests.scoring import evidence_world as world
from tests.scoring_world import approve_rules_of
from units.models import Unit, User

PASSWORD = "mat-khau-chi-cho-kiem-thu"
REASON = "Theo văn bản số 7"
Typed = dict[str, Any] | Callable[[], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Step:
    """What is sent to an address, and what the database says once it was done.

    Its `name` is that of the address, with a colon and what is done where that is not all it takes.
    `shown` reads what the step changes, `done` is what it reads afterwards; without `shown` the
    step stores nothing and answers with a page. `first` is sent before it by the same person.
    Files are opened when they are sent, so what is typed may be a function.
    """

    name: str
    address: str
    typed: Typed
    shown: Callable[[], Any] | None
    done: Any = True
    first: "Step | None" = None

    @property
    def sent(self) -> dict[str, Any]:
        """What is sent."""
        return self.typed() if callable(self.typed) else self.typed

    @property
    def view(self) -> str:
        """The name of the address alone."""
        return self.name.partition(":")[0]


def step(
    name: str,
    place: Sequence[Any],
    typed: Typed,
    shown: Callable[[], Any] | None,
    done: Any = True,
    first: Step | None = None,
    query: dict[str, Any] | None = None,
) -> Step:
    """Return a step by its name and what its address takes."""
    address = reverse(name.partition(":")[0], args=place, query=query)
    return Step(name, address, typed, shown, done, first)


def column(row: Any, name: str) -> Callable[[], Any]:
    """Return what reads a column of a row."""
    return lambda: type(row)._default_manager.values_list(name, flat=True).get(pk=row.pk)


def said(day: date) -> str:
    """Return a day as it is typed."""
    return f"{day:%d/%m/%Y}"


def build_year(by: User) -> Cycle:
    """Store the three years and return the one under way."""
    cycle = build_appraisal(by)
    approve(cycle.groups.get().criteria_set)
    approve_rules_of(cycle)
    for kind in ("self_scoring", "explanation", "second_appraisal", "council"):
        open_stage(cycle, kind)
    for leaf in ("A.1", "B.1"):
        appraised(cycle, "tai-chinh", leaf, "2", by)
    objected(cycle, "tai-chinh", "A.1", by)
    claim(sheet_of(cycle, "tai-chinh"), "B.1", {"points": "3"}, 3, by)
    world.open_again(sheet_of(cycle, "tai-chinh"), by, "B")
    _not_applicable(sheet_of(cycle, "noi-vu"), "B.1", by)
    _waiting_for_its_head(cycle, by)
    move(claimed_whole(cycle, by), "drafting", by)
    year_before(cycle)
    _year_of_2022(cycle, by)
    create_criteria_set(new_set("du-thao"), by=by)
    copy_rule_set(cycle.rule_set, code="nho-2025", title="Dự thảo", by=by)
    return cycle


def new_set(code: str) -> dict[str, Any]:
    """Return a set that says all that a set has to say, under a code."""
    return CRITERIA | {"code": code, "source": "Quyết định 7/QĐ-UBND", "clause": "Điều 1"}


def approve(criteria_set: CriteriaSet) -> CriteriaSet:
    """Have a set approved, and return it."""
    CriteriaSet.objects.filter(pk=criteria_set.pk).update(state="approved", approved_at=now())
    criteria_set.refresh_from_db()
    return criteria_set


def claimed_whole(cycle: Cycle, by: User) -> Assessment:
    """Return the sheet of Sở Tư pháp, on which nothing is missing."""
    sheet = sheet_of(cycle, "tu-phap")
    claim(sheet, "B.1", {"points": "3"}, 3, by)
    return sheet


def area_of(cycle: Cycle, code: str) -> Criterion:
    """Return an area of a year's only set."""
    return cycle.groups.get().criteria_set.criteria.get(code=code)


def _not_applicable(sheet: Assessment, code: str, by: User) -> None:
    content = {"state": "not_applicable", "reason": REASON}
    sheet.marks.create(criterion=leaf_of(sheet.cycle, code), content=content, marked_by=by)


def _waiting_for_its_head(cycle: Cycle, by: User) -> None:
    unit = Unit.through_time.create(
        code="y-te", name="Sở Y tế", level="department", valid=(None, None)
    )
    sheet = cycle.assessments.create(cycle_group=cycle.groups.get(), unit=unit)
    claim_sheet(sheet, by)
    claim(sheet, "B.1", {"points": "3"}, 3, by)
    move(sheet, "submitted", by)


def _year_of_2022(cycle: Cycle, by: User) -> None:
    earlier = Cycle.objects.create(
        organiser=cycle.organiser,
        year=2022,
        title="Kỳ đánh giá 2022",
        first_on=date(2022, 1, 1),
        last_on=date(2022, 12, 31),
        cutoff_at=cycle.cutoff_at.replace(year=2022),
        rule_set=cycle.rule_set,
    )
    old = approve(create_criteria_set(new_set("cu"), by=by))
    group = cycle.groups.get().group
    block = earlier.groups.create(group=group, criteria_set=old, position=1)
    own_areas(block)
    unit = sheet_of(cycle, "noi-vu").unit
    earlier.assessments.create(cycle_group=block, unit=unit, standing="scored", reason=REASON)
    newer = approve(new_version(old, reason=REASON, by=by, code="cu-2"))
    newest = new_version(newer, reason=REASON, by=by, code="cu-3")
    newest.criteria.filter(code__startswith="B").delete()
    approve(newest)
    for kind, days in ((Stage.Kind.SELF_SCORING, 1), (Stage.Kind.APPRAISAL, 4)):
        opens_on = localdate() + days * DAY
        earlier.stages.create(kind=kind, opens_on=opens_on, closes_on=opens_on + DAY)
