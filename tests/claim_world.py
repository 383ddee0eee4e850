"""Two sheets in the days of self-scoring, with a leaf of every kind, small enough to sum by head.

Set of 20 points: area 1 has 6 (1.1 direct 2, 1.2 choice 1, 1.3 checklist 3), area 2 has 10 (2.1
automatic 4, 2.2 ratio 3, 2.3 steps 2, 2.4 survey 1), area 3 has 4 (3.1 deduction 2, 3.2 count 1,
3.3 answers 1); 3.4 is a bonus of 2. 1.1 asks for evidence or an explanation, 2.2 for evidence.
The unit claims nine of the eleven: all but the automatic 2.1 and the survey's 2.4.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.timezone import localdate, now

from foundation.models import StoredFile
from scoring.models import (
    Assessment,
    Claim,
    CriteriaSet,
    Criterion,
    Cycle,
    CycleGroup,
    Document,
    Evidence,
    Reopening,
    RuleSet,
    Stage,
)
from scoring.services.criteria import create_criteria_set
from tests.scoring_world import HANOI, RULES
from units.models import Unit, UnitGroup, User

PAGE = "/phieu/56/2024/alpha/"
TYPED: dict[str, dict[str, list[str]]] = {
    "1.1": {"diem": ["1,5"]},
    "1.2": {"lua_chon": ["b"]},
    "1.3": {"lua_chon": ["a", "c"]},
    "2.2": {"tu_so": ["3"], "mau_so": ["4"], "gia_tri": [""]},
    "2.3": {"tu_so": [""], "mau_so": [""], "gia_tri": ["93 %"]},
    "3.1": {"so_luong": ["1"]},
    "3.2": {"so_luong": ["2"]},
    "3.3": {"tra_loi_A": ["10"], "tra_loi_B": ["10"]},
    "3.4": {"diem": ["0,25"]},
}
"""Points: 1.5 + 0.5 + 2, 0.75 × 3 = 2.25 + 2, 2 − 0.5 = 1.5 + 0.5 + 0.75; bonus 0.25."""


def _leaf(code: str, most: str, kind: str, **keys: Any) -> dict[str, Any]:
    role = {"role": keys.pop("role")} if "role" in keys else {}
    title = f"Tiêu chí {code}"
    scoring = {"kind": kind, **keys}
    return {"code": code, "title": title, "max_points": most, "scoring": scoring, **role}


def _options(**points: str) -> list[dict[str, str]]:
    return [{"code": code, "points": given} for code, given in points.items()]


CRITERIA: dict[str, Any] = {
    "code": "bo-du-kieu",
    "title": "Bộ tiêu chí đủ kiểu",
    "source": "",
    "aggregation": "sum",
    "max_points": "20",
    "areas": [
        {
            "code": "1",
            "title": "Chỉ đạo, điều hành",
            "max_points": "6",
            "criteria": [
                _leaf("1.1", "2", "direct"),
                _leaf("1.2", "1", "choice", options=_options(a="1", b="0.5", c="0")),
                _leaf("1.3", "3", "checklist", options=_options(a="1", b="1", c="1")),
            ],
        },
        {
            "code": "2",
            "title": "Thủ tục hành chính",
            "max_points": "10",
            "criteria": [
                _leaf("2.1", "4", "ratio", from_fact="late_rate", invert=True),
                _leaf("2.2", "3", "ratio"),
                _leaf(
                    "2.3",
                    "2",
                    "bands",
                    steps=[
                        {"at_least": "0.9", "points": "2"},
                        {"at_least": "0.7", "points": "1"},
                    ],
                ),
                _leaf("2.4", "1", "direct"),
            ],
        },
        {
            "code": "3",
            "title": "Tổ chức bộ máy",
            "max_points": "4",
            "criteria": [
                _leaf("3.1", "2", "deduction", per_fault="0.5"),
                _leaf("3.2", "1", "count", per_item="0.25"),
                _leaf(
                    "3.3",
                    "1",
                    "answers",
                    options=[{"code": "A", "worth": "1"}, {"code": "B", "worth": "0.5"}],
                ),
                _leaf("3.4", "2", "direct", role="bonus"),
            ],
        },
    ],
}


def build_sheets(*, opens: int = -5, closes: int = 5, opened: bool = True) -> Assessment:
    """Store units alpha and beta with their sheets, and return alpha's.

    The stage of self-scoring runs from `opens` to `closes` in days from today.
    """
    province = _unit("56", "Tỉnh Khánh Hòa", "province")
    cycle = Cycle.objects.create(
        organiser=province,
        year=2024,
        title="Kỳ tự chấm 2024",
        first_on=date(2024, 1, 1),
        last_on=date(2024, 12, 31),
        cutoff_at=datetime(2024, 12, 31, 23, 59, 59, tzinfo=HANOI),
        rule_set=RuleSet.objects.create(
            code="nho-2024",
            title="Quy tắc",
            document=RULES,
            late_definition="resolved_or_overdue",
            minimum_sample=30,
        ),
    )
    block = CycleGroup.objects.create(
        cycle=cycle,
        group=UnitGroup.objects.create(code="departments", title="Sở, ban, ngành"),
        criteria_set=_set(),
        position=1,
    )
    add_stage(cycle, opens, closes, opened=opened)
    sheets = [
        Assessment.objects.create(
            cycle=cycle, cycle_group=block, unit=_unit(code, f"Sở {code}", "department")
        )
        for code in ("alpha", "beta")
    ]
    return sheets[0]


def add_stage(
    cycle: Cycle, opens: int, closes: int, *, opened: bool = True, kind: str = "self_scoring"
) -> Stage:
    """Store a stage that runs between two days counted from today."""
    today = localdate()
    return Stage.objects.create(
        cycle=cycle,
        kind=kind,
        opens_on=today + timedelta(days=opens),
        closes_on=today + timedelta(days=closes),
        opened_at=now() + timedelta(days=opens) if opened else None,
    )


def leaf(sheet: Assessment, code: str) -> Criterion:
    """Return a criterion of the sheet's set."""
    return sheet.cycle_group.criteria_set.criteria.get(code=code)


def put_claims(sheet: Assessment, by: User) -> None:
    """Claim all nine leaves as TYPED says, prove 2.2 and explain 1.1: nothing is missing."""
    points = ["1.5", "0.5", "2", "2.25", "2", "1.5", "0.5", "0.75", "0.25"]
    contents: list[dict[str, Any]] = [
        {"points": "1.5"},
        {"choices": ["b"]},
        {"choices": ["a", "c"]},
        {"numerator": 3, "denominator": 4},
        {"value": "0.93"},
        {"count": 1},
        {"count": 2},
        {"counts": {"A": 10, "B": 10}},
        {"points": "0.25"},
    ]
    for code, content, earned in zip(TYPED, contents, points, strict=True):
        Claim.objects.create(
            assessment=sheet,
            criterion=leaf(sheet, code),
            content=content,
            points=earned,
            claimed_by=by,
            explanation="Đã báo cáo tại cuộc họp" if code == "1.1" else "",
        )
    cite(sheet, "2.2", by)


def cite(sheet: Assessment, code: str, by: User) -> Evidence:
    """Attach a document of the sheet's unit to a leaf."""
    file, _ = StoredFile.objects.get_or_create(
        sha256="1" * 64, defaults={"name": "bc.pdf", "size": 9, "file": "bc.pdf"}
    )
    document, _ = Document.objects.get_or_create(
        unit=sheet.unit, file=file, defaults={"title": "Báo cáo 12/BC", "created_by": by}
    )
    return Evidence.objects.create(
        document=document, assessment=sheet, criterion=leaf(sheet, code), attached_by=by
    )


def move(sheet: Assessment, state: str, by: User) -> Assessment:
    """Bring a sheet into a state as its people would have."""
    sheet.state = state
    sheet.submitted_at = now() if state != "drafting" else None
    sheet.submitted_by = by if state != "drafting" else None
    sheet.signed_at = now() if state == "signed" else None
    sheet.signed_by = by if state == "signed" else None
    sheet.signature = "password" if state == "signed" else ""
    sheet.save()
    return sheet


def reopen(sheet: Assessment, area: str, by: User, *, days: int = 3) -> Reopening:
    """Open an area of a sheet again until so many days from today."""
    return Reopening.objects.create(
        assessment=sheet,
        area=leaf(sheet, area),
        until_on=localdate() + timedelta(days=days),
        reason="Nhập nhầm số liệu",
        opened_by=by,
    )


def _set() -> CriteriaSet:
    criteria_set = create_criteria_set(CRITERIA)
    criteria_set.criteria.filter(code="1.1").update(evidence_rule="explain")
    criteria_set.criteria.filter(code="2.2").update(evidence_rule="required")
    criteria_set.criteria.filter(code="2.4").update(is_self_scored=False)
    return criteria_set


def _unit(code: str, name: str, level: str) -> Unit:
    return Unit.through_time.create(code=code, name=name, level=level, valid=DateRange(None, None))
