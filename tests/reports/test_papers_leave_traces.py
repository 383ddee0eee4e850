"""Whoever takes letters or lists of late dossiers out leaves a trace; a refusal leaves none."""

import pytest
from django.urls import reverse

from dossiers.models import Apology
from foundation.models import AccessRecord, Job
from reports.tasks import print_late_list
from tests.apology_world import build_late_june
from units.models import Unit

XLSX = "/thu-xin-loi/danh-sach.xlsx"
JUNE = {"tu": "01/06/2024", "den": "30/06/2024"}


@pytest.fixture
def own(client, db, make_user) -> Unit:
    """Build the world, sign the unit's officer in, and return the unit."""
    unit = build_late_june()
    client.force_login(make_user("officer", unit))
    return unit


@pytest.fixture
def stranger(own, make_user):
    """Somebody of a sister unit."""
    return make_user("head", Unit.through_time.get(code="so-y-te"))


def take(client, address: str, query: dict[str, object] | None = None) -> int:
    """Take a file out to its end, so that it is closed, and return how the address answers."""
    answer = client.get(address, query or {})
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def traces() -> list[tuple[str, str, str]]:
    """Return who took what about whom out."""
    taken = AccessRecord.objects.filter(kind="export").order_by("pk")
    return list(taken.values_list("user__username", "page", "about"))


def test_a_letter(client, own, stranger):
    letter = Apology.objects.get(dossier__code="kip")
    address = f"/thu-xin-loi/{letter.pk}.pdf"

    assert take(client, address) == 200
    client.force_login(stranger)
    assert take(client, address) == 403

    assert traces() == [("officer", "Thư xin lỗi", "kip")]


def test_a_list_as_a_workbook(client, own, stranger):
    asked = JUNE | {"don_vi": own.pk}

    assert take(client, XLSX, asked) == 200
    client.force_login(stranger)
    assert take(client, XLSX, asked) == 403

    about = f"{own.name}, 01/06/2024 – 30/06/2024"
    assert traces() == [("officer", "Danh sách hồ sơ trễ hạn", about)]


def test_the_list_of_all_units(client, own, make_user):
    client.force_login(make_user("home_affairs"))

    assert take(client, XLSX, JUNE) == 200

    about = "mọi đơn vị, 01/06/2024 – 30/06/2024"
    assert traces() == [("home_affairs", "Danh sách hồ sơ trễ hạn", about)]


def test_a_printed_volume(client, own, stranger, monkeypatch):
    monkeypatch.setattr("reports.services.late_lists.late_list_pdf", lambda context: b"%PDF-")
    client.post(reverse("print_late_list"), JUNE | {"don_vi": own.pk})
    job = Job.objects.get()
    print_late_list(job.pk)
    address = reverse("printed_volume", args=[job.pk, 1])

    assert take(client, address) == 200
    client.force_login(stranger)
    assert take(client, address) == 403

    assert traces() == [("officer", job.title, "tập 1")]
