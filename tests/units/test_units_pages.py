"""The pages of units through time: whose day they show, and to whom."""

import re
from datetime import date

import pytest

from units.models import Succession, Unit

EVE, DAY = date(2025, 6, 30), date(2025, 7, 1)


def words(response) -> str:
    """Return a page's text without tags, every run of blanks one."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def province(make_unit):
    """Khánh Hòa with one department; a city with a ward until 30/06/2025, a new ward since."""
    top = make_unit("56", "Tỉnh Khánh Hòa", level="province")
    city = make_unit("568", "Thành phố Nha Trang", last=EVE, level="district")
    old = make_unit("22333", "Phường Vĩnh Phước", last=EVE, level="commune")
    new = make_unit("22333", "Phường Bắc Nha Trang", first=DAY, level="commune")
    office = make_unit("so-tu-phap", "Sở Tư pháp")
    for unit, parent in [(city, top), (old, city), (new, top), (office, top)]:
        unit.parent = parent
        unit.save()
    old.source = "Nguồn A, chưa kiểm chứng"
    old.save()
    Succession.objects.create(predecessor=old, successor=new, extent="whole", source="NQ 1667")
    return top


@pytest.fixture
def reader(client, make_user, province):
    """Return a client of somebody who may only read."""
    client.force_login(make_user("reader"))
    return client


@pytest.mark.parametrize("address", ["/don-vi/", "/don-vi/22333/"])
def test_each_page_meets_four_people(client, make_user, make_unit, province, address):
    office = Unit.through_time.get(code="so-tu-phap")
    people = {
        "own": make_user("head", office),
        "sister": make_user("officer", make_unit("so-y-te")),
        "appraiser": make_user("appraiser"),
        "stranger": make_user(None, username="stranger"),
    }

    statuses = {}
    for who, user in people.items():
        client.force_login(user)
        statuses[who] = client.get(address).status_code

    assert statuses == {"own": 200, "sister": 200, "appraiser": 200, "stranger": 403}


def test_the_list_is_that_of_the_day_asked_for(reader):
    before = words(reader.get("/don-vi/", {"ngay": "30/06/2025"}))
    after = words(reader.get("/don-vi/", {"ngay": "2025-07-01"}))

    assert "4 đơn vị vào ngày 30/06/2025" in before
    assert "Phường Vĩnh Phước" in before
    assert "Phường Bắc Nha Trang" not in before
    assert "3 đơn vị vào ngày 01/07/2025" in after
    assert "Thành phố Nha Trang" not in after


def test_units_stand_below_their_parents(reader):
    page = words(reader.get("/don-vi/", {"ngay": "30/06/2025"}))

    order = ["Tỉnh Khánh Hòa", "Sở Tư pháp", "Thành phố Nha Trang", "Phường Vĩnh Phước"]
    places = [page.index(name) for name in order]
    assert places == sorted(places)


@pytest.mark.parametrize("day", ["31/06/2025", "hôm qua", "2025", "01/13/2025", "1/1/25"])
def test_a_wrong_day_is_answered_with_a_sentence(reader, day):
    for address in ("/don-vi/", "/don-vi/22333/"):
        response = reader.get(address, {"ngay": day})

        assert response.status_code == 200
        assert "Không có ngày như vậy; hãy viết như 01/07/2025." in words(response)


@pytest.mark.parametrize("asked", [{"cap": "thôn"}, {"tim": "x" * 101}])
def test_other_wrong_wishes_are_answered_with_a_sentence(reader, asked):
    response = reader.get("/don-vi/", asked)

    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()


def test_a_wish_with_a_nul_is_a_bad_request(reader):
    assert reader.get("/don-vi/", {"tim": "a\x00b"}).status_code == 400


def test_a_search_without_marks_finds_by_name_code_and_level(reader):
    for asked in ({"tim": "bac nha trang"}, {"tim": "22333"}, {"cap": "commune"}):
        page = words(reader.get("/don-vi/", {"ngay": "01/07/2025"} | asked))

        assert "1 đơn vị vào ngày 01/07/2025" in page
        assert "Phường Bắc Nha Trang Xã · 22333 · Tỉnh Khánh Hòa" in page


def test_nothing_found_is_said(reader):
    assert "Không có đơn vị nào như vậy" in words(reader.get("/don-vi/", {"tim": "hà nội"}))


def test_long_lists_come_in_pages_that_keep_what_was_asked(reader, make_unit):
    for number in range(101):
        make_unit(f"x{number}", f"Xã Số {number}", level="commune")

    first = reader.get("/don-vi/", {"tim": "xa so"})
    last = reader.get("/don-vi/", {"tim": "xa so", "trang": "2"})

    assert "Trang 1/2" in words(first)
    assert "?tim=xa+so&amp;trang=2" in first.content.decode()
    assert "Xã Số 100" in words(last)
    assert 'start="101"' in last.content.decode()


def test_a_reused_code_says_so_and_shows_each_life(reader):
    page = words(reader.get("/don-vi/22333/", {"ngay": "30/06/2025"}))

    assert "Mã này đã được dùng 2 lần." in page
    assert page.index("Phường Vĩnh Phước") < page.index("Mang mã này vào ngày 30/06/2025.")
    assert page.index("Mang mã này vào ngày 30/06/2025.") < page.index("Hình thành từ")
    assert "không rõ từ ngày nào, đến hết 30/06/2025" in page
    assert "từ 01/07/2025 và vẫn còn" in page
    assert "Chuyển vào Phường Bắc Nha Trang 22333 – toàn bộ (NQ 1667)" in page
    assert "Hình thành từ Phường Vĩnh Phước 22333 – toàn bộ (NQ 1667)" in page
    assert page.count("Chưa kiểm chứng") == 1


def test_a_unit_that_ended_into_nothing_known_says_so(reader):
    assert "Chưa ghi đơn vị này chuyển vào đâu." in words(reader.get("/don-vi/568/"))


def test_a_code_that_nothing_ever_bore_is_not_found(reader):
    assert reader.get("/don-vi/99999/").status_code == 404
    assert reader.get("/don-vi/a/b/").status_code == 404


def test_a_name_cannot_smuggle_markup_into_a_page(reader, make_unit):
    make_unit("x", "<script>alert(1)</script>", level="province")

    for address in ("/don-vi/", "/don-vi/x/"):
        assert "<script>alert" not in reader.get(address).content.decode()


def test_pages_cost_the_same_however_many_units_there_are(
    reader, make_unit, django_assert_max_num_queries
):
    top = Unit.through_time.get(code="56")
    for number in range(60):
        unit = make_unit(f"x{number}", f"Xã {number}", level="commune")
        Unit.through_time.filter(pk=unit.pk).update(parent=top)

    with django_assert_max_num_queries(6):
        reader.get("/don-vi/")
    with django_assert_max_num_queries(7):
        reader.get("/don-vi/22333/")
