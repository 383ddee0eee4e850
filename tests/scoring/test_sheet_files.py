"""A sheet as a workbook: out, filled in offline, back; nothing is saved unseen, nothing foreign."""

import io
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from foundation.models import AccessRecord, StoredFile
from scoring.models import Claim, Mark
from scoring.selectors.claim_leaves import sheet_leaves
from scoring.selectors.claim_returns import WorkbookRefused, returned
from scoring.selectors.sheet_rights import rights_of
from scoring.services.claims import refusal_of
from scoring.services.sheet_files import sheet_xlsx
from tests.claim_world import PAGE, build_sheets, leaf, move, put_claims, reopen
from units.models import Unit

UPLOAD, CONFIRM = f"{PAGE}nop-tep/", f"{PAGE}nop-tep/luu/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def sheet(db):
    """Return alpha's sheet in the open stage."""
    return build_sheets()


@pytest.fixture
def officer(make_user, sheet):
    """Return alpha's officer."""
    return make_user("officer", sheet.unit)


def taken_along(sheet, by) -> bytes:
    """Return the sheet as a workbook, as it stands now."""
    out = io.BytesIO()
    sheet_xlsx(sheet, rights_of(by, sheet), out)
    return out.getvalue()


def edited(content: bytes, edit: Callable) -> io.BytesIO:
    """Return a workbook after somebody has worked on it: `edit` is given its sheet."""
    book = load_workbook(io.BytesIO(content))
    edit(book.active)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def filled(content: bytes, cells: dict[str, object]) -> io.BytesIO:
    """Return a workbook with cells filled in; a cell is named "Điểm 1.1"."""

    def edit(page):
        for name, value in cells.items():
            column, code = name.rsplit(" ", 1)
            page.cell(line_of(page, code), column_of(page, column)).value = value

    return edited(content, edit)


def line_of(page, code) -> int:
    """Return the line of a leaf."""
    return next(row[0].row for row in page.iter_rows() if row[0].value == code)


def column_of(page, header) -> int:
    """Return the number of a column."""
    return next(cell.column for cell in page[1] if cell.value == header)


def beside_portal(sheet, by, file):
    """Return what a workbook would change."""
    rights = rights_of(by, sheet)
    refusals = {it.criterion.pk: refusal_of(it, rights) for it in sheet_leaves(sheet)}
    return returned(sheet, file, refusals=refusals)


def words(response) -> str:
    """Return a page's text without tags, every run of blanks one."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def choices_of(shown) -> list[str]:
    """Return what the form of a page of differences would send."""
    return re.findall(r'name="nhan"\s+value="([^"]+)"', shown.content.decode())


def send(client, file: io.BytesIO | bytes, name="phieu.xlsx"):
    """Upload a file as the page does."""
    content = file if isinstance(file, bytes) else file.getvalue()
    return client.post(UPLOAD, {"tep": SimpleUploadedFile(name, content, XLSX)})


EVERY_KIND: dict[str, object] = {
    "Điểm 1.1": "1,5",
    "Giải trình 1.1": "Đã báo cáo\ntại cuộc họp",
    "Phương án 1.2": "b",
    "Phương án 1.3": "a; c",
    "Tử số 2.2": 3,
    "Mẫu số 2.2": 4,
    "Tỷ lệ 2.3": "93 %",
    "Số lượng 3.1": 1,
    "Số lượng 3.2": 2,
    "Câu trả lời 3.3": "A: 10; B: 10",
    "Điểm 3.4": 0.25,
}


def test_the_workbook_has_a_row_for_each_leaf_and_open_cells_for_its_kind_alone(sheet, officer):
    page = load_workbook(io.BytesIO(taken_along(sheet, officer))).active
    line, points = line_of(page, "1.1"), column_of(page, "Điểm")

    opened = {
        (page.cell(row, 1).value, page.cell(1, cell.column).value)
        for row in range(2, page.max_row + 1)
        for cell in page[row]
        if not cell.protection.locked
    }

    assert page.protection.sheet
    assert page.cell(line, 3).value == "chấm trực tiếp, tối đa 2"
    assert page.cell(line, points).number_format == "@"
    assert ("1.1", "Điểm") in opened
    assert ("2.2", "Mẫu số") in opened
    assert not {("1.1", "Tử số"), ("2.1", "Tỷ lệ"), ("2.4", "Điểm")} & opened
    hidden = [letter for letter, column in page.column_dimensions.items() if column.hidden]
    assert hidden


def test_a_choice_has_a_dropdown(sheet, officer):
    page = load_workbook(io.BytesIO(taken_along(sheet, officer))).active

    lists = [it.formula1 for it in page.data_validations.dataValidation if it.type == "list"]

    assert lists == ['"a,b,c"']


def test_a_workbook_nobody_touched_changes_nothing(sheet, officer):
    put_claims(sheet, officer)

    found = beside_portal(sheet, officer, io.BytesIO(taken_along(sheet, officer)))

    assert (found.differences, found.errors) == ((), ())


def test_every_kind_filled_in_offline_comes_back(client, sheet, officer):
    client.force_login(officer)
    shown = send(client, filled(taken_along(sheet, officer), EVERY_KIND))
    assert not Claim.objects.exists()

    done = client.post(CONFIRM, {"nhan": choices_of(shown)})

    assert done.status_code == 302
    points = Claim.objects.order_by("criterion__position").values_list("points", flat=True)
    # as put_claims has them: 1.5, 0.5, 2, 0.75 × 3, 2, 2 − 0.5, 2 × 0.25, 15/20, 0.25
    assert [float(it) for it in points] == [1.5, 0.5, 2, 2.25, 2, 1.5, 0.5, 0.75, 0.25]
    assert Claim.objects.get(criterion__code="1.1").explanation == "Đã báo cáo\ntại cuộc họp"


def test_old_and_new_stand_side_by_side(client, sheet, officer):
    put_claims(sheet, officer)
    client.force_login(officer)

    shown = words(send(client, filled(taken_along(sheet, officer), {"Điểm 3.4": "1,25"})))

    assert "3.4 Tiêu chí 3.4 0,25 điểm 1,25 điểm" in shown
    assert "1.2" not in shown


def test_what_the_portal_has_newer_is_a_conflict_and_not_taken_unasked(client, sheet, officer):
    put_claims(sheet, officer)
    file = filled(taken_along(sheet, officer), {"Điểm 3.4": "1,25"})
    claim = Claim.objects.get(criterion__code="3.4")
    claim.content, claim.points, claim.version = {"points": "2"}, 2, 2
    claim.save()
    client.force_login(officer)

    shown = send(client, file)

    assert "mới hơn tệp: officer" in words(shown)
    assert f'value="{claim.criterion_id}:2:' in shown.content.decode()
    assert "checked" not in shown.content.decode()


def test_a_leaf_untouched_in_the_file_keeps_what_others_saved_since(sheet, officer):
    content = taken_along(sheet, officer)
    put_claims(sheet, officer)

    found = beside_portal(sheet, officer, io.BytesIO(content))

    assert (found.differences, found.errors) == ((), ())


def test_somebody_who_saves_between_look_and_confirmation_is_not_overwritten(
    client, sheet, officer
):
    client.force_login(officer)
    shown = send(
        client, filled(taken_along(sheet, officer), {"Điểm 1.1": "1", "Phương án 1.2": "b"})
    )
    first = leaf(sheet, "1.1")
    Claim.objects.create(
        assessment=sheet, criterion=first, content={"points": "2"}, points=2, claimed_by=officer
    )

    response = client.post(CONFIRM, {"nhan": choices_of(shown)})

    assert response.status_code == 409
    assert "Phiếu hoặc tệp đã khác với điều bạn vừa xem; chưa lưu gì." in words(response)
    assert Claim.objects.get().points == 2


@pytest.mark.parametrize(
    ("cell", "value", "words_of_it"),
    [
        ("Điểm 1.1", "3", "2"),
        ("Điểm 1.1", "nhiều", "không phải số"),
        ("Tử số 1.1", "3", "không dùng cho cách chấm"),
        ("Phương án 1.2", "z", "z"),
        ("Câu trả lời 3.3", "A 10", "Hãy viết mỗi phương án một lần"),
        ("Câu trả lời 3.3", "A: 1; A: 2", "Hãy viết mỗi phương án một lần"),
        ("Câu trả lời 3.3", "Z: 1", "Không có phương án"),
        ("Tỷ lệ 2.1", "0,5", "lấy từ số liệu"),
        ("Điểm 2.4", "1", "điều tra"),
        ("Khóa 1.1", "56/2024/alpha|bo-du-kieu|9.9", "Phiếu không có tiêu chí này"),
        ("Mã 1.1", "1.9", "Mã đã bị sửa; phải là 1.1"),
        ("Phiên bản 1.1", "-1", "Phiên bản đã bị sửa"),
        pytest.param(
            "Giải trình 1.1", "d" * 5001, "có 5001 ký tự, nhiều nhất 5000", id="too much said"
        ),
    ],
)
def test_a_wrong_cell_is_named_and_the_others_stay_good(sheet, officer, cell, value, words_of_it):
    column, code = cell.rsplit(" ", 1)
    content = taken_along(sheet, officer)
    page = load_workbook(io.BytesIO(content)).active
    at = page.cell(line_of(page, code), column_of(page, column)).coordinate
    good = {} if code == "3.4" else {"Điểm 3.4": "1"}

    found = beside_portal(sheet, officer, filled(content, {**good, cell: value}))

    assert [error.cell for error in found.errors] == [at]
    assert words_of_it in found.errors[0].sentence
    assert [one.code for one in found.differences] == ["3.4"]


def test_an_explanation_as_long_as_one_may_be_is_taken(sheet, officer):
    file = filled(taken_along(sheet, officer), {"Giải trình 1.1": "d" * 5000})

    found = beside_portal(sheet, officer, file)

    assert [len(one.explanation) for one in found.differences] == [5000]
    assert found.errors == ()


def test_a_row_copied_twice_is_said(sheet, officer):
    def double(page):
        line = line_of(page, "1.1")
        page.append([cell.value for cell in page[line]])

    found = beside_portal(sheet, officer, edited(taken_along(sheet, officer), double))

    assert [error.sentence for error in found.errors] == ["Tiêu chí có hai dòng."]


def test_another_units_workbook_is_refused(sheet, officer, make_user):
    beta = Unit.through_time.get(code="beta")
    theirs = sheet.cycle.assessments.get(unit=beta)
    content = taken_along(theirs, make_user("head", beta))

    with pytest.raises(WorkbookRefused, match="không phải phiếu của đơn vị"):
        beside_portal(sheet, officer, io.BytesIO(content))


def test_a_workbook_of_another_set_is_refused(sheet, officer):
    content = taken_along(sheet, officer)
    sheet.cycle_group.criteria_set.code = "bo-moi"

    with pytest.raises(WorkbookRefused, match="bộ tiêu chí khác"):
        beside_portal(sheet, officer, io.BytesIO(content))


def test_formulas_are_refused(sheet, officer):
    file = filled(taken_along(sheet, officer), {"Điểm 1.1": "=1+1"})

    with pytest.raises(WorkbookRefused, match="công thức"):
        beside_portal(sheet, officer, file)


@pytest.mark.parametrize(
    "garbage",
    [b"", b"abc", b"PK\x03\x04" + b"\0" * 50, b"%PDF-1.7", "Mã,Điểm\n1.1,2\n".encode()],
)
def test_garbage_is_refused_in_words(client, sheet, officer, garbage):
    client.force_login(officer)

    response = send(client, garbage)

    assert response.status_code == 422
    assert 'class="field-error"' in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_workbook_that_is_none_of_ours_is_refused(sheet, officer):
    file = edited(taken_along(sheet, officer), lambda page: page.delete_cols(14))

    with pytest.raises(WorkbookRefused, match="Thiếu cột: Khóa"):
        beside_portal(sheet, officer, file)


def test_text_like_a_formula_stays_text_both_ways(sheet, officer):
    put_claims(sheet, officer)
    Claim.objects.filter(criterion__code="1.1").update(explanation="=HYPERLINK(1)")

    found = beside_portal(sheet, officer, io.BytesIO(taken_along(sheet, officer)))

    assert (found.differences, found.errors) == ((), ())


def test_areas_that_stay_locked_take_nothing_from_a_file(sheet, officer):
    content = taken_along(sheet, officer)
    reopen(move(sheet, "signed", officer), "2", officer)

    found = beside_portal(sheet, officer, filled(content, {"Điểm 1.1": "1", "Tử số 2.2": 1}))

    assert [error.sentence for error in found.errors] == [
        "1.1: lĩnh vực 1 đang khóa.",
        "Hãy nhập cả tử số và mẫu số.",
    ]


def test_a_leaf_that_does_not_apply_takes_nothing_from_a_file(sheet, officer):
    content = taken_along(sheet, officer)
    reason = {"state": "not_applicable", "reason": "Không có cấp dưới"}
    Mark.objects.create(
        assessment=sheet, criterion=leaf(sheet, "1.1"), content=reason, marked_by=officer
    )

    found = beside_portal(sheet, officer, filled(content, {"Điểm 1.1": "1"}))

    assert "Không có cấp dưới" in found.errors[0].sentence


@pytest.mark.parametrize("role", ["home_affairs", "appraiser", "sister", None])
def test_nobody_else_brings_a_workbook(client, sheet, make_user, role):
    unit = Unit.through_time.get(code="beta") if role == "sister" else None
    client.force_login(make_user("officer" if role == "sister" else role, unit))

    assert client.get(UPLOAD).status_code == 403
    assert client.post(CONFIRM, {"nhan": ["1:0"]}).status_code == 403


def test_confirming_without_a_file_leads_back(client, sheet, officer):
    client.force_login(officer)

    assert client.post(CONFIRM, {"nhan": ["1:0"]})["Location"] == UPLOAD


def test_the_workbook_is_handed_out_to_home_affairs_with_every_cell_locked(client, make_user):
    build_sheets()
    client.force_login(make_user("home_affairs"))

    response = client.get(f"{PAGE}phieu.xlsx")

    page = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert all(cell.protection.locked for row in page.iter_rows() for cell in row)


def test_reading_costs_the_same_for_any_number_of_leaves(
    sheet, officer, django_assert_max_num_queries
):
    file = filled(taken_along(sheet, officer), EVERY_KIND)
    rights = rights_of(officer, sheet)
    refusals = {it.criterion.pk: refusal_of(it, rights) for it in sheet_leaves(sheet)}

    with django_assert_max_num_queries(4):
        returned(sheet, file, refusals=refusals)


def test_whoever_takes_a_sheet_along_leaves_a_record(client, sheet, officer):
    client.force_login(officer)

    assert b"".join(client.get(f"{PAGE}phieu.xlsx").streaming_content).startswith(b"PK")

    record = AccessRecord.objects.get()
    assert (record.kind, record.user, record.about) == ("export", officer, str(sheet))
