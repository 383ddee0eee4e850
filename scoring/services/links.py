"""Addresses in the library: which are taken, and whether they still open."""

import ipaddress
import logging
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import SplitResult, urlsplit, urlunsplit

from django.db.models import Q
from django.utils import timezone

from scoring.models import Document
from scoring.services.documents_refusals import DocumentRefused
from scoring.services.links_asking import Forbidden, Unanswered, is_public, status_of

LONGEST = 1000
CHECKED_EVERY = timedelta(days=30)
SECONDS_A_ROUND = 600.0
_ANSWERED_OTHERWISE = {401, 403, 405, 429, 501}
"""The address is there, but whether people can open it is not for the portal to see."""
log = logging.getLogger(__name__)


def address_typed(typed: str) -> str:
    """Return a web address as it is kept.

    Raises DocumentRefused for what is no http or https address, carries a name and password, or
    leads into the machine or the house that only its own people reach.
    """
    address = typed.strip()
    parts = _parts(address)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise DocumentRefused("Hãy chép cả đường dẫn, bắt đầu bằng https:// hoặc http://.")
    if parts.username is not None or parts.password is not None:
        raise DocumentRefused("Đường dẫn chứa tên và mật khẩu; hãy bỏ phần trước dấu @.")
    if len(address) > LONGEST:
        raise DocumentRefused(f"Đường dẫn dài quá {LONGEST} ký tự.")
    if _is_inside(parts.hostname):
        raise DocumentRefused("Đây là địa chỉ nội bộ, người thẩm định không mở được.")
    return urlunsplit(parts._replace(netloc=parts.netloc.lower()))


def check_link(document: Document, *, may_ask: Callable[[str], bool] = is_public) -> None:
    """Ask a link's address whether it opens, and keep the answer with the instant.

    `may_ask` says which numeric addresses may be asked at all. Of a document that was removed while
    its address was asked nothing is kept.
    """
    document.link_state = _state(document.url, may_ask)
    document.link_checked_at = timezone.now()
    Document.objects.filter(pk=document.pk).update(
        link_state=document.link_state, link_checked_at=document.link_checked_at
    )


def check_due_links(*, may_ask: Callable[[str], bool] = is_public) -> None:
    """Check the links that nobody looked at for a month, as many as a round has time for."""
    end = time.monotonic() + SECONDS_A_ROUND
    due = Q(link_checked_at=None) | Q(link_checked_at__lt=timezone.now() - CHECKED_EVERY)
    links = Document.objects.filter(due, file=None).order_by("link_checked_at", "pk")
    for document in links.iterator():
        if time.monotonic() > end:
            log.warning("Chưa kiểm tra hết đường dẫn; lần sau kiểm tra tiếp.")
            return
        check_link(document, may_ask=may_ask)


def _state(url: str, may_ask: Callable[[str], bool]) -> Document.LinkState:
    try:
        status = status_of(url, may_ask=may_ask)
    except Forbidden:
        return Document.LinkState.UNKNOWN
    except Unanswered:
        return Document.LinkState.BROKEN
    if status < 400:
        return Document.LinkState.ALIVE
    is_unsure = status in _ANSWERED_OTHERWISE
    return Document.LinkState.UNKNOWN if is_unsure else Document.LinkState.BROKEN


def _parts(address: str) -> SplitResult | None:
    """Return the parts of an address, None if it has none or holds white space or the unseen."""
    if not address.isprintable() or " " in address:
        return None
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError:
        return None
    return parts


def _is_inside(host: str) -> bool:
    """Return whether a host is this machine, or a number of a private network."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not is_public(str(ipaddress.ip_address(host)))
    except ValueError:
        return False
