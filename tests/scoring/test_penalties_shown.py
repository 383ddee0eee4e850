"""A leaf that takes points away says so wherever somebody gives, explains or decides its mark.

A.1 of the year under appraisal is a penalty of 4 here; alpha of the comparison has one of 2.
"""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from scoring.domain.comparison import Ranked
from scoring.models import Criterion
from scoring.selectors.comparisons import comparison_of
from tests.appraisal_world import (
    appraised,
    build_appraisal,
    objected,
    open_stage,
    sheet_of,
    words,
)
from tests.scoring.domain.ranking_bundles import area, bundle, group, leaf, ranked, unit
from tests.scoring.test_sheet_files import taken_along
from units.models import Unit

RULE = "chấm trực tiếp, tối đa 4; điểm trừ: lấy khỏi tổng"


@pytest.fixture
def cycle(marker):
    """The year before the council: Sở Tài chính claimed 4 for A.1, got 2 and objected."""
    cycle = build_appraisal(marker)
    penalty = {"scoring": {"kind": "direct"}, "role": "penalty"}
    Criterion.objects.filter(code="A.1").update(leaf=penalty)
    for kind in ("explanation", "second_appraisal", "council"):
        open_stage(cycle, kind)
    appraised(cycle, "tai-chinh", "A.1", "2", marker)
    objected(cycle, "tai-chinh", "A.1", marker)
    return cycle


@pytest.fixture
def read(client, cycle, make_user):
    """Return a function that opens a page as somebody with a role in a unit; its text."""

    def opened(address: str, role: str, code: str) -> str:
        client.force_login(make_user(role, Unit.through_time.get(code=code), username="nguoi"))
        return words(client.get(address))

    return opened


@pytest.mark.parametrize(
    ("address", "role", "code"),
    [
        ("/tham-dinh/56/2024/A.1/tai-chinh/", "appraiser", "noi-vu"),
        ("/phieu/56/2024/tai-chinh/giai-trinh/", "officer", "tai-chinh"),
        ("/hoi-dong/56/2024/", "home_affairs", "noi-vu"),
    ],
)
def test_whoever_appraises_explains_or_decides_reads_that_it_takes_away(read, address, role, code):
    assert RULE in read(address, role, code)


def test_the_queue_says_so_beside_the_leaf(read):
    said = read("/tham-dinh/", "appraiser", "noi-vu")

    assert "A.1 Kế hoạch , Sở Tài chính điểm trừ Sở Tài chính" in said
    assert "A.2 Kiểm tra , Sở Tài chính Sở Tài chính" in said


def test_the_claims_to_be_accepted_as_they_are_say_so(client, marker, make_user):
    build_appraisal(marker)
    bonus = {"scoring": {"kind": "direct"}, "role": "bonus"}
    Criterion.objects.filter(code="A.1").update(leaf=bonus)
    client.force_login(make_user("appraiser", Unit.through_time.get(code="noi-vu")))

    said = words(client.get("/tham-dinh/56/2024/chap-nhan/tai-chinh/A/"))

    assert "A.1 Kế hoạch điểm thưởng 4/4" in said
    assert "A.2 Kiểm tra 2/2" in said


def test_the_workbook_of_a_sheet_says_so(cycle, make_user):
    sheet = sheet_of(cycle, "tai-chinh")
    book = load_workbook(BytesIO(taken_along(sheet, make_user("officer", sheet.unit))))

    rules = {row[0].value: row[2].value for row in book.active.iter_rows(min_row=2)}

    assert rules["A.1"] == RULE
    assert rules["B.1"] == "chấm trực tiếp, tối đa 3"


def test_the_sheet_says_so_once(read):
    said = read("/phieu/56/2024/tai-chinh/?linh-vuc=A", "officer", "tai-chinh")

    assert said.count("điểm trừ") == 1


def side(role: str, points: str) -> Ranked:
    """Return a ranking of one unit with 50 of 100 and points of a bonus or penalty of 5."""
    criteria = area("1", "100", leaf("1.1", "100"), leaf("1.2", "5", role=role))
    marks = {"1.1": {"points": "50"}, "1.2": {"points": points}}
    given = bundle(unit("u", marks=marks), groups=[group("100", criteria)])
    return Ranked(given, ranked(given))


@pytest.mark.parametrize(
    ("before", "after", "published", "said"),
    [
        # 50 − 1 = 49 of 100, then 50 − 2 = 48
        (("penalty", "1"), ("penalty", "2"), ("49,00", "48,00"), "(điểm trừ): 1 → 2"),
        # 50 + 2 = 52, then 50 − 2 = 48
        (("bonus", "2"), ("penalty", "2"), ("52,00", "48,00"), "(điểm thưởng → điểm trừ): 2 → 2"),
    ],
)
def test_a_comparison_says_which_points_are_taken_away(before, after, published, said):
    (compared,) = comparison_of(side(*before), side(*after)).groups

    (moved,) = compared.moved
    assert (moved.before.published, moved.after.published) == published
    assert moved.leaves == (f"1.2 t {said}",)
