"""Hostile workbooks through the real intake: each taken as it was meant, or refused in words."""

import re
from contextlib import nullcontext
from typing import Any

import pytest

from dossiers.models import Dossier
from dossiers.services.intake import import_dossiers
from foundation.domain.tables import UnreadableTable
from foundation.models import ImportBatch
from tests.dossiers.hostile_world import FIRST, HEADER, REST, SECOND, book, real_dates, repacked


@pytest.fixture
def take(office, stored_file):
    """Take a file in, whatever it is."""
    return lambda data: import_dossiers(stored_file(data), by=None)


def codes() -> list[str]:
    return list(Dossier.objects.order_by("code").values_list("code", flat=True))


def spoilt(old: bytes, new: bytes, *given: str, **more: bytes) -> bytes:
    """Return a workbook of those codes with that text of its parts replaced."""
    return repacked(book(*given), lambda _, part: part.replace(old, new), **more)


def test_a_sheet_packed_a_thousand_times_smaller_is_read_in_a_process_of_its_own(take):
    data = spoilt(b"</sheetData>", b" " * (100 << 20) + b"</sheetData>", FIRST)
    assert len(data) < 1 << 20

    take(data)

    assert codes() == [FIRST]


def test_an_archive_that_unpacks_to_more_than_the_portal_allows_is_refused(take, settings):
    settings.INTAKE_LIMITS = settings.INTAKE_LIMITS | {"unpacked_megabytes": 1}
    data = spoilt(b"</sheetData>", b" " * (2 << 20) + b"</sheetData>", FIRST)

    with pytest.raises(UnreadableTable, match="khi giải nén lớn quá 1 MB"):
        take(data)


def test_an_archive_of_ten_thousand_parts_is_refused(take):
    parts = {f"xl__{place}": b"" for place in range(10_001)}

    with pytest.raises(UnreadableTable, match=r"gồm hơn 10\.000 phần"):
        take(spoilt(b"", b"", FIRST, **parts))


def test_an_archive_that_announces_too_much_is_refused(take):
    data = book(FIRST)
    at = data.index(b"PK\x01\x02") + 24
    bomb = data[:at] + (3 << 30).to_bytes(4, "little") + data[at + 4 :]

    with pytest.raises(UnreadableTable, match=r"khi giải nén lớn quá 2\.048 MB"):
        take(bomb)


@pytest.mark.parametrize(("name", "is_taken"), [(b'name="', True), (b'name="&j;', False)])
def test_a_text_that_says_itself_a_billion_times_is_never_said(take, name, is_taken):
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    bomb = repacked(
        spoilt(b"<workbook ", laughs + b"]><workbook ", FIRST),
        lambda _, part: part.replace(b'name="', name),
    )

    broken = pytest.raises(UnreadableTable, match=r"^Tệp Excel bị hỏng")
    with nullcontext() if is_taken else broken:
        take(bomb)

    assert codes() == [FIRST] * is_taken


def test_the_values_of_a_workbook_with_macros_are_read_and_no_macro_runs(take):
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macros = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"

    take(spoilt(plain, macros, FIRST, xl__vbaProject=b"Sub Auto_Open()"))

    assert codes() == [FIRST]


def test_a_link_to_another_workbook_is_never_followed(take):
    link = b"<f>[1]Sheet1!$A$1</f>"
    with_value = b'<c r="D2" t="str">' + link + "<v>Trực tuyến</v></c>".encode()
    without = b'<c r="D3">' + link + b"</c>"
    data = repacked(
        book(FIRST, SECOND),
        lambda _, part: re.sub(
            rb'<c r="D3".*?</c>', without, re.sub(rb'<c r="D2".*?</c>', with_value, part)
        ),
        xl__externalLinks__externalLink1=b"<externalLink/>",
        xl__externalLinks___rels__externalLink1=b'<Relationship Target="http://127.0.0.1:9/x"/>',
    )

    batch = take(data)

    assert codes() == [FIRST]
    assert (3, "Kênh", "formula_without_value") in batch.rejects.values_list(
        "line", "column", "code"
    )


def formulas(sheet: Any) -> None:
    """Make formulas of the second dossier's end and result, as a program writes them."""
    sheet["G3"], sheet["H3"] = "=G2", '=IF(G3="","","Đã trả kết quả")'


def test_a_formula_without_a_value_is_given_back_and_never_taken_for_an_empty_cell(take):
    batch = take(book(FIRST, SECOND, change=formulas))

    assert codes() == [FIRST]
    found = set(batch.rejects.filter(code="formula_without_value").values_list("column", flat=True))
    assert found == {"Trả kết quả", "Kết quả"}
    assert batch.rejects.filter(code="formula_without_value").first().message == (
        "Ô là công thức chưa có kết quả; hãy mở tệp bằng Excel, lưu lại rồi nộp lại."
    )


def test_a_formula_is_taken_as_the_value_that_was_stored_with_it(take):
    data = repacked(
        book(FIRST, change=real_dates),
        lambda _, part: re.sub(rb'(<c r="[EFG]2"[^>]*>)<v>', rb"\1<f>NOW()</f><v>", part),
    )

    take(data)

    assert [f"{day:%d.%m.%Y}" for day in Dossier.objects.values_list("received_at", flat=True)] == [
        "05.01.2024"
    ]


@pytest.mark.parametrize("cells", ["A1:H1", "A1:A2", "C1:D1"])
def test_merged_headers_are_refused_with_their_line(take, cells):
    with pytest.raises(UnreadableTable, match=r"^Dòng 1 có ô gộp\."):
        take(book(FIRST, change=lambda sheet: sheet.merge_cells(cells)))


def test_a_title_above_the_headers_is_refused_with_its_line(take):
    def add_title(sheet: Any) -> None:
        sheet.insert_rows(1, 2)
        sheet["A1"] = "BÁO CÁO HỒ SƠ"
        sheet.merge_cells("A1:H1")

    with pytest.raises(UnreadableTable, match=r"Dòng 1 có ô gộp.*bỏ dòng tiêu đề"):
        take(book(FIRST, change=add_title))


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read_even_if_it_comes_first(take, state):
    def hide(sheet: Any) -> None:
        hidden = sheet.parent.create_sheet("Ẩn", 0)
        for line in (HEADER, (SECOND, *REST)):
            hidden.append(line)
        hidden.sheet_state = state
        sheet.parent.active = 1

    take(book(FIRST, change=hide))

    assert codes() == [FIRST]


def test_a_workbook_whose_table_is_hidden_is_refused_and_says_what_it_read(take):
    def hide(sheet: Any) -> None:
        sheet.parent.create_sheet("Hướng dẫn").append(["Cách điền"])
        sheet.sheet_state = "hidden"
        sheet.parent.active = 1

    with pytest.raises(
        UnreadableTable, match=r"Thiếu cột.*\(Đọc trang tính “Hướng dẫn”, bỏ qua “Hồ sơ”\.\)$"
    ):
        take(book(FIRST, change=hide))


def test_a_table_that_goes_on_in_another_sheet_is_refused_not_halved(take):
    def part(sheet: Any) -> None:
        further = sheet.parent.create_sheet("Tháng 2")
        for line in (HEADER, (SECOND, *REST)):
            further.append(line)

    with pytest.raises(UnreadableTable, match="“Tháng 2” có cùng tên cột với trang “Hồ sơ”"):
        take(book(FIRST, change=part))

    assert not ImportBatch.objects.exists()


def test_a_million_empty_rows_are_passed_over(take):
    rows = b"".join(
        b'<row r="%d"><c r="A%d" s="1"/><c r="H%d" s="1"/></row>' % (n, n, n)
        for n in range(3, 1_048_577)
    )

    batch = take(spoilt(b"</sheetData>", rows + b"</sheetData>", FIRST))

    assert (batch.rows, codes()) == (1, [FIRST])


def test_a_word_in_the_last_row_of_the_sheet_is_a_row_of_its_own(take):
    def far(sheet: Any) -> None:
        sheet["A1048576"] = "x"

    batch = take(book(FIRST, change=far))

    assert codes() == [FIRST]
    assert set(batch.rejects.values_list("line", flat=True)) == {1_048_576}


def test_a_word_in_the_last_cell_of_the_sheet_is_refused_with_the_limits(take):
    def far(sheet: Any) -> None:
        sheet["XFD1048576"] = "x"

    with pytest.raises(UnreadableTable, match=r"nhiều nhất 1\.024 MB bộ nhớ và 300 giây"):
        take(book(FIRST, change=far))


@pytest.mark.parametrize("size", [40_000, 10_000_000])
def test_a_cell_longer_than_excel_allows_loses_its_row_only(take, size):
    def mark(sheet: Any) -> None:
        sheet["D2"] = "@@"

    data = repacked(
        book(FIRST, SECOND, change=mark), lambda _, part: part.replace(b"@@", b"x" * size)
    )

    batch = take(data)

    assert codes() == [SECOND]
    assert batch.rejects.get(code="cell_too_long").column == "Kênh"


@pytest.mark.parametrize("year", [2568, 1924, 9999])
def test_a_real_date_of_another_calendar_or_century_is_given_back(take, year):
    def move(sheet: Any) -> None:
        real_dates(sheet)
        sheet["E2"] = sheet["E2"].value.replace(year=year)

    batch = take(book(FIRST, SECOND, change=move))

    assert codes() == [SECOND]
    assert (2, "Tiếp nhận", "instant") in batch.rejects.values_list("line", "column", "code")
