"""What signed-in people read is kept in no cache, and what they hand in is theirs alone."""

import stat
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossiers.models import Source
from foundation.models import StoredFile

PRIVATE = {"private", "no-store"}


def directives(response) -> set[str]:
    """Return what a response says about caches."""
    return set(response.headers.get("Cache-Control", "").split(", ")) - {""}


@pytest.mark.parametrize("address", ["/cach-tinh/", "/xep-hang/1999/", "/khong-co/"])
def test_an_answer_to_somebody_signed_in_is_never_kept(client, make_user, address):
    client.force_login(make_user("home_affairs"))

    assert directives(client.get(address)) >= PRIVATE


def test_a_redirection_of_somebody_signed_out_may_be_kept(client, db):
    assert not directives(client.get("/cach-tinh/"))


def test_a_file_handed_in_is_for_the_portal_alone(stored_file, media_root):
    path = Path(stored_file("x").file.path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(d.stat().st_mode) for d in (media_root, path.parent)} == {0o700}


@pytest.mark.parametrize(
    "address", ["/don-vi/%00/", "/don-vi/?ngay=%00", "/quan-tri/units/unit/?level__exact=%00"]
)
def test_an_address_with_a_nul_is_a_bad_request(client, make_user, address):
    client.force_login(make_user("home_affairs"))

    answer = client.get(address)

    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("text/html")
    assert directives(answer) >= PRIVATE


def test_an_address_that_only_speaks_of_a_nul_is_served(client, make_user, kit_templates):
    client.force_login(make_user("home_affairs"))

    assert client.get("/quan-tri/units/unit/?q=%2500").status_code == 200


@pytest.mark.parametrize("given", [{"cot-code": "a\0"}, {"tu-channel": ["a", "\0b"]}, {"\0": "x"}])
def test_what_is_sent_with_a_nul_is_a_bad_request(client, make_user, given):
    Source.objects.create(code="mot-cua", name="Một cửa")
    client.force_login(make_user("home_affairs"))

    answer = client.post("/nguon-du-lieu/mot-cua/", {"code": "mot-cua", "name": "Một cửa"} | given)

    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("text/html")


def test_a_file_with_a_nul_is_a_file(client, make_user):
    client.force_login(make_user("home_affairs"))
    upload = SimpleUploadedFile("ho-so.csv", b"a\0\n")

    client.post("/nhap-du-lieu/dossiers/", {"file": upload, "lam": "xem"})

    assert StoredFile.objects.get().size == 3
