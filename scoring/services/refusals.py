"""Why a cycle cannot be ranked, in sentences for those who have to mend it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.timezone import localtime

from scoring.domain import BundleRefused, Problem, sentence
from scoring.models import Cycle
from scoring.selectors.band_lists import band_labels, rules_of
from scoring.selectors.criteria_words import FACTS
from scoring.selectors.facts import SATISFACTION
from scoring.selectors.rule_sets import groups_by_code
from scoring.selectors.rule_words import labels_of, place_in_words
from scoring.selectors.undecided_facts import undecided_fact

CODES_SHOWN = 10
_UNMARKED, _MISSING_FACT, _UNDECLARED = "unmarked_leaf", "missing_fact", "undeclared_fact"
_UNIT = re.compile(r"units\[(?P<order>[0-9]+)\]")
_LEAF = re.compile(r"“(?P<code>.*)”")
_RULES = re.compile(r"(rule_set|accountability)\.(?P<place>.+)")
_OF_CLASSES = ("unknown_band", "bars_lowest_band")


class CutoffAhead(Exception):
    """A complete ranking was asked for while the cutoff of the cycle's data lies ahead."""

    def __init__(self, cycle: Cycle) -> None:
        super().__init__(
            f"Kỳ này chốt số liệu lúc {localtime(cycle.cutoff_at):%H:%M ngày %d/%m/%Y}, chưa đến;"
            " trước lúc đó chỉ tính tạm được."
        )
        self.cycle = cycle


class CycleRefused(BundleRefused):
    """The data of a cycle, which are a `bundle`, cannot be ranked."""

    def __init__(self, problems: tuple[Problem, ...], bundle: Mapping[str, Any]) -> None:
        super().__init__(problems)
        self.bundle = bundle

    @property
    def sentences(self) -> list[Problem]:
        """The problems by the names of their units, each once; unmarked leaves are one a unit."""
        unmarked: dict[str, list[str]] = {}
        others = []
        for problem in self.problems:
            unit = self._unit(problem)
            leaf = _LEAF.search(problem.message) if problem.code == _UNMARKED else None
            if problem.code == _UNDECLARED:
                others.append(_uncounted(dict(problem.details)["code"]))
            elif unit and leaf:
                unmarked.setdefault(unit["name"], []).append(leaf["code"])
            elif unit and problem.code == _MISSING_FACT:
                others.append(self._undecided(unit, dict(problem.details)))
            else:
                about = unit["name"] if unit else self._part(problem)
                message = ": ".join(filter(None, (about, self._said(problem))))
                others.append(Problem(problem.code, problem.place, message))
        lacking = [_unmarked(name, codes) for name, codes in unmarked.items()]
        return list(dict.fromkeys([*lacking, *others]))

    def _unit(self, problem: Problem) -> Mapping[str, Any] | None:
        """Return the bundle's unit that a problem is about, None where it is about none."""
        found, units = _UNIT.match(problem.place), self.bundle["units"]
        order = int(found["order"]) if found else len(units)
        return units[order] if order < len(units) else None

    def _part(self, problem: Problem) -> str:
        """Return in words which part of the rules a problem is about, "" where it is about none."""
        found = _RULES.match(problem.place)
        if not found:
            return ""
        return place_in_words(found["place"], self.bundle["rule_set"], groups=groups_by_code())

    def _said(self, problem: Problem) -> str:
        """Return a problem's sentence, its block of units, class and fact as people call them."""
        of = dict(problem.details)
        if problem.code == "unknown_group":
            return f"Kỳ này không có khối “{groups_by_code().get(of['code'], of['code'])}”."
        named = {}
        if "group" in of:
            named["group"] = _title(self.bundle["groups"], of["group"])
        if "fact" in of:
            named["fact"] = _title(self.bundle["facts"], of["fact"])
        if problem.code in _OF_CLASSES:
            rules = self.bundle["rule_set"]
            labels = labels_of(rules) | band_labels(rules, of["group"])
            named["code"] = labels.get(of["code"], of["code"])
        return sentence(problem, **named)

    def _undecided(self, unit: Mapping[str, Any], of: Mapping[str, str]) -> Problem:
        """Return that a fact is missing, called as the rules call it, and what can be done."""
        rules = rules_of(self.bundle["rule_set"], unit["group"])
        fact = _title(self.bundle["facts"], of["code"])
        block = _title(rules["blocks"], of["block"])
        message = (
            f"{unit['name']}: chưa có số liệu “{fact}” mà quy tắc “{block}” bắt buộc phải có;"
            " hãy bổ sung số liệu, hoặc ghi quyết định không xét."
        )
        return undecided_fact(unit["code"], of["code"], message)


def _title(rows: Sequence[Mapping[str, Any]], code: str) -> str:
    """Return what the one that bears a code is called, its code if it has no title."""
    return next((row.get("title", code) for row in rows if row["code"] == code), code)


def _unmarked(name: str, codes: Sequence[str]) -> Problem:
    listed = ", ".join(codes[:CODES_SHOWN]) + (", …" if len(codes) > CODES_SHOWN else "")
    return Problem(_UNMARKED, "", f"{name}: {len(codes)} tiêu chí chưa có điểm ({listed})")


def _uncounted(fact: str) -> Problem:
    """Return the sentence for a fact that rules or criteria read and the cycle does not count."""
    said = f"Kỳ này không đếm “{FACTS.get(fact, fact)}” mà quy tắc hay tiêu chí đọc"
    lacks_survey = "; hãy chọn đợt khảo sát ở Thiết lập" if fact == SATISFACTION else ""
    return Problem(_UNDECLARED, "", f"{said}{lacks_survey}.")
