"""Handing files in: who may, what a kind of file looks like, what is refused, what is asked for."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from foundation.models import Job, StoredFile
from units.models import User

OVERVIEW, UNITS, ANSWERS = "/nhap-du-lieu/", "/nhap-du-lieu/units/", "/nhap-du-lieu/answers/"
HEADER = "Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cha,Từ ngày,Đến ngày,Nguồn"


@pytest.fixture
def clerk(client, make_user) -> User:
    """Sign the person of Sở Nội vụ in."""
    user = make_user("home_affairs")
    client.force_login(user)
    return user


def sent(content: bytes = HEADER.encode(), name: str = "don-vi.csv") -> dict:
    """Return what the form sends."""
    return {"file": SimpleUploadedFile(name, content)}


@pytest.mark.parametrize(
    "address",
    [OVERVIEW, UNITS, f"{UNITS}mau.csv", f"{UNITS}mau.xlsx", "/nhap-du-lieu/dot/1/"],
)
@pytest.mark.parametrize("role", ["head", "officer", "appraiser", "leader", "reader", None])
def test_only_home_affairs_hands_files_in(client, make_user, make_unit, address, role):
    unit = make_unit("so-tu-phap") if role in ("head", "officer") else None
    client.force_login(make_user(role, unit))

    assert client.get(address).status_code == 403
    assert client.post(UNITS, sent()).status_code == 403
    assert not StoredFile.objects.exists()


def test_whoever_is_not_signed_in_is_asked_to(client, db):
    assert client.get(OVERVIEW)["Location"] == f"/dang-nhap/?next={OVERVIEW}"


def test_every_kind_of_file_is_shown_with_its_columns(client, clerk, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        page = client.get(OVERVIEW).content.decode()

    for kind in ("units", "dossiers", "procedures", "people", "successions", "answers", "marks"):
        assert f'href="/nhap-du-lieu/{kind}/"' in page
    assert "Mã đơn vị cha" in page
    assert "Chưa có tệp nào được nhập." in page


def test_a_file_that_is_handed_in_is_stored_and_asked_for(client, clerk):
    response = client.post(UNITS, sent())

    job = Job.objects.get()
    assert response["Location"] == f"/cong-viec/{job.pk}/"
    assert (job.kind, job.title) == ("foundation.take_in", "Đơn vị: don-vi.csv")
    assert job.input == {"intake": "units", "context": None}
    assert (job.created_by, job.stored_input.created_by) == (clerk, clerk)
    with job.stored_input.file.open() as kept:
        assert kept.read() == HEADER.encode()


def test_the_same_file_again_is_kept_once_and_told(client, clerk):
    client.post(UNITS, sent())
    again = client.post(UNITS, sent(name="ten-khac.csv"))

    assert StoredFile.objects.count() == 1
    assert Job.objects.first().title == "Đơn vị: ten-khac.csv"
    assert "Tệp này đã nhập" not in client.get(again["Location"]).content.decode()


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        ({}, "Hãy chọn một tệp."),
        (sent(b""), "Tệp này trống, không có gì để nhập."),
        (sent(b"x", "don-vi.xls"), "hãy mở ra và lưu lại kiểu .xlsx"),
        (sent(b"x", "don-vi"), "Cổng nhận tệp .xlsx hoặc .csv."),
        (sent(b"12345678901"), "Tệp lớn quá 0 MB."),
    ],
)
def test_what_cannot_be_handed_in_is_refused_with_a_sentence(
    client, clerk, settings, upload, sentence
):
    settings.INTAKE_UPLOAD_MEGABYTES = 0

    page = client.post(UNITS, upload).content.decode()

    assert sentence in page
    assert 'role="alert"' in page
    assert not Job.objects.exists()


def test_a_file_of_a_campaign_belongs_to_the_newest_unless_chosen(client, clerk, make_campaign):
    older, newer = make_campaign("q1", code="cu"), make_campaign("q2", code="moi")

    client.post(ANSWERS, sent())
    client.post(f"{ANSWERS}?thuoc={older.pk}", sent())

    contexts = [job.input["context"] for job in Job.objects.order_by("pk")]
    assert contexts == [newer.pk, older.pk]


def test_the_columns_are_those_of_the_chosen_campaign(client, clerk, make_campaign):
    older, _ = make_campaign("hoi-1", code="cu"), make_campaign("hoi-2", code="moi")

    page = client.get(ANSWERS, {"thuoc": older.pk}).content.decode()

    assert "hoi-1" in page
    assert "hoi-2" not in page
    assert f"/nhap-du-lieu/answers/mau.csv?thuoc={older.pk}" in page


def test_without_a_campaign_there_is_nothing_to_hand_in_to(client, clerk):
    page = client.get(ANSWERS).content.decode()

    assert "Chưa có đợt khảo sát nào." in page
    assert 'type="file"' not in page
    assert client.post(ANSWERS, sent()).status_code == 404


@pytest.mark.parametrize("chosen", ["0", "x", "9" * 30, "-1"])
def test_a_campaign_that_is_not_there_is_not_found(client, clerk, make_campaign, chosen):
    make_campaign("q1")

    assert client.get(ANSWERS, {"thuoc": chosen}).status_code == 404


def test_a_kind_that_is_not_there_is_not_found(client, clerk):
    assert client.get("/nhap-du-lieu/khong-co/").status_code == 404
    assert client.get("/nhap-du-lieu/khong-co/mau.csv").status_code == 404


def test_a_csv_template_is_the_header_as_excel_reads_it(client, clerk):
    response = client.get(f"{UNITS}mau.csv")

    assert response.content.decode() == f"\ufeff{HEADER}\r\n"
    assert response["Content-Disposition"] == 'attachment; filename="units.csv"'


def test_an_xlsx_template_is_the_header_over_cells_of_text(client, clerk):
    body = b"".join(client.get(f"{UNITS}mau.xlsx").streaming_content)

    sheet = load_workbook(io.BytesIO(body)).active
    assert [cell.value for cell in sheet[1]] == HEADER.split(",")
    assert sheet.column_dimensions["A"].number_format == "@"
