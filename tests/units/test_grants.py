"""What a person may do stands in grants; what they may see follows from them."""

from datetime import date

import pytest
from django.db import IntegrityError

from units.models import Grant, User
from units.selectors.grants import sight_of

YEAR_END = date(2024, 12, 31)

PROVINCE_WIDE = ["home_affairs", "appraiser", "leader", "reader"]
OF_A_UNIT = ["head", "officer"]


@pytest.mark.parametrize("role", PROVINCE_WIDE)
def test_people_of_the_province_see_every_sheet(make_user, role):
    sight = sight_of(make_user(role))

    assert sight.is_whole_province
    assert sight.covers("so-tu-phap", YEAR_END)
    assert not sight.is_blind


@pytest.mark.parametrize("role", OF_A_UNIT)
def test_people_of_a_unit_see_its_sheet_and_no_sister_units(make_user, make_unit, role):
    sight = sight_of(make_user(role, make_unit("so-tu-phap")))

    assert sight.covers("so-tu-phap", YEAR_END)
    assert not sight.covers("so-y-te", YEAR_END)
    assert not sight.is_whole_province
    assert not sight.is_blind


def test_a_person_without_a_grant_sees_nothing(make_user):
    sight = sight_of(make_user())

    assert sight.is_blind
    assert not sight.covers("so-tu-phap", YEAR_END)


def test_a_person_of_two_units_sees_both(make_user, make_unit):
    user = make_user("head", make_unit("so-tu-phap"))
    Grant.objects.create(user=user, role="officer", unit=make_unit("so-y-te"))

    assert {unit.code for unit in sight_of(user).units} == {"so-tu-phap", "so-y-te"}


def test_a_superuser_sees_every_sheet_without_a_grant(db):
    assert sight_of(User.objects.create_superuser("root")).is_whole_province


def test_every_role_is_either_of_the_province_or_of_a_unit():
    assert {*PROVINCE_WIDE, *OF_A_UNIT} == set(Grant.Role.values)
    assert set(Grant.OF_A_UNIT) == set(OF_A_UNIT)


@pytest.mark.parametrize("role", OF_A_UNIT)
def test_heads_and_officers_have_a_unit(make_user, role):
    with pytest.raises(IntegrityError, match="grants_have_the_unit_that_their_role_asks_for"):
        make_user(role)


@pytest.mark.parametrize("role", ["leader", "reader"])
def test_leaders_and_readers_have_no_unit(make_user, make_unit, role):
    with pytest.raises(IntegrityError, match="grants_have_the_unit_that_their_role_asks_for"):
        make_user(role, make_unit("so-tu-phap"))


def test_an_appraiser_works_somewhere_but_has_no_sheet_there(make_user, make_unit):
    appraiser = make_user("appraiser", make_unit("so-tu-phap"))

    assert sight_of(appraiser).units == ()
    assert sight_of(appraiser).is_whole_province


@pytest.mark.parametrize("has_unit", [True, False])
def test_a_grant_is_given_once(make_user, make_unit, has_unit):
    role, unit = ("head", make_unit("so-tu-phap")) if has_unit else ("leader", None)
    user = make_user(role, unit)

    with pytest.raises(IntegrityError, match="a_grant_is_given_once"):
        Grant.objects.create(user=user, role=role, unit=unit)


def test_a_user_name_is_taken_once(make_user):
    make_user(username="clerk")

    with pytest.raises(IntegrityError, match="username"):
        make_user(username="clerk")


def test_a_user_is_shown_by_full_name_or_else_by_user_name(make_user):
    user = make_user(username="clerk")
    assert str(user) == "clerk"

    user.full_name = "Phạm Văn Cán Bộ"

    assert str(user) == "Phạm Văn Cán Bộ"


def test_a_reused_code_opens_only_the_sheet_of_the_unit_that_bore_it(make_user, make_unit):
    """22333 was Phường Vĩnh Phước until 30/06/2025 and is Phường Bắc Nha Trang since."""
    old = make_unit("22333", "Phường Vĩnh Phước", last=date(2025, 6, 30), level="commune")
    make_unit("22333", "Phường Bắc Nha Trang", first=date(2025, 7, 1), level="commune")

    sight = sight_of(make_user("officer", old))

    assert sight.covers("22333", date(2024, 12, 31))
    assert not sight.covers("22333", date(2025, 12, 31))
