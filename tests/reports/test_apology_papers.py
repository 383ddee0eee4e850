"""Letters and lists about late dossiers: what they say, who may have them, how they are printed."""

import io
import shutil
import subprocess
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from openpyxl import load_workbook
from pypdf import PdfReader

from dossiers.models import Apology, Dossier
from foundation.models import Job
from foundation.services.results import result_link
from reports.services import late_lists
from reports.services import letters as letter_service
from reports.services.letters import letters_pdf, request_letters
from reports.services.printed import register_printed
from reports.tasks import print_late_list, print_letters
from tests.apology_world import DUE, JUNE, build_late_june, late_dossier, write_letter
from units.models import Person, Unit

XLSX = "/thu-xin-loi/danh-sach.xlsx"


@pytest.fixture
def own(client, db, make_user) -> Unit:
    """Build the world, sign the unit's officer in, and return the unit."""
    unit = build_late_june()
    client.force_login(make_user("officer", unit))
    return unit


@pytest.fixture
def others(own, make_user):
    """Return who else there is: a sister unit's head, an appraiser, a stranger, Sở Nội vụ."""
    sister = Unit.through_time.get(code="so-y-te")
    return {
        "sister": make_user("head", sister),
        "appraiser": make_user("appraiser"),
        "stranger": make_user(None, username="stranger"),
        "home_affairs": make_user("home_affairs"),
    }


def letter_of(code: str) -> Apology:
    return Apology.objects.get(dossier__code=code)


def lines_of(pdf: bytes) -> list[str]:
    """Return the lines of a PDF as poppler finds them."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed")
    out = subprocess.run([program, "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return [line.strip() for line in out.decode().splitlines()]


def text_of(pdf: bytes) -> str:
    """Return what a PDF says by poppler, every run of blanks one."""
    return " ".join(" ".join(lines_of(pdf)).split())


def body(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def status(client, address: str) -> int:
    """Return how an address answers, having read a file to its end, so that it is closed."""
    response = client.get(address)
    if response.streaming:
        body(response)
    return response.status_code


def ended(task, job: Job) -> Job:
    """Run a job's task and return the job."""
    task(job.pk)
    job.refresh_from_db()
    return job


def test_a_sent_letter_says_what_the_decree_asks_for(client, own):
    pdf = body(client.get(f"/thu-xin-loi/{letter_of('kip').pk}.pdf"))

    text = text_of(pdf)
    for part in (
        "ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA SỞ TƯ PHÁP",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "Số: 05/PXL-STP",
        "Khánh Hòa, ngày 10 tháng 6 năm 2024",
        "PHIẾU XIN LỖI và hẹn lại ngày trả kết quả hồ sơ kip",
        "thủ tục “Đăng ký khai sinh” (mã thủ tục 1.001)",
        "Thời hạn trả kết quả đã hẹn: 17 giờ 00, ngày 10/06/2024",
        "Lý do: Chờ xác minh của Uỷ ban nhân dân xã",
        "hẹn trả kết quả lúc 17 giờ 00, ngày 20/06/2024",
        "GIÁM ĐỐC",
        "Nguyễn Thị Ánh",
    ):
        assert part in text
    assert "tạm dừng" not in text


def test_a_draft_leaves_number_and_day_open_and_tells_of_pauses(client, own):
    Dossier.objects.filter(code="soan").update(deadline_at=DUE + timedelta(days=2))

    text = text_of(body(client.get(f"/thu-xin-loi/{letter_of('soan').pk}.pdf")))

    assert "Số: ...." in text
    assert "Khánh Hòa, ngày ...... tháng ...... năm ......" in text
    assert "hạn giải quyết là 17 giờ 00, ngày 12/06/2024" in text


def test_letters_are_tagged_titled_vietnamese_and_bookmarked(own):
    pdf = PdfReader(io.BytesIO(letters_pdf([letter_of("kip"), letter_of("muon")])))

    catalogue = pdf.trailer["/Root"]
    assert catalogue["/Lang"] == "vi"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert pdf.metadata.title == "Phiếu xin lỗi – 2 hồ sơ"
    assert [mark.title.split()[-1] for mark in pdf.outline] == ["kip", "muon"]
    assert len(pdf.pages) == 2
    fonts = {
        font.get_object()["/BaseFont"]
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert all("Tinos" in name for name in fonts)


@pytest.mark.parametrize("reason", ["Chờ xác minh thực địa " * 25, "x" * 500])
def test_the_longest_reason_stays_on_one_page(own, reason):
    letter = letter_of("kip")
    letter.reason, letter.number = reason[:500], "9" * 60

    assert len(PdfReader(io.BytesIO(letters_pdf([letter]))).pages) == 1


@pytest.mark.parametrize("name", ["Sở Tư pháp", f"Xã {'Y' * 45}", "X" * 80])
def test_the_hour_of_receipt_stands_beside_its_word(own, name):
    letter = letter_of("kip")
    letter.dossier.unit.name = name

    lines = lines_of(letters_pdf([letter]))

    assert "Lúc" not in lines
    assert any(line.replace("\u00a0", " ").startswith("Lúc 17 giờ 00, ngày") for line in lines)


def test_a_letter_of_two_pages_numbers_its_own(own):
    long, short = letter_of("kip"), letter_of("muon")
    long.dossier.procedure.name, long.reason = "Đăng ký " * 60, "x" * 1200

    pages = PdfReader(io.BytesIO(letters_pdf([short, long, short]))).pages

    says_two = ["2" in page.extract_text().split() for page in pages]
    assert says_two == [False, False, True, False]


def test_what_was_typed_is_text_and_no_markup(own):
    letter = letter_of("kip")
    letter.reason = '<img src="file:///etc/passwd"> {{ 7 }} & <b>x</b>'

    assert '<img src="file:///etc/passwd"> {{ 7 }} & <b>x</b>' in text_of(letters_pdf([letter]))


def test_papers_meet_their_people(client, own, others):
    job = ended(print_letters, request_letters(own, None, by=others["home_affairs"]))
    pages = (
        f"/thu-xin-loi/{letter_of('kip').pk}.pdf",
        f"{XLSX}?don_vi={own.pk}",
        f"/thu-xin-loi/ban-in/{job.pk}/",
        f"/thu-xin-loi/ban-in/{job.pk}/1.pdf",
    )
    assert [status(client, page) for page in pages] == [200] * 4
    for who, user in others.items():
        client.force_login(user)
        expected = 200 if who == "home_affairs" else 403
        assert [status(client, page) for page in pages] == [expected] * 4, who


def test_asking_for_print_meets_its_people(client, own, others):
    asked = {"/thu-xin-loi/in-thu/so-tu-phap/": {"tat_ca": "1"}}
    asked["/thu-xin-loi/in-danh-sach/"] = JUNE | {"don_vi": own.pk}
    for address, given in asked.items():
        assert client.post(address, given).status_code == 302
    for who, user in others.items():
        client.force_login(user)
        expected = 302 if who == "home_affairs" else 403
        statuses = [client.post(address, given).status_code for address, given in asked.items()]
        assert statuses == [expected] * 2, who


def test_the_list_of_all_units_is_for_home_affairs(client, own, others):
    assert client.get(XLSX).status_code == 403
    assert client.post("/thu-xin-loi/in-danh-sach/", JUNE).status_code == 403
    client.force_login(others["home_affairs"])
    assert status(client, XLSX) == 200
    assert client.post("/thu-xin-loi/in-danh-sach/", JUNE).status_code == 302


def test_drafts_are_printed_in_volumes(client, own, monkeypatch):
    monkeypatch.setattr(letter_service, "VOLUME", 2)
    head = Person.objects.get()
    for code in ("tre-0", "tre-1"):
        write_letter(code, head)
    asked = client.post("/thu-xin-loi/in-thu/so-tu-phap/", {"tat_ca": "1"})

    job = ended(print_letters, Job.objects.get())

    assert asked.url == f"/cong-viec/{job.pk}/"
    assert (job.state, job.message) == ("done", "Đã in xong 2 tập.")
    first, second = (body(client.get(f"/thu-xin-loi/ban-in/{job.pk}/{n}.pdf")) for n in (1, 2))
    assert "hồ sơ soan" in text_of(first)
    assert "hồ sơ tre-0" in text_of(first)
    assert "hồ sơ tre-1" in text_of(second)
    page = client.get(f"/thu-xin-loi/ban-in/{job.pk}/").content.decode()
    assert f"/thu-xin-loi/ban-in/{job.pk}/2.pdf" in page
    assert client.get(f"/thu-xin-loi/ban-in/{job.pk}/3.pdf").status_code == 404


def test_only_the_drafts_ticked_are_printed_and_of_this_unit(client, own):
    given = {"ho_so": ["soan", "kip", "y-te-0"]}
    client.post("/thu-xin-loi/in-thu/so-tu-phap/", given)

    job = ended(print_letters, Job.objects.get())

    with default_storage.open(f"printed/{job.pk}/1.pdf") as file:
        assert len(PdfReader(file).pages) == 1


def test_nothing_ticked_prints_nothing(client, own):
    assert client.post("/thu-xin-loi/in-thu/so-tu-phap/", {}).status_code == 400
    assert not Job.objects.exists()


def pass_appointment(*codes: str) -> None:
    """Let the appointments of drafts be over."""
    Apology.objects.filter(dossier__code__in=codes).update(new_due_at=DUE + timedelta(days=10))


def test_a_draft_whose_appointment_has_passed_is_not_printed(client, own):
    pass_appointment("soan")

    said = client.get(f"/thu-xin-loi/{letter_of('soan').pk}.pdf", follow=True)

    assert said.redirect_chain == [("/don-vi/so-tu-phap/thu-xin-loi/soan/", 302)]
    assert "Ngày hẹn trả lại 20/06/2024 17:00 đã qua" in said.content.decode()


def test_drafts_whose_appointment_has_passed_are_left_out_and_named(client, own):
    for code in ("tre-0", "tre-1"):
        write_letter(code, Person.objects.get())
    pass_appointment("soan", "tre-1")
    client.post("/thu-xin-loi/in-thu/so-tu-phap/", {"tat_ca": "1"})

    job = ended(print_letters, Job.objects.get())

    assert job.message == (
        "Đã in xong 1 tập. Không in 2 thư vì ngày hẹn trả lại đã qua: soan, tre-1."
        " Hãy sửa ngày hẹn rồi in lại."
    )
    text = text_of(body(client.get(f"/thu-xin-loi/ban-in/{job.pk}/1.pdf")))
    assert ("hồ sơ tre-0" in text, "hồ sơ soan" in text) == (True, False)


def test_drafts_that_all_promise_days_gone_by_are_refused(client, own):
    pass_appointment("soan")
    client.post("/thu-xin-loi/in-thu/so-tu-phap/", {"tat_ca": "1"})

    job = ended(print_letters, Job.objects.get())

    assert job.state == "failed"
    assert job.message.startswith("Không in 1 thư vì ngày hẹn trả lại đã qua: soan.")


def test_drafts_that_are_gone_are_said_to_be(client, own):
    client.post("/thu-xin-loi/in-thu/so-tu-phap/", {"ho_so": ["kip"]})

    job = ended(print_letters, Job.objects.get())

    assert (job.state, job.message) == ("failed", "Không còn thư nào đang soạn để in.")
    page = client.get(f"/thu-xin-loi/ban-in/{job.pk}/").content.decode()
    assert "Chưa in xong, hoặc không in được." in page


def test_a_task_rung_twice_prints_once(client, own):
    client.post("/thu-xin-loi/in-thu/so-tu-phap/", {"tat_ca": "1"})
    job = ended(print_letters, Job.objects.get())
    finished = job.finished_at

    assert ended(print_letters, job).finished_at == finished


def test_a_job_that_printed_leads_to_its_volumes(client, own):
    register_printed()
    client.post("/thu-xin-loi/in-thu/so-tu-phap/", {"tat_ca": "1"})

    job = ended(print_letters, Job.objects.get())

    assert result_link(job).url == f"/thu-xin-loi/ban-in/{job.pk}/"


def test_a_job_of_another_kind_has_no_papers(client, own):
    job = Job.objects.create(kind="x.y", result={"volumes": 1})

    assert client.get(f"/thu-xin-loi/ban-in/{job.pk}/").status_code == 404


def test_the_list_on_paper_has_the_numbers_of_the_page(client, own, others):
    client.force_login(others["home_affairs"])
    client.post("/thu-xin-loi/in-danh-sach/", JUNE)

    job = ended(print_late_list, Job.objects.get())

    text = text_of(body(client.get(f"/thu-xin-loi/ban-in/{job.pk}/1.pdf")))
    assert "ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA SỞ NỘI VỤ" in text
    assert "hạn giải quyết từ 01/06/2024 đến 30/06/2024" in text
    assert "Sở Tư pháp 5 1 1 1 2 20,00 %" in text
    assert "Sở Y tế 1 0 0 0 1 0,00 %" in text
    assert "05/PXL-STP 10/06/2024 17:00 Đã gửi kịp hạn" in text
    assert text.count("Chưa có thư") == 4  # three dossiers and the head of the column


def test_a_long_list_comes_in_volumes_and_a_longer_one_is_refused(client, own, monkeypatch):
    monkeypatch.setattr(late_lists, "VOLUME", 3)
    monkeypatch.setattr(late_lists, "TABLE", 2)
    client.post("/thu-xin-loi/in-danh-sach/", JUNE | {"don_vi": own.pk})
    printed = ended(print_late_list, Job.objects.get())
    monkeypatch.setattr(late_lists, "MOST_ROWS", 4)
    client.post("/thu-xin-loi/in-danh-sach/", JUNE | {"don_vi": own.pk})

    refused = ended(print_late_list, Job.objects.first())

    assert printed.result == {"volumes": 2}
    second = text_of(body(client.get(f"/thu-xin-loi/ban-in/{printed.pk}/2.pdf")))
    assert "tập 2 trong 2 tập" in second
    assert "hãy chọn kỳ ngắn hơn hoặc tải tệp XLSX" in refused.message


def test_a_period_without_a_late_dossier_is_a_list_that_says_so(client, own):
    nothing = {"tu": "01/07/2024", "den": "31/07/2024", "don_vi": own.pk}
    client.post("/thu-xin-loi/in-danh-sach/", nothing)

    job = ended(print_late_list, Job.objects.get())

    text = text_of(body(client.get(f"/thu-xin-loi/ban-in/{job.pk}/1.pdf")))
    assert "Không có hồ sơ trễ hạn nào trong kỳ này." in text


def test_the_workbook_has_real_numbers_days_and_no_formula(client, own):
    late_dossier("=1+1", own, finished_at=DUE + timedelta(hours=36), outcome="granted")
    book = load_workbook(io.BytesIO(body(client.get(XLSX, JUNE | {"don_vi": own.pk}))))

    units, dossiers = book.worksheets
    assert [cell.value for cell in units[2]] == [
        *("Sở Tư pháp", 6, 1, 1, 1, 3),
        pytest.approx(1 / 6),
    ]
    rows = {row[1].value: row for row in dossiers.iter_rows(min_row=2)}
    assert set(rows) == {"=1+1", "tre-0", "tre-1", "soan", "kip", "muon"}
    assert rows["=1+1"][1].data_type == "s"
    assert rows["=1+1"][6].value == 1.5  # 36 hours are a day and a half
    assert rows["kip"][4].value == DUE.replace(tzinfo=None)
    assert [cell.value for cell in rows["kip"][7:9]] == ["Đã gửi kịp hạn", "05/PXL-STP"]
    assert rows["tre-0"][9].value is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?don_vi=x", 404),
        ("?don_vi=99999999999999999999", 404),
        ("?don_vi=٣", 404),
        ("?don_vi=0", 404),
        ("?tu=31/02/2024", 400),
        ("?tu=01/07/2024&den=30/06/2024", 400),
    ],
)
def test_garbage_in_the_address_of_a_list(client, own, others, query, expected):
    client.force_login(others["home_affairs"])

    assert client.get(f"{XLSX}{query}").status_code == expected


@pytest.mark.parametrize("address", ["/thu-xin-loi/0.pdf", "/thu-xin-loi/ban-in/0/"])
def test_what_is_not_there_is_not_found(client, own, address):
    assert client.get(address).status_code == 404


def test_dossiers_add_no_queries_to_the_workbook(client, own, django_assert_max_num_queries):
    head = Person.objects.get()
    for order in range(30):
        late_dossier(f"nua-{order}", own)
        write_letter(f"nua-{order}", head, number=str(order), sent_at=DUE)

    with django_assert_max_num_queries(14):
        body(client.get(XLSX, JUNE | {"don_vi": own.pk}))
