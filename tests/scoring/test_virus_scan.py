"""A scanner is asked over a real socket; one that does not answer is said so."""

import io
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scoring.models import Document
from scoring.selectors.documents import warnings_of
from scoring.services.documents_scan import scan_waiting
from scoring.services.virus_scan import ScannerUnreachable, virus_in
from tests.scoring import evidence_world as world
from units.models import Unit, User

EICAR = b"the-word-of-the-test"


def serve(listening: socket.socket, answer: bytes | None) -> None:
    """Answer one client after the other as clamd does; a given answer is sent whatever comes."""
    while True:
        try:
            client, _ = listening.accept()
        except OSError:
            return
        with client, client.makefile("rb") as sent:
            content = read_stream(sent)
            found = b"stream: Eicar-Test FOUND\0" if EICAR in content else b"stream: OK\0"
            client.sendall(found if answer is None else answer)


def read_stream(sent: io.BufferedReader) -> bytes:
    """Return what an INSTREAM command carries."""
    assert sent.read(10) == b"zINSTREAM\0"
    content = b""
    while size := int.from_bytes(sent.read(4), "big"):
        content += sent.read(size)
    return content


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Start scanners, and return where each listens."""
    listening: list[socket.socket] = []

    def start(answer: bytes | None = None) -> str:
        place = tmp_path / f"clamd-{len(listening)}.sock"
        listening.append(socket.socket(socket.AF_UNIX))
        listening[-1].bind(str(place))
        listening[-1].listen()
        threading.Thread(target=serve, args=(listening[-1], answer), daemon=True).start()
        return str(place)

    yield start
    for each in listening:
        each.shutdown(socket.SHUT_RDWR)
        each.close()


@pytest.fixture
def officer(make_unit, make_user) -> User:
    """Return the officer of a department."""
    return make_user("officer", make_unit("alpha"))


def test_a_clean_file_has_no_virus(scanner):
    assert virus_in(io.BytesIO(world.PDF * 10_000), address=scanner()) == ""


def test_a_virus_is_named(scanner):
    content = bytes(100_000) + EICAR

    assert virus_in(io.BytesIO(content), address=scanner()) == "Eicar-Test"


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"x" * 10_000, b"stream: \xff\0"]
)
def test_an_answer_that_says_nothing_is_no_verdict(scanner, answer):
    with pytest.raises(ScannerUnreachable):
        virus_in(io.BytesIO(world.PDF), address=scanner(answer))


def test_nobody_at_the_socket_is_no_verdict(tmp_path):
    with pytest.raises(ScannerUnreachable):
        virus_in(io.BytesIO(world.PDF), address=str(tmp_path / "nobody"))


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_nobody_at_the_port_is_no_verdict():
    with pytest.raises(ScannerUnreachable):
        virus_in(io.BytesIO(world.PDF), address="127.0.0.1:1")


def test_without_a_scanner_nothing_is_scanned(officer):
    document = world.keep(unit_of(officer), officer)

    scan_waiting()

    document.refresh_from_db()
    assert document.scan == Document.Scan.UNSCANNED
    assert warnings_of(document) == []


def test_a_file_is_scanned_when_it_comes(officer, scanner, settings):
    settings.CLAMD = scanner()

    clean = world.keep(unit_of(officer), officer)
    infected = world.keep(unit_of(officer), officer, world.PDF + EICAR)

    assert clean.scan == Document.Scan.CLEAN
    assert infected.scan == Document.Scan.INFECTED
    assert warnings_of(infected) == ["Nhiễm mã độc: không dẫn, không tải được. Hãy nộp bản sạch."]


def test_a_scanner_that_is_away_is_asked_again_later(officer, scanner, settings, tmp_path):
    settings.CLAMD = str(tmp_path / "away")
    document = world.keep(unit_of(officer), officer)
    told = warnings_of(document)

    settings.CLAMD = scanner()
    scan_waiting()
    scan_waiting()

    assert told == ["Chưa quét được mã độc vì máy quét không trả lời; cổng sẽ tự quét lại."]
    document.refresh_from_db()
    assert document.scan == Document.Scan.CLEAN


def test_what_is_infected_is_so_in_every_library(officer, make_unit, make_user, scanner, settings):
    sister = make_user("officer", make_unit("beta"), "sister")
    hers = world.keep(unit_of(sister), sister, world.PDF + EICAR)
    settings.CLAMD = scanner()

    world.keep(unit_of(officer), officer, world.PDF + EICAR)

    hers.refresh_from_db()
    assert hers.scan == Document.Scan.INFECTED


def test_bytes_known_as_infected_are_so_without_a_scanner(officer, make_unit, make_user):
    sister = make_user("officer", make_unit("beta"), "sister")
    world.keep(unit_of(sister), sister)
    Document.objects.update(scan=Document.Scan.INFECTED)

    assert world.keep(unit_of(officer), officer).scan == Document.Scan.INFECTED


def unit_of(user: User) -> Unit:
    """Return the unit that a person's only grant is for."""
    unit = user.grants.get().unit
    assert unit is not None
    return unit
