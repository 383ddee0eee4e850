"""How the two units score themselves, prove it and sign: one leaf by leaf, one by a workbook."""

import re
from io import BytesIO

from openpyxl import load_workbook
from playwright.sync_api import Download, FilePayload, Locator, Page, expect

from tests.browser.year_world import NAMES, YEAR, leaf_of, reads

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELLS_OF_Y_TE = {
    "1.1": {"Điểm": "4"},
    "1.2": {"Phương án": "b", "Giải trình": "Đã kiểm tra 6/10 phòng"},
    "2.1": {"Tử số": "45", "Mẫu số": "50"},
    "2.3": {"Số lượng": "1"},
}
"""What Sở Y tế types into its workbook, by leaf and column; 2.2 is counted."""


def the_officer_fills_the_sheet_in(page: Page) -> None:
    """Claim every leaf of Sở Tư pháp that is typed, area by area, and submit to the head."""
    _open_sheet(page, "tu-phap")
    leaf = leaf_of(page, "1.1")
    expect(leaf).to_contain_text("Năm 2024: 3/4")
    leaf.get_by_label("Điểm").fill("3,75")
    expect(leaf).to_contain_text("Đã lưu")
    _prove(leaf, "Kế hoạch 01/KH-STP")
    claim_the_inspections(page, "Đã kiểm tra cả mười phòng")
    page.get_by_role("link", name="2. Thủ tục hành chính").click()
    page.wait_for_url("**?linh-vuc=2")
    leaf_of(page, "2.1").get_by_label("Tử số").fill("45")
    leaf_of(page, "2.1").get_by_label("Mẫu số").fill("50")
    expect(leaf_of(page, "2.1")).to_contain_text("1,8/2 điểm")
    expect(leaf_of(page, "2.2")).to_contain_text("1/1 điểm")
    leaf_of(page, "2.3").get_by_label("Số lỗi").fill("0")
    expect(leaf_of(page, "2.3")).to_contain_text("1/1 điểm")
    reads(page, "Đã chấm 4/4 tiêu chí", "không còn thiếu gì")
    submit(page)


def the_officer_hands_a_workbook_in(page: Page) -> None:
    """Take Sở Y tế's sheet along, fill it in, see the four differences, save, prove and submit."""
    _open_sheet(page, "y-te")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tải XLSX").click()
    page.get_by_role("link", name="Nộp tệp đã điền").click()
    page.locator("input[type=file]").set_input_files(_filled_in(taken.value))
    page.get_by_role("button", name="Xem khác biệt").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(len(CELLS_OF_Y_TE))
    page.get_by_role("button", name="Lưu các dòng đã chọn").click()

    reads(page, "Đã lưu 4 tiêu chí từ tệp.", "Đã chấm 4/4 tiêu chí")
    expect(leaf_of(page, "1.2")).to_contain_text("1,25/2 điểm")
    _prove(leaf_of(page, "1.1"), "Kế hoạch 02/KH-SYT")
    submit(page)


def the_head_sends_it_back_once(head: Page, officer: Page) -> None:
    """Send the sheet back with a comment, which the officer reads, follows, and submits again."""
    head.goto(sheet_address("tu-phap"))
    head.get_by_label("Điều cần sửa").fill("1.2: ghi rõ số kết luận kiểm tra")
    head.get_by_role("button", name="Trả lại để sửa").click()

    officer.goto(sheet_address("tu-phap"))
    reads(officer, "1.2: ghi rõ số kết luận kiểm tra")
    claim_the_inspections(officer, "Đã kiểm tra cả mười phòng, kết luận 05/KL-STP")
    submit(officer)


def the_head_signs(page: Page, unit: str, area_1: str, password: str) -> None:
    """Read what area 1 earns, sign with the password typed again; the sheet is locked."""
    page.goto(sheet_address(unit))
    page.get_by_role("link", name="Xem và ký phiếu").click()
    expect(page.get_by_role("row", name=re.compile("1. Chỉ đạo"))).to_contain_text(area_1)
    page.get_by_label("Nhập lại mật khẩu của bạn").fill(password)
    page.get_by_role("button", name="Ký phiếu").click()

    reads(page, "Phiếu đã ký, đã nộp và khóa lại.")
    expect(page.get_by_role("form", name=re.compile("^1.1 "))).to_have_count(0)


def object_with_a_document(leaf: Locator, why: str, title: str) -> None:
    """Say why the unit does not agree to what a leaf was given, and bring a new document for it."""
    leaf.get_by_label("Không đồng ý", exact=True).check()
    leaf.get_by_label("Giải trình").fill(why)
    leaf.get_by_role("button", name="Ghi ý kiến").click()
    expect(leaf).to_contain_text("Đã ghi.")
    leaf.get_by_text("Tài liệu cho giải trình").click()
    _bring(leaf, title)


def claim_the_inspections(page: Page, explanation: str) -> None:
    """Choose option a of 1.2 and explain it, as there is no document."""
    leaf = leaf_of(page, "1.2")
    leaf.get_by_label("a (2)").check()
    expect(leaf).to_contain_text("2/2 điểm")
    leaf.get_by_label("Giải trình").fill(explanation)
    expect(leaf).to_contain_text("Đã lưu")


def submit(page: Page) -> None:
    """Submit the sheet, which locks it until the head has signed or sent it back."""
    page.get_by_role("button", name="Trình thủ trưởng ký").click()
    reads(page, "Phiếu đang chờ thủ trưởng ký")


def sheet_address(unit: str) -> str:
    """Return where a unit's sheet is."""
    return f"/phieu/56/{YEAR}/{unit}/"


def _open_sheet(page: Page, unit: str) -> None:
    page.goto("/phieu/")
    page.get_by_role("link", name=f"{YEAR} · {NAMES[unit]}").click()
    page.wait_for_url(f"**{sheet_address(unit)}")


def _filled_in(taken: Download) -> FilePayload:
    """Return the workbook that was taken along after Sở Y tế has worked on it offline."""
    book, out = load_workbook(BytesIO(taken.path().read_bytes())), BytesIO()
    columns = {cell.value: cell.column for cell in book.active[1]}
    lines = {row[0].value: row[0].row for row in book.active.iter_rows()}
    for code, cells in CELLS_OF_Y_TE.items():
        for header, text in cells.items():
            book.active.cell(lines[code], columns[header]).value = text
    book.save(out)
    return {"name": taken.suggested_filename, "mimeType": XLSX, "buffer": out.getvalue()}


def _prove(leaf: Locator, title: str) -> None:
    """Bring the PDF that a leaf demands."""
    leaf.get_by_text("Bắt buộc có tài liệu").click()
    _bring(leaf, title)


def _bring(leaf: Locator, title: str) -> None:
    """Bring a PDF with a title, of which no other has the content."""
    pdf = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n% "
    )
    leaf.get_by_text("Thêm tài liệu", exact=True).click()
    leaf.get_by_label("Tệp").set_input_files(
        {"name": "tai-lieu.pdf", "mimeType": "application/pdf", "buffer": pdf + title.encode()}
    )
    leaf.get_by_label("Tên tài liệu").fill(title)
    leaf.get_by_role("button", name="Nộp và dẫn").click()
    expect(leaf.get_by_role("link", name=title)).to_be_visible()
