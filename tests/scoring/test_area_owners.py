"""Giving areas to those who appraise them: who may, what is refused, last year's, the gaps."""

from datetime import date

import pytest
from django.db import transaction

from scoring.models import AreaAppraiser, AreaOwner
from scoring.selectors.area_owners import gaps_of, seen_of
from scoring.services.area_owners import (
    AssignmentChanged,
    AssignmentRefused,
    assign_area,
    copy_areas,
)
from tests.appraisal_world import build_appraisal, leaf_of, words, year_before
from units.models import Grant, Succession, Unit

PAGE = "/tham-dinh/phan-cong/56/2024/"


@pytest.fixture
def cycle(marker):
    """The year under appraisal."""
    return build_appraisal(marker)


def unit(code):
    """Return a unit by its code."""
    return Unit.through_time.get(code=code)


def row(cycle, code="A"):
    """Return the row of an area."""
    return AreaOwner.objects.filter(area__code=code, cycle_group__cycle=cycle).first()


def seen(cycle, code="A"):
    """Return what a page sees of an area now."""
    given = row(cycle, code)
    named = given.appraisers.values_list("user_id", flat=True) if given else ()
    return seen_of(given, tuple(named))


def assign(cycle, by, code="A", **given):
    """Give an area to somebody, having seen what stands."""
    given = {"seen": seen(cycle, code), "owner": None, **given}
    return assign_area(block=cycle.groups.get(), area=leaf_of(cycle, code), by=by, **given)


def test_an_area_goes_to_a_unit_a_substitute_and_people(cycle, marker, make_user):
    people = [make_user("appraiser", unit("tu-phap"), username=name) for name in ("mot", "hai")]

    assign(cycle, marker, owner=unit("tu-phap"), substitute=unit("noi-vu"), people=people)

    given = row(cycle)
    assert (given.owner.code, given.substitute.code) == ("tu-phap", "noi-vu")
    assert [it.user.username for it in given.appraisers.order_by("pk")] == ["mot", "hai"]


def test_without_an_owner_it_is_nobodys(cycle, marker):
    assert assign(cycle, marker) is None
    assert row(cycle) is None


def test_whoever_saw_an_older_state_is_told(cycle, marker):
    older = seen(cycle)
    assign(cycle, marker, owner=unit("tu-phap"))

    with pytest.raises(AssignmentChanged, match="Lĩnh vực A vừa được người khác sửa"):
        assign(cycle, marker, owner=unit("tai-chinh"), seen=older)
    assert row(cycle).owner.code == "tu-phap"


def test_nobody_is_their_own_substitute(cycle, marker):
    with pytest.raises(AssignmentRefused, match="phải là cơ quan khác"):
        assign(cycle, marker, owner=unit("tu-phap"), substitute=unit("tu-phap"))


def test_only_a_department_of_that_day_appraises(cycle, marker, make_unit):
    gone = make_unit("da-het", "Sở Đã Hết", last=date(2024, 6, 30))
    commune = make_unit("xa", "Xã", level="commune")

    for other in (gone, commune):
        with pytest.raises(AssignmentRefused, match="còn tồn tại vào ngày cuối của kỳ"):
            assign(cycle, marker, owner=other)


def test_a_leaf_is_no_area(cycle, marker):
    with pytest.raises(AssignmentRefused, match="không thuộc bộ tiêu chí"):
        assign(cycle, marker, code="A.1", owner=unit("tu-phap"), seen="-")


def test_the_gaps_are_listed(cycle, marker, make_user):
    gaps = gaps_of(cycle)
    assert "Sở, ban, ngành, A Chỉ đạo: Sở Nội vụ chưa có tài khoản thẩm định nào." in gaps
    assert "Sở, ban, ngành, A Chỉ đạo: Sở Tư pháp chưa có tài khoản thẩm định nào." in gaps
    needs_substitute = "Sở Tài chính cũng được chấm trong khối, cần cơ quan thẩm định thay."
    assert f"Sở, ban, ngành, B Tài chính: {needs_substitute}" in gaps

    for code in ("noi-vu", "tu-phap", "tai-chinh"):
        make_user("appraiser", unit(code), username=code)
    assign(cycle, marker, code="B", owner=unit("tai-chinh"), substitute=unit("noi-vu"))
    assert gaps_of(cycle) == []


def test_an_area_without_an_owner_is_a_gap(cycle):
    AreaOwner.objects.filter(area__code="B").delete()

    assert "Sở, ban, ngành, B Tài chính: chưa giao cho cơ quan nào." in gaps_of(cycle)


def test_somebody_named_who_has_moved_away_is_a_gap(cycle, make_user):
    moved = make_user("appraiser", unit("noi-vu"), username="nguoi-chuyen")
    AreaAppraiser.objects.create(area_owner=row(cycle), user=moved)
    Grant.objects.filter(user=moved).update(unit=unit("tai-chinh"))

    gone = "nguoi-chuyen không còn thẩm định cho cơ quan nào được giao."
    assert f"Sở, ban, ngành, A Chỉ đạo: {gone}" in gaps_of(cycle)


def test_last_years_owners_are_taken_over_by_area_code(cycle, marker, make_user, make_unit):
    named = make_user("appraiser", unit("noi-vu"), username="mot")
    old = make_unit("cu", "Sở Cũ", last=date(2024, 3, 31))
    Succession.objects.create(predecessor=old, successor=unit("tai-chinh"), extent="whole")
    areas = {code: leaf_of(cycle, code) for code in ("A", "B")}
    before = year_before(cycle).groups.get()
    AreaOwner.objects.filter(cycle_group__cycle=cycle).delete()
    last = before.area_owners.create(
        area=areas["A"], owner=unit("noi-vu"), substitute=unit("tu-phap")
    )
    last.appraisers.create(user=named)
    before.area_owners.create(area=areas["B"], owner=old)

    copied = copy_areas(cycle, by=marker)

    assert (copied.areas, copied.left_out) == (2, ())
    assert (row(cycle).owner.code, row(cycle).substitute.code) == ("noi-vu", "tu-phap")
    assert [it.user for it in row(cycle).appraisers.all()] == [named]
    assert row(cycle, "B").owner.code == "tai-chinh"
    assert copy_areas(cycle, by=marker).areas == 0


def test_an_owner_that_is_no_more_and_nobody_carries_on_is_left_out(cycle, marker, make_unit):
    old = make_unit("cu", "Sở Cũ", last=date(2024, 3, 31))
    before = year_before(cycle).groups.get()
    AreaOwner.objects.filter(cycle_group__cycle=cycle).delete()
    before.area_owners.create(area=leaf_of(cycle, "A"), owner=old)

    assert copy_areas(cycle, by=marker).left_out == ("A Chỉ đạo: Sở Cũ không còn.",)


@pytest.fixture
def sign_in(client, make_user, cycle):
    """Return a function that signs somebody in with a role."""

    def enter(role="home_affairs"):
        own = unit("tu-phap") if role in ("head", "officer", "appraiser") else None
        client.force_login(make_user(role, own, username="visitor"))
        return client

    return enter


@pytest.mark.parametrize("role", ["appraiser", "head", "officer", "leader", "reader", None])
def test_nobody_else_gives_areas_away(sign_in, role):
    client = sign_in(role)

    answers = [client.get(PAGE), client.post(PAGE, {}), client.post(f"{PAGE}chep/")]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_the_page_gives_an_area_away(sign_in, cycle, make_user):
    person = make_user("appraiser", unit("noi-vu"), username="mot")
    client, block = sign_in(), cycle.groups.get()
    typed = {
        "khoi": block.pk,
        "linh_vuc": leaf_of(cycle, "A").pk,
        "co_quan": unit("noi-vu").pk,
        "thay": unit("tai-chinh").pk,
        "nguoi": [person.pk],
        "da_xem": seen(cycle),
    }

    answer = client.post(PAGE, typed, follow=True)

    assert "Đã ghi người thẩm định lĩnh vực A." in words(answer)
    assert row(cycle).substitute.code == "tai-chinh"
    assert client.post(PAGE, typed).status_code == 409


@pytest.mark.parametrize("broken", ["khoi", "linh_vuc", "co_quan", "thay", "nguoi", "da_xem"])
def test_forged_fields_are_refused(sign_in, cycle, broken):
    block = cycle.groups.get()
    typed = {"khoi": block.pk, "linh_vuc": leaf_of(cycle, "A").pk, "da_xem": seen(cycle)}
    typed[broken] = "" if broken == "da_xem" else "999999"

    answer = sign_in().post(PAGE, typed)

    assert answer.status_code == 400
    assert row(cycle).owner.code == "noi-vu"


def test_without_the_cycle_there_is_no_page(sign_in):
    assert sign_in().get("/tham-dinh/phan-cong/56/1999/").status_code == 404


def test_the_queries_do_not_grow_with_areas(sign_in, django_assert_max_num_queries):
    client = sign_in()

    with django_assert_max_num_queries(16):
        client.get(PAGE)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_an_area_away_at_once_one_is_told(
    cycle, marker, beside, until_somebody_waits
):
    older = seen(cycle)
    with transaction.atomic():
        assign(cycle, marker, owner=unit("tu-phap"))
        other = beside(assign, cycle, marker, owner=unit("tai-chinh"), seen=older)
        until_somebody_waits()

    with pytest.raises(AssignmentChanged):
        other.result(timeout=20)
    assert row(cycle).owner.code == "tu-phap"
