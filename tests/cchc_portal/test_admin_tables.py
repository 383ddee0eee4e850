"""Small tables as files: a preview first, and cells that no spreadsheet executes."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossiers.models import Procedure
from foundation.models import CalendarDay, Job, SwapDay
from units.models import UnitGroup

pytestmark = pytest.mark.usefixtures("kit_templates")
GROUPS, PROCEDURES = "/quan-tri/units/unitgroup/", "/quan-tri/dossiers/procedure/"
SWAPS = "/quan-tri/foundation/swapday/"


@pytest.fixture(autouse=True)
def home_affairs(client, make_user):
    """Return somebody of Sở Nội vụ, signed in."""
    user = make_user("home_affairs")
    client.force_login(user)
    return user


def preview(client, address: str, text: str, encoding: str = "utf-8-sig"):
    """Hand a file in and return the page that shows what it would change."""
    file = SimpleUploadedFile("x.csv", text.encode(encoding), content_type="text/csv")
    return client.post(f"{address}import/", {"import_file": file, "format": "0"})


def confirm(client, address: str, shown):
    """Say yes to a preview."""
    data = shown.context["confirm_form"].initial
    return client.post(f"{address}process_import/", data, follow=True)


def export(client, address: str) -> str:
    """Return a table's file."""
    return client.post(f"{address}export/", {"format": "0"}).content.decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_is_previewed_and_taken_in_only_after_a_yes(client, encoding):
    UnitGroup.objects.create(code="communes", title="Xã cũ")
    text = "Mã khối,Tên khối\ncommunes,Xã\ndepartments,Sở\n"

    shown = preview(client, GROUPS, text, encoding)
    assert UnitGroup.objects.get().title == "Xã cũ"
    confirm(client, GROUPS, shown)

    assert dict(UnitGroup.objects.values_list("code", "title")) == {
        "communes": "Xã",
        "departments": "Sở",
    }


def test_what_goes_out_comes_in_again_unchanged(client):
    Procedure.objects.create(code="1.001", name="=HYPERLINK(1)", field="-5", working_days=None)
    Procedure.objects.create(code="1.002", name="Khai sinh", field="Hộ tịch", working_days=5)

    text = export(client, PROCEDURES)
    shown = preview(client, PROCEDURES, text.removeprefix("\ufeff"))

    assert text.splitlines() == [
        "\ufeffMã thủ tục,Tên thủ tục,Lĩnh vực,Số ngày làm việc,Số giờ làm việc,Mức độ trực tuyến,"
        "Một cửa",
        "1.001,'=HYPERLINK(1),-5,,,,",
        "1.002,Khai sinh,Hộ tịch,5,,,",
    ]
    assert shown.context["result"].totals["skip"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "Mã thủ tục,Tên thủ tục,Lĩnh vực,Số ngày làm việc\n1.001,Khai sinh,Hộ tịch,-1\n",
        "Mã thủ tục,Tên thủ tục,Lĩnh vực,Số ngày làm việc\n1.001,,Hộ tịch,5\n",
        "Mã thủ tục,Tên thủ tục,Lĩnh vực,Số ngày làm việc\n1.001,Khai sinh,Hộ tịch,năm\n",
        "Tên thủ tục\nKhai sinh\n",
        "",
    ],
)
def test_a_file_that_is_wrong_changes_nothing(client, text):
    shown = preview(client, PROCEDURES, text)

    assert shown.status_code == 200
    assert "confirm_form" not in shown.context
    assert not Procedure.objects.exists()


def test_a_swap_day_moves_the_calendar_however_it_comes(client, working_calendar):
    monday, tuesday = date(2026, 11, 16), date(2026, 11, 17)

    client.post(f"{SWAPS}add/", {"day": "16/11/2026", "source": "Công văn 1"})
    assert not CalendarDay.objects.get(day=monday).is_working

    shown = preview(client, SWAPS, "Ngày,Làm việc,Văn bản\n17/11/2026,Không,Công văn 2\n")
    assert CalendarDay.objects.get(day=tuesday).is_working
    confirm(client, SWAPS, shown)
    assert not CalendarDay.objects.get(day=tuesday).is_working

    client.post(f"{SWAPS}{monday}/delete/", {"post": "yes"})
    assert CalendarDay.objects.get(day=monday).is_working


def test_a_swap_day_is_yes_or_no(client):
    shown = preview(client, SWAPS, "Ngày,Làm việc,Văn bản\n17/11/2026,có lẽ,Công văn\n")

    assert "confirm_form" not in shown.context
    assert not SwapDay.objects.exists()


def test_work_is_called_off_from_its_list(client, home_affairs):
    job = Job.objects.create(kind="foundation.take_in", title="Nhập")

    client.post("/quan-tri/foundation/job/", {"action": "cancel", "_selected_action": [job.pk]})

    job.refresh_from_db()
    assert (job.state, job.cancel_asked_by) == ("cancelled", home_affairs)


@pytest.mark.parametrize("cell", ["abc", "1,5", "1.5", "NaN", "9" * 30])
def test_a_cell_that_is_no_whole_number_is_told_with_its_column(client, cell):
    header = "Mã thủ tục,Tên thủ tục,Lĩnh vực,Số ngày làm việc"

    shown = preview(client, PROCEDURES, f'{header}\n1.001,Khai sinh,Hộ tịch,"{cell}"\n')

    page = shown.content.decode()
    assert f"Cột Số ngày làm việc: “{cell}” không phải là số nguyên." in page
    assert "ConversionSyntax" not in page
