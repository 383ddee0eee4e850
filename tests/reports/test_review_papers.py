"""The list for review of responsibility on paper: what it says, how it looks, who may take it."""

import hashlib
import io
import resource
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from pypdf import PdfReader

from foundation.models import AccessRecord
from reports.services.review_papers import review_pdf
from scoring.models import Assessment, CycleGroup, Mark
from scoring.services.ranking import rank_cycle
from scoring.services.review_replies import record_reply
from tests.reports.test_pages import RANKING, words
from tests.scoring_world import create_dossiers, publish
from units.models import Person, Unit, User

LIST = f"{RANKING}trach-nhiem/"
PAPER = f"{LIST}danh-sach.pdf"
ROLES = {
    "superuser": 200,
    "home_affairs": 200,
    "leader": 200,
    "appraiser": 403,
    "reader": 403,
    "head": 403,
    "officer": 403,
    "sister": 403,
    "nobody": 403,
}


def text_of(pdf: io.BytesIO) -> str:
    """Return all text of a paper, every run of blanks one."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())


def take(client, address: str = PAPER) -> tuple[int, bytes]:
    """Take a paper out to its end; return how the address answers, and with what."""
    answer = client.get(address)
    return answer.status_code, answer.getvalue()


def answer_of_gamma(run, text: str):
    """Write down what gamma's head answers."""
    by = User.objects.get(username="marker")
    case = {"unit": "gamma", "person": "gd-gamma", "rule": "head_weak_once"}
    return record_reply(run, **case, text=text, by=by)


def test_it_says_who_which_rule_on_what_grounds_and_what_follows(reviewed):
    text = text_of(review_pdf(reviewed))

    assert "Xem xét trách nhiệm – Kỳ tính tay 2024" in text
    assert "1 trường hợp ở 1 đơn vị." in text
    row = (
        "Sở gamma 1 Giám đốc gamma gd-gamma, Người đứng đầu"
        " Giữ chức từ 01/01/2020, trọn thời gian được tính"
        " Đơn vị xếp loại Yếu trở xuống Kết luận 91, điểm 4"
        " Năm 2024: Yếu Xem xét trách nhiệm chưa có"
    )
    assert row in text
    assert "Giám đốc alpha" not in text


def test_it_has_the_heads_of_decree_30_and_says_it_is_for_the_office_alone(reviewed):
    text = text_of(review_pdf(reviewed))

    assert text.startswith("ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA SỞ NỘI VỤ CỘNG HÒA XÃ HỘI CHỦ NGHĨA")
    assert "Độc lập - Tự do - Hạnh phúc Khánh Hòa, ngày " in text
    assert "LƯU HÀNH NỘI BỘ DANH SÁCH" in text
    assert text.endswith("GIÁM ĐỐC (Ký, đóng dấu)")


def test_a_district_has_an_office_of_its_own(reviewed):
    organiser = reviewed.cycle.organiser
    organiser.level, organiser.name = "district", "Huyện Giồng Riềng"

    text = text_of(review_pdf(reviewed))

    assert text.startswith("ỦY BAN NHÂN DÂN HUYỆN GIỒNG RIỀNG PHÒNG NỘI VỤ CỘNG HÒA")
    assert "Giồng Riềng, ngày " in text
    assert text.endswith("TRƯỞNG PHÒNG (Ký, đóng dấu)")


def test_it_says_which_run_by_number_and_digests_and_that_it_is_not_published(reviewed):
    text = text_of(review_pdf(reviewed))

    of_people = hashlib.sha256(reviewed.people_bundle.encode()).hexdigest()
    assert "(Theo lần xếp hạng số 2, tính lúc " in text
    assert ", chưa công bố)" in text
    assert "số liệu chốt đến 31/12/2024 23:59" in text
    assert f"Mã SHA-256 của gói số liệu: {reviewed.bundle_sha256}" in text
    assert f"gói trách nhiệm (không công khai): {of_people}" in text


def test_a_published_run_is_named_with_its_decision_and_where_to_verify_it(
    client, make_user, reviewed
):
    publish(reviewed, User.objects.get(username="marker"))
    client.force_login(make_user("leader"))

    text = text_of(io.BytesIO(take(client)[1]))

    assert "Đã công bố theo Quyết định số 06/QĐ-UBND ngày 15/01/2025" in text
    assert f"http://testserver/xac-minh/{reviewed.pk}/" in text
    assert "chưa công bố" not in text.lower()


def test_answers_stand_below_their_case_word_for_word(reviewed):
    answer_of_gamma(reviewed, "Đã sửa <b>ngay</b>.\nBáo cáo 12/BC.")
    Person.objects.filter(code="gd-alpha").delete()
    newer = rank_cycle(reviewed.cycle_id, by=None)
    answer_of_gamma(newer, "Không còn gì thêm.")

    text = text_of(review_pdf(newer))

    assert "Xem xét trách nhiệm ở dòng dưới Ý kiến: Không còn gì thêm. marker, " in text
    assert "Ý kiến: Đã sửa <b>ngay</b>. Báo cáo 12/BC. marker, " in text
    assert text.count(f", theo lần {reviewed.number}") == 1


def test_what_could_not_be_decided_is_on_it(reviewed):
    Person.objects.filter(code="gd-gamma").delete()

    text = text_of(review_pdf(rank_cycle(reviewed.cycle_id, by=None)))

    why = "Danh mục không có người đứng đầu vào ngày 31/12/2024"
    assert "Chưa có ai trong danh sách, nhưng có trường hợp không xét được" in text
    assert f"- Sở gamma – Người đứng đầu – Đơn vị xếp loại Yếu trở xuống. {why}." in text


def test_a_list_of_nobody_says_so(run):
    text = text_of(review_pdf(run))

    assert "Không ai thuộc diện phải xem xét, hoặc bộ quy tắc của năm không nói về người." in text
    assert "gói trách nhiệm" not in text


def test_it_is_tagged_titled_vietnamese_landscape_in_the_shipped_fonts(reviewed):
    answer_of_gamma(reviewed, "Đơn vị đã rà soát. " * 260)

    pdf = PdfReader(review_pdf(reviewed))

    catalogue = pdf.trailer["/Root"]
    assert (catalogue["/Lang"], catalogue["/MarkInfo"]["/Marked"]) == ("vi", True)
    assert pdf.metadata.title == "Danh sách xem xét trách nhiệm – Kỳ tính tay 2024"
    assert all(page.mediabox.width > page.mediabox.height for page in pdf.pages)
    pages_fonts = [page["/Resources"]["/Font"].values() for page in pdf.pages]
    names = {font.get_object()["/BaseFont"] for fonts in pages_fonts for font in fonts}
    assert names
    assert all("Tinos" in name for name in names)
    title, (unit, origin) = pdf.outline
    assert title.title == "DANH SÁCH Xem xét trách nhiệm – Kỳ tính tay 2024"
    assert [unit.title, origin.title] == ["Sở gamma", "Xuất xứ"]


def test_pages_are_numbered_from_the_second_and_a_long_answer_goes_on_there(reviewed):
    answer_of_gamma(reviewed, "Đơn vị đã rà soát. " * 260)

    first, second = (
        " ".join(page.extract_text().split()) for page in PdfReader(review_pdf(reviewed)).pages
    )

    assert first.startswith("ỦY BAN")
    assert "Giám đốc gamma" in first
    assert "Ý kiến: Đơn vị đã rà soát." in first
    assert second.startswith("STT Người, tập thể")
    assert second.endswith("LƯU HÀNH NỘI BỘ 2")
    assert (first + second).count("đã rà soát") == 260


@pytest.mark.parametrize(("role", "status"), ROLES.items())
def test_those_alone_who_may_read_the_page_take_it_out(client, make_user, reviewed, role, status):
    if role == "superuser":
        user = User.objects.create_superuser(username=role)
    elif role == "nobody":
        user = make_user(username=role)
    else:
        code = {"head": "gamma", "officer": "gamma", "sister": "beta"}.get(role)
        unit = code and Unit.through_time.get(code=code)
        user = make_user("head" if role == "sister" else role, unit)
    client.force_login(user)

    assert take(client)[0] == take(client, LIST)[0] == status


def test_whoever_is_not_signed_in_is_asked_to(client, reviewed):
    assert client.get(PAPER)["Location"] == f"/dang-nhap/?next={PAPER}"


def test_taking_it_out_leaves_a_trace_and_it_is_kept_nowhere(client, make_user, reviewed):
    leader = make_user("leader")
    client.force_login(leader)

    answer = client.get(f"{PAPER}?lan={reviewed.number}")

    assert answer.getvalue().startswith(b"%PDF-")
    record = AccessRecord.objects.get()
    assert (record.kind, record.user, record.page, record.about) == (
        *("export", leader, "Danh sách xem xét trách nhiệm"),
        f"Kỳ tính tay 2024, lần {reviewed.number}",
    )
    assert "xem-xet-trach-nhiem-2024-lan-2.pdf" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"


def test_the_page_leads_to_it_where_there_is_a_list(client, make_user, run, reviewed):
    client.force_login(make_user("leader"))

    assert f'href="{PAPER}?lan=2"' in client.get(LIST).content.decode()
    assert PAPER not in client.get(f"{LIST}?lan={run.number}").content.decode()


def test_a_provisional_run_has_no_such_paper(client, make_user, reviewed):
    provisional = rank_cycle(reviewed.cycle_id, by=None, is_provisional=True)
    client.force_login(make_user("leader"))

    status, _ = take(client, f"{PAPER}?lan={provisional.number}")

    assert status == 404
    assert not AccessRecord.objects.exists()


def test_a_list_too_long_for_paper_leads_back_to_the_workbook(
    client, make_user, reviewed, monkeypatch
):
    monkeypatch.setattr("reports.services.review_papers.MOST_CASES", 0)
    client.force_login(make_user("leader"))

    answer = client.get(f"{PAPER}?lan=2", follow=True)

    assert answer.redirect_chain == [(f"{LIST}?lan=2", 302)]
    assert "Danh sách dài quá 0 trường hợp; hãy tải tệp XLSX." in words(answer)
    assert AccessRecord.objects.get().kind == AccessRecord.Kind.READ


@pytest.fixture
def province(reviewed):
    """Return a run of 162 units, of which 160 have 4 of 10 points: weak, their heads reviewed."""
    block, by = CycleGroup.objects.get(), User.objects.get(username="marker")
    leaf = block.criteria_set.criteria.get(code="1.1")
    for order in range(159):
        unit = Unit.through_time.create(
            code=f"xa-{order}", name=f"Xã {order}", level="commune", valid=DateRange(None, None)
        )
        sheet = Assessment.objects.create(cycle=reviewed.cycle, cycle_group=block, unit=unit)
        content = {"points": "0"}
        Mark.objects.create(assessment=sheet, criterion=leaf, content=content, marked_by=by)
        create_dossiers(unit, 1, 0)
        Person.objects.create(
            code=f"ct-{order}",
            name=f"Chủ tịch {order}",
            role="head",
            unit=unit,
            valid=DateRange(date(2020, 1, 1), None),
        )
    return rank_cycle(reviewed.cycle_id, by=None)


def test_a_whole_province_takes_a_bearable_memory(province):
    """Gamma and 159 communes; `ru_maxrss` counts KiB."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    text = text_of(review_pdf(province))

    taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert "160 trường hợp ở 160 đơn vị." in text
    assert text.count("Giữ chức từ 01/01/2020") == 160
    assert taken < 300 * 1024
