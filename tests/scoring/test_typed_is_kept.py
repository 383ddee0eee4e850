"""What was typed too late or too long is shown again with the reason; nothing of it is saved."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from dossiers.forms.apologies import DraftForm
from foundation.models import StoredFile
from scoring.forms.answers import ExplanationForm, ReplyForm
from scoring.forms.appraisal import MarkForm
from scoring.forms.criteria_leaf import CriterionForm
from scoring.forms.publishing import DecisionForm
from scoring.forms.sheets import CommentForm
from scoring.forms.stages import ExtensionForm, MoveForm, ReopeningForm, StandingForm, WaiverForm
from scoring.models import Claim, CriteriaSet, SheetStep
from scoring.selectors.claim_workbooks import digest_of
from scoring.selectors.sheet_rights import rights_of
from scoring.services.sheet_files import sheet_xlsx
from tests.claim_world import PAGE, build_sheets, leaf, move

BACK, UPLOAD, CONFIRM = f"{PAGE}tra-lai/", f"{PAGE}nop-tep/", f"{PAGE}nop-tep/luu/"
OVER = "Đã hết hạn tự chấm điểm (hết ngày 31/01/2024)."
NOT_OPEN = "Phiếu tự chấm này chưa mở cho bạn. Bạn đã nhập, chưa ghi:"
HTMX = {"headers": {"HX-Request": "true"}}
LONGEST = 2000
AREAS = [
    (CommentForm, "y_kien", LONGEST),
    (MoveForm, "ly_do", LONGEST),
    (ExtensionForm, "ly_do", LONGEST),
    (ReopeningForm, "ly_do", LONGEST),
    (StandingForm, "ly_do", LONGEST),
    (WaiverForm, "ly_do", LONGEST),
    (DecisionForm, "ly_do", LONGEST),
    (MarkForm, "ly_do", 4000),
    (CriterionForm, "huong_dan", 5000),
    (DraftForm, "ly_do", 500),
    (ExplanationForm, "giai_trinh", 4000),
    (ReplyForm, "text", 5000),
]


@pytest.fixture
def sheet(db):
    """Return alpha's sheet in the open stage."""
    return build_sheets()


@pytest.fixture
def head(make_user, sheet):
    """Return alpha's head."""
    return make_user("head", sheet.unit, username="truong")


@pytest.fixture
def officer(make_user, sheet):
    """Return alpha's officer."""
    return make_user("officer", sheet.unit, username="can-bo")


def words(response) -> str:
    """Return a page's text without tags, every run of blanks one."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def lines(length: int) -> str:
    """Return a text of that many characters, half of them breaks of lines."""
    return "d\n" * ((length - 1) // 2) + "d" * (length - (length - 1) // 2 * 2)


def as_sent(text: str) -> str:
    """Return a text as a browser sends it: every break of a line as two characters."""
    return text.replace("\n", "\r\n")


def close(sheet) -> None:
    """Let the last day of self-scoring be long over."""
    sheet.cycle.stages.update(opens_on="2024-01-01", closes_on="2024-01-31")


def hand_in(client, sheet, by, points: str = "1,25") -> str:
    """Hand in a workbook with points for 3.4, and return what its page says it would change."""
    out = io.BytesIO()
    sheet_xlsx(sheet, rights_of(by, sheet), out)
    book = load_workbook(out)
    page = book.active
    line = next(row[0].row for row in page.iter_rows() if row[0].value == "3.4")
    column = next(cell.column for cell in page[1] if cell.value == "Điểm")
    page.cell(line, column).value = points
    out = io.BytesIO()
    book.save(out)
    answer = client.post(UPLOAD, {"tep": SimpleUploadedFile("phieu.xlsx", out.getvalue())})
    assert answer.status_code == 200
    return words(answer)


def chosen(sheet) -> dict[str, list[str]]:
    """Return what the page sends to take 3.4 over."""
    return {"nhan": [f"{leaf(sheet, '3.4').pk}:0:{digest_of({'diem': '1,25'})}"]}


def test_a_comment_that_came_too_late_is_shown_with_the_reason(client, sheet, head):
    move(sheet, "submitted", head)
    close(sheet)
    client.force_login(head)

    answer = client.post(BACK, {"y_kien": "Xem lại 2.2\r\nvà <3.1>"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert words(answer).count(OVER) == 1
    assert "Xem lại 2.2<br>và &lt;3.1&gt;" in page
    assert 'name="y_kien"' not in page
    assert not SheetStep.objects.exists()


def test_a_comment_on_a_sheet_that_went_back_before_is_shown(client, sheet, head):
    client.force_login(head)

    answer = client.post(BACK, {"y_kien": "Xem lại 2.2"})

    assert answer.status_code == 409
    assert "Xem lại 2.2" in words(answer)


def test_a_comment_of_a_head_whose_grant_ended_is_shown(client, sheet, head):
    move(sheet, "submitted", head)
    client.force_login(head)
    head.grants.all().delete()

    answer = client.post(BACK, {"y_kien": "Xem lại 2.2\r\nvà <3.1>"})

    assert answer.status_code == 403
    assert f"{NOT_OPEN} Điều cần sửa Xem lại 2.2 và &lt;3.1&gt;" in words(answer)
    assert not SheetStep.objects.exists()


def test_a_claim_of_an_officer_whose_grant_ended_is_shown(client, sheet, officer):
    client.force_login(officer)
    officer.grants.all().delete()
    place = f"{PAGE}tieu-chi/{leaf(sheet, '3.4').pk}/"
    typed = {"diem": "1,25", "giai_trinh": "Đủ <cả>", "phien_ban": "0"}

    answer, in_place = client.post(place, typed), client.post(place, typed, **HTMX)

    assert (answer.status_code, in_place.status_code) == (403, 403)
    assert f"{NOT_OPEN} Điểm 1,25 Giải trình Đủ &lt;cả&gt;" in words(answer)
    assert client.get(place).status_code == 403
    assert not Claim.objects.exists()


def test_a_comment_too_long_is_refused_truly_and_stays_in_its_field(client, sheet, head):
    move(sheet, "submitted", head)
    client.force_login(head)
    text = lines(LONGEST + 1)

    answer = client.post(BACK, {"y_kien": as_sent(text)})

    assert answer.status_code == 409
    assert "Điều cần sửa có 2001 ký tự, nhiều nhất 2000." in words(answer)
    assert "Hãy ghi điều cần sửa" not in words(answer)
    field = re.search(r"<textarea[^>]*>([^<]*)</textarea>", answer.content.decode())
    assert field[1].replace("\r\n", "\n") == text
    assert 'aria-invalid="true"' in field[0]
    assert 'maxlength="2000"' in field[0]


def test_a_comment_as_long_as_its_field_takes_sends_the_sheet_back(client, sheet, head):
    move(sheet, "submitted", head)
    client.force_login(head)
    text = lines(LONGEST)

    answer = client.post(BACK, {"y_kien": as_sent(text)})

    assert answer.status_code == 302
    assert SheetStep.objects.get().comment == text


@pytest.mark.parametrize(("form", "name", "most"), AREAS)
def test_a_break_of_lines_counts_as_one_character_as_in_the_browser(form, name, most):
    field = form.base_fields[name]

    assert field.clean(as_sent(lines(most))) == lines(most)
    with pytest.raises(Exception, match=str(most)):
        field.clean(as_sent(lines(most + 1)))


def test_a_cell_that_takes_nothing_is_named_with_its_reason_once(client, sheet, officer):
    client.force_login(officer)

    page = hand_in(client, sheet, officer, points="99")

    assert re.search(r"Ô [A-Z]+\d+ \(3\.4\) Giá trị 99 vượt mức tối đa", page)
    assert page.count("vượt mức tối đa") == 1


def test_a_workbook_confirmed_too_late_is_shown_with_the_reason(client, sheet, officer):
    client.force_login(officer)
    hand_in(client, sheet, officer)
    close(sheet)

    answer = client.post(CONFIRM, chosen(sheet))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"Chưa lưu gì từ tệp. {OVER}" in words(answer)
    assert "3.4 Tiêu chí 3.4 chưa tự chấm 1,25 điểm" in words(answer)
    assert "Lưu các dòng đã chọn" not in page
    assert 'name="nhan"' not in page
    assert not Claim.objects.exists()


def test_whoever_handed_nothing_in_is_told_that_it_is_too_late(client, sheet, officer):
    close(sheet)
    client.force_login(officer)

    answer = client.post(CONFIRM, chosen(sheet))

    assert answer.status_code == 403
    assert OVER in words(answer)


def test_a_workbook_that_is_gone_from_the_store_is_asked_for_again(client, sheet, officer):
    client.force_login(officer)
    hand_in(client, sheet, officer)
    StoredFile.objects.get().file.delete(save=False)

    answer = client.post(CONFIRM, chosen(sheet), follow=True)

    assert answer.redirect_chain == [(UPLOAD, 302)]
    assert "Tệp không còn trong kho của cổng; hãy nộp lại." in words(answer)
    assert not Claim.objects.exists()


def test_a_workbook_of_a_set_replaced_since_is_asked_for_again(client, sheet, officer):
    client.force_login(officer)
    hand_in(client, sheet, officer)
    CriteriaSet.objects.update(code="bo-moi")

    answer = client.post(CONFIRM, chosen(sheet), follow=True)

    assert answer.redirect_chain == [(UPLOAD, 302)]
    assert "Tệp lập theo bộ tiêu chí khác." in words(answer)
    assert not Claim.objects.exists()
