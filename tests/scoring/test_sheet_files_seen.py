"""A workbook is saved as its page showed it: not as another file, nor another tab, has it."""

import re
from decimal import Decimal

import pytest

from scoring.models import Claim
from tests.claim_world import build_sheets
from tests.scoring.test_sheet_files import CONFIRM, choices_of, filled, send, taken_along, words


@pytest.fixture
def sheet(db):
    """Return alpha's sheet in the open stage."""
    return build_sheets()


@pytest.fixture
def officer(client, make_user, sheet):
    """Return alpha's officer, signed in."""
    officer = make_user("officer", sheet.unit)
    client.force_login(officer)
    return officer


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ({"Điểm 3.4": "0,5"}, {"Điểm 3.4": "1,75"}),
        (
            {"Điểm 3.4": "1,75", "Giải trình 3.4": "Như kế hoạch"},
            {"Điểm 3.4": "1,75", "Giải trình 3.4": "Vượt kế hoạch"},
        ),
    ],
    ids=["points", "explanation"],
)
def test_a_page_of_an_earlier_file_saves_nothing_of_a_later_one(
    client, sheet, officer, earlier, later
):
    content = taken_along(sheet, officer)
    shown = send(client, filled(content, earlier))
    send(client, filled(content, later))

    answer = client.post(CONFIRM, {"nhan": choices_of(shown)})

    assert answer.status_code == 409
    assert "Phiếu hoặc tệp đã khác với điều bạn vừa xem; chưa lưu gì." in words(answer)
    assert "1,75 điểm" in words(answer)
    assert not Claim.objects.exists()


def test_what_the_later_file_says_is_saved_once_it_was_shown(client, sheet, officer):
    content = taken_along(sheet, officer)
    shown = send(client, filled(content, {"Điểm 3.4": "0,5"}))
    send(client, filled(content, {"Điểm 3.4": "1,75"}))
    again = client.post(CONFIRM, {"nhan": choices_of(shown)})

    answer = client.post(CONFIRM, {"nhan": choices_of(again)})

    assert answer.status_code == 302
    assert Claim.objects.get().points == Decimal("1.75")


def test_the_same_file_handed_in_twice_is_one_file(client, sheet, officer):
    file = filled(taken_along(sheet, officer), {"Điểm 3.4": "0,5"}).getvalue()
    shown = send(client, file)
    send(client, file)

    assert client.post(CONFIRM, {"nhan": choices_of(shown)}).status_code == 302
    assert Claim.objects.get().points == Decimal("0.5")


def test_a_choice_without_what_was_seen_saves_nothing(client, sheet, officer):
    shown = send(client, filled(taken_along(sheet, officer), {"Điểm 3.4": "0,5"}))
    unseen = [re.sub(r":[0-9a-f]+$", "", choice) for choice in choices_of(shown)]

    assert client.post(CONFIRM, {"nhan": unseen}).status_code == 409
    assert not Claim.objects.exists()
