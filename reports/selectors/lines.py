"""Lines of a run without their leaves: light enough to read all of them for one table."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import F, Func, JSONField, Value

from foundation.domain.vietnamese import fold
from scoring.models import RankingRun
from scoring.selectors import wording


@dataclass(frozen=True, slots=True)
class Line:
    """One unit's line: what was given without marks, what came out without areas and leaves.

    `unit_code` is the code that the unit bears now, by which its pages are addressed.
    """

    unit_id: int
    unit_code: str
    given: dict[str, Any]
    entry: dict[str, Any]
    supplement: dict[str, Any]

    @property
    def name(self) -> str:
        """The unit's name as it was frozen with the run."""
        return str(self.given["name"])

    @property
    def group(self) -> str:
        """The code of the unit's block."""
        return str(self.given["group"])

    @property
    def is_ranked(self) -> bool:
        """Whether the unit takes a rank; pending, scored and excluded ones do not."""
        return self.entry["rank"] is not None

    def has(self, text: str) -> bool:
        """Return whether name or code has the text, whatever its accents and case."""
        return fold(text) in fold(self.name) or fold(text) in fold(self.unit_code)

    def share(self, fact: str) -> Fraction | None:
        """Return a fact as an exact share, None where the unit has none."""
        return wording.share_of(self.given.get("facts", {}).get(fact) or {})


def lines_of(run: RankingRun, only: Collection[int] | None = None) -> list[Line]:
    """Return every line of a run, or those of some units, in the result's order, by one query."""
    lines = run.lines.all() if only is None else run.lines.filter(unit__in=only)
    rows = lines.order_by("position").values_list(
        "unit_id",
        F("unit__code"),
        _without("given", "marks"),
        _without("entry", "areas", "leaves"),
        "supplement",
    )
    return [Line(*row) for row in rows]


def _without(field: str, *keys: str) -> Func:
    """Return a JSON object without those keys, which the database takes out before it sends it."""
    names = "{" + ",".join(keys) + "}"
    return Func(
        F(field),
        Value(names),
        template="(%(expressions)s::text[])",
        arg_joiner=" - ",
        output_field=JSONField(),
    )
