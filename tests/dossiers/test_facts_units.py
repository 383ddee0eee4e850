"""All units side by side: for Sở Nội vụ and leaders, in any order, as a workbook too."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from django.utils.timezone import get_default_timezone

from dossiers.models import Dossier
from foundation.models import AccessRecord
from tests.dossiers.test_facts_pages import YEAR, statuses, words
from tests.dossiers.test_facts_pages import people as people  # noqa: PLC0414 - a fixture

PAGE = f"/so-lieu/{YEAR}"


def at(day: int, month: int) -> datetime:
    return datetime(2024, month, day, 17, tzinfo=get_default_timezone())


@pytest.fixture
def province(people, office, make_unit, make_dossier):
    """Store dossiers of 2024: the office 1 late of 4, a unit gone since 1 of 1; Sở Y tế has none.

    A commune has one that nobody can say is late.
    """
    gone = make_unit("22333", "Phường Vĩnh Phước", last=date(2024, 6, 30), level="commune")
    quiet = make_unit("22334", "Phường Phước Hải", level="commune")
    on_time = [make_dossier(at(10, 3), at(8, 3), "granted", code=f"a{n}") for n in range(3)]
    late = make_dossier(at(10, 3), at(12, 3), "granted", code="b")
    elsewhere = make_dossier(at(10, 3), at(12, 3), "granted", code="c", unit=gone)
    unknown = make_dossier(None, at(12, 3), "granted", code="=1+1", unit=quiet)
    Dossier.objects.bulk_create([*on_time, late, elsewhere, unknown])


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize("address", [PAGE, f"/so-lieu/don-vi.xlsx{YEAR}"])
def test_all_units_meet_home_affairs_and_leaders(client, people, address):
    found = statuses(client, people, address)

    assert [who for who, status in found.items() if status == 200] == ["leader", "home_affairs"]


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("", ["Phường Phước Hải", "Phường Vĩnh Phước", "Sở Tư pháp", "Sở Y tế"]),
        ("-ten", ["Sở Y tế", "Sở Tư pháp", "Phường Vĩnh Phước", "Phường Phước Hải"]),
        # 100 %, 25 %; those without a rate come last, whichever way it goes.
        ("da-giai-quyet", ["Phường Vĩnh Phước", "Sở Tư pháp", "Phường Phước Hải", "Sở Y tế"]),
        ("-da-giai-quyet", ["Sở Tư pháp", "Phường Vĩnh Phước", "Phường Phước Hải", "Sở Y tế"]),
        ("x", ["Phường Phước Hải", "Phường Vĩnh Phước", "Sở Tư pháp", "Sở Y tế"]),
    ],
)
def test_units_stand_in_the_order_asked_for(client, people, order, names):
    client.force_login(people["leader"])

    page = client.get(f"{PAGE}&sap-xep={order}")

    assert [row.unit.name for row in page.context["page"]] == names


@pytest.mark.usefixtures("province")
def test_a_unit_without_dossiers_has_no_rate_and_no_nought(client, people):
    client.force_login(people["leader"])

    page = words(client.get(PAGE))

    assert "Sở Tư pháp Sở, ban, ngành · so-tu-phap 25,00 % 1/4 25,00 % 1/4 25,00 % 1/4 0" in page
    assert "Sở Y tế Sở, ban, ngành · so-y-te không có hồ sơ không có hồ sơ không có hồ sơ 0" in page
    assert "22334 không có hồ sơ không có hồ sơ không có hồ sơ 1" in page


@pytest.mark.usefixtures("province")
def test_one_level_is_asked_for(client, people):
    client.force_login(people["leader"])

    page = client.get(f"{PAGE}&cap=commune")

    assert [row.unit.code for row in page.context["page"]] == ["22334", "22333"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("?cap=x", "Cấp: Không có cấp như vậy."), ("?tu=x", "Từ ngày: Không có ngày như vậy")],
)
def test_what_makes_no_sense_is_said_so(client, people, query, sentence):
    client.force_login(people["leader"])

    assert sentence in words(client.get(f"/so-lieu/{query}"))
    assert client.get(f"/so-lieu/don-vi.xlsx{query}").status_code == 404


def cells(page) -> list[tuple[object, ...]]:
    """Return the rows of a workbook below its header; every one of its cells is text."""
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(page))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
    return list(sheet.iter_rows(min_row=2, values_only=True))


@pytest.mark.usefixtures("province")
def test_the_workbook_has_both_numbers_of_each_rate(client, people):
    client.force_login(people["leader"])

    rows = cells(client.get(f"/so-lieu/don-vi.xlsx{YEAR}&sap-xep=da-giai-quyet"))

    assert rows[1] == ("so-tu-phap", "Sở Tư pháp", "Sở, ban, ngành", *("1", "4", "25,00") * 3, "0")


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize(
    ("address", "page", "about"),
    [
        (f"/so-lieu/don-vi.xlsx{YEAR}", "Số liệu các đơn vị", "01/01/2024 – 31/12/2024"),
        (f"/don-vi/22334/so-lieu/thu-tuc.xlsx{YEAR}", "", "Phường Phước Hải"),
        (f"/don-vi/22334/so-lieu/ho-so.xlsx{YEAR}", "", "Phường Phước Hải"),
    ],
)
def test_whoever_takes_figures_out_leaves_a_trace(client, people, address, page, about):
    client.force_login(people["leader"])

    b"".join(client.get(address))

    record = AccessRecord.objects.get()
    assert (record.user, record.kind, record.about) == (people["leader"], "export", about)
    assert record.page.startswith(page)


@pytest.mark.usefixtures("province")
def test_a_workbook_of_dossiers_executes_nothing(client, people):
    client.force_login(people["leader"])

    rows = cells(client.get(f"/don-vi/22334/so-lieu/ho-so.xlsx{YEAR}"))

    assert rows[0][:4] == ("=1+1", "1.001", "Thủ tục 1.001", "Trực tuyến")


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize("more", [0, 20])
def test_the_queries_do_not_grow_with_the_units(
    client, people, make_unit, django_assert_max_num_queries, more
):
    for number in range(more):
        make_unit(f"xa-{number}", level="commune")
    client.force_login(people["leader"])

    with django_assert_max_num_queries(10):
        client.get(PAGE)
