"""What signed-in people read is kept in no cache, and what they hand in is theirs alone."""

import stat
from pathlib import Path

import pytest

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
