"""A ranking small enough to work out by hand: three departments, two leaves, one block.

Rules: bands good ≥ 80, fair ≥ 60, weak; a late rate from 5 % bars good.
Set: 1.1 direct of 6 points, 2.1 automatic of 4 points: (1 − late rate) × 4.
Dossiers of 2024:  alpha 20 resolved, 0 late;  beta 20 resolved, 1 late;  gamma 10 resolved, 4 late.
Marks for 1.1:     alpha 4,5;  beta 6;  gamma 3.
By hand:           alpha 4.5 + 4 = 8.5 of 10 = 85.00, good
                   beta  6 + 0.95 × 4 = 9.8 = 98.00, good by points, 1/20 = 5 % bars it: fair
                   gamma 3 + 0.6 × 4 = 5.4 = 54.00, weak (and blocked)
"""

from copy import deepcopy
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.timezone import localdate, now

from dossiers.models import Dossier, Procedure
from foundation.models import StoredFile
from scoring.models import Assessment, Cycle, CycleGroup, Mark, Publication, RankingRun, RuleSet
from scoring.services.criteria import create_criteria_set
from scoring.services.criteria_versions import approve_set
from scoring.services.publishing import publish_run
from units.models import Person, Unit, UnitGroup, User

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
RULES: dict[str, Any] = {
    "code": "nho-2024",
    "sources": [{"document": "Ví dụ tính tay", "clause": "1"}],
    "basis": "index",
    "rank_on": "unrounded",
    "ties": "competition",
    "decimals": 2,
    "rounding": "half_up",
    "unmarked": "refuse",
    "bands": [
        {"code": "good", "label": "Tốt", "at_least": "80"},
        {"code": "fair", "label": "Khá", "at_least": "60"},
        {"code": "weak", "label": "Yếu", "at_least": "0"},
    ],
    "blocks": [
        {
            "code": "late_dossiers",
            "title": "Từ 5 % hồ sơ trễ hạn trở lên",
            "fact": "late_rate",
            "test": ">=",
            "threshold": "0.05",
            "bars": "good",
            "when_missing": "refuse",
        }
    ],
}
CRITERIA: dict[str, Any] = {
    "code": "bo-nho",
    "title": "Bộ tiêu chí tính tay",
    "source": "Ví dụ tính tay",
    "clause": "Mục 1",
    "aggregation": "sum",
    "max_points": "10",
    "areas": [
        {
            "code": "1",
            "title": "Chỉ đạo",
            "max_points": "6",
            "criteria": [
                {
                    "code": "1.1",
                    "title": "Kế hoạch",
                    "max_points": "6",
                    "scoring": {"kind": "direct"},
                }
            ],
        },
        {
            "code": "2",
            "title": "Thủ tục",
            "max_points": "4",
            "criteria": [
                {
                    "code": "2.1",
                    "title": "Hồ sơ không trễ hạn",
                    "max_points": "4",
                    "scoring": {"kind": "ratio", "from_fact": "late_rate", "invert": True},
                }
            ],
        },
    ],
}
DOSSIERS = {"alpha": (20, 0), "beta": (20, 1), "gamma": (10, 4)}
MARKS = {"alpha": "4.5", "beta": "6", "gamma": "3"}


def build_cycle(by: User) -> Cycle:
    """Store the whole small world and return its cycle."""
    province = Unit.through_time.create(
        code="56", name="Tỉnh Khánh Hòa", level="province", valid=DateRange(None, None)
    )
    cycle = Cycle.objects.create(
        organiser=province,
        year=2024,
        title="Kỳ tính tay 2024",
        first_on=date(2024, 1, 1),
        last_on=date(2024, 12, 31),
        cutoff_at=datetime(2024, 12, 31, 23, 59, 59, tzinfo=HANOI),
        rule_set=RuleSet.objects.create(
            code="nho-2024",
            title="Quy tắc tính tay",
            document=deepcopy(RULES),
            late_definition="resolved_or_overdue",
            minimum_sample=30,
        ),
    )
    block = CycleGroup.objects.create(
        cycle=cycle,
        group=UnitGroup.objects.create(code="departments", title="Sở, ban, ngành"),
        criteria_set=create_criteria_set(CRITERIA, by=by),
        position=1,
    )
    for code, points in MARKS.items():
        unit = Unit.through_time.create(
            code=code, name=f"Sở {code}", level="department", valid=DateRange(None, None)
        )
        sheet = Assessment.objects.create(cycle=cycle, cycle_group=block, unit=unit)
        leaf = block.criteria_set.criteria.get(code="1.1")
        Mark.objects.create(
            assessment=sheet, criterion=leaf, content={"points": points}, marked_by=by
        )
        create_dossiers(unit, *DOSSIERS[code])
    return cycle


def tonight() -> datetime:
    """Return two in the morning of tomorrow in Việt Nam, when today is sealed."""
    return datetime.combine(localdate() + timedelta(days=1), time(2), tzinfo=HANOI)


def approve_sets(cycle: Cycle) -> None:
    """Let somebody else than their authors approve the rules and sets of a cycle if drafts."""
    approver, _ = User.objects.get_or_create(username="nguoi-duyet-bo")
    approve_rules_of(cycle)
    for block in cycle.groups.filter(criteria_set__state="draft").select_related("criteria_set"):
        approve_set(block.criteria_set, by=approver)


def approve_rules_of(cycle: Cycle) -> None:
    """Let somebody approve the rules of a cycle, if they are a draft."""
    rules = RuleSet.objects.filter(cycles=cycle, state=RuleSet.State.DRAFT)
    rules.update(state=RuleSet.State.APPROVED, approved_at=now())
    cycle.rule_set.refresh_from_db()


def publish(run: RankingRun, by: Any, **given: Any) -> Publication:
    """Publish a run by a decision of the January after its year, the first by number 05.

    The sets of its cycle are approved first, if they were drafts.
    """
    approve_sets(run.cycle)
    number = f"{run.number + 4:02}/QĐ-UBND"
    decision = {"decision_number": number, "decided_on": date(run.cycle.year + 1, 1, 15)}
    return publish_run(run, by=by, **(decision | given))


def build_year_before(
    cycle: Cycle, marks: dict[str, str], by: User, *, organiser: Unit | None = None
) -> Cycle:
    """Store the cycle of the year before with the same rules and set, and return it.

    The organiser is the same too unless another is given. `marks` has points for 1.1 by unit code;
    the units of that day that bear the codes take part, each with 10 dossiers resolved in time,
    which are 4 points for 2.1.
    """
    year, block = cycle.year - 1, cycle.groups.get()
    before = Cycle.objects.create(
        organiser=organiser or cycle.organiser,
        year=year,
        title=f"Kỳ tính tay {year}",
        first_on=date(year, 1, 1),
        last_on=date(year, 12, 31),
        cutoff_at=datetime(year, 12, 31, 23, 59, 59, tzinfo=HANOI),
        rule_set=cycle.rule_set,
    )
    block_before = CycleGroup.objects.create(
        cycle=before, group=block.group, criteria_set=block.criteria_set, position=1
    )
    leaf = block.criteria_set.criteria.get(code="1.1")
    for code, points in marks.items():
        unit = Unit.through_time.get(code=code, valid__contains=before.last_on)
        sheet = Assessment.objects.create(cycle=before, cycle_group=block_before, unit=unit)
        content = {"points": points}
        Mark.objects.create(assessment=sheet, criterion=leaf, content=content, marked_by=by)
        create_dossiers(unit, 10, 0, year=year, prefix=f"{code}-{year}")
    return before


def create_dossiers(
    unit: Unit,
    resolved: int,
    late: int,
    *,
    year: int = 2024,
    prefix: str = "",
    handler: Person | None = None,
) -> None:
    """Store resolved dossiers of one unit, so many of them finished an hour after they were due."""
    procedure, _ = Procedure.objects.get_or_create(
        code="1.000001.000.00.00.H32", defaults={"name": "Thủ tục", "field": "Chung"}
    )
    file, _ = StoredFile.objects.get_or_create(
        sha256="0" * 64, defaults={"name": "tay.csv", "size": 0, "file": "tay.csv"}
    )
    due = datetime(year, 3, 15, 17, tzinfo=HANOI)
    Dossier.objects.bulk_create(
        Dossier(
            code=f"{prefix or unit.code}-{order}",
            unit=unit,
            procedure=procedure,
            channel="counter",
            received_at=datetime(year, 3, 1, 8, tzinfo=HANOI),
            due_at=due,
            deadline_at=due,
            finished_at=due + timedelta(hours=1 if order < late else -1),
            outcome="granted",
            handler=handler,
            source_file=file,
        )
        for order in range(resolved)
    )
