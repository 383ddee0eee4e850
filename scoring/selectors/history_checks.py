"""Whether the history is still what was sealed, day by day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from scoring.models import SealedDay
from scoring.selectors.history_digests import (
    ColumnGone,
    DayDigest,
    bounds,
    digest_of,
    rows_on,
)
from scoring.selectors.history_tables import HistoryTable, history_tables

MAY_WAIT = timedelta(days=2)
"""How long after it a day may be without its seal: a night can be put off."""


@dataclass(frozen=True, slots=True)
class CheckedDay:
    """One sealed day, and in words all that is no longer as it was sealed."""

    day: date
    rows: int
    sha256: str
    faults: tuple[str, ...]


def checked_days(noted: Mapping[date, str] | None = None) -> Iterator[CheckedDay]:
    """Compute every sealed day anew, in order, and yield what was found.

    `noted` has digests that were written down outside of the portal, by day: only they show that
    nobody made the whole chain anew. A noted day that is not sealed is a day with a fault, and so
    is the first one with rows that ought to be sealed by now: the seals may have been emptied.
    """
    left, before = dict(noted or {}), None
    for sealed in SealedDay.objects.order_by("day").iterator():
        faults = [*_links(sealed, before), *_rows(sealed)]
        if left.pop(sealed.day, sealed.sha256) != sealed.sha256:
            faults.append(_("mã niêm phong khác mã đã ghi ở nơi khác"))
        yield CheckedDay(sealed.day, sealed.rows, sealed.sha256, tuple(faults))
        before = sealed
    if unsealed := _first_unsealed(before):
        yield CheckedDay(unsealed, 0, "", (_("ngày này có dòng mà chưa được niêm phong"),))
    for day in sorted(left):
        yield CheckedDay(day, 0, "", (_("ngày này đã được niêm phong mà nay không còn"),))


def _links(sealed: SealedDay, before: SealedDay | None) -> Iterator[str]:
    """Yield what is wrong between a day and the one before it."""
    if before is None:
        older = sum(_older(table, sealed.day) for table in history_tables())
        if older or sealed.previous_sha256:
            yield _("có dòng hoặc ngày niêm phong nào đó ở trước ngày đầu tiên")
        return
    if sealed.day != before.day + timedelta(days=1):
        yield _("thiếu ngày niêm phong ngay trước đó")
    if sealed.previous_sha256 != before.sha256:
        yield _("không nối với mã niêm phong của ngày trước")


def _rows(sealed: SealedDay) -> Iterator[str]:
    """Yield what is wrong with the rows of a day: missing, surplus, or others than sealed."""
    columns = {name: table["columns"] for name, table in sealed.tables.items()}
    try:
        found = digest_of(sealed.day, sealed.previous_sha256, columns)
    except ColumnGone as gone:
        yield _("không còn bảng hoặc cột %(name)s") % {"name": gone.name}
        return
    counts = [*_counts(sealed, found)]
    yield from counts
    if found.sha256 != sealed.sha256 and not counts:
        yield _("có dòng đã bị sửa, hoặc mã niêm phong đã bị sửa")


def _counts(sealed: SealedDay, found: DayDigest) -> Iterator[str]:
    """Yield each table that has not as many rows of the day as it had."""
    for table in history_tables():
        was = sealed.tables.get(table.name, {}).get("rows", 0)
        covered = found.tables.get(table.name)
        has = covered["rows"] if covered else rows_on(table, sealed.day)
        if was != has:
            words = _("bảng %(table)s có %(has)s dòng, lúc niêm phong có %(was)s")
            yield words % {"table": table.name, "has": has, "was": was}


def _first_unsealed(last: SealedDay | None) -> date | None:
    """Return the first day after the last sealed one that has rows and has waited too long."""
    ended = {"lt": bounds(localdate() - MAY_WAIT)[0]}
    span = ended | ({"gte": bounds(last.day)[1]} if last else {})
    days = []
    for table in history_tables():
        asked = {f"{table.moment}__{word}": instant for word, instant in span.items()}
        rows = table.model._default_manager.filter(**asked).order_by(table.moment)
        first = rows.values_list(table.moment, flat=True).first()
        days += [localdate(first)] if first else []
    return min(days, default=None)


def _older(table: HistoryTable, day: date) -> bool:
    """Return whether a table has rows from before a day."""
    rows = table.model._default_manager.filter(**{f"{table.moment}__lt": bounds(day)[0]})
    return rows.exists()
