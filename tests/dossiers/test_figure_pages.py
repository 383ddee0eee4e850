"""The comparison of figures as Sở Nội vụ sees it, and as nobody else does."""

import io
import re
from datetime import date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from dossiers.models import Dossier, Source, StatedFigure
from foundation.models import Job
from units.models import User

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
PAGE = "/doi-chieu/"
YEAR = "nguon=mot-cua&ky=2024-01-01_2024-12-31"
JUNE = datetime(2024, 6, 10, 17, tzinfo=HANOI)


def words(response) -> str:
    """Return a page's text without tags, every run of blanks one."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def rows(response) -> list[tuple]:
    """Return the rows of a workbook handed out."""
    book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
    return list(book.active.iter_rows(values_only=True))


@pytest.fixture
def source(db) -> Source:
    return Source.objects.create(code="mot-cua", name="Một cửa điện tử")


@pytest.fixture
def state(source, stored_file):
    """Let the source state figures of a unit in 2024, or another period."""
    file = stored_file("stated")

    def state(unit, first=date(2024, 1, 1), last=date(2024, 12, 31), of=source, **counts: int):
        StatedFigure.objects.bulk_create(
            StatedFigure(
                source=of, unit=unit, first=first, last=last, figure=name, count=count, file=file
            )
            for name, count in counts.items()
        )

    return state


@pytest.fixture
def year(office, make_unit, make_dossier, source, state):
    """Compare three units: the office differs by one, Y tế agrees, Du lịch contradicts itself.

    The office has two late dossiers and one early, and one more of another source; Văn hóa has a
    dossier of which the source says nothing.
    """
    health, travel = make_unit("so-y-te", "Sở Y tế"), make_unit("so-du-lich", "Sở Du lịch")
    culture = make_unit("so-van-hoa", "Sở Văn hóa")
    hours = {"A": (office, 1), "B": (office, 2), "C": (office, -30), "D": (health, 1)}
    Dossier.objects.bulk_create(
        make_dossier(
            JUNE, JUNE + timedelta(hours=late), "granted", code=code, unit=unit, source=source
        )
        for code, (unit, late) in {**hours, "E": (culture, 1)}.items()
    )
    make_dossier(JUNE, JUNE, "granted", code="OTHER").save()
    state(office, total=1003, late=1)
    state(health, total=1, late=1)
    state(travel, total=0, released=5, early=2, late=4)


@pytest.fixture
def people(office, make_unit, make_user) -> dict[str, User]:
    """Return one person of each kind who might look."""
    sister = make_unit("so-khac")
    return {
        "own": make_user("head", office, username="own"),
        "sister": make_user("officer", sister, username="sister"),
        "appraiser": make_user("appraiser"),
        "stranger": make_user(username="stranger"),
        "leader": make_user("leader"),
        "home_affairs": make_user("home_affairs"),
    }


@pytest.fixture
def clerk(client, make_user) -> User:
    """Sign a person of Sở Nội vụ in."""
    user = make_user("home_affairs")
    client.force_login(user)
    return user


@pytest.fixture
def behind(office) -> str:
    """Return the address of the office's late dossiers of 2024."""
    return f"{PAGE}ho-so/?{YEAR}&don-vi={office.pk}&chi-tieu=tre-han"


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    "address",
    [
        "",
        "doi-chieu.xlsx",
        f"ho-so/?{YEAR}&don-vi=OFFICE&chi-tieu=tre-han",
        f"ho-so.xlsx?{YEAR}&don-vi=OFFICE&chi-tieu=tre-han",
        "nhap-tay/",
        "kiem-tra/CHECK/",
    ],
)
def test_every_page_is_open_to_home_affairs_alone(client, people, office, address):
    check = Job.objects.create(kind="dossiers.check_figures")
    address = address.replace("OFFICE", str(office.pk)).replace("CHECK", str(check.pk))
    statuses = {}
    for who, user in people.items():
        client.force_login(user)
        answer = client.get(PAGE + address)
        statuses[who] = answer.status_code
        list(answer)  # a workbook is closed once it is read

    assert statuses == dict.fromkeys(people, 403) | {"home_affairs": 200}


@pytest.mark.usefixtures("year", "clerk")
def test_units_that_differ_come_first_each_with_both_numbers(client):
    page = words(client.get(PAGE))

    assert (
        "Một cửa điện tử, năm 2024: công bố số liệu của 3 đơn vị; 2 đơn vị chênh lệch với cổng,"
        " 1 đơn vị nguồn tự mâu thuẫn."
    ) in page
    # Stated 1.003 and 1; counted 3 (the fourth came from elsewhere) and 2.
    assert "Sở Tư pháp so-tu-phap Tổng số 1.003 3 +1.000 Trễ hạn 1 2 −1 Sở Du lịch" in page
    assert "Sở Y tế so-y-te khớp Tổng số 1 1 0 Trễ hạn 1 1 0" in page


@pytest.mark.usefixtures("year", "clerk")
def test_a_source_that_contradicts_itself_is_told_so(client):
    page = words(client.get(PAGE))

    assert "nguồn tự mâu thuẫn Đã giải quyết 5 < Trước hạn 2 + Trễ hạn 4 = 6" in page


@pytest.mark.usefixtures("year", "clerk")
def test_only_what_differs_is_shown_if_asked(client, state, office):
    state(office, open=0)

    page = words(client.get(f"{PAGE}?{YEAR}&khac=1"))

    assert "Sở Y tế" not in page
    assert "Sở Tư pháp so-tu-phap Tổng số 1.003 3 +1.000 Trễ hạn 1 2 −1 Sở Du lịch" in page


@pytest.mark.usefixtures("year", "clerk")
def test_units_of_which_the_source_says_nothing_are_named(client):
    page = words(client.get(PAGE))

    assert "mà nguồn không công bố Sở Văn hóa so-van-hoa : 1 hồ sơ" in page


@pytest.mark.usefixtures("year", "clerk")
def test_the_periods_of_a_source_are_offered_the_newest_first(client, office, state):
    state(office, first=date(2024, 1, 1), last=date(2024, 1, 31), total=5)
    state(office, first=date(2024, 3, 5), last=date(2025, 3, 4), total=5)

    page = words(client.get(f"{PAGE}?nguon=mot-cua&ky=2024-01-01_2024-01-31"))

    assert "Kỳ 05/03/2024 – 04/03/2025 Năm 2024 Tháng 01/2024 Chỉ chỗ" in page
    assert "Một cửa điện tử, tháng 01/2024: công bố" in page


@pytest.mark.usefixtures("clerk")
def test_a_period_that_goes_on_says_up_to_when_it_is_counted(client, office, state):
    state(office, first=date(2024, 1, 1), last=date(2099, 12, 31), total=0)

    assert "Kỳ này chưa kết thúc: số của cổng tính đến" in words(client.get(PAGE))


@pytest.mark.usefixtures("clerk")
def test_without_any_stated_figure_the_page_says_so(client):
    page = words(client.get(PAGE))

    assert "Chưa nguồn nào công bố số liệu." in page
    assert "Chưa có lần kiểm tra nào." in page
    assert client.get(f"{PAGE}doi-chieu.xlsx").status_code == 404


@pytest.mark.usefixtures("year", "clerk")
@pytest.mark.parametrize(
    "query",
    [
        "nguon=x",
        "ky=x",
        "ky=2024-13-01_x",
        "trang=-1",
        "trang=99999999999999999999",
        "khac=x",
        "ky=0024-01-01_2567-12-31",
    ],
)
def test_what_makes_no_sense_is_let_go(client, query):
    assert "năm 2024: công bố số liệu của 3 đơn vị" in words(client.get(f"{PAGE}?{query}"))


@pytest.mark.usefixtures("year", "clerk")
def test_many_units_come_in_pages_with_as_many_queries(
    client, make_unit, state, django_assert_max_num_queries
):
    for place in range(45):
        state(make_unit(f"xa-{place}", f"Xã {place}"), total=5, late=7)

    with django_assert_max_num_queries(9):
        page = words(client.get(f"{PAGE}?trang=2"))

    assert "Trang 2 / 3" in page


@pytest.mark.usefixtures("year", "clerk")
def test_the_comparison_goes_out_as_a_workbook(client):
    found = rows(client.get(f"{PAGE}doi-chieu.xlsx?{YEAR}"))

    assert len(found) == 1 + 2 + 4 + 2 + 1
    days = (datetime(2024, 1, 1), datetime(2024, 12, 31))
    assert found[1] == ("so-tu-phap", "Sở Tư pháp", *days, "Tổng số", 1003, 3, 1000, None)
    assert found[3][8] == "Đã giải quyết 5 < Trước hạn 2 + Trễ hạn 4 = 6"
    assert found[-1] == ("so-van-hoa", "Sở Văn hóa", *days, "Tổng số", None, 1, None, None)


@pytest.mark.usefixtures("year", "clerk")
def test_our_number_opens_into_its_dossiers(client, behind):
    page = client.get(PAGE).content.decode()
    found = words(client.get(behind))

    assert behind.replace("&", "&amp;") in page
    assert "Trễ hạn 2" in found
    assert "A Thủ tục 1.001 31/05/2024 17:00 10/06/2024 17:00 10/06/2024 18:00" in found
    assert "OTHER" not in found
    assert " C Thủ tục" not in found


@pytest.mark.usefixtures("year", "clerk")
def test_a_long_list_comes_in_pages_without_being_counted_again(
    client, office, make_dossier, source, behind, django_assert_max_num_queries
):
    Dossier.objects.bulk_create(
        make_dossier(JUNE, JUNE + timedelta(hours=1), "granted", source=source) for _ in range(70)
    )

    with django_assert_max_num_queries(9):
        page = words(client.get(f"{behind}&trang=2"))

    assert "Trang 2 / 2" in page
    assert page.count("Thủ tục 1.001") == 22  # 72 late ones, 50 a page


@pytest.mark.usefixtures("year", "clerk")
def test_the_list_goes_out_as_a_workbook_in_local_time(client, behind):
    found = rows(client.get(behind.replace("ho-so/", "ho-so.xlsx")))

    assert [row[0] for row in found] == ["Mã hồ sơ", "A", "B"]
    assert found[1][3:] == (
        datetime(2024, 5, 31, 17),
        datetime(2024, 6, 10, 17),
        datetime(2024, 6, 10, 18),
        "Đã trả kết quả",
    )


@pytest.mark.usefixtures("year", "clerk")
def test_text_of_a_workbook_is_never_a_formula(client, office, behind):
    Dossier.objects.filter(code="A").update(code="=1+1")

    assert rows(client.get(behind.replace("ho-so/", "ho-so.xlsx")))[1][0] == "=1+1"


@pytest.mark.usefixtures("year", "clerk")
@pytest.mark.parametrize(
    "query",
    [
        "",
        f"{YEAR}&chi-tieu=tre-han",
        f"{YEAR}&don-vi=OFFICE",
        f"{YEAR}&don-vi=OFFICE&chi-tieu=x",
        f"{YEAR}&don-vi=-1&chi-tieu=tre-han",
        f"{YEAR}&don-vi=99999999999999999999&chi-tieu=tre-han",
        f"{YEAR}&don-vi=999999&chi-tieu=tre-han",
        "nguon=x&ky=2024-01-01_2024-12-31&don-vi=OFFICE&chi-tieu=tre-han",
        "nguon=mot-cua&ky=2023-01-01_2023-12-31&don-vi=OFFICE&chi-tieu=tre-han",
    ],
)
def test_a_list_of_nothing_known_is_not_found(client, office, query):
    query = query.replace("OFFICE", str(office.pk))

    assert client.get(f"{PAGE}ho-so/?{query}").status_code == 404
    assert client.get(f"{PAGE}ho-so.xlsx?{query}").status_code == 404


def typed(**others: str) -> dict[str, str]:
    form = {"source": "mot-cua", "unit_code": "so-tu-phap", "first": "01/01/2024"}
    return form | {"last": "31/12/2024", "total": "1.234"} | others


@pytest.mark.usefixtures("source", "clerk")
def test_figures_typed_in_lead_to_their_comparison(client, office):
    answer = client.post(f"{PAGE}nhap-tay/", typed(late="7"))

    assert answer.url == f"{PAGE}?{YEAR}"
    assert "Tổng số 1.234 0 +1.234 Trễ hạn 7 0 +7" in words(client.get(answer.url))


@pytest.mark.usefixtures("source", "clerk")
def test_a_field_left_empty_leaves_what_is_known(client, office):
    client.post(f"{PAGE}nhap-tay/", typed(late="7"))

    client.post(f"{PAGE}nhap-tay/", typed(total="", late="8"))

    assert set(StatedFigure.objects.values_list("figure", "count")) == {
        ("total", 1234),
        ("late", 8),
    }


@pytest.mark.usefixtures("source", "clerk")
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"unit_code": "so-x"}, "Không có đơn vị nào mang mã này trong kỳ."),
        ({"unit_code": "so-tu-phар"}, "trông giống"),
        ({"first": "31/02/2024"}, "Không có ngày như vậy; hãy viết như 01/07/2025."),
        ({"first": "01/01/2567", "last": "31/12/2567"}, "Không phải một ngày có thật"),
        ({"first": "01/01/2025"}, "Kết thúc trước khi bắt đầu."),
        ({"total": "1,5"}, "Không phải số hồ sơ"),
        ({"total": "=1+1"}, "Không phải số hồ sơ"),
        ({"total": ""}, "Dòng không công bố số nào."),
        ({"source": "x"}, "Hãy chọn"),
    ],
)
def test_what_was_typed_wrongly_is_said_at_its_field_and_kept(client, office, change, sentence):
    answer = client.post(f"{PAGE}nhap-tay/", typed(**change))

    assert answer.status_code == 200
    assert sentence in words(answer)
    assert "31/12/" in answer.content.decode()
    assert not StatedFigure.objects.exists()


@pytest.mark.usefixtures("source", "clerk")
def test_what_makes_no_table_is_said_above_the_form(client, office, settings):
    settings.INTAKE_LIMITS = settings.INTAKE_LIMITS | {"text_megabytes": 0}

    answer = client.post(f"{PAGE}nhap-tay/", typed())

    assert "lớn quá 0 MB" in words(answer)
    assert 'value="so-tu-phap"' in answer.content.decode()


@pytest.mark.usefixtures("year", "clerk")
def test_the_form_begins_with_what_was_looked_at(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        page = client.get(f"{PAGE}nhap-tay/?{YEAR}&don-vi=so-y-te").content.decode()

    assert re.findall(r'value="(01/01/2024|31/12/2024|so-y-te)"', page) == [
        "so-y-te",
        "01/01/2024",
        "31/12/2024",
    ]


@pytest.mark.parametrize(
    ("who", "status"),
    [("own", 403), ("sister", 403), ("appraiser", 403), ("stranger", 403), ("home_affairs", 302)],
)
@pytest.mark.parametrize("address", ["nhap-tay/", "kiem-tra/"])
def test_only_home_affairs_types_and_checks(client, people, source, who, status, address):
    client.force_login(people[who])

    assert client.post(PAGE + address, typed()).status_code == status
    assert StatedFigure.objects.exists() == (status == 302 and address == "nhap-tay/")
    assert Job.objects.exists() == (status == 302 and address == "kiem-tra/")


@pytest.mark.usefixtures("clerk")
def test_a_check_that_is_not_over_has_no_periods_yet(client):
    client.post(f"{PAGE}kiem-tra/")

    page = words(client.get(f"{PAGE}kiem-tra/{Job.objects.get().pk}/"))

    assert "Lần kiểm tra này chưa kết thúc." in page


@pytest.mark.usefixtures("clerk")
def test_another_kind_of_job_is_no_check(client):
    other = Job.objects.create(kind="x")

    assert client.get(f"{PAGE}kiem-tra/{other.pk}/").status_code == 404
