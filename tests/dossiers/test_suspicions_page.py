"""The page of suspicious changes: who sees it, what it counts, what can be asked of it."""

import io
import re

import pytest
from openpyxl import load_workbook

from dossiers.models import Dossier
from dossiers.selectors import suspicions_page
from foundation.models import AccessRecord, ImportBatch
from tests.dossiers.suspicion_world import DUE, at, changed

ENDED = "11/06/2024 10:00"
PAGE, XLSX = "/nghi-van/", "/nghi-van/nghi-van.xlsx"
YEAR = "?tu=01/01/2024&den=31/12/2024"


def words(response) -> str:
    """Return what a page says, tags and runs of white space taken out."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def clerk(client, make_user):
    """Sign Sở Nội vụ in."""
    user = make_user("home_affairs")
    client.force_login(user)
    return user


@pytest.fixture
def told(make_dossier, make_person):
    """Store two of the office's four ended dossiers with a finish moved back, one of them A's."""
    mine = make_dossier(DUE, at(11), "granted", handler=make_person("A"))
    other = make_dossier(DUE, at(13), "granted")
    Dossier.objects.bulk_create([mine, other])
    Dossier.objects.bulk_create(make_dossier(DUE, at(10), "granted") for _ in range(2))
    changed(mine, at(20), finished=(at(14), at(11)))
    changed(other, at(21), finished=(at(14), at(13)))
    return mine


@pytest.mark.parametrize("address", [PAGE, XLSX])
@pytest.mark.parametrize("role", ["head", "officer", "appraiser", "leader", "reader", None])
def test_nobody_but_home_affairs_reads_it(client, make_user, make_unit, address, role):
    unit = make_unit("so-tu-phap") if role in ("head", "officer") else None
    client.force_login(make_user(role, unit))

    assert client.get(address).status_code == 403


def test_whoever_is_not_signed_in_is_asked_to(client, db):
    assert client.get(PAGE)["Location"] == f"/dang-nhap/?next={PAGE}"


def test_a_year_without_anything_says_so(client, clerk, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page = words(client.get(PAGE))

    assert "0 trường hợp" in page
    assert "Không có gì như vậy trong kỳ này." in page


def test_the_table_counts_dossiers_and_their_share(client, clerk, told):
    page = words(client.get(PAGE + YEAR))

    assert "Sở Tư pháp so-tu-phap 2 50,00 % 0 0 0 2 50,00 % 4" in page  # 2 of 4 that ended
    assert "2 trường hợp" in page


def test_the_table_by_official_counts_their_own(client, clerk, told):
    page = words(client.get(f"{PAGE}{YEAR}&theo=nguoi"))

    assert "A Sở Tư pháp 1 100,00 % 0 0 0 1 100,00 % 1" in page  # A ended one dossier
    assert "Không rõ người thụ lý 1 33,33 % 0 0 0 1 33,33 % 3" in page


def test_a_period_of_odd_days_counts_the_same(client, clerk, told):
    page = words(client.get(f"{PAGE}?tu=02/01/2024&den=30/12/2024"))

    assert "Sở Tư pháp so-tu-phap 2 50,00 % 0 0 0 2 50,00 % 4" in page


def test_a_dossier_found_twice_is_one_dossier(client, clerk, told):
    changed(told, at(25), finished=(at(11), at(10)))

    page = words(client.get(PAGE + YEAR))

    assert "Sở Tư pháp so-tu-phap 2 50,00 %" in page
    assert "3 trường hợp" in page


def test_a_finding_is_told_in_words_with_its_file(client, clerk, told):
    batch = ImportBatch.objects.create(
        kind="dossiers",
        stored_file=told.source_file,
        rows=1,
        created_rows=0,
        changed_rows=1,
        unchanged_rows=0,
        rejected_rows=0,
    )

    response = client.get(f"{PAGE}{YEAR}&nguoi={told.handler_id}")

    page = words(response)
    assert "X1 Trả sớm hơn không còn tính trễ Sở Tư pháp A 14/06/2024 10:00 Trả kết quả" in page
    assert "hạn: 12/06/2024 17:00 11/06/2024 10:00" in page
    assert "x.csv 20/06/2024 10:00" in page
    assert f'href="/nhap-du-lieu/dot/{batch.pk}/"' in response.content.decode()
    assert 'href="/ho-so/X1/"' in response.content.decode()


def test_units_and_officials_are_told_by_name(client, clerk, told, make_unit, make_person):
    sister = make_unit("so-y-te", "Sở Y tế")
    changed(told, at(1, month=7), unit=(told.unit_id, sister.pk))
    late = Dossier.objects.get(code="X2")
    changed(late, at(2, month=7), handler=(told.handler_id, make_person("B").pk))

    page = words(client.get(f"{PAGE}{YEAR}&loai=bot-ho-so-tre"))

    assert "A Người thụ lý · hạn: 12/06/2024 17:00 B" in page
    assert "Sở Y tế" not in page.partition("1 trường hợp")[2]  # X1 was on time by then


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("&loai=tra-som-hon", 2),
        ("&loai=hen-muon-hon", 0),
        ("&het-tre=1", 1),
        ("&don-vi=999999", 0),
        ("&nguoi=999999", 0),
        ("&nhom=gio-ket-thuc", 0),
        ("&tu=21/06/2024", 1),
        ("&den=20/06/2024", 1),
    ],
)
def test_what_is_asked_for_is_what_is_shown(client, clerk, told, query, count):
    page = words(client.get(PAGE + YEAR + query))

    assert f"{count} trường hợp" in page


def test_the_table_is_sorted_as_asked(client, clerk, told, make_unit, make_dossier):
    sister = make_unit("so-y-te", "Ban Y tế")
    one = make_dossier(DUE, at(11), "granted", unit=sister)
    one.save()
    changed(one, at(20), finished=(at(14), at(11)))
    places = {}
    for order in ("", "ten", "-ten", "-tra-som-hon", "khong-co"):
        page = words(client.get(f"{PAGE}{YEAR}&sap-xep={order}"))
        table = page.partition("Kết thúc trong kỳ")[2]
        places[order] = table.index("Ban Y tế") < table.index("Sở Tư pháp")

    assert places == {
        "": False,
        "ten": True,
        "-ten": False,
        "-tra-som-hon": True,
        "khong-co": False,
    }


@pytest.mark.parametrize(
    "query",
    [
        "?tu=31/02/2024",
        "?tu=x&den=%0A",
        "?tu=01/01/0001",
        "?den=31/12/9999",
        "?tu=01/02/2024&den=01/01/2024",
        "?loai=%27;drop&nhom=x&theo=x&sap-xep=%0A",
        "?don-vi=99999999999999999999&nguoi=-1",
        "?don-vi=999999999999999999&nguoi=999999999999999999",
        "?trang=-3&bang=x",
        "?trang=999999999999999999999&bang=999999999",
        "?het-tre=%0A&loai=cung-mot-phut",
        "?don-vi=٣",
    ],
)
@pytest.mark.parametrize("address", [PAGE, XLSX])
def test_garbage_gives_a_page(client, clerk, told, working_calendar, address, query):
    response = client.get(address + query)

    assert response.status_code == 200
    response.close()


def test_a_day_that_is_none_is_told(client, clerk, told):
    page = words(client.get(f"{PAGE}?tu=31/02/2024"))

    assert "Không có ngày “31/02/2024”; hãy viết như 01/07/2025." in page


def test_a_page_asks_as_much_of_the_database_for_many_findings(
    client, clerk, told, make_dossier, django_assert_max_num_queries
):
    many = [make_dossier(DUE, at(11), "granted") for _ in range(120)]
    Dossier.objects.bulk_create(many)
    for dossier in many:
        changed(dossier, at(20), finished=(at(14), at(11)))

    with django_assert_max_num_queries(15):
        page = words(client.get(f"{PAGE}{YEAR}&trang=3"))

    assert "122 trường hợp" in page
    assert "Trang 3 / 3" in page
    assert page.count("Trả sớm hơn không còn tính trễ") == 22  # 122 less two pages of 50


def test_a_long_table_comes_in_parts(client, clerk, told, make_unit, make_dossier):
    for number in range(20):
        dossier = make_dossier(DUE, at(11), "granted", unit=make_unit(f"u{number}"))
        dossier.save()
        changed(dossier, at(20), finished=(at(14), at(11)))

    page = words(client.get(f"{PAGE}{YEAR}&bang=2"))

    assert "Phần 2 / 2" in page


def sheet_of(response) -> list[list]:
    book = load_workbook(io.BytesIO(response.getvalue()))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_the_workbook_holds_what_the_page_asks_for(client, clerk, told):
    rows = sheet_of(client.get(f"{XLSX}{YEAR}&het-tre=1"))

    assert rows[0][:4] == ["Dấu hiệu", "Mã hồ sơ", "Mã đơn vị", "Đơn vị"]
    assert [row[1:8] for row in rows[1:]] == [
        ["X1", "so-tu-phap", "Sở Tư pháp", "A", "Trả kết quả", "14/06/2024 10:00", ENDED]
    ]


@pytest.mark.parametrize("query", ["", "&loai=tra-som-hon", "&het-tre=1", "&loai=bot-ho-so-tre"])
def test_the_table_the_list_and_the_workbook_hold_as_much(
    client, clerk, told, make_dossier, query, django_assert_max_num_queries
):
    back_dated = make_dossier(DUE, at(11), "withdrawn")
    back_dated.save()
    changed(back_dated, at(15), channel=("counter", "online"))
    changed(back_dated, at(20), finished=(None, at(11)), outcome=("open", "withdrawn"))

    with django_assert_max_num_queries(15):
        response = client.get(PAGE + YEAR + query)

    rows = sheet_of(client.get(XLSX + YEAR + query))[1:]
    shown = response.context["shown"]
    listed = [row.finding.dossier for row in shown.rows]
    assert listed == [row[1] for row in rows]
    # Of the last dossier both kinds are told: its end lies before a file that still had it open.
    earlier, cleared, removed = "&loai=tra-som-hon", "&het-tre=1", "&loai=bot-ho-so-tre"
    assert len(rows) == {"": 4, earlier: 3, cleared: 3, removed: 1}[query]
    assert f"{len(rows)} trường hợp" in words(response)
    dossiers = 2 if query == cleared else 3  # whatever kind is asked for
    assert sum(line.cells[-1].dossiers for line in shown.lines) == dossiers


def test_no_cell_of_the_workbook_is_a_formula(client, clerk, told, office):
    type(office).through_time.filter(pk=office.pk).update(name="=1+1")

    response = client.get(XLSX + YEAR)

    book = load_workbook(io.BytesIO(response.getvalue()))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n"}
    assert book.active["D2"].value == "=1+1"


def test_a_list_too_long_for_a_workbook_says_so(client, clerk, told, monkeypatch):
    monkeypatch.setattr(suspicions_page, "LARGEST_EXPORT", 1)

    page = words(client.get(XLSX + YEAR))

    assert "quá dài cho một tệp XLSX" in page
    record = AccessRecord.objects.get()
    assert (record.user, record.kind, record.page) == (clerk, "read", "Thay đổi đáng ngờ")
