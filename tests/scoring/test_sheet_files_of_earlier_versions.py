"""A workbook taken along before the block had another version of its set is still of use.

In version 2, leaf 1.2 is gone, 1.1 has its point, 3.1 is typed as points and 3.4 is called 3.5.
"""

import io
from decimal import Decimal

import pytest
from django.utils.timezone import now

from scoring.models import Claim, CriteriaSet
from scoring.selectors.claim_returns import WorkbookRefused
from scoring.selectors.criteria import stamp_of
from scoring.services.criteria_drafts import delete_criterion
from scoring.services.criteria_replacement import DoesNotFit, replace_in_cycle
from scoring.services.criteria_versions import approve_set, new_version
from tests.claim_world import build_sheets, leaf, put_claims
from tests.scoring.test_criteria_replacement import change
from tests.scoring.test_sheet_files import (
    CONFIRM,
    beside_portal,
    choices_of,
    filled,
    send,
    taken_along,
    words,
)

EARLIER = "tệp lập theo phiên bản trước của bộ tiêu chí"


@pytest.fixture
def sheet(db):
    """Return alpha's sheet in the open stage, its set approved."""
    sheet = build_sheets()
    CriteriaSet.objects.update(
        source="Quyết định 1", clause="Điều 2", state="approved", approved_at=now()
    )
    return sheet


@pytest.fixture
def officer(client, make_user, sheet):
    """Return alpha's officer, signed in."""
    officer = make_user("officer", sheet.unit)
    client.force_login(officer)
    return officer


@pytest.fixture
def move(make_user, sheet):
    """Return a function that moves the block to a version of its set, changed as told."""
    author, checker = make_user(username="soan"), make_user(username="duyet")

    def moved(edit) -> None:
        block = sheet.cycle_group
        version = new_version(block.criteria_set, reason="Ghi nhầm", by=author)
        edit(version, author)
        approve_set(version, by=checker)
        try:
            replace_in_cycle(block, version, by=author)
        except DoesNotFit as refusal:
            replace_in_cycle(block, version, by=author, confirmed=refusal.stamp)
        block.refresh_from_db()

    return moved


def second(version, by) -> None:
    """Make version 2."""
    change(version, "1.1", by, max_points=Decimal(3))
    change(version, "3.1", by, leaf={"scoring": {"kind": "direct"}})
    version.criteria.filter(code="3.4").update(code="3.5")
    gone = version.criteria.get(code="1.2")
    delete_criterion(version, gone.pk, stamp=stamp_of(version), by=by)


def third(version, _by) -> None:
    """Make version 3: 3.5 is called 3.6."""
    version.criteria.filter(code="3.5").update(code="3.6")


def test_every_difference_is_shown_and_nothing_is_taken_unasked(client, sheet, officer, move):
    file = filled(taken_along(sheet, officer), {"Điểm 1.1": "1", "Điểm 3.4": "1,25"})
    move(second)

    shown = send(client, file)

    assert "1.1 Tiêu chí 1.1 chưa tự chấm " + EARLIER + " 1 điểm" in words(shown)
    assert "3.5 Tiêu chí 3.4 chưa tự chấm " + EARLIER + " 1,25 điểm" in words(shown)
    assert "checked" not in shown.content.decode()
    assert client.post(CONFIRM, {"nhan": choices_of(shown)}).status_code == 302
    saved = Claim.objects.order_by("criterion__position").values_list("criterion", "points")
    assert list(saved) == [(leaf(sheet, "1.1").pk, 1), (leaf(sheet, "3.5").pk, Decimal("1.25"))]


def test_who_saved_what_stands_on_the_portal_is_said(client, sheet, officer, move):
    put_claims(sheet, officer)
    file = filled(taken_along(sheet, officer), {"Điểm 3.4": "1,25"})
    move(second)

    shown = words(send(client, file))

    assert f"0,25 điểm {EARLIER}; trên cổng: officer, " in shown


def test_what_no_longer_fits_is_said_of_the_cells_that_were_filled_in(sheet, officer, move):
    content = taken_along(sheet, officer)
    move(second)

    untouched = beside_portal(sheet, officer, io.BytesIO(content))
    found = beside_portal(
        sheet, officer, filled(content, {"Phương án 1.2": "b", "Số lượng 3.1": 1})
    )

    assert (untouched.differences, untouched.errors) == ((), ())
    assert found.differences == ()
    assert [(error.code, error.sentence) for error in found.errors] == [
        ("1.2", "Phiên bản mới của bộ tiêu chí không còn tiêu chí này."),
        ("3.1", "Ô này không dùng cho cách chấm của tiêu chí."),
    ]


def test_a_workbook_of_two_versions_ago_is_read_too(sheet, officer, move):
    file = filled(taken_along(sheet, officer), {"Điểm 3.4": "1,25"})
    move(second)
    move(third)

    found = beside_portal(sheet, officer, file)

    assert [(one.code, one.is_conflict) for one in found.differences] == [("3.6", True)]


def test_a_workbook_of_a_version_that_is_not_in_force_yet_is_of_another_set(sheet, officer, move):
    first = sheet.cycle_group.criteria_set
    move(second)
    content = taken_along(sheet, officer)
    sheet.cycle_group.criteria_set = first

    with pytest.raises(WorkbookRefused, match="Tệp lập theo bộ tiêu chí khác"):
        beside_portal(sheet, officer, io.BytesIO(content))


def test_what_was_looked_at_before_the_move_is_shown_again_before_it_is_saved(
    client, sheet, officer, move
):
    shown = send(client, filled(taken_along(sheet, officer), {"Điểm 3.4": "1,25"}))
    move(second)

    again = client.post(CONFIRM, {"nhan": choices_of(shown)})

    assert again.status_code == 409
    assert "chưa lưu gì" in words(again)
    assert EARLIER in words(again)
    assert not Claim.objects.exists()
    assert client.post(CONFIRM, {"nhan": choices_of(again)}).status_code == 302
    assert Claim.objects.get().criterion == leaf(sheet, "3.5")
