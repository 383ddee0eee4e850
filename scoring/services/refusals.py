"""Why a cycle cannot be ranked, in sentences for those who have to mend it."""

import re
from collections.abc import Sequence

from django.utils.timezone import localtime

from scoring.domain import BundleRefused, Problem, sentence
from scoring.models import Cycle

CODES_SHOWN = 10
_UNMARKED = "unmarked_leaf"
_UNIT = re.compile(r"units\[(?P<order>[0-9]+)\]")
_LEAF = re.compile(r"“(?P<code>.*)”")


class CutoffAhead(Exception):
    """A complete ranking was asked for while the cutoff of the cycle's data lies ahead."""

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(
            f"Kỳ này chốt số liệu lúc {localtime(cycle.cutoff_at):%H:%M ngày %d/%m/%Y}, chưa đến;"
            " trước lúc đó chỉ tính tạm được."
        )
        self.cycle = cycle


class CycleRefused(BundleRefused):
    """The data of a cycle cannot be ranked; `units` names the bundle's units in its order."""

    def __init__(self, problems: tuple[Problem, ...], units: Sequence[str]) -> None:
        super().__init__(problems)
        self.units = units

    @property
    def sentences(self) -> list[Problem]:
        """The problems by the names of their units; unmarked leaves are one sentence a unit."""
        unmarked: dict[str, list[str]] = {}
        others = []
        for problem in self.problems:
            name = self._name(problem)
            leaf = _LEAF.search(problem.message) if problem.code == _UNMARKED else None
            if name and leaf:
                unmarked.setdefault(name, []).append(leaf["code"])
            else:
                said = sentence(problem)
                message = f"{name}: {said}" if name else said
                others.append(Problem(problem.code, problem.place, message))
        return [*(_unmarked(name, codes) for name, codes in unmarked.items()), *others]

    def _name(self, problem: Problem) -> str:
        """Return the name of the unit that a problem is about, "" where it is about none."""
        found = _UNIT.match(problem.place)
        order = int(found["order"]) if found else len(self.units)
        return self.units[order] if order < len(self.units) else ""


def _unmarked(name: str, codes: Sequence[str]) -> Problem:
    listed = ", ".join(codes[:CODES_SHOWN]) + (", …" if len(codes) > CODES_SHOWN else "")
    return Problem(_UNMARKED, "", f"{name}: {len(codes)} tiêu chí chưa có điểm ({listed})")
