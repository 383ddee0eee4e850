"""Everything that ever bore a code, with what it came from and what became of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch

from foundation.domain.vietnamese import fold
from units.models import Succession, Unit
from units.selectors.units import lives_of

_UNVERIFIED = fold("chưa kiểm chứng")


@dataclass(frozen=True, slots=True)
class Life:
    """One unit for as long as it bore the code; a day that is None lies beyond what is known."""

    unit: Unit
    first_on: date | None
    last_on: date | None
    is_of_the_day: bool
    is_unverified: bool
    origins: tuple[Succession, ...]
    successions: tuple[Succession, ...]


def lives_with_lineage(code: str, day: date) -> list[Life]:
    """Return every life of the code, the earliest first; empty if nothing ever bore it."""
    lives = lives_of(code).select_related("parent")
    return [_life(unit, day) for unit in lives.prefetch_related(*_both_ways())]


def _both_ways() -> tuple[Prefetch, Prefetch]:
    from_ = Succession.objects.select_related("predecessor").order_by("predecessor__sort_key")
    into = Succession.objects.select_related("successor").order_by("successor__sort_key")
    return Prefetch("origins", from_), Prefetch("successions", into)


def _life(unit: Unit, day: date) -> Life:
    sources = [
        unit.source,
        *(step.source for step in (*unit.origins.all(), *unit.successions.all())),
    ]
    return Life(
        unit=unit,
        first_on=unit.valid.lower,
        last_on=unit.valid.upper and unit.valid.upper - timedelta(days=1),
        is_of_the_day=day in unit.valid,
        is_unverified=any(_UNVERIFIED in fold(source) for source in sources),
        origins=tuple(unit.origins.all()),
        successions=tuple(unit.successions.all()),
    )
