"""Where the played year begins, and the hands by which its pages are moved.

There are five departments with their people, and the year before.

Last year's set has 10 points. Area 1 has 6: 1.1 direct 4 (document demanded), 1.2 one option,
a 2, b 1, c 0 (document or explanation). Area 2 has 4: 2.1 a ratio of 2, 2.2 the late rate of 1
(counted, not typed), 2.3 deduction from 1, half a point a fault. Area 1 was Sở Tài chính's, area 2
nobody's. Rules are those of `tests.scoring_world`: good from 80, fair from 60, weak; a late rate
from 5 % bars good.
Dossiers of the played year: Sở Tư pháp 20 resolved, none late; Sở Y tế 20 resolved, 1 late.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.timezone import now
from playwright.sync_api import Browser, Locator, Page, expect

from foundation.models import Job
from scoring.models import (
    AreaOwner,
    Assessment,
    CriteriaSet,
    Criterion,
    Cycle,
    CycleGroup,
    Mark,
    RuleSet,
)
from scoring.services.criteria import create_criteria_set
from scoring.services.criteria_versions import approve_set
from tests.scoring_world import HANOI, RULES, create_dossiers
from units.models import Grant, Unit, UnitGroup, User

LAST, YEAR = 2024, 2025
CYCLE = f"/ky-danh-gia/56/{YEAR}"
TIMETABLE = f"{CYCLE}/giai-doan/"
NAMES = {
    "tu-phap": "Sở Tư pháp",
    "y-te": "Sở Y tế",
    "noi-vu": "Sở Nội vụ",
    "tai-chinh": "Sở Tài chính",
    "khoa-hoc": "Sở Khoa học và Công nghệ",
}
"""The departments by code; the first two are scored this year, the others appraise or organise."""
CAST = {
    "soan": ("Trần Thị Soạn", Grant.Role.HOME_AFFAIRS, "noi-vu"),
    "duyet": ("Lê Văn Duyệt", Grant.Role.HOME_AFFAIRS, "noi-vu"),
    "uy-ban": ("Đinh Thị Ban", Grant.Role.HOME_AFFAIRS, "56"),
    "can-bo": ("Phạm Thị Cần", Grant.Role.OFFICER, "tu-phap"),
    "thu-truong": ("Ngô Văn Trưởng", Grant.Role.HEAD, "tu-phap"),
    "can-bo-y-te": ("Đỗ Thị Yến", Grant.Role.OFFICER, "y-te"),
    "thu-truong-y-te": ("Vũ Văn Tế", Grant.Role.HEAD, "y-te"),
    "cham-tai-chinh": ("Bùi Thị Tài", Grant.Role.APPRAISER, "tai-chinh"),
    "cham-khoa-hoc": ("Hồ Văn Khoa", Grant.Role.APPRAISER, "khoa-hoc"),
    "cham-tu-phap": ("Mai Thị Pháp", Grant.Role.APPRAISER, "tu-phap"),
}
"""Who takes part: user name, then the name, the role and where the person works."""
CRITERIA: dict[str, Any] = {
    "code": "so-nganh-2024",
    "title": "Bộ tiêu chí sở, ngành 2024",
    "source": "Quyết định số 10/QĐ-UBND",
    "clause": "Điều 2",
    "aggregation": "sum",
    "max_points": "10",
    "areas": [
        {
            "code": "1",
            "title": "Chỉ đạo, điều hành",
            "max_points": "6",
            "criteria": [
                {
                    "code": "1.1",
                    "title": "Kế hoạch",
                    "max_points": "4",
                    "scoring": {"kind": "direct"},
                },
                {
                    "code": "1.2",
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
            "code": "2",
            "title": "Thủ tục hành chính",
            "max_points": "4",
            "criteria": [
                {
                    "code": "2.1",
                    "title": "Hồ sơ trực tuyến",
                    "max_points": "2",
                    "scoring": {"kind": "ratio"},
                },
                {
                    "code": "2.2",
                    "title": "Hồ sơ không trễ hạn",
                    "max_points": "1",
                    "scoring": {"kind": "ratio", "from_fact": "late_rate", "invert": True},
                },
                {
                    "code": "2.3",
                    "title": "Phản ánh trả lời chậm",
                    "max_points": "1",
                    "scoring": {"kind": "deduction", "per_fault": "0.5"},
                },
            ],
        },
    ],
}


def build_last_year(password: str) -> None:
    """Store the units, the people, last year's cycle and the dossiers of the year to be played."""
    province = Unit.through_time.create(
        code="56", name="Tỉnh Khánh Hòa", level="province", valid=DateRange(None, None)
    )
    for code, name in NAMES.items():
        Unit.through_time.create(
            code=code, name=name, level="department", parent=province, valid=DateRange(None, None)
        )
    for username, (full_name, role, unit) in CAST.items():
        user = User.objects.create_user(username, password=password, full_name=full_name)
        Grant.objects.create(user=user, role=role, unit=unit_of(unit))
    _store_cycle(province)
    for code, late in (("tu-phap", 0), ("y-te", 1)):
        create_dossiers(unit_of(code), 20, late, year=YEAR)


def unit_of(code: str) -> Unit:
    """Return a unit by its code."""
    return Unit.through_time.get(code=code)


def person(username: str) -> User:
    """Return somebody of the cast."""
    return User.objects.get(username=username)


def sheet_of(code: str) -> Assessment:
    """Return a unit's sheet of the played year."""
    return Assessment.objects.get(cycle__year=YEAR, unit__code=code)


def _store_cycle(province: Unit) -> None:
    """Store last year's cycle: one block, its set in force, Sở Tư pháp had 3 points for 1.1."""
    block = CycleGroup.objects.create(
        cycle=_last_cycle(province),
        group=UnitGroup.objects.create(code="departments", title="Sở, ban, ngành"),
        criteria_set=_set_in_force(),
        position=1,
    )
    sheets = {
        code: Assessment.objects.create(cycle=block.cycle, cycle_group=block, unit=unit_of(code))
        for code in NAMES
    }
    criteria = {it.code: it for it in block.criteria_set.criteria.all()}
    Mark.objects.create(
        assessment=sheets["tu-phap"],
        criterion=criteria["1.1"],
        content={"points": "3"},
        marked_by=person("soan"),
    )
    AreaOwner.objects.create(cycle_group=block, area=criteria["1"], owner=unit_of("tai-chinh"))


def _last_cycle(province: Unit) -> Cycle:
    rules = RuleSet.objects.create(
        code="nho-2024",
        title="Quy tắc tính tay",
        document=RULES,
        late_definition="resolved_or_overdue",
        minimum_sample=30,
        state=RuleSet.State.APPROVED,
        approved_by=person("duyet"),
        approved_at=now(),
    )
    return Cycle.objects.create(
        organiser=province,
        year=LAST,
        title=f"Kỳ đánh giá {LAST}",
        first_on=date(LAST, 1, 1),
        last_on=date(LAST, 12, 31),
        cutoff_at=datetime(LAST, 12, 31, 23, 59, 59, tzinfo=HANOI),
        rule_set=rules,
    )


def _set_in_force() -> CriteriaSet:
    criteria_set = create_criteria_set(CRITERIA, by=person("soan"))
    rules = {"1.1": Criterion.EvidenceRule.REQUIRED, "1.2": Criterion.EvidenceRule.EXPLAIN}
    for code, rule in rules.items():
        criteria_set.criteria.filter(code=code).update(evidence_rule=rule)
    return approve_set(criteria_set, by=person("duyet"))


def enter(pages: dict[str, Page], username: str, password: str, browser: Browser, url: str) -> Page:
    """Sign somebody in by the form, in a browser of their own that is kept among the pages."""
    page = pages[username] = browser.new_context(base_url=url).new_page()
    page.set_default_timeout(60_000)
    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_label("Mật khẩu")).to_have_count(0)
    return page


def reads(page: Page, *words: str) -> None:
    """See that the page says all of these words."""
    for word in words:
        expect(page.get_by_role("main")).to_contain_text(word)


def go_on(page: Page, closing: str, opening: str) -> None:
    """Close a stage and open the next before their days, as everybody was done early."""
    move(page, closing, "Đóng", "Mọi người đã xong sớm")
    move(page, opening, "Mở", "Mọi người đã xong sớm")


def move(page: Page, stage: str, action: str, reason: str = "") -> None:
    """Open or close a stage on the timetable; on its own day that needs no reason."""
    page.goto(TIMETABLE)
    card = page.get_by_role("region", name=stage)
    form = card.locator("details", has_text=f"{action}…")
    form.locator("summary").click()
    form.get_by_label("Lý do").fill(reason)
    form.get_by_role("button", name=f"{action} giai đoạn").click()
    reads(page, "Đã ghi vào lịch.")


def row_of(page: Page, name: str) -> Locator:
    """Return the row of a table by its first words."""
    return page.get_by_role("row", name=re.compile(f"^{re.escape(name)}"))


def leaf_of(page: Page, code: str) -> Locator:
    """Return a leaf of a sheet as the unit sees it, with all that is typed or said there."""
    return page.get_by_role("article", name=re.compile(rf"^{re.escape(code)} "))


def take_up(page: Page, leaf: str, unit: str) -> None:
    """Open a leaf of a unit from the appraiser's queue."""
    page.get_by_role("link", name=re.compile(f"^{re.escape(leaf)} ?, {unit}$")).click()


def is_led_to(page: Page, code: str, unit: str) -> None:
    """See that the appraiser is on a leaf of a unit, ready for keys."""
    page.wait_for_url(f"**/tham-dinh/56/{YEAR}/{code}/{unit}/")
    expect(page.locator(".appraisal-head .line-code")).to_have_text(code)
    expect(page.locator(".appraisal-unit")).to_have_text(NAMES[unit])


def ask_the_worker(page: Page, button: str, work: Callable[[int], Any]) -> None:
    """Press a button that asks for a job, and do the job as the worker would."""
    page.get_by_role("button", name=button).click()
    page.wait_for_url("**/cong-viec/*/")
    work(Job.objects.latest("pk").pk)


def said(day: date) -> str:
    """Return a day as it is typed."""
    return f"{day:%d/%m/%Y}"
