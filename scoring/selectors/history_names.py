"""The names of all that rows of the history point at, read together."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _

from scoring.models import (
    AreaOwner,
    Assessment,
    Criterion,
    Cycle,
    CycleGroup,
    Document,
    Evidence,
    RankingRun,
    Stage,
)
from scoring.selectors.runs import TEXTS
from units.models import Succession, User

_WITH: dict[type[Model], tuple[str, ...]] = {
    Assessment: ("unit", "cycle__organiser"),
    AreaOwner: ("area", "owner"),
    Cycle: ("organiser",),
    CycleGroup: ("group", "cycle__organiser"),
    Document: ("unit",),
    Evidence: ("document",),
    RankingRun: ("cycle",),
    Stage: ("cycle__organiser",),
    Succession: ("predecessor", "successor"),
}
"""What is read along with a thing, because its name is made of it."""


class Names:
    """What things are called today; one that is gone is called by its number.

    Where `people` are given, nobody else with an account is named. Of the `subjects` the things
    themselves are read that rows tell of, for their pages.
    """

    def __init__(
        self,
        rows: Iterable[Any],
        *,
        people: Collection[int] | None = None,
        subjects: Collection[type[Model]] = (),
    ) -> None:
        self._people = people
        wanted: dict[type[Model], set[int]] = defaultdict(set)
        for row in rows:
            for field in row._meta.concrete_fields:
                key = field.value_from_object(row)
                if not isinstance(field, ForeignKey) or not isinstance(key, int):
                    continue
                is_subject = field.name == "pgh_obj" and field.related_model in subjects
                if is_subject or not field.name.startswith("pgh_"):
                    wanted[field.related_model].add(key)
            wanted[User].update(filter(None, [actor_in(row)]))
        self._found = {model: _in_bulk(model, keys) for model, keys in wanted.items()}

    def thing(self, model: type[Model], key: int | None) -> Any | None:
        """Return what a row points at, None if it is gone."""
        return self._found.get(model, {}).get(key)

    def name(self, model: type[Model], key: int | None) -> str:
        """Return what people call it."""
        if model is User and self._people is not None and key not in self._people:
            return _("người ngoài đơn vị")
        thing = self.thing(model, key)
        if thing is None:
            return _("số %(key)s (không còn)") % {"key": key}
        return name_of(thing)


def actor_in(row: Any) -> int | None:
    """Return the key of the person who acted, as the request or the job said; None if neither."""
    context = getattr(row, "pgh_context", None)
    user = context.metadata.get("user") if context else None
    return user if isinstance(user, int) else None


def name_of(thing: Any) -> str:
    """Return what people call a thing."""
    name = _NAMES.get(type(thing), str)
    return str(name(thing))


def _run_name(run: RankingRun) -> str:
    words = {"number": run.number, "cycle": run.cycle.title}
    return _("lần %(number)s của %(cycle)s") % words


def _sheet_name(sheet: Assessment) -> str:
    words = {"unit": sheet.unit.name, "year": sheet.cycle.year}
    return _("Phiếu của %(unit)s năm %(year)s") % words


def _criterion_name(criterion: Criterion) -> str:
    return f"{criterion.code} {criterion.title}"


_NAMES: dict[type, Callable[[Any], str]] = {
    User: lambda user: user.full_name or user.username,
    Assessment: _sheet_name,
    Criterion: _criterion_name,
    CycleGroup: lambda block: f"{block.group}, {block.cycle}",
    Stage: lambda stage: f"{stage.get_kind_display()}, {stage.cycle}",
    AreaOwner: lambda owner: _criterion_name(owner.area),
    RankingRun: _run_name,
}
"""What people call a thing where it is not what it calls itself."""


def _in_bulk(model: type[Model], keys: set[int]) -> dict[Any, Model]:
    found = model._default_manager.select_related(*_WITH.get(model, ()))
    if model is RankingRun:
        found = found.defer(*TEXTS, "frame")
    return found.in_bulk(list(keys)) if model in _WITH else model._default_manager.in_bulk(keys)
