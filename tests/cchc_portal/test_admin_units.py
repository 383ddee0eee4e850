"""Units, successions and people typed in the admin meet the same rules as those of files."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from foundation.models import AccessRecord
from units.models import Person, Succession, Unit

pytestmark = pytest.mark.usefixtures("kit_templates")
EVE, DAY = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(autouse=True)
def home_affairs(client, make_user):
    """Return somebody of Sở Nội vụ, signed in."""
    user = make_user("home_affairs")
    client.force_login(user)
    return user


@pytest.fixture
def city(make_unit):
    """Return a district that ended on 30/06/2025."""
    return make_unit("568", "Thành phố Nha Trang", last=EVE, level="district")


def unit_form(**changes: object) -> dict[str, object]:
    """Return the form of a unit as the browser sends it."""
    return {"code": "22333", "name": "Phường Bắc Nha Trang", "level": "commune"} | changes


def refusals(response) -> dict[str, list[str]]:
    """Return what the form said, field by field."""
    return dict(response.context["adminform"].form.errors)


def test_days_are_typed_as_people_write_them_and_both_included(client):
    client.post("/quan-tri/units/unit/add/", unit_form(first_on="01/07/2025", last_on="05/08/2026"))

    assert Unit.through_time.get(code="22333").valid == DateRange(DAY, date(2026, 8, 6))


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"first_on": "02/07/2025", "last_on": "01/07/2025"}, "last_on", "Kết thúc trước khi"),
        ({"first_on": "31/06/2025"}, "first_on", "ngày"),
        ({"code": "568", "last_on": "01/01/2000"}, "__all__", "đã thuộc về một đơn vị khác"),
        ({"parent": "city", "first_on": "01/07/2025"}, "parent", "không tồn tại vào ngày đầu"),
        ({"parent": "city", "level": "district"}, "parent", "cấp cao hơn"),
    ],
)
def test_a_unit_that_cannot_be_is_refused_with_a_sentence(client, city, changes, field, sentence):
    if "parent" in changes:
        changes = changes | {"parent": city.pk}

    response = client.post("/quan-tri/units/unit/add/", unit_form(**changes))

    assert sentence in " ".join(refusals(response)[field])
    assert not Unit.through_time.filter(name="Phường Bắc Nha Trang").exists()


def test_a_unit_does_not_contradict_its_children_and_successions(client, city, make_unit):
    ward = make_unit("1", "Phường A", last=EVE, level="commune")
    ward.parent = city
    ward.save()
    new = make_unit("2", "Phường B", first=DAY, level="commune")
    Succession.objects.create(predecessor=city, successor=new, extent="whole")

    response = client.post(
        f"/quan-tri/units/unit/{city.pk}/change/",
        {"code": "568", "name": "X", "level": "commune", "last_on": "31/05/2025"},
    )

    assert refusals(response) == {
        "level": ["Đơn vị trực thuộc ở cùng cấp hoặc cấp cao hơn: Phường A."],
        "last_on": ["Trái với kế thừa đã ghi: X → Phường B."],
    }


@pytest.mark.parametrize(
    ("extent", "last", "is_taken"),
    [("whole", EVE, True), ("whole", None, False), ("part", None, True), ("part", EVE, True)],
)
def test_a_succession_joins_units_that_follow_on_each_other(
    client, make_unit, extent, last, is_taken
):
    old, new = make_unit("a", last=last), make_unit("b", first=DAY)

    client.post(
        "/quan-tri/units/succession/add/",
        {"predecessor": old.pk, "successor": new.pk, "extent": extent},
    )

    assert Succession.objects.exists() is is_taken


@pytest.mark.parametrize("extent", ["whole", "part"])
def test_a_succession_across_a_gap_is_refused(client, make_unit, extent):
    old, new = make_unit("a", last=EVE), make_unit("b", first=date(2025, 7, 2))

    response = client.post(
        "/quan-tri/units/succession/add/",
        {"predecessor": old.pk, "successor": new.pk, "extent": extent},
    )

    assert "Thời gian hai đơn vị không nối nhau" in refusals(response)["successor"][0]


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [("", "", "first_on"), ("01/07/2025", "", "first_on"), ("01/01/2020", "01/07/2025", "last_on")],
)
def test_a_person_answers_for_a_unit_while_it_is_there(client, city, first, last, field):
    form = {"code": "H1", "name": "A", "role": "head", "unit": city.pk}

    response = client.post(
        "/quan-tri/units/person/add/", form | {"first_on": first, "last_on": last}
    )

    assert list(refusals(response)) == [field]
    assert not Person.objects.exists()


def test_a_unit_has_one_head_a_day(client, city):
    form = {"name": "A", "role": "head", "unit": city.pk, "first_on": "01/01/2020"}
    client.post("/quan-tri/units/person/add/", form | {"code": "H1"})

    response = client.post("/quan-tri/units/person/add/", form | {"code": "H2"})

    assert "đã có người đứng đầu" in refusals(response)["__all__"][0]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"ngay": "30/06/2025"}, ["Thành phố Nha Trang"]),
        ({"ngay": "01/07/2025"}, ["Xã Mới"]),
        ({"ngay": "31/06/2025"}, ["Thành phố Nha Trang", "Xã Mới"]),
        ({"q": "thanh pho nha trang"}, ["Thành phố Nha Trang"]),
        ({"level__exact": "commune"}, ["Xã Mới"]),
    ],
)
def test_the_list_is_narrowed_by_day_words_and_level(client, city, make_unit, asked, names):
    make_unit("1", "Xã Mới", first=DAY, level="commune")

    response = client.get("/quan-tri/units/unit/", asked)

    assert [unit.name for unit in response.context["cl"].queryset] == names


def test_a_search_field_says_which_life_of_a_code_it_offers(client, city, make_unit):
    make_unit("568", "Xã Nha Trang", first=DAY, level="commune")
    asked = {
        "app_label": "units",
        "model_name": "person",
        "field_name": "unit",
        "term": "nha trang",
    }

    found = client.get("/quan-tri/autocomplete/", asked).json()["results"]

    assert [choice["text"] for choice in found] == [
        "Thành phố Nha Trang · 568 · đến 30/06/2025",
        "Xã Nha Trang · 568 · từ 01/07/2025",
    ]


def test_reading_people_leaves_a_trace(client, make_unit, home_affairs):
    whose = {"unit": make_unit("stp"), "role": "head", "valid": DateRange(DAY, None)}
    person = Person.objects.create(code="H1", name="Nguyễn Văn A", **whose)

    own = f"{person.pk}/"
    for address in ("", "?q=Nguyen", f"{own}change/", f"{own}history/", f"{own}delete/"):
        client.get(f"/quan-tri/units/person/{address}")

    traces = AccessRecord.objects.order_by("pk").values_list("user", "kind", "about")
    whom = ("mọi người", "Nguyen", "H1", "H1", "H1")
    assert list(traces) == [(home_affairs.pk, "read", about) for about in whom]


def test_who_may_not_read_the_list_of_people_leaves_no_trace(client, make_user):
    client.force_login(make_user("appraiser"))

    client.get("/quan-tri/units/person/")

    assert not AccessRecord.objects.exists()
