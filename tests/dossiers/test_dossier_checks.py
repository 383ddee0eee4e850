"""Every reason to refuse a row of a dossier file, each with its line, column and code."""

from datetime import date

import pytest

from dossiers.models import Dossier
from dossiers.services.intake import import_dossiers
from foundation.domain.tables import UnreadableTable
from foundation.models import ImportBatch

OPEN = {"outcome": "Đang giải quyết", "finished": ""}
NEVER = "05/01/2099 08:00"

REFUSED = {
    "no_code": ({"code": ""}, "Mã hồ sơ", "missing"),
    "blank_code": ({"code": "   "}, "Mã hồ sơ", "missing"),
    "code_of_another_form": ({"code": "HS-0001"}, "Mã hồ sơ", "code_format"),
    "code_in_small_letters": ({"code": "h32.10-240105-0001"}, "Mã hồ sơ", "code_format"),
    "code_with_more_behind": ({"code": "H32.10-240105-0001\n2"}, "Mã hồ sơ", "code_format"),
    "code_of_another_day": ({"code": "H32.10-240106-0001"}, "Mã hồ sơ", "code_day"),
    "no_reception": ({"received": ""}, "Tiếp nhận", "instant"),
    "reception_that_never_was": ({"received": "31/02/2024 08:00"}, "Tiếp nhận", "instant"),
    "due_that_never_comes": ({"due": "31/02/2024"}, "Hẹn trả", "instant"),
    "reception_at_13_o_clock_in_the_afternoon": (
        {"received": "05/01/2024 13:30 CH"},
        "Tiếp nhận",
        "instant",
    ),
    "reception_by_an_american": ({"received": "01/13/2024 08:00"}, "Tiếp nhận", "instant"),
    "end_at_24_hours": ({"finished": "11/01/2024 24:00"}, "Trả kết quả", "instant"),
    "reception_to_come": (
        {"code": "H32.10-990105-0001", "received": NEVER, "due": NEVER, **OPEN},
        "Tiếp nhận",
        "in_the_future",
    ),
    "end_to_come": ({"finished": NEVER}, "Trả kết quả", "in_the_future"),
    "end_before_reception": (
        {"finished": "05/01/2024 07:59"},
        "Trả kết quả",
        "finished_before_received",
    ),
    "due_before_reception": ({"due": "05/01/2024 07:59"}, "Hẹn trả", "due_before_received"),
    "no_unit": ({"unit_code": ""}, "Mã đơn vị", "missing"),
    "unknown_unit": ({"unit_code": "so-khac"}, "Mã đơn vị", "unknown_unit"),
    "unit_of_later_years": ({"unit_code": "so-moi"}, "Mã đơn vị", "unit_not_there_yet"),
    "unknown_procedure": ({"procedure_code": "9.999"}, "Mã thủ tục", "unknown_procedure"),
    "unknown_channel": ({"channel": "Fax"}, "Kênh", "unknown_word"),
    "unknown_outcome": ({"outcome": "Xong"}, "Kết quả", "unknown_word"),
    "open_yet_finished": (
        {"outcome": "Đang giải quyết"},
        "Trả kết quả",
        "finished_while_open",
    ),
    "ended_without_an_instant": (
        {"outcome": "Từ chối giải quyết", "finished": " "},
        "Trả kết quả",
        "ended_without_an_instant",
    ),
}


def reasons(batch: ImportBatch) -> list[tuple[int, str, str]]:
    return list(batch.rejects.values_list("line", "column", "code"))


@pytest.mark.parametrize(("changes", "column", "code"), REFUSED.values(), ids=REFUSED)
def test_a_bad_row_is_refused_with_line_column_and_code(take, make_unit, changes, column, code):
    make_unit("so-moi", first=date(2025, 3, 1))

    batch = take({"code": "H32.10-240105-0009"}, changes)

    line = 4 if "\n" in changes.get("code", "") else 3
    assert reasons(batch) == [(line, column, code)]
    assert (batch.created_rows, batch.rejected_rows) == (1, 1)


@pytest.mark.parametrize(("cells", "is_cut"), [(7, True), (9, False)])
def test_a_row_with_another_number_of_cells_is_refused(
    office, stored_file, dossier_csv, cells, is_cut
):
    header, row = dossier_csv({}).splitlines()
    row = row.rpartition(",")[0] if is_cut else row + ",x"
    assert len(row.split(",")) == cells

    batch = import_dossiers(stored_file(f"{header}\n{row}\n"), by=None)

    beyond = [] if is_cut else [(2, "Ô thừa", "surplus_cells")]
    assert reasons(batch) == [(2, "Mã hồ sơ", "cell_count"), *beyond]


def test_a_short_row_with_the_code_as_its_last_column_stays_behind_alone(
    office, stored_file, dossier_csv
):
    header, row = (
        ",".join([*cells[1:], cells[0]])
        for cells in (line.split(",") for line in dossier_csv({}).splitlines())
    )
    short = "so-tu-phap,1.001,Trực tuyến,05/01/2024 08:00"

    batch = import_dossiers(stored_file(f"{header}\n{row}\n{short}\n{short}\n"), by=None)

    assert (batch.created_rows, batch.rejected_rows) == (1, 2)
    assert reasons(batch) == [(line, "Mã hồ sơ", "cell_count") for line in (3, 4)]


@pytest.mark.parametrize(
    ("column", "header"),
    [("code", "Mã hồ sơ"), ("unit_code", "Mã đơn vị"), ("procedure_code", "Mã thủ tục")],
)
def test_an_empty_code_is_said_to_be_empty_and_nothing_else(take, column, header):
    batch = take({column: ""})

    assert [str(it) for it in batch.rejects.all()] == [f"dòng 2, {header}: {header} để trống."]


def test_a_code_that_stands_twice_refuses_both_rows_and_names_both_lines(take):
    batch = take({}, {"code": "H32.10-240105-0002"}, {"finished": "10/01/2024 10:00"})

    assert reasons(batch) == [(2, "Mã hồ sơ", "code_twice"), (4, "Mã hồ sơ", "code_twice")]
    for reject in batch.rejects.all():
        assert "dòng 2" in reject.message
        assert "dòng 4" in reject.message
    assert list(Dossier.objects.values_list("code", flat=True)) == ["H32.10-240105-0002"]


def test_a_letter_of_another_script_in_a_code_is_named(take):
    batch = take({"code": "Н32.10-240105-0001"})

    assert "Ký tự thứ 1" in batch.rejects.get(code="lookalike").message
    assert "Kirin" in batch.rejects.get(code="lookalike").message


def test_a_reception_moved_behind_the_due_time_already_known_is_refused(take):
    take({"due": "05/01/2024 10:00"})

    batch = take({"received": "05/01/2024 11:00", "due": "12/01/2024"})

    assert [(r.column, r.code) for r in batch.rejects.all()] == [
        ("Tiếp nhận", "due_before_received")
    ]


def test_codes_that_differ_only_by_blanks_are_the_same(take):
    batch = take({}, {"code": " H32.10-240105-0001 "})

    assert [code for _, _, code in reasons(batch)] == ["code_twice", "code_twice"]


def test_one_code_on_every_line_of_a_long_file_is_refused_in_moments(take):
    batch = take(*[{}] * 3_000)

    # Naming every line on every line would be 3 000 × 3 000 numbers.
    assert batch.rejected_rows == 3_000
    assert max(len(reject.message) for reject in batch.rejects.all()) < 200


def test_a_row_is_told_everything_that_is_wrong_with_it(take):
    batch = take({"channel": "Fax", "procedure_code": "9.999", "due": "31/02/2024"})

    assert reasons(batch) == [
        (2, "Hẹn trả", "instant"),
        (2, "Kênh", "unknown_word"),
        (2, "Mã thủ tục", "unknown_procedure"),
    ]
    assert batch.rejected_rows == 1


def test_the_allowed_words_stand_in_the_reason(take):
    batch = take({"channel": "Fax"})

    assert (
        batch.rejects.get().message == "Kênh phải là một trong: Trực tiếp, Trực tuyến, Bưu chính."
    )


def test_a_rejected_row_is_kept_as_it_came(take, office):
    batch = take({"code": "=1+ 1", "finished": ""})

    raw = dict(zip(batch.header, batch.rejects.first().raw, strict=True))

    assert raw["Mã hồ sơ"] == "=1+ 1"
    assert raw["Trả kết quả"] == ""
    assert next(iter(raw)) == "Mã hồ sơ"


def test_good_rows_stay_when_bad_ones_are_refused(take):
    codes = [f"H32.10-240105-{n:04}" for n in range(1, 7)]
    rows = [{"code": code} for code in codes]

    batch = take(*[row | ({"channel": "Fax"} if n % 3 == 2 else {}) for n, row in enumerate(rows)])

    # Rows 3 and 6 are bad: 6 = 4 new + 2 refused.
    assert (batch.rows, batch.created_rows, batch.rejected_rows) == (6, 4, 2)
    assert set(Dossier.objects.values_list("code", flat=True)) == {*codes} - {codes[2], codes[5]}


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"code": "000.00.12.H32-240105-0004"}, "code", "000.00.12.H32-240105-0004"),
        ({"code": "H32-240105-0001"}, "code", None),
        ({"code": "H32.1.22.333-240105-0001"}, "code", "H32.1.22.333-240105-0001"),
        ({"code": "  H32.10-240105-0001  "}, "code", "H32.10-240105-0001"),
        ({"channel": "TRUC  TIEP"}, "channel", "counter"),
        ({"channel": "Bưu chính"}, "channel", "post"),
        ({"outcome": "tu choi giai quyet"}, "outcome", "refused"),
        ({"outcome": "Hủy do trùng"}, "outcome", "cancelled"),
        ({"outcome": "Huỷ do trùng"}, "outcome", "cancelled"),
        ({"finished": "05/01/2024 08:00"}, "outcome", "granted"),
        ({"due": "05/01/2024 08:00"}, "outcome", "granted"),
    ],
)
def test_what_clerks_write_is_understood(take, changes, field, value):
    batch = take(changes)

    assert list(Dossier.objects.values_list(field, flat=True)) == ([value] if value else [])
    assert batch.rejected_rows == (0 if value else 1)


def test_a_reused_code_finds_the_unit_of_the_day_of_reception(take, make_unit):
    old = make_unit("22333", "Phường Vĩnh Phước", last=date(2025, 6, 30), level="commune")
    new = make_unit("22333", "Phường Bắc Nha Trang", first=date(2025, 7, 1), level="commune")
    common = {"unit_code": "22333", "due": "31/07/2025", **OPEN}

    take(
        {"code": "H32.10-250630-0001", "received": "30/06/2025 23:59", **common},
        {"code": "H32.10-250701-0001", "received": "01/07/2025 00:00", **common},
    )

    units = [dossier.unit for dossier in Dossier.objects.order_by("code").select_related("unit")]
    assert units == [old, new]


def test_a_file_that_is_no_dossier_table_leaves_nothing(office, stored_file):
    with pytest.raises(UnreadableTable, match="Thiếu cột: Mã hồ sơ"):
        import_dossiers(stored_file("a,b\n1,2\n"), by=None)

    assert not ImportBatch.objects.exists()


def test_a_table_that_breaks_in_the_middle_leaves_nothing(office, stored_file, dossier_csv):
    broken = dossier_csv({}) + 'H32.10-240105-0002,"\n'

    with pytest.raises(UnreadableTable, match="Dòng 3"):
        import_dossiers(stored_file(broken), by=None)

    assert not Dossier.objects.exists()
    assert not ImportBatch.objects.exists()
