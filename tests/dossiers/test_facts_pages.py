"""A unit's facts: three late rates, shares, procedures, months; who sees them; what is asked."""

import re
from datetime import date, datetime

import pytest
from django.utils.html import strip_tags
from django.utils.timezone import get_default_timezone, localdate

from dossiers.models import Dossier, Procedure

YEAR = "?tu=01/01/2024&den=31/12/2024"
FACTS = f"/don-vi/so-tu-phap/so-lieu/{YEAR}"


def at(day: int, month: int, hour: int = 17) -> datetime:
    return datetime(2024, month, day, hour, tzinfo=get_default_timezone())


def words(page) -> str:
    """Return what a page says, in one line."""
    return " ".join(strip_tags(page.content.decode()).split())


@pytest.fixture
def year(make_dossier, make_procedure):
    """Store the dossiers of 2024 that every expectation below counts.

    Resolved: 3 on time, 1 late, 1 without a deadline; 1 open overdue; 1 withdrawn.
    Of the five resolved 3 came online, 1 by post, 1 at the counter; 1.001 (full online service,
    one-stop) has four of them, 1.002 (nothing known) the one handed in at the counter.
    """
    Procedure.objects.filter(code="1.001").update(online_level="full", is_one_stop=True)
    silent = Procedure.objects.get(code="1.002")
    online, post, counter = ({"channel": word} for word in ("online", "post", "counter"))
    Dossier.objects.bulk_create(
        [
            make_dossier(at(10, 3), at(8, 3), "granted", code="early", **online),
            make_dossier(at(10, 3), at(10, 3), "granted", code="on-time", **online),
            make_dossier(at(10, 6), at(9, 6), "granted", code="by-post", **post),
            make_dossier(at(10, 6), at(12, 6), "granted", code="late", procedure=silent, **counter),
            make_dossier(None, at(12, 6), "granted", code="no-deadline", **online),
            make_dossier(at(20, 12), None, "open", code="overdue", **online),
            make_dossier(at(10, 6), at(12, 6), "withdrawn", code="withdrawn", **online),
        ]
    )


@pytest.fixture
def people(office, make_unit, make_user):
    """Return the four people, and the others whose sight differs."""
    sister = make_unit("so-y-te", "Sở Y tế")
    return {
        "head": make_user("head", office),
        "officer": make_user("officer", office),
        "sister": make_user("head", sister, username="sister"),
        "appraiser": make_user("appraiser"),
        "leader": make_user("leader"),
        "home_affairs": make_user("home_affairs"),
        "reader": make_user("reader"),
        "stranger": make_user(username="stranger"),
    }


def statuses(client, people, address: str) -> dict[str, int]:
    found = {}
    for who, user in people.items():
        client.force_login(user)
        page = client.get(address)
        found[who] = page.status_code
        b"".join(page)  # a workbook is closed once it has been read
    return found


OPEN_TO_ALL_BUT_STRANGERS = {"sister": 403, "stranger": 403}
CLOSED_TO_READERS = {"sister": 403, "stranger": 403, "reader": 403}
BEHIND = f"/don-vi/so-tu-phap/so-lieu/ho-so/{YEAR}"


@pytest.mark.parametrize(
    ("address", "closed"),
    [
        (FACTS, OPEN_TO_ALL_BUT_STRANGERS),
        (f"/don-vi/so-tu-phap/so-lieu/thu-tuc/{YEAR}", OPEN_TO_ALL_BUT_STRANGERS),
        (f"/don-vi/so-tu-phap/so-lieu/thu-tuc.xlsx{YEAR}", OPEN_TO_ALL_BUT_STRANGERS),
        (BEHIND, CLOSED_TO_READERS),
        (BEHIND.replace("ho-so/", "ho-so.xlsx"), CLOSED_TO_READERS),
    ],
)
@pytest.mark.usefixtures("year")
def test_each_page_meets_its_people(client, people, address, closed):
    assert statuses(client, people, address) == dict.fromkeys(people, 200) | closed


@pytest.mark.usefixtures("year")
def test_three_late_rates_stand_side_by_side_with_their_numbers(client, people):
    client.force_login(people["head"])

    page = words(client.get(FACTS))

    # (1 late + 1 overdue) of (4 resolved with a deadline + 1 overdue); 1 of 4; of the five that
    # fell due in the year two are late.
    assert "2 / 5 40,00 % Trễ hạn trên đã giải quyết" in page
    assert "giải quyết trễ / đã giải quyết 1 / 4 25,00 %" in page
    assert "trễ hạn / đến hạn trong kỳ 2 / 5 40,00 %" in page


@pytest.mark.usefixtures("year")
def test_every_other_fact_has_both_its_numbers(client, people):
    client.force_login(people["head"])

    page = words(client.get(FACTS))

    assert "giải quyết đúng hạn / đã giải quyết, có hạn 3 / 4 75,00 %" in page
    # Undetermined: 1 of 4 resolved + 1 overdue + itself.
    assert "1 / 6 16,67 %" in page
    assert "Nộp trực tuyến hồ sơ nộp theo kênh này / mọi hồ sơ đã giải quyết 3 / 5 60,00 %" in page
    assert "Nộp qua bưu chính hồ sơ nộp theo kênh này / mọi hồ sơ đã giải quyết 1 / 5" in page
    # 1.001 is the one procedure online: 3 of its 4 dossiers; one dossier of 1.002 stands outside.
    assert "1 hồ sơ của thủ tục chưa biết mức độ, ngoài tỷ lệ 3 / 4 75,00 %" in page
    assert "Thủ tục trực tuyến toàn trình" in page
    # Of the two procedures used one is known: it is done online from end to end.
    assert "đã biết mức độ 1 / 1 100,00 % Thủ tục trực tuyến một phần" in page
    assert "đã biết mức độ 0 / 1 0,00 % Thủ tục chưa trực tuyến" in page
    assert "mọi thủ tục có hồ sơ đã giải quyết 1 / 2 50,00 % Thủ tục qua một cửa" in page
    assert "1 thủ tục chưa biết có qua một cửa hay không, ngoài tỷ lệ 1 / 1 100,00 %" in page


@pytest.mark.usefixtures("year")
def test_months_are_those_in_which_dossiers_were_resolved(client, people):
    client.force_login(people["head"])

    page = words(client.get(FACTS))

    # March: two, none late, both online. June: three, 1 of the 2 with a deadline late, 1 online.
    assert "03/2024 2 0 / 2 0,00 % 2 / 2 100,00 %" in page
    assert "06/2024 3 1 / 2 50,00 % 1 / 3 33,33 %" in page


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    "span", [YEAR, "?tu=02/01/2024&den=30/12/2024", "?tu=01/01/2024&den=15/6/2024"]
)
def test_behind_every_number_stand_as_many_dossiers(client, people, span):
    client.force_login(people["head"])
    page = client.get(f"/don-vi/so-tu-phap/so-lieu/{span}").content.decode()

    links = re.findall(r'href="(/don-vi/[^"]*/ho-so/[^"]*)"[^>]*>\s*([\d.]+)\s*</a>', page)

    assert len(links) > 10
    for link, number in links:
        behind = client.get(link.replace("&amp;", "&"))
        assert behind.context["page"].paginator.count == int(number), link


@pytest.mark.usefixtures("year")
def test_without_a_period_it_is_this_year_up_to_now(client, people):
    client.force_login(people["head"])

    page = client.get("/don-vi/so-tu-phap/so-lieu/").content.decode()

    assert f'value="01/01/{localdate():%Y}"' in page
    assert f'value="{localdate():%d/%m/%Y}"' in page


@pytest.mark.usefixtures("year")
def test_the_definition_of_the_ranking_is_marked(client, people):
    client.force_login(people["head"])

    page = words(client.get(f"{FACTS}&dinh-nghia=resolved_only"))

    assert page.count("bộ quy tắc dùng") == 1
    assert "Trễ hạn trên đã giải quyết bộ quy tắc dùng" in page


def test_no_dossiers_is_not_nought_percent(client, people):
    client.force_login(people["head"])

    page = words(client.get(FACTS))

    assert "Không có hồ sơ không phải là 0 %." in page
    assert "0,00 %" not in page
    assert page.count("không có hồ sơ") >= 11


@pytest.mark.usefixtures("year")
def test_procedures_that_offer_nothing_online_are_said_so(client, people):
    Procedure.objects.update(online_level="none", is_one_stop=None)
    client.force_login(people["head"])

    page = words(client.get(FACTS))

    assert "không có thủ tục trực tuyến nào được dùng" in page
    assert "2 thủ tục chưa biết có qua một cửa hay không, ngoài tỷ lệ – chưa biết" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?tu=31/02/2024", "Từ ngày: Không có ngày như vậy"),
        ("?den=hôm qua", "Đến ngày: Không có ngày như vậy"),
        ("?tu=01/02/2024&den=01/01/2024", "Ngày cuối kỳ phải không sớm hơn ngày đầu kỳ."),
        ("?tu=01/01/1999", "Kỳ phải nằm trong các năm từ 2000 đến 2099."),
        ("?den=31/12/9999", "Kỳ phải nằm trong các năm từ 2000 đến 2099."),
        ("?tu=01/01/2098&den=31/12/2098", "Kỳ này chưa bắt đầu."),
    ],
)
def test_a_period_that_makes_no_sense_is_a_page_with_a_message(client, people, query, sentence):
    client.force_login(people["head"])

    page = client.get(f"/don-vi/so-tu-phap/so-lieu/{query}")

    assert page.status_code == 200
    assert sentence in words(page)
    assert "Tỷ lệ trễ hạn, ba cách tính" not in words(page)


@pytest.mark.parametrize("query", ["&nhom=x", "&kenh=x", "&muc-do=x", "&thu-tuc=9.9", "&can-bo=x"])
def test_a_group_that_there_is_not_is_not_found(client, people, query):
    client.force_login(people["home_affairs"])

    assert client.get(BEHIND + query).status_code == 404


@pytest.mark.parametrize("code", ["khong-co", "so-tu-phap%20"])
def test_a_code_that_nobody_bears_is_closed_or_not_found(client, people, code):
    found = statuses(client, people, f"/don-vi/{code}/so-lieu/")

    assert found["home_affairs"] == 404
    assert found["head"] == found["stranger"] == 403


def test_a_code_borne_by_two_units_is_the_last_one_with_a_word_about_the_other(
    client, make_unit, make_user
):
    make_unit("22333", "Phường Vĩnh Phước", last=date(2025, 6, 30))
    make_unit("22333", "Phường Bắc Nha Trang", first=date(2025, 7, 1))
    client.force_login(make_user("leader"))

    page = client.get("/don-vi/22333/so-lieu/?tu=01/01/2025&den=31/12/2025")

    assert page.context["unit"].name == "Phường Bắc Nha Trang"
    assert "Phường Vĩnh Phước (01/01/2025 – 30/06/2025)" in words(page).replace(" )", ")")
    before = client.get("/don-vi/22333/so-lieu/?tu=01/01/2025&den=30/06/2025")
    assert before.context["unit"].name == "Phường Vĩnh Phước"


@pytest.mark.usefixtures("year")
def test_a_page_of_facts_costs_a_fixed_number_of_queries(
    client, people, django_assert_max_num_queries
):
    client.force_login(people["head"])

    with django_assert_max_num_queries(22):
        client.get(FACTS)
    with django_assert_max_num_queries(12):
        client.get(BEHIND)
