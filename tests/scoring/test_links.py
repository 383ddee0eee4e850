"""Which addresses are kept, which are ever asked, and what their answers mean."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from scoring.models import Document
from scoring.selectors.documents import warnings_of
from scoring.services.documents import add_link
from scoring.services.documents_refusals import AlreadyKept, DocumentRefused
from scoring.services.links import address_typed, check_due_links, check_link
from scoring.services.links_asking import Forbidden, Unanswered, is_public, status_of

State = Document.LinkState
local = pytest.mark.allow_hosts(["127.0.0.1", "localhost"])


class Pages(BaseHTTPRequestHandler):
    """Answers with the status that the path names; /to/… leads on to what follows it."""

    def do_HEAD(self) -> None:
        """Answer a HEAD; /get/… refuses it."""
        self.server.asked.append(f"HEAD {self.path}")
        self.answer(405 if self.path.startswith("/get/") else None)

    def do_GET(self) -> None:
        """Answer a GET with a body without end in sight."""
        self.server.asked.append(f"GET {self.path}")
        self.answer(None)

    def answer(self, status: int | None) -> None:
        """Send status and headers."""
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
        else:
            self.send_response(status or int(self.path.rpartition("/")[2]))
        self.send_header("Content-Length", "1000000000")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    """Run a web server on this machine."""
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    serving.asked = []
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield serving
    serving.shutdown()
    thread.join()
    serving.server_close()


@pytest.fixture
def at(server) -> Callable[[str], str]:
    """Return the address of a page of that server."""
    return lambda path: f"http://127.0.0.1:{server.server_port}{path}"


@pytest.fixture
def link(make_unit, make_user) -> Callable[[str], Document]:
    """Keep an address that no form would take."""
    unit = make_unit("alpha")
    officer = make_user("officer", unit)
    return lambda url: Document.objects.create(unit=unit, title=url, url=url, created_by=officer)


def anyone(address: str) -> bool:
    """Let every address be asked."""
    return True


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (
            "https://khanhhoa.gov.vn/van-ban?so=12#muc-2",
            "https://khanhhoa.gov.vn/van-ban?so=12#muc-2",
        ),
        ("  HTTP://KhanhHoa.gov.vn/A  ", "http://khanhhoa.gov.vn/A"),
        ("https://khánh-hòa.vn/kế-hoạch", "https://khánh-hòa.vn/kế-hoạch"),
        ("https://1.1.1.1:8443/", "https://1.1.1.1:8443/"),
    ],
)
def test_an_address_is_kept_as_it_was_typed(typed, kept):
    assert address_typed(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "khanhhoa.gov.vn",
        "ftp://khanhhoa.gov.vn/",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://",
        "https://a b/",
        "https://a\u202e/",
        "https://a\x00/",
        "https://a:port/",
        "https://[::1",
        "https://an:matkhau@khanhhoa.gov.vn/",
        "https://an@khanhhoa.gov.vn/",
        "http://localhost/",
        "http://127.0.0.1/",
        "http://10.0.0.5/van-ban",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[::ffff:192.168.1.1]/",
        "https://a.vn/" + "x" * 1000,
    ],
)
def test_what_is_no_address_for_others_is_refused(typed):
    with pytest.raises(DocumentRefused):
        address_typed(typed)


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("1.1.1.1", True),
        ("2606:4700:4700::1111", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
    ],
)
def test_only_the_public_net_is_asked(address, is_open):
    assert is_public(address) is is_open


@local
def test_this_machine_is_never_asked(server, at):
    with pytest.raises(Forbidden):
        status_of(at("/200"))

    assert server.asked == []


@local
def test_a_name_for_this_machine_is_never_asked(server):
    with pytest.raises(Forbidden):
        status_of(f"http://localhost:{server.server_port}/200")

    assert server.asked == []


@local
def test_a_turn_is_not_followed_into_the_house(server, at):
    def only_once(address: str) -> bool:
        return not server.asked

    with pytest.raises(Forbidden):
        status_of(at(f"/to/{at('/200')}"), may_ask=only_once)

    assert len(server.asked) == 1


@local
@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://a@127.0.0.1/"]
)
def test_a_turn_out_of_the_web_is_not_followed(at, target):
    with pytest.raises(Forbidden):
        status_of(at(f"/to/{target}"), may_ask=anyone)


@local
def test_turns_without_end_are_given_up(server, at):
    page_of_turns = at("/to/" * 20 + "200")

    with pytest.raises(Unanswered):
        status_of(page_of_turns, may_ask=anyone)

    assert len(server.asked) == 5


@local
def test_a_server_that_refuses_head_is_asked_by_get(server, at):
    assert status_of(at("/get/200"), may_ask=anyone) == 200

    assert server.asked == ["HEAD /get/200", "GET /get/200"]


@local
@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/200", State.ALIVE),
        ("/get/200", State.ALIVE),
        ("/to//200", State.ALIVE),
        ("/to/200", State.BROKEN),
        ("/404", State.BROKEN),
        ("/410", State.BROKEN),
        ("/500", State.BROKEN),
        ("/401", State.UNKNOWN),
        ("/403", State.UNKNOWN),
        ("/kế-hoạch/200", State.ALIVE),
    ],
)
def test_the_answer_is_kept_with_its_instant(link, at, path, state):
    document = link(at(path))

    check_link(document, may_ask=anyone)

    document.refresh_from_db()
    assert document.link_state == state
    assert document.link_checked_at is not None


@local
def test_nobody_there_is_a_broken_link(link):
    document = link("http://127.0.0.1:1/")

    check_link(document, may_ask=anyone)

    assert document.link_state == State.BROKEN
    assert warnings_of(document) == [
        f"Đường dẫn không mở được khi kiểm tra ngày {timezone.localdate():%d/%m/%Y}."
    ]


@local
def test_what_speaks_no_http_is_a_broken_link(link, server):
    document = link(f"https://127.0.0.1:{server.server_port}/200")

    check_link(document, may_ask=anyone)

    assert document.link_state == State.BROKEN


@local
def test_an_address_of_the_house_is_said_to_be_unchecked(link):
    document = link("http://127.0.0.1/")

    check_link(document)

    assert document.link_state == State.UNKNOWN
    assert warnings_of(document)[0].startswith("Cổng không tự kiểm tra được đường dẫn này")


@local
def test_links_are_checked_once_a_month(link, at, server):
    fresh, old = link(at("/200")), link(at("/404"))
    for document, days in ((fresh, 29), (old, 31)):
        then = timezone.now() - timedelta(days=days)
        Document.objects.filter(pk=document.pk).update(link_checked_at=then)

    check_due_links(may_ask=anyone)
    check_due_links(may_ask=anyone)

    assert server.asked == ["HEAD /404", "GET /404"]
    old.refresh_from_db()
    assert old.link_state == State.BROKEN


@local
def test_a_link_removed_while_it_is_asked_keeps_nobody_waiting(link, at):
    removed, next_one = link(at("/200")), link(at("/get/200"))

    def may_ask(_address: str) -> bool:
        Document.objects.filter(pk=removed.pk).delete()
        return True

    check_due_links(may_ask=may_ask)

    assert not Document.objects.filter(pk=removed.pk).exists()
    next_one.refresh_from_db()
    assert next_one.link_state == State.ALIVE


def test_a_link_is_kept_once_in_a_library(make_unit, make_user):
    unit = make_unit("alpha")
    officer = make_user("officer", unit)
    first = add_link(unit=unit, url="https://a.vn/x", by=officer)

    with pytest.raises(AlreadyKept, match=r"đã có trong kho, tên là “https://a\.vn/x”") as refused:
        add_link(unit=unit, url=" https://A.vn/x", by=officer)

    assert refused.value.document == first
