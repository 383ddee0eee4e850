"""A year under appraisal, small enough to work out by hand: three departments, two areas.

Set of 10 points: A.1 direct 4, A.2 one option (a 2, b 1, c 0); B.1 direct 3, B.2 the late rate 1.
Area A is Sở Nội vụ's with Sở Tư pháp as its substitute, area B is Sở Tài chính's with none.
Claims of every sheet: A.1 4 points, A.2 option a (2 points), B.1 none.
"""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.timezone import localdate, now

from scoring.models import (
    Appraisal,
    AreaOwner,
    Assessment,
    Claim,
    Criterion,
    Cycle,
    CycleGroup,
    Explanation,
    Mark,
    Publication,
    RuleSet,
    Stage,
)
from scoring.services.criteria import create_criteria_set
from scoring.services.marks import put_mark
from scoring.services.ranking import rank_cycle
from scoring.services.waivers import waive_fact
from tests.scoring_world import HANOI, RULES
from tests.stage_world import make_known
from units.models import Unit, UnitGroup, User

UNITS = {"noi-vu": "Sở Nội vụ", "tai-chinh": "Sở Tài chính", "tu-phap": "Sở Tư pháp"}
CRITERIA: dict[str, Any] = {
    "code": "tham-dinh",
    "title": "Bộ tiêu chí thẩm định",
    "source": "",
    "aggregation": "sum",
    "max_points": "10",
    "areas": [
        {
            "code": "A",
            "title": "Chỉ đạo",
            "max_points": "6",
            "criteria": [
                {
                    "code": "A.1",
                    "title": "Kế hoạch",
                    "max_points": "4",
                    "scoring": {"kind": "direct"},
                },
                {
                    "code": "A.2",
                    "title": "Kiểm tra",
                    "max_points": "2",
                    "scoring": {
                        "kind": "choice",
                        "options": [
                            {"code": "a", "points": "2"},
                            {"code": "b", "points": "1"},
                            {"code": "c", "points": "0"},
                        ],
                    },
                },
            ],
        },
        {
            "code": "B",
            "title": "Tài chính",
            "max_points": "4",
            "criteria": [
                {
                    "code": "B.1",
                    "title": "Giải ngân",
                    "max_points": "3",
                    "scoring": {"kind": "direct"},
                },
                {
                    "code": "B.2",
                    "title": "Hồ sơ không trễ hạn",
                    "max_points": "1",
                    "scoring": {"kind": "ratio", "from_fact": "late_rate", "invert": True},
                },
            ],
        },
    ],
}
DAY = timedelta(days=1)


def build_appraisal(by: User, *, is_blind: bool = False) -> Cycle:
    """Store the whole small world with its stage of appraisal open, and return the cycle."""
    province = Unit.through_time.create(
        code="56", name="Tỉnh Khánh Hòa", level="province", valid=DateRange(None, None)
    )
    rules = RuleSet.objects.create(
        code="nho-2024",
        title="Quy tắc tính tay",
        document=RULES,
        late_definition="resolved_or_overdue",
        minimum_sample=30,
    )
    cycle = Cycle.objects.create(
        organiser=province,
        year=2024,
        title="Kỳ thẩm định 2024",
        first_on=date(2024, 1, 1),
        last_on=date(2024, 12, 31),
        cutoff_at=datetime(2024, 12, 31, 23, 59, 59, tzinfo=HANOI),
        rule_set=rules,
        is_blind=is_blind,
    )
    block = CycleGroup.objects.create(
        cycle=cycle,
        group=UnitGroup.objects.create(code="departments", title="Sở, ban, ngành"),
        criteria_set=create_criteria_set(CRITERIA),
        position=1,
    )
    for code, name in UNITS.items():
        unit = Unit.through_time.create(
            code=code, name=name, level="department", valid=DateRange(None, None)
        )
        claim_sheet(Assessment.objects.create(cycle=cycle, cycle_group=block, unit=unit), by)
    own_areas(block)
    open_stage(cycle, Stage.Kind.APPRAISAL)
    return cycle


def claim_sheet(sheet: Assessment, by: User) -> None:
    """Give a sheet its claims and have it signed."""
    claim(sheet, "A.1", {"points": "4"}, 4, by)
    claim(sheet, "A.2", {"choices": ["a"]}, 2, by)
    sheet.state = Assessment.State.SIGNED
    sheet.submitted_at = sheet.signed_at = now()
    sheet.submitted_by = sheet.signed_by = by
    sheet.signature = Assessment.Signature.PASSWORD
    sheet.save()


def claim(sheet: Assessment, code: str, content: dict[str, Any], points: int, by: User) -> Claim:
    """Store one claim."""
    leaf = leaf_of(sheet.cycle, code)
    return Claim.objects.create(
        assessment=sheet, criterion=leaf, content=content, points=points, claimed_by=by
    )


def own_areas(block: CycleGroup) -> None:
    """Give both areas to their owners."""
    areas = {it.code: it for it in block.criteria_set.criteria.filter(parent=None)}
    noi_vu, tai_chinh, tu_phap = (Unit.through_time.get(code=code) for code in UNITS)
    AreaOwner.objects.create(cycle_group=block, area=areas["A"], owner=noi_vu, substitute=tu_phap)
    AreaOwner.objects.create(cycle_group=block, area=areas["B"], owner=tai_chinh)


def open_stage(cycle: Cycle, kind: str) -> Stage:
    """Open a stage since yesterday, for five days more."""
    today = localdate()
    return Stage.objects.create(
        cycle=cycle,
        kind=kind,
        opens_on=today - DAY,
        closes_on=today + 5 * DAY,
        opened_at=now() - DAY,
    )


def close_stage(cycle: Cycle, kind: str) -> None:
    """Close a stage now, its last day yesterday."""
    stage = Stage.objects.get(cycle=cycle, kind=kind)
    stage.closes_on, stage.closed_at = localdate() - DAY, now()
    stage.opens_on = stage.closes_on - DAY
    stage.save()


def sheet_of(cycle: Cycle, unit_code: str) -> Assessment:
    """Return a unit's sheet."""
    return Assessment.objects.get(cycle=cycle, unit__code=unit_code)


def leaf_of(cycle: Cycle, code: str) -> Criterion:
    """Return a leaf of the block's set."""
    return Criterion.objects.get(criteria_set__cycle_groups__cycle=cycle, code=code)


def seen_by_council(cycle: Cycle, unit_code: str, code: str) -> dict[str, Any]:
    """Return what the council's page shows of a leaf now, as `Given` takes it."""
    place = {"assessment": sheet_of(cycle, unit_code), "criterion": leaf_of(cycle, code)}
    claim = Claim.objects.filter(**place).first()
    rounds = {it.round: it for it in Appraisal.objects.filter(**place)}
    last = rounds.get("second") or rounds.get("first")
    return {
        "seen_claim": claim.edition if claim else 0,
        "seen_appraisal": f"{last.pk}:{last.version}" if last else "",
    }


def posted_to_council(cycle: Cycle, unit_code: str, code: str) -> dict[str, Any]:
    """Return the same as the fields of the council's form."""
    seen = seen_by_council(cycle, unit_code, code)
    return {"tu_cham": seen["seen_claim"], "tham_dinh": seen["seen_appraisal"]}


@transaction.atomic
def appraised(
    cycle: Cycle, unit_code: str, leaf: str, points: str, by: User, *, round: str = "first"
) -> Appraisal:
    """Store an appraisal of a direct leaf by Sở Nội vụ (Sở Tư pháp for its own) with its mark."""
    sheet, content = sheet_of(cycle, unit_code), {"points": points}
    appraiser = "tu-phap" if unit_code == "noi-vu" else "noi-vu"
    if round != "blind":
        put_mark(assessment=sheet, criterion=leaf_of(cycle, leaf), content=content, by=by)
    return Appraisal.objects.create(
        assessment=sheet,
        criterion=leaf_of(cycle, leaf),
        round=round,
        content=content,
        points=points,
        reason="theo hồ sơ",
        appraised_by=by,
        appraiser_unit=Unit.through_time.get(code=appraiser),
        assessed_unit=sheet.unit,
    )


def objected(cycle: Cycle, unit_code: str, leaf: str, by: User, text: str = "đủ cả") -> Explanation:
    """Store a unit's objection to the first appraisal of a leaf."""
    return Explanation.objects.create(
        assessment=sheet_of(cycle, unit_code),
        criterion=leaf_of(cycle, leaf),
        stance="object",
        text=text,
        explained_by=by,
    )


def published(cycle: Cycle, by: User) -> Publication:
    """Rank and publish the cycle; leaves without a mark get none of their points."""
    nothing = {"A.1": {"points": "0"}, "A.2": {"choices": ["c"]}, "B.1": {"points": "0"}}
    for sheet in cycle.assessments.all():
        waive_fact(assessment=sheet, fact="late_rate", reason="không có", by=by)
        for code, content in nothing.items():
            Mark.objects.get_or_create(
                assessment=sheet,
                criterion=leaf_of(cycle, code),
                defaults={"content": content, "marked_by": by},
            )
    return make_known(rank_cycle(cycle.pk, by=by), by)


def year_before(cycle: Cycle) -> Cycle:
    """Store the cycle of the year before with the same block and set, without any sheet."""
    before = Cycle.objects.create(
        organiser=cycle.organiser,
        year=cycle.year - 1,
        title="Kỳ thẩm định 2023",
        first_on=date(2023, 1, 1),
        last_on=date(2023, 12, 31),
        cutoff_at=datetime(2023, 12, 31, 23, 59, 59, tzinfo=HANOI),
        rule_set=cycle.rule_set,
    )
    block = cycle.groups.get()
    before.groups.create(group=block.group, criteria_set=block.criteria_set, position=1)
    return before


def words(response: Any) -> str:
    """Return a page's text without tags, every run of blanks one."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
