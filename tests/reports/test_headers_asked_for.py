"""Asking for the headers of what is taken out, or of a page about people, is no reading."""

import pytest

from foundation.models import AccessRecord

YEAR = "/xep-hang/56/2024/"
LEAVING_A_TRACE = [
    f"{YEAR}phu-luc/1.pdf",
    f"{YEAR}trach-nhiem/",
    f"{YEAR}trach-nhiem/danh-sach.pdf",
    f"{YEAR}trach-nhiem/danh-sach.xlsx",
    f"{YEAR}don-vi/beta/ho-so/",
    "/bo-tieu-chi/bo-nho/bo-tieu-chi.xlsx",
    "/phieu/56/2024/beta/phieu.xlsx",
    "/nhat-ky/",
    "/nhat-ky/tai-ra.xlsx",
]


@pytest.mark.parametrize("address", LEAVING_A_TRACE)
def test_headers_leave_no_trace_and_the_thing_itself_leaves_one(client, make_user, run, address):
    client.force_login(make_user("home_affairs"))

    headers = client.head(address)

    assert (headers.status_code, headers.getvalue()) == (200, b"")
    assert not AccessRecord.objects.exists()
    answer = client.get(address)
    assert answer.getvalue()
    assert AccessRecord.objects.count() == 1
