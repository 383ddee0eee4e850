"""Dossiers that were told differently at first: staff may doubt what a later file corrects."""

from collections.abc import Callable
from datetime import timedelta

from cchc_portal.demo.dossiers import DONE, OPEN, Dossier

WITHDRAWN = "Người nộp rút"
ONE_IN = 100
Row = list[str]


def told_at_first(place: int, dossier: Dossier, row: Row) -> Row | None:
    """Return the row as a file told it before it was corrected, None for nearly all dossiers.

    `place` is that of the dossier in its year. What the correction leaves is what was planned, so
    late rates stay exactly as they are.
    """
    if dossier.ends_next_year or place % ONE_IN:
        return None
    return next((tell(dossier, row) for fits, tell in _KINDS if fits(dossier)), None)


def _ended_late(dossier: Dossier, row: Row) -> Row:
    """Return the row with an end a day after it was due."""
    ended = (dossier.due or dossier.received) + timedelta(days=1)
    return [*row[:6], f"{ended:%d/%m/%Y} 10:00", *row[7:]]


def _unpaused(dossier: Dossier, row: Row) -> Row:
    """Return the row without the pause that makes it punctual."""
    return [*row[:9], ""]


def _open(dossier: Dossier, row: Row) -> Row:
    """Return the row of a dossier that nobody has withdrawn yet."""
    return [*row[:6], "", OPEN, *row[8:]]


def _handled_by_another(dossier: Dossier, row: Row) -> Row:
    """Return the row with another official of the unit."""
    handlers = dossier.unit.handlers
    other = handlers[(handlers.index(dossier.handler) + 1) % len(handlers)]
    return [*row[:8], other, row[9]]


_KINDS: tuple[tuple[Callable[[Dossier], bool], Callable[[Dossier, Row], Row]], ...] = (
    (lambda one: one.outcome == WITHDRAWN, _open),
    (lambda one: bool(one.pauses) and not one.is_late and one.outcome == DONE, _unpaused),
    (lambda one: one.is_late and one.outcome == DONE, _handled_by_another),
    (lambda one: one.outcome == DONE and one.due is not None and not one.is_late, _ended_late),
)
