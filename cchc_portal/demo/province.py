"""Setting the demo province up: units, people, procedures, survey, rules, criteria, the 2024 cycle.

Every function may run again: it finds what it made before and doubles nothing.
"""

import csv
import json
import secrets
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify

from cchc_portal.demo.plan import PLANS, QUESTIONS
from dossiers.domain.late_rates import LateDefinition
from dossiers.models import Procedure
from foundation.domain.vietnamese import fold
from scoring.models import Assessment, Cycle, CycleGroup, RuleSet
from scoring.services.criteria import create_criteria_set
from surveys.models import Campaign, Question
from units.models import Grant, Unit, UnitGroup, User
from units.selectors.units import units_on

DATA = Path(__file__).parent / "data"
YEAR_END = date(2024, 12, 31)
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
UNVERIFIED = "Số lượng theo báo chí địa phương; tên, ngày và sáp nhập chưa kiểm chứng"
ACCOUNTS = (
    ("sonoivu", "Nguyễn Thị Sở Nội Vụ", Grant.Role.HOME_AFFAIRS, None),
    ("thamdinh", "Trần Văn Thẩm Định", Grant.Role.APPRAISER, None),
    ("thutruong", "Lê Thị Thủ Trưởng", Grant.Role.HEAD, "so-tu-phap"),
    ("canbo", "Phạm Văn Cán Bộ", Grant.Role.OFFICER, "so-tu-phap"),
    ("lanhdao", "Võ Văn Lãnh Đạo", Grant.Role.LEADER, None),
    ("chixem", "Đỗ Thị Chỉ Xem", Grant.Role.READER, None),
)


def read_json(name: str) -> Any:
    """Return a document of the demo's data folder."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@transaction.atomic
def create_units() -> dict[str, str]:
    """Store the province and its departments of all years; return name → code of those of 2024."""
    province, _ = Unit.through_time.get_or_create(
        code="56",
        level=Unit.Level.PROVINCE,
        defaults={"name": "Tỉnh Khánh Hòa", "valid": DateRange(None, None)},
    )
    with (DATA / "khanh_hoa_departments.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            last = row["valid_to"] and date.fromisoformat(row["valid_to"]) + timedelta(days=1)
            first = row["valid_from"] and date.fromisoformat(row["valid_from"])
            Unit.through_time.get_or_create(
                code=slugify(fold(row["name"])),
                valid=DateRange(first or None, last or None),
                defaults={
                    "name": row["name"],
                    "level": Unit.Level.DEPARTMENT,
                    "parent": province,
                    "source": UNVERIFIED,
                },
            )
    departments = units_on(YEAR_END).filter(level=Unit.Level.DEPARTMENT)
    return dict(departments.values_list("name", "code"))


@transaction.atomic
def create_accounts() -> list[tuple[str, str, str]]:
    """Give every role one account and a new random password; return (user name, role, password)."""
    printed = []
    for username, full_name, role, unit_code in ACCOUNTS:
        user, _ = User.objects.get_or_create(username=username, defaults={"full_name": full_name})
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        user.save()
        unit = units_on(YEAR_END).get(code=unit_code) if unit_code else None
        grant, _ = Grant.objects.get_or_create(user=user, role=role, unit=unit)
        label = grant.get_role_display() + (f" ({unit})" if unit else "")
        printed.append((username, label, password))
    return printed


def create_procedures() -> dict[str, int | None]:
    """Store the sample procedures; return code → working days, None where none are set."""
    with (DATA / "sample_procedures.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            days = int(row["working_days"]) if row["working_days"] else None
            Procedure.objects.get_or_create(
                code=row["code"],
                defaults={"name": row["name"], "field": row["field"], "working_days": days},
            )
    return dict(Procedure.objects.order_by("code").values_list("code", "working_days"))


@transaction.atomic
def create_campaign() -> Campaign:
    """Store the year's survey with one question for each of the five factors."""
    campaign, _ = Campaign.objects.get_or_create(
        code="mau-hai-long-2024",
        defaults={
            "title": "Khảo sát hài lòng năm 2024 (dữ liệu mẫu)",
            "source": Campaign.Source.SAMPLED,
            "first_on": date(2024, 9, 1),
            "last_on": date(2024, 11, 30),
        },
    )
    for code, (factor, label) in zip(QUESTIONS, Question.Factor.choices, strict=True):
        Question.objects.get_or_create(
            campaign=campaign,
            code=code,
            defaults={"factor": factor, "text": f"Mức hài lòng về: {label}"},
        )
    return campaign


@transaction.atomic
def create_cycle(campaign: Campaign) -> Cycle:
    """Store the sample rules, criteria and the 2024 cycle with a sheet for each department."""
    document = read_json("sample_rules.json")
    rule_set, _ = RuleSet.objects.get_or_create(
        code=document["code"],
        defaults={
            "title": "Quy tắc xếp hạng năm 2024 (mẫu)",
            "document": document,
            "late_definition": LateDefinition.RESOLVED_OR_OVERDUE,
            "minimum_sample": 30,
        },
    )
    cycle, _ = Cycle.objects.get_or_create(
        organiser=Unit.through_time.get(code="56", level=Unit.Level.PROVINCE),
        year=2024,
        defaults={
            "title": "Xếp hạng cải cách hành chính năm 2024 (dữ liệu mẫu)",
            "first_on": date(2024, 1, 1),
            "last_on": YEAR_END,
            "cutoff_at": datetime(2024, 12, 31, 23, 59, 59, tzinfo=HANOI),
            "rule_set": rule_set,
            "campaign": campaign,
        },
    )
    group, _ = UnitGroup.objects.get_or_create(
        code="departments", defaults={"title": "Sở, ban, ngành"}
    )
    block, _ = CycleGroup.objects.get_or_create(
        cycle=cycle,
        group=group,
        defaults={
            "criteria_set": create_criteria_set(read_json("sample_criteria.json")),
            "position": 1,
        },
    )
    for unit in units_on(YEAR_END).filter(level=Unit.Level.DEPARTMENT):
        Assessment.objects.get_or_create(cycle=cycle, unit=unit, defaults={"cycle_group": block})
    return cycle


def waiver_reasons(minimum: int) -> dict[str, str]:
    """Return department name → why its satisfaction is not applicable, as a person would write."""
    return {
        plan.name: f"Mới có {plan.respondents} phiếu, dưới mức tối thiểu {minimum}"
        if plan.respondents
        else "Đơn vị không thuộc phạm vi khảo sát năm 2024"
        for plan in PLANS
        if plan.respondents < minimum
    }
