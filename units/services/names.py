"""Keeping the keys of names in step where rows were written by SQL."""

from foundation.domain.vietnamese import fold, sort_key
from units.models import Unit


def rewrite_keys() -> None:
    """Compute search and sort keys of every unit whose name was just written."""
    renamed = list(Unit.through_time.filter(search_key=""))
    for unit in renamed:
        unit.search_key, unit.sort_key = fold(unit.name), sort_key(unit.name)
    Unit.through_time.bulk_update(renamed, ["search_key", "sort_key"], batch_size=1000)
