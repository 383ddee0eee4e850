"""Rows that are sent back are kept as their file has them, and go in again by the same mapping."""

import csv
import io
import tracemalloc
from unicodedata import normalize

import pytest
from openpyxl import Workbook, load_workbook

from foundation.domain.intake_steps import WRITING
from foundation.domain.tables import Column, Reading, opened
from foundation.domain.tables.headers import Header, header_of
from foundation.domain.tables.raw_rows import raw_rows
from foundation.domain.tables.text_files import rows_at
from foundation.models import ImportBatch
from foundation.services import raw_rows as keeping
from foundation.services.intake import Check, IntakeKind, preview, take_in
from foundation.services.progress import JobCancelled, Progress
from foundation.services.reject_lines import rejects_csv
from foundation.services.rejects import reject_headers, rejected_lines, rejects_xlsx

COLUMNS = (
    Column("code", "Mã", is_code=True),
    Column("name", "Tên"),
    Column("count", "Số lượng"),
    Column("note", "Ghi chú", is_required=False),
)
HEADERS = {"code": "Số HS", "name": "Tên gọi", "count": "SL"}
FIRST = ["", "SL", "Người\nnhập ", "Số HS", "=Mục", "Tên  gọi", "Người nhập "]
"""The header of a source: some columns of its own, one without a name, one name twice."""
ROWS = [
    ["1", "5", "lan", "A1", "", "Một", ""],
    [" 2 ", "\u00a0x", "  hoa\t", " A2", "=1+1", normalize("NFD", "Hải "), "'=1"],
    ["3", "7", "", "A3\nA4", "0012", "Ba", "-5"],
]


def kind(headers: dict[str, str], separator: str = "") -> IntakeKind:
    """Return a kind of file whose code is A and a number, and whose count is a number."""
    return IntakeKind(
        code="things",
        columns=COLUMNS,
        typing="select s.* from staging s",
        checks=(
            Check("code", "cell_count", "Số ô của dòng không bằng số cột.", "not t.is_whole"),
            Check("code", "code", "Mã phải là A và một số.", "t.code !~ '^A[0-9]+$'"),
            Check("count", "count", "Số lượng phải là số.", "t.count !~ '^[0-9]+$'"),
        ),
        merge="select count(*), 0, 0 from good",
        reading=Reading(separator=separator, headers=headers),
    )


def as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode()


def as_workbook(rows: list[list[str]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for cell in (cell for line in book.active.iter_rows() for cell in line if cell.value):
        cell.data_type = "s"
    book.save(out)
    return out.getvalue()


def given_as_csv(batch) -> bytes:
    return "".join(rejects_csv(batch)).encode()


def given_as_workbook(batch) -> bytes:
    out = io.BytesIO()
    rejects_xlsx(batch, out)
    return out.getvalue()


@pytest.fixture
def take(stored_file):
    """Take a file of the source in."""
    return lambda content: take_in(kind(HEADERS, ";"), stored_file(content), by=None)


def kept(batch) -> dict[int, list[str]]:
    """Return the rows sent back by their lines; every reason of a line has the same."""
    found = {}
    for reject in batch.rejects.all():
        assert found.setdefault(reject.line, reject.raw) == reject.raw
    return found


# In CSV a row ends where its last line does: the header and the third row have two each.
@pytest.mark.parametrize(("written", "lines"), [(as_csv, (4, 6)), (as_workbook, (3, 4))])
def test_a_row_is_kept_with_all_its_columns_as_they_stand_in_the_file(take, written, lines):
    batch = take(written([FIRST, *ROWS]))

    assert batch.header == FIRST
    assert kept(batch) == dict(zip(lines, ROWS[1:], strict=True))
    assert (batch.created_rows, batch.rejected_rows) == (1, 2)


def test_a_reason_names_the_column_as_the_source_does(take):
    batch = take(as_csv([FIRST, *ROWS]))

    found = set(batch.rejects.values_list("line", "column", "code"))
    assert found == {(4, "SL", "count"), (6, "Số HS", "code")}


@pytest.mark.parametrize("written", [as_csv, as_workbook])
@pytest.mark.parametrize("given", [given_as_csv, given_as_workbook])
def test_what_is_given_back_goes_in_again_as_it_stood(take, written, given):
    first = take(written([FIRST, *ROWS]))

    again = take(given(first))

    assert again.header == ["(không tên)", *FIRST[1:]]
    assert list(kept(again).values()) == [ROWS[1], ROWS[2]]
    assert [line[1:] for line in rejected_lines(again)] == [
        line[1:] for line in rejected_lines(first)
    ]


def test_a_mended_workbook_goes_in_by_the_mapping_of_its_source(take):
    first = take(as_csv([FIRST, *ROWS]))
    book = load_workbook(io.BytesIO(given_as_workbook(first)))
    assert [cell.value for cell in book.active[1]][3:] == ["(không tên)", *FIRST[1:]]
    book.active["E2"], book.active["G3"], mended = " 6", "A3 ", io.BytesIO()
    book.save(mended)

    second = take(mended.getvalue())

    assert (second.rows, second.created_rows, second.rejected_rows) == (2, 2, 0)


def test_a_file_once_given_back_under_our_own_names_still_goes_in(take):
    batch = take("Dòng,Cột,Lý do,Mã,Tên,Số lượng\n3,Số lượng,Sai.,A2,Hai,2\n")

    assert (batch.created_rows, batch.rejected_rows) == (1, 0)


def test_a_header_is_no_formula_in_what_is_given_back(take):
    given = given_as_csv(take(as_csv([FIRST, *ROWS]))).decode("utf-8-sig")

    assert next(csv.reader(io.StringIO(given)))[7] == "'=Mục"


def test_a_kind_may_have_a_column_of_the_name_of_ours(stored_file):
    columns = (Column("code", "Mã"), Column("reason", "Lý do"))
    check = Check("code", "code", "Mã phải là A.", "t.code <> 'A'")
    merge = "select count(*), 0, 0 from good"
    letters = IntakeKind("letters", columns, "select s.* from staging s", (check,), merge)
    first = take_in(letters, stored_file("Mã,Lý do\nB,Chờ\n"), by=None)
    mended = given_as_csv(first).decode().replace(",B,", ",A,")

    second = take_in(letters, stored_file(mended), by=None)

    assert reject_headers(first) == ["Dòng", "Cột", "Lý do", "Mã", "Lý do"]
    assert (second.created_rows, second.rejected_rows) == (1, 0)


PLAIN = "Tên,Mã,Số lượng\nMột,A1,1\nHai,B2,2\n,A3,x\n"


def test_rows_that_stand_as_they_were_read_need_no_second_reading(stored_file, monkeypatch):
    monkeypatch.setattr(keeping, "opened", None)

    batch = take_in(kind({}), stored_file(PLAIN), by=None)

    assert batch.header == ["Tên", "Mã", "Số lượng"]
    assert kept(batch) == {3: ["Hai", "B2", "2"], 4: ["", "A3", "x"]}


@pytest.mark.parametrize(
    ("content", "is_parsed_again"),
    [
        ('STT,Tên,Mã,Số lượng\r\n1,Một,A1,1\r\n\r\n2,"Hai, ba",B2,2\r\n3,,A3,x', False),
        ('STT,Tên,Mã,Số lượng\n1,Một,A1,1\n\n2,"Hai, ba",B2,2\n3,"",A3,x\n', False),
        ('STT,Tên,Mã,Số lượng\n1,"Một\n",A1,1\n2,"Hai, ba",B2,2\n3,,A3,x\n', True),
    ],
    ids=["lines of Windows", "quotes", "a row of two lines"],
)
def test_only_the_lines_sent_back_are_parsed_again_where_every_row_is_one_line(
    stored_file, monkeypatch, content, is_parsed_again
):
    """The header is line 1, and line 3 is blank or the end of a row that takes two."""
    times = []
    monkeypatch.setattr(keeping, "opened", lambda *given: times.append(1) or opened(*given))

    batch = take_in(kind({}), stored_file(content), by=None)

    assert kept(batch) == {4: ["2", "Hai, ba", "B2", "2"], 5: ["3", "", "A3", "x"]}
    assert bool(times) is is_parsed_again


def test_lines_are_found_in_every_piece_of_a_long_file():
    """Some 3 MB in pieces of one: line n, from 2 on, has the number n twice."""
    text = "a,b\n" + "".join(f"{line},{line:0100}\n" for line in range(2, 30_001))
    wanted = [2, 9_999, 10_000, 10_001, 20_345, 30_000]

    found = list(rows_at(io.BytesIO(text.encode()), iter(wanted)))

    assert found == [(line, [f"{line}", f"{line:0100}"]) for line in wanted]


def test_a_preview_needs_no_second_reading(stored_file, monkeypatch):
    monkeypatch.setattr(keeping, "opened", None)

    seen = preview(kind(HEADERS, ";"), stored_file(as_csv([FIRST, *ROWS])))

    assert (seen.rows, seen.created, seen.rejected) == (3, 1, 2)


class CancelledOnceMerged(Progress):
    """Somebody asks for the end when the good rows have been written."""

    def report(self, *args, **kwargs) -> None:
        super().report(*args, **kwargs)
        self.is_cancelled = WRITING in self.said.begun


def test_the_second_reading_can_be_cancelled_and_then_nothing_stays(stored_file):
    stored = stored_file(as_csv([FIRST, *ROWS]))

    with pytest.raises(JobCancelled):
        take_in(kind(HEADERS, ";"), stored, by=None, progress=CancelledOnceMerged())

    assert not ImportBatch.objects.exists()


def test_both_ways_of_keeping_rows_come_to_the_same(stored_file, monkeypatch):
    from_staging = take_in(kind({}), stored_file(PLAIN), by=None)
    monkeypatch.setattr(Header, "ours_alone", None)
    from_the_file = take_in(kind({}), stored_file(PLAIN), by=None)

    assert list(rejected_lines(from_staging)) == list(rejected_lines(from_the_file))


@pytest.mark.parametrize(
    ("row", "raw"),
    [
        ("B1;x", ["B1", "x"]),
        ("B1;x;1;y;thừa", ["B1", "x", "1", "y"]),
        (f"B1;x;1;{'y' * 40_000}", ["B1", "x", "1", f"{'y' * 200}… (dài 40.000 ký tự)"]),
    ],
    ids=["short", "surplus", "endless"],
)
def test_a_row_of_another_width_or_length_is_kept_as_far_as_it_can_be(stored_file, row, raw):
    content = f"Mã;Tên;Số lượng;Khác\n\nA1;x;1;y\n{row}\n"

    batch = take_in(kind({}, ";"), stored_file(content), by=None)

    assert kept(batch) == {4: raw}


def test_as_many_columns_as_a_file_may_have_come_back_too(stored_file):
    more = [f"c{place}" for place in range(997)]
    rows = [["Mã", "Tên", "Số lượng", *more], ["B", "x", "1", *more]]
    first = take_in(kind({}), stored_file(as_csv(rows)), by=None)

    for given in (given_as_csv(first), given_as_workbook(first)):
        assert kept(take_in(kind({}), stored_file(given), by=None)) == {2: rows[1]}


def test_rows_are_picked_one_by_one_and_none_beyond_the_last():
    source = ((line, ["A", f"{line:0200}"]) for line in range(2, 50_001))
    header = header_of(["Mã", "Tên", "Số lượng"], COLUMNS)
    tracemalloc.start()
    try:
        count = sum(1 for _ in raw_rows(source, header, iter(range(3, 40_001, 2))))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    # Lines 3, 5, … 39.999: (39.999 - 3) / 2 + 1 = 19.999 of them, 200 letters each.
    assert count == 19_999
    assert peak < 100_000
    assert next(source)[0] in (40_000, 40_001)
