"""A person's own sheets: which they are, how far each has come, until when."""

import re
from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.timezone import localdate

from scoring.models import Extension, Mark, Stage
from scoring.selectors.claim_lists import own_sheets
from tests.claim_world import PAGE, build_sheets, leaf, move, put_claims, reopen
from units.models import Grant, Succession, Unit

LIST = "/phieu/"


@pytest.fixture
def sheet(db):
    """Return alpha's sheet in the open stage."""
    return build_sheets()


@pytest.fixture
def officer(make_user, sheet):
    """Return alpha's officer."""
    return make_user("officer", sheet.unit)


def words(response) -> str:
    """Return a page's text without tags, every run of blanks one."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_an_officer_sees_the_sheet_of_their_unit_and_no_sisters(client, officer):
    client.force_login(officer)

    page = client.get(LIST)

    assert f'href="{PAGE}"' in page.content.decode()
    assert "Sở beta" not in words(page)


@pytest.mark.parametrize("role", ["home_affairs", "appraiser", "leader", "reader", None])
def test_whoever_is_of_no_unit_has_no_sheet_of_their_own(client, sheet, make_user, role):
    client.force_login(make_user(role))

    assert "Bạn chưa có phiếu nào của đơn vị mình." in words(client.get(LIST))


def test_progress_counts_what_the_unit_claims_itself(sheet, officer):
    put_claims(sheet, officer)
    sheet.claims.get(criterion__code="3.2").delete()
    reason = {"state": "not_applicable", "reason": "Không có cấp dưới"}
    criterion = leaf(sheet, "1.1")
    Mark.objects.create(assessment=sheet, criterion=criterion, content=reason, marked_by=officer)

    own = own_sheets(officer)[0]

    # of nine leaves 1.1 does not apply; of the eight that are left 3.2 is not claimed
    assert (own.claimed, own.claimable, own.percent) == (7, 8, 87)


def test_the_last_day_is_the_units_own(sheet, officer):
    until = localdate() + timedelta(days=9)
    stage = Stage.objects.get()
    Extension.objects.create(
        stage=stage, assessment=sheet, until_on=until, reason="Bão", granted_by=officer
    )

    own = own_sheets(officer)[0]

    assert (own.due_on, own.days_left) == (until, 9)


def test_reopened_areas_are_named(client, sheet, officer):
    reopen(move(sheet, "signed", officer), "2", officer)
    client.force_login(officer)

    assert "mở lại lĩnh vực 2" in words(client.get(LIST))


def test_the_sheet_of_a_unit_that_went_whole_into_mine_is_there_to_read(
    client, sheet, make_unit, make_user
):
    passed = localdate().replace(day=1)
    sheet.unit.valid = DateRange(None, passed)
    sheet.unit.save()
    heir = make_unit("gop", first=passed)
    Succession.objects.create(predecessor=sheet.unit, successor=heir, extent="whole")
    client.force_login(make_user("head", heir))

    shown = words(client.get(LIST))

    assert "2024 · Sở alpha" in shown
    assert "đơn vị cũ, chỉ xem" in shown


def test_the_list_costs_the_same_for_one_sheet_and_for_two(officer, django_assert_num_queries):
    with django_assert_num_queries(7):
        own_sheets(officer)
    Grant.objects.create(user=officer, role="head", unit=Unit.through_time.get(code="beta"))

    with django_assert_num_queries(7):
        assert len(own_sheets(officer)) == 2
