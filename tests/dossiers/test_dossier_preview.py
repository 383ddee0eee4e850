"""What a dossier file would do, shown before it does it, and what a person can mend meanwhile."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dossiers.models import Dossier, Procedure, Source, SourceUnit
from dossiers.services.intake import import_dossiers, preview_dossiers
from dossiers.services.procedures_creation import create_nameless_procedures
from foundation.domain.vietnamese import number
from foundation.models import ImportBatch, Job, RejectedRow, StoredFile
from foundation.services.intakes import intake_of, request_preview
from foundation.tasks import preview, take_in
from units.models import Unit, User


@pytest.fixture
def clerk(client, make_user) -> User:
    """Sign the person of Sở Nội vụ in."""
    user = make_user("home_affairs")
    client.force_login(user)
    return user


@pytest.fixture
def previewed(office, stored_file, dossier_csv, clerk):
    """Preview rows (each the good row with its changes) as a worker does and return the job."""

    def look(*rows, source: Source | None = None) -> Job:
        stored = stored_file(dossier_csv(*rows))
        job = request_preview(intake_of("dossiers"), stored, by=clerk, context=source)
        preview(job.pk)
        job.refresh_from_db()
        return job

    return look


def test_a_preview_counts_and_writes_nothing(take, stored_file, dossier_csv):
    take({}, {"code": "H32.10-240105-0002"})
    changed = {"code": "H32.10-240105-0002", "outcome": "Người nộp rút"}
    new, wrong = {"code": "H32.10-240105-0003"}, {"code": "H32.10-240105-0004", "channel": "x"}

    seen = preview_dossiers(stored_file(dossier_csv({}, changed, new, wrong)))

    assert (seen.rows, seen.created, seen.changed, seen.unchanged, seen.rejected) == (4, 1, 1, 1, 1)
    assert Dossier.objects.count() == 2
    assert ImportBatch.objects.count() == 1
    assert not RejectedRow.objects.exists()
    assert not Dossier.objects.filter(outcome="withdrawn").exists()


def test_rows_that_say_only_what_is_known_are_shown_too(take, stored_file, dossier_csv):
    take({})

    seen = preview_dossiers(stored_file(dossier_csv({})))

    assert (seen.rows, seen.changed, seen.unchanged) == (1, 0, 1)
    assert [(line, cells[0], reasons) for line, cells, reasons in seen.first] == [
        (2, "H32.10-240105-0001", [])
    ]


def test_rows_are_shown_as_they_are_read(office, stored_file, dossier_csv, make_person):
    make_person("cb-01")
    pauses = "08/01/2024 08:00 - 09/01/2024 17:00: Chờ bổ sung hồ sơ"
    row = {
        "received": "5/1/2024 8:00",
        "channel": "truc tuyen",
        "handler": "cb-01",
        "pauses": pauses,
    }

    seen = preview_dossiers(stored_file(dossier_csv(row)))

    (line, cells, reasons) = seen.first[0]
    # Due 12/01 17:00, paused 08/01 8:00 to 09/01 17:00 = 33 hours, so until 14/01 02:00.
    assert dict(zip(seen.headers, cells, strict=True)) == {
        "Mã hồ sơ": "H32.10-240105-0001",
        "Đơn vị": "Sở Tư pháp",
        "Thủ tục": "Thủ tục 1.001",
        "Kênh": "Trực tuyến",
        "Tiếp nhận": "05/01/2024 08:00",
        "Hẹn trả": "12/01/2024 17:00",
        "Hạn giải quyết": "14/01/2024 02:00",
        "Trả kết quả": "11/01/2024 10:00",
        "Kết quả": "Đã trả kết quả",
        "Người thụ lý": "cb-01",
        "Tạm dừng": "08/01/2024 08:00 – 09/01/2024 17:00: Chờ bổ sung hồ sơ",
    }
    assert (line, reasons) == (2, [])


def test_what_is_not_understood_is_shown_as_it_stands_with_its_reason(
    office, stored_file, dossier_csv
):
    row = {"received": "31/02/2024", "channel": "bồ câu", "unit_code": "so-la", "code": "x"}

    seen = preview_dossiers(stored_file(dossier_csv(row)))

    (_, cells, reasons) = seen.first[0]
    assert [cells[0], cells[1], cells[3], cells[4]] == ["x", "so-la", "bồ câu", "31/02/2024"]
    assert any(reason.startswith("Kênh: Kênh phải là một trong:") for reason in reasons)
    assert {"Mã hồ sơ", "Kênh", "Tiếp nhận"} <= {column for column, _, _, _ in seen.reasons}


def test_a_preview_names_the_codes_that_nobody_bears(previewed):
    rows = [{"code": f"H32.10-240105-000{n}", "procedure_code": "2.002"} for n in (1, 2)]
    rows += [{"code": "H32.10-240105-0003", "procedure_code": "2.003", "unit_code": "H32.15"}]
    rows += [{"code": "H32.10-240105-0004", "procedure_code": "đ"}]

    answers = previewed(*rows).result["preview"]["answers"]

    assert answers == {
        "procedures": [["2.002", 2, 2], ["2.003", 1, 2]],
        "uncreatable": [["đ", 1, 1]],
        "units": [["H32.15", 1, 1]],
    }


def test_the_page_of_a_preview_shows_it_all(client, previewed, django_assert_max_num_queries):
    job = previewed({"procedure_code": "2.002", "unit_code": "<b>x</b>"})

    with django_assert_max_num_queries(5):
        page = client.get(f"/nhap-du-lieu/xem-truoc/{job.pk}/").content.decode()

    assert "Tạo 1 thủ tục này" in page
    assert "Chưa có thủ tục nào mang mã này." in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>x</b>" not in page
    assert f'action="/nhap-du-lieu/xem-truoc/{job.pk}/nhap/"' in page


def test_a_previewed_file_is_taken_in_by_one_button(client, previewed, clerk):
    job = previewed({})
    answer = client.post(f"/nhap-du-lieu/xem-truoc/{job.pk}/nhap/")

    taking = Job.objects.get(kind="foundation.take_in")
    take_in(taking.pk)

    assert answer["Location"] == f"/cong-viec/{taking.pk}/"
    assert (taking.stored_input, taking.created_by) == (job.stored_input, clerk)
    assert Dossier.objects.count() == 1


def test_unknown_procedures_are_made_by_one_button_and_the_file_looked_at_again(client, previewed):
    job = previewed(
        {"procedure_code": "2.002"}, {"code": "H32.10-240105-0002", "procedure_code": "đ"}
    )

    client.post(f"/nguon-du-lieu/thu-tuc-moi/{job.pk}/")

    made = Procedure.objects.get(code="2.002")
    assert (made.name, made.field) == ("2.002 (chưa có tên)", "Chưa phân loại")
    assert (made.working_days, made.working_hours) == (None, None)
    assert not Procedure.objects.filter(code="đ").exists()
    again = Job.objects.filter(kind="foundation.preview").first()
    preview(again.pk)
    again.refresh_from_db()
    assert again.pk != job.pk
    assert again.result["preview"]["created"] == 1


def test_codes_that_no_procedure_can_have_are_named_apart(client, previewed):
    codes = ["2.002", "Thủ tục A", "1 .00 2"]
    job = previewed(
        *({"code": f"H32.10-240105-000{n}", "procedure_code": codes[n]} for n in range(3))
    )

    page = client.get(f"/nhap-du-lieu/xem-truoc/{job.pk}/").content.decode()

    assert "Tạo 1 thủ tục này" in page
    offered, _, others = page.partition("không thể là mã thủ tục")
    assert "<li>2.002 <small>(1)</small></li>" in one_line(offered)
    assert "<li>Thủ tục A <small>(1)</small></li>" in one_line(others)
    assert "<li>1 .00 2 <small>(1)</small></li>" in one_line(others)
    assert "2.002 <small>" not in one_line(others)


def test_where_no_code_can_be_a_procedures_nothing_is_offered(client, previewed):
    job = previewed({"procedure_code": "Thủ tục A"})

    page = client.get(f"/nhap-du-lieu/xem-truoc/{job.pk}/").content.decode()

    assert "không thể là mã thủ tục" in page
    assert "/nguon-du-lieu/thu-tuc-moi/" not in page


@pytest.mark.parametrize(
    ("count", "button"),
    [(1000, "Tạo 1.000 thủ tục này"), (1001, "Tạo 1.000 thủ tục đầu tiên")],
)
def test_of_more_codes_than_are_created_at_once_the_first_are(client, previewed, count, button):
    rows = (
        {"code": f"H32.10-240105-{n:04}", "procedure_code": f"2.{n:04}", "unit_code": f"la-{n}"}
        for n in range(count)
    )
    # The code of no procedure stands in most rows.
    others = ({"code": f"H32.10-240106-{n:04}", "procedure_code": "Thủ tục A"} for n in range(2))
    job = previewed(*rows, *others)

    page = one_line(client.get(f"/nhap-du-lieu/xem-truoc/{job.pk}/").content.decode())
    client.post(f"/nguon-du-lieu/thu-tuc-moi/{job.pk}/")

    assert f"> {button} </button>" in page
    all_of_them = f"Tất cả {number(str(count))} mã; đây là 40 mã có nhiều dòng nhất."
    assert page.count(all_of_them) == 2
    assert Procedure.objects.filter(code__startswith="2.").count() == 1000


def one_line(page: str) -> str:
    """Return a page with every run of blanks one, and none between tags and their text."""
    return re.sub(r"\s*(</?li>)\s*", r"\1", " ".join(page.split()))


def test_procedures_that_are_known_by_now_are_left_alone(office, make_user):
    user = make_user()

    assert create_nameless_procedures(["1.001", "3.1", "3.1", "", "x y", "a" * 41], by=user) == 1
    assert create_nameless_procedures(["1.001", "3.1"], by=user) == 0
    assert Procedure.objects.get(code="1.001").name == "Thủ tục 1.001"


@pytest.mark.parametrize("role", ["head", "officer", "appraiser", "leader", "reader", None])
def test_a_preview_is_open_to_home_affairs_alone(previewed, make_user, make_unit, role):
    job = previewed({"procedure_code": "2.002"})
    unit = make_unit("beta") if role in ("head", "officer") else None
    other = Client()
    other.force_login(make_user(role, unit, username="other"))

    address = f"/nhap-du-lieu/xem-truoc/{job.pk}/"
    assert other.get(address).status_code == 403
    assert other.post(f"{address}nhap/").status_code == 403
    assert other.post(f"{address}lai/").status_code == 403
    assert other.post(f"/nguon-du-lieu/thu-tuc-moi/{job.pk}/").status_code == 403
    assert not Procedure.objects.filter(code="2.002").exists()


def test_a_preview_that_is_not_there_or_not_done_is_not_found(client, clerk, stored_file):
    waiting = request_preview(intake_of("dossiers"), stored_file("x"), by=clerk)
    taking = Job.objects.create(kind="foundation.take_in", stored_input=StoredFile.objects.get())

    for pk in (waiting.pk, taking.pk, 999_999):
        assert client.get(f"/nhap-du-lieu/xem-truoc/{pk}/").status_code == 404
        assert client.post(f"/nhap-du-lieu/xem-truoc/{pk}/nhap/").status_code == 404
        assert client.post(f"/nguon-du-lieu/thu-tuc-moi/{pk}/").status_code == 404


def test_a_file_that_is_no_table_ends_its_preview_with_the_reason(clerk, stored_file):
    job = request_preview(intake_of("dossiers"), stored_file("a,b\n1,2\n"), by=clerk)

    preview(job.pk)

    job.refresh_from_db()
    assert job.state == "failed"
    assert job.message.startswith("Thiếu cột: Mã hồ sơ")


def test_a_very_long_cell_is_shown_in_part(previewed):
    job = previewed({"channel": "x" * 30_000})

    cells = job.result["preview"]["first"][0][1]
    assert cells[3] == "x" * 299 + "…"


def test_cells_that_cannot_be_read_are_shown_as_they_stand(previewed):
    job = previewed({"due": "31/02/2024", "handler": "XX", "pauses": "abc"})

    seen = job.result["preview"]
    shown = dict(zip(seen["headers"], seen["first"][0][1], strict=True))
    assert (shown["Hẹn trả"], shown["Người thụ lý"], shown["Tạm dừng"]) == (
        "31/02/2024",
        "XX",
        "abc",
    )


def test_procedures_of_a_preview_whose_source_has_gone_are_not_created(
    client, clerk, office, stored_file, dossier_csv
):
    source = Source.objects.create(code="mot-cua", name="Một cửa")
    stored = stored_file(dossier_csv({"procedure_code": "2.002"}))
    job = request_preview(intake_of("dossiers"), stored, by=clerk, context=source)
    preview(job.pk)
    source.delete()

    assert client.post(f"/nguon-du-lieu/thu-tuc-moi/{job.pk}/").status_code == 404
    assert not Procedure.objects.filter(code="2.002").exists()


def test_a_source_file_is_read_in_its_own_way(office, stored_file):
    source = Source.objects.create(
        code="mot-cua",
        name="Một cửa",
        separator="|",
        date_format="ymd",
        time_zone="UTC",
        headers={"code": "So HS", "unit_code": "Co quan", "received": "TN"},
        words={"channel": {"DVC": "Trực tuyến"}, "outcome": {"": "Đang giải quyết"}},
    )
    SourceUnit.objects.create(
        source=source, code="H32.15", unit_code="so-tu-phap", valid=(None, None)
    )
    stored = stored_file(
        "So HS|Co quan|Mã thủ tục|Kênh|TN|Hẹn trả|Trả kết quả|Kết quả\n"
        "H32.10-240105-0001|H32.15|1.001|dvc|20240104 20:30|20240112||\n"
    )

    batch = import_dossiers(stored, by=None, source=source)

    assert list(map(str, batch.rejects.all())) == []
    dossier = Dossier.objects.get()
    # 20:30 UTC on 04/01 is 03:30 in Việt Nam on 05/01; a day alone is due at 17:00 there.
    assert (
        f"{dossier.received_at:%d/%m %H:%M} {dossier.due_at:%d/%m %H:%M}"
        == "04/01 20:30 12/01 10:00"
    )
    assert (dossier.unit, dossier.source, dossier.outcome) == (office, source, "open")
    assert (dossier.channel, batch.origin) == ("online", "Một cửa")


def test_rejects_of_a_source_go_in_again_in_its_headers_and_words(office, stored_file, tmp_path):
    from foundation.services.reject_lines import rejects_csv

    source = Source.objects.create(
        code="s", name="S", headers={"code": "So HS"}, words={"channel": {"DVC": "Trực tuyến"}}
    )
    head = "So HS,Mã đơn vị,Mã thủ tục,Kênh,Tiếp nhận,Hẹn trả,Trả kết quả,Kết quả\n"
    row = "H32.10-240105-0001,so-tu-phap,9.9,DVC,05/01/2024 08:00,,,Đang giải quyết\n"
    batch = import_dossiers(stored_file(head + row), by=None, source=source)
    given = "".join(rejects_csv(batch))
    mended = given.replace("9.9", "1.002")

    again = import_dossiers(stored_file(mended), by=None, source=source)

    assert "Lý do,So HS,Mã đơn vị" in given
    assert (batch.rejected_rows, again.created_rows) == (1, 1)


def upload() -> SimpleUploadedFile:
    """Return a file as the form sends it."""
    return SimpleUploadedFile("ho-so.csv", b"x\n")


def test_whoever_hands_dossiers_in_is_led_to_a_preview(client, clerk):
    page = client.get("/nhap-du-lieu/dossiers/").content.decode()
    client.post("/nhap-du-lieu/dossiers/", {"file": upload(), "lam": "xem"})
    client.post("/nhap-du-lieu/dossiers/", {"file": upload(), "lam": "nhap"})

    assert page.index("Xem trước</button>") < page.index("Nhập ngay</button>")
    kinds = [job.kind for job in Job.objects.order_by("pk")]
    assert kinds == ["foundation.preview", "foundation.take_in"]


def test_a_kind_without_rows_to_show_counts_all_the_same(client, clerk, make_unit):
    make_unit("so-tu-phap", "Sở Tư pháp")
    header = "Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cha,Từ ngày,Đến ngày"
    rows = "56,Tỉnh Khánh Hòa,Tỉnh,,01/07/1989,\n57,Tỉnh Ninh Thuận,Tỉnh,,31/02/1992,\n"
    content = f"{header}\n{rows}".encode()
    client.post(
        "/nhap-du-lieu/units/", {"file": SimpleUploadedFile("u.csv", content), "lam": "xem"}
    )
    job = Job.objects.get()

    preview(job.pk)

    page = client.get(f"/nhap-du-lieu/xem-truoc/{job.pk}/").content.decode()
    assert "Không phải một ngày có thật" in page
    assert "dòng đầu, như cổng đọc được" not in page
    assert Unit.through_time.get().code == "so-tu-phap"
    assert not ImportBatch.objects.exists()


def test_a_file_belongs_to_a_source_only_if_so_chosen(client, clerk):
    source = Source.objects.create(code="s", name="Một cửa", headers={"code": "So HS"})

    plain = client.get("/nhap-du-lieu/dossiers/").content.decode()
    chosen = client.get("/nhap-du-lieu/dossiers/", {"thuoc": source.pk}).content.decode()
    client.post("/nhap-du-lieu/dossiers/", {"file": upload()})
    client.post(f"/nhap-du-lieu/dossiers/?thuoc={source.pk}", {"file": upload()})

    assert "Tệp theo mẫu của cổng" in plain
    assert "So HS" not in plain
    assert "So HS" in chosen
    contexts = [job.input["context"] for job in Job.objects.order_by("pk")]
    assert contexts == [None, source.pk]
