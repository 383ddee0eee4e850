"""Whom the rules on people concern in a stored run, as rows that people can read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.models import RankingRun
from scoring.selectors.band_lists import band_labels
from scoring.selectors.people_bundles import people_of
from scoring.selectors.review_words import effect_text, rate_text, rule_text
from units.models import Person


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A rule that holds for a person, in words; what follows from it a person decides.

    `clause` is where the rule is written, "" if nobody said. `notes` say what the reader must know:
    the dossiers counted, an office not held all the time, a class that was a predecessor's.
    """

    unit_code: str
    unit_name: str
    person_code: str
    person_name: str
    role: str
    role_label: str
    rule_code: str
    rule: str
    clause: str
    effect: str
    notes: tuple[str, ...]


def review_rows(run: RankingRun) -> list[ReviewRow]:
    """Return the stored review of a run, unit by unit; empty where it has none.

    Names are those of today's register; whom a rule concerns, and why, is the run's.
    """
    if not run.people_result:
        return []
    reader = _Reader(run)
    return [reader.row(entry) for entry in json.loads(run.people_result)["entries"]]


class _Reader:
    """Everything that the entries of one run are read with, fetched once."""

    def __init__(self, run: RankingRun) -> None:
        bundle = json.loads(run.people_bundle)
        self._year: int = bundle["year"]
        self._frame = run.frame
        self._rules = {rule["code"]: rule for rule in bundle["rules"]}
        self._units = {unit["code"]: unit for unit in bundle["units"]}
        self._people = {(it["code"], it["role"]): it for it in bundle["people"]}
        self._clauses = json.loads(run.supplement).get("clauses", {})
        self._facts = {fact["code"]: fact.get("title", fact["code"]) for fact in run.frame["facts"]}
        people = people_of(run.cycle).values_list("code", "role", "name")
        self._names = {(code, role): name for code, role, name in people}
        self._unit_names = dict(run.lines.values_list("given__code", "given__name"))

    def row(self, entry: dict[str, Any]) -> ReviewRow:
        """Return one entry as a row."""
        rule, unit = self._rules[entry["rule"]], self._units[entry["unit"]]
        labels = band_labels(self._frame["rule_set"], unit["group"])
        role = Person.Role(rule["applies_to"])
        return ReviewRow(
            unit_code=entry["unit"],
            unit_name=self._unit_names[entry["unit"]],
            person_code=entry["person"],
            person_name=self._names.get((entry["person"], role), entry["person"]),
            role=role.value,
            role_label=str(role.label),
            rule_code=entry["rule"],
            rule=rule_text(rule, labels, self._facts),
            clause=self._clauses.get(entry["rule"], ""),
            effect=effect_text(entry["effect"]),
            notes=tuple(self._notes(entry, rule, unit)),
        )

    def _notes(
        self, entry: dict[str, Any], rule: dict[str, Any], unit: dict[str, Any]
    ) -> Iterator[str]:
        person = self._people[entry["person"], rule["applies_to"]]
        if rule["applies_to"] == Person.Role.OFFICIAL:
            yield rate_text(person["facts"][rule["fact"]])
        if entry.get("partial_tenure"):
            since = date.fromisoformat(person["since"])
            yield f"Giữ chức từ {since:%d/%m/%Y}, không trọn thời gian được tính."
        for year in range(self._year - rule.get("years", 1) + 1, self._year):
            past = unit["history"][str(year)]
            if "note" in past:
                yield f"Năm {year} {past['note']}."
