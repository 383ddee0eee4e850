"""Asking a web address for its status, and only one that lies on the public net.

The name is resolved once and the number found is asked, so that a name cannot lead elsewhere a
moment later; each redirection is looked at in the same way.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from urllib.parse import SplitResult, urljoin, urlsplit

SECONDS = 8.0
MOST_TURNS = 5
_HEADERS = {"User-Agent": "cchc-portal link check", "Accept": "*/*", "Connection": "close"}
_TURNS = {301, 302, 303, 307, 308}
_TRY_GET = 400
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_PORTS = {"http": 80, "https": 443}


class Forbidden(Exception):
    """The address leads where the portal asks nothing: not the web, or a network of the house."""


class Unanswered(Exception):
    """No such name, no connection, no certificate, no answer in time, or turns without end."""


def is_public(address: str) -> bool:
    """Return whether a numeric address lies on the public net, seen through its IPv6 dress too."""
    number = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address):
        number = _inside(number) or number
    return number.is_global and not number.is_multicast


def _inside(number: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for, None if it stands for itself."""
    if number in _TRANSLATED:
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour or (number.teredo or (None, None))[1]


def status_of(url: str, *, may_ask: Callable[[str], bool] = is_public) -> int:
    """Return the status with which an address answers in the end: to HEAD, or else to GET.

    Nothing of what it holds is read. Raises Forbidden, Unanswered.
    """
    status = _follow(url, "HEAD", may_ask)
    return status if status < _TRY_GET else _follow(url, "GET", may_ask)


def _follow(url: str, method: str, may_ask: Callable[[str], bool]) -> int:
    for _turn in range(MOST_TURNS):
        status, turn = _ask(url, method, may_ask)
        if status not in _TURNS or not turn:
            return status
        url = urljoin(url, turn)
    raise Unanswered("too many turns")


def _ask(url: str, method: str, may_ask: Callable[[str], bool]) -> tuple[int, str]:
    """Return the status of one answer, and where it leads if it leads anywhere."""
    parts, port = _target(url)
    try:
        connection = _connection(parts, port, _number(parts.hostname or "", port, may_ask))
        try:
            connection.request(method, _path(parts), headers=_HEADERS)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", "")
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unanswered(str(error)) from error


def _target(url: str) -> tuple[SplitResult, int]:
    """Return the parts of an address with its port; raises Forbidden unless it is of the web."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Forbidden(url) from error
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        raise Forbidden(url)
    return parts, port or _PORTS[parts.scheme]


def _number(host: str, port: int, may_ask: Callable[[str], bool]) -> str:
    """Return a number of the host; raises Forbidden if any of its numbers may not be asked."""
    name = host.encode("idna").decode() if not host.isascii() else host
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    numbers = [str(entry[4][0]) for entry in found]
    if not numbers or not all(may_ask(number) for number in numbers):
        raise Forbidden(host)
    return numbers[0]


def _connection(parts: SplitResult, port: int, number: str) -> http.client.HTTPConnection:
    """Return a connection to the number that speaks to the host by its name."""
    host = parts.hostname or ""
    if parts.scheme == "http":
        plain = http.client.HTTPConnection(host, port, timeout=SECONDS)
        plain.sock = socket.create_connection((number, port), timeout=SECONDS)
        return plain
    secure = http.client.HTTPSConnection(host, port, timeout=SECONDS)
    raw = socket.create_connection((number, port), timeout=SECONDS)
    try:
        secure.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
    except BaseException:
        raw.close()
        raise
    return secure


def _path(parts: SplitResult) -> str:
    """Return what is asked for, in ASCII as the web writes it."""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return "".join(letter if letter.isascii() else _escaped(letter) for letter in path)


def _escaped(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode())
