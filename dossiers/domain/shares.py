"""Shares of countable things: how dossiers were handed in, and what their procedures offer."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from dossiers.domain.late_rates import Rate

OFFERED_ONLINE = ("partial", "full")
"""Levels of online service at which a dossier can be handed in online."""
DECIMALS = 2


@dataclass(frozen=True, slots=True)
class ProcedureUse:
    """A procedure that a unit resolved dossiers of: what it offers, and how they were handed in.

    `level` is "" and `is_one_stop` None where nobody has said.
    """

    code: str
    name: str
    level: str
    is_one_stop: bool | None
    dossiers: int
    online: int


def share(part: int, whole: int) -> Rate | None:
    """Return part of whole, None where there is nothing to take a part of."""
    return Rate(part, whole) if whole else None


def online_where_offered(uses: Iterable[ProcedureUse]) -> Rate | None:
    """Return online dossiers over all dossiers of procedures that can be done online."""
    offered = [use for use in uses if use.level in OFFERED_ONLINE]
    return share(sum(use.online for use in offered), sum(use.dossiers for use in offered))


def of_level(uses: Iterable[ProcedureUse], level: str) -> Rate | None:
    """Return the procedures of one level of online service over those of which it is known."""
    known = [use for use in uses if use.level]
    return share(sum(use.level == level for use in known), len(known))


def of_unknown_level(uses: Collection[ProcedureUse]) -> Rate | None:
    """Return the procedures of which nobody has said how far they are online over all used."""
    return share(sum(not use.level for use in uses), len(uses))


def one_stop(uses: Collection[ProcedureUse]) -> Rate | None:
    """Return the procedures of the one-stop desk over those of which it is known."""
    known = [use for use in uses if use.is_one_stop is not None]
    return share(sum(bool(use.is_one_stop) for use in known), len(known))


def percent(rate: Rate) -> str:
    """Return a rate in percent, rounded half up once: "5.00"."""
    unit = 10**DECIMALS
    rounded = (2 * 100 * unit * rate.numerator + rate.denominator) // (2 * rate.denominator)
    return f"{rounded // unit}.{rounded % unit:0{DECIMALS}}"
