"""What became of a file: its counts, the rows sent back page by page, and as a workbook."""

import io
import re

import pytest
from openpyxl import load_workbook

from foundation.models import AccessRecord, ImportBatch
from foundation.services.intakes import intake_of
from units.models import User

HEADER = "Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cha,Từ ngày,Đến ngày\n"


@pytest.fixture
def clerk(client, make_user) -> User:
    """Sign the person of Sở Nội vụ in."""
    user = make_user("home_affairs")
    client.force_login(user)
    return user


@pytest.fixture
def batch(clerk, stored_file) -> ImportBatch:
    """Take in a file of 60 units whose first day is none."""
    rows = (f"so-{place},Sở {place},Tỉnh,,31/02/2024,\n" for place in range(60))
    stored = stored_file(HEADER + "".join(rows), name="đơn vị.csv")
    return intake_of("units").take(stored, by=clerk)


def words(response) -> str:
    """Return a page's text without tags, every run of blanks one."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_batch_says_what_became_of_its_rows(client, batch, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        page = words(client.get(f"/nhap-du-lieu/dot/{batch.pk}/"))

    assert f"Đơn vị, đợt {batch.pk}" in page
    assert "Dòng 60 Mới 0 Thay đổi 0 Không đổi 0 Bị trả lại 60" in page
    assert "đơn vị.csv" in page
    assert "Từ ngày 31/02/2024" in page  # the column at fault and what stands in it


def test_rejected_rows_are_paged_in_the_order_of_the_file(client, batch):
    first = client.get(f"/nhap-du-lieu/dot/{batch.pk}/")
    second = client.get(f"/nhap-du-lieu/dot/{batch.pk}/", {"trang": 2})

    lines = [
        shown.reject.line for page in (first, second) for shown in page.context["page"].rejects
    ]
    assert len(first.context["page"].rejects) == 50
    assert lines == sorted(lines)
    assert {2, 61} <= set(lines)
    assert (first.context["page"].before, second.context["page"].before) == (None, 1)


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 40, "999", "²"])
def test_a_page_that_is_not_there_is_no_error(client, batch, number):
    response = client.get(f"/nhap-du-lieu/dot/{batch.pk}/", {"trang": number})

    assert response.status_code == 200


def test_a_row_is_shown_as_text_whatever_stands_in_it(client, clerk, stored_file):
    row = '"<script>alert(1)</script>",x,Tỉnh,,31/02/2024,\n'
    batch = intake_of("units").take(stored_file(HEADER + row), by=clerk)

    page = client.get(f"/nhap-du-lieu/dot/{batch.pk}/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_rows_sent_back_are_handed_out_as_a_workbook(client, batch):
    response = client.get(f"/nhap-du-lieu/dot/{batch.pk}/tra-lai.xlsx")

    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert response["Content-Disposition"] == f'attachment; filename="tra-lai-{batch.pk}.xlsx"'
    assert sheet.max_row == 61
    assert "so-0" in [cell.value for cell in sheet[2]]


# 60 rows of 3 columns of ours and 6 of the file: 540 cells.
@pytest.mark.parametrize(("most", "ending"), [(540, "xlsx"), (539, "csv")])
def test_how_many_cells_a_workbook_may_have_is_a_limit(client, batch, settings, most, ending):
    settings.INTAKE_LIMITS = settings.INTAKE_LIMITS | {"cells_given_back": most}

    page = client.get(f"/nhap-du-lieu/dot/{batch.pk}/").content.decode()

    assert f"tra-lai.{ending}" in page
    assert ("nhiều quá 539 ô, ghi thành XLSX thì phải chờ lâu" in page) == (ending == "csv")


def test_very_many_rows_are_handed_out_as_text(client, batch, settings):
    settings.INTAKE_LIMITS = settings.INTAKE_LIMITS | {"cells_given_back": 539}
    address = f"/nhap-du-lieu/dot/{batch.pk}/tra-lai.csv"

    page = client.get(f"/nhap-du-lieu/dot/{batch.pk}/").content.decode()
    text = b"".join(client.get(address).streaming_content).decode("utf-8-sig")

    assert f'href="{address}"' in page
    assert "Tải các dòng bị trả lại (CSV)" in page
    assert client.get(address.replace("csv", "xlsx"))["Location"] == address
    assert len(text.splitlines()) == 61
    assert text.splitlines()[1].startswith("2,Từ ngày,Không phải một ngày có thật")


def test_what_is_handed_out_as_text_is_no_formula(client, clerk, stored_file):
    row = "=1+1,@x,Tỉnh,,31/02/2024,\n"
    batch = intake_of("units").take(stored_file(HEADER + row), by=clerk)

    response = client.get(f"/nhap-du-lieu/dot/{batch.pk}/tra-lai.csv")

    assert ",'=1+1,'@x," in b"".join(response.streaming_content).decode()


def test_recent_batches_stand_on_the_overview(client, batch, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        page = words(client.get("/nhap-du-lieu/"))

    assert f"Đơn vị, đợt {batch.pk} đơn vị.csv home_affairs" in page


def test_a_batch_that_is_not_there_is_not_found(client, clerk):
    for number in (999999, "9" * 30):
        assert client.get(f"/nhap-du-lieu/dot/{number}/").status_code == 404
        assert client.get(f"/nhap-du-lieu/dot/{number}/tra-lai.xlsx").status_code == 404


def test_rows_that_name_people_are_not_seen_without_a_trace(client, clerk, batch, stored_file):
    """What came of a file of units is nobody's data; what came of one of people is."""
    header = "Mã,Tên,Vai trò,Mã đơn vị,Từ ngày,Đến ngày\n"
    stored = stored_file(f"{header}CB-1,Trần Thị B,Vai trò lạ,so-0,01/01/2024,\n", "người.csv")
    people = intake_of("people").take(stored, by=clerk)

    client.get(f"/nhap-du-lieu/dot/{batch.pk}/")
    client.get(f"/nhap-du-lieu/dot/{people.pk}/")
    client.get(f"/nhap-du-lieu/dot/{people.pk}/tra-lai.csv")

    records = AccessRecord.objects.order_by("pk").values_list("kind", "user", "about")
    assert list(records) == [("read", clerk.pk, "người.csv"), ("export", clerk.pk, "người.csv")]
