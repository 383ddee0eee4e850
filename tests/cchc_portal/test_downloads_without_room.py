"""A disk that is full when somebody takes a workbook home: they are told in a sentence."""

import io
from functools import partial

import pytest
from openpyxl import load_workbook

from dossiers.services.intake import import_dossiers
from foundation.views import downloads

SENTENCE = "Máy chủ hết chỗ trên đĩa nên chưa lập được tệp để tải về."
HEADER = "Mã hồ sơ,Mã đơn vị,Mã thủ tục,Kênh,Tiếp nhận,Hẹn trả,Trả kết quả,Kết quả\n"


@pytest.fixture
def rejects(stored_file) -> str:
    """Have a row sent back and return where it is taken home."""
    batch = import_dossiers(stored_file(HEADER + "x,x,x,x,x,,,x\n"), by=None)
    return f"/nhap-du-lieu/dot/{batch.pk}/tra-lai.xlsx"


@pytest.mark.parametrize(
    "address", ["/so-lieu/don-vi.xlsx?tu=01/01/2024&den=31/12/2024", "/nghi-van/nghi-van.xlsx", ""]
)
def test_whoever_takes_a_workbook_home_is_told_and_may_come_again(
    client, make_user, monkeypatch, rejects, address
):
    client.force_login(make_user("home_affairs"))

    with monkeypatch.context() as full:
        full.setattr(downloads, "TemporaryFile", partial(open, "/dev/full", "r+b", buffering=0))
        refused = client.get(address or rejects)

    assert refused.status_code == 507
    assert SENTENCE in refused.content.decode()
    whole = client.get(address or rejects)
    assert load_workbook(io.BytesIO(b"".join(whole))).active.max_column > 1
