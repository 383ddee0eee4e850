"""What a review rests on: the inputs of each rule, the classes of earlier years, the tenure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from scoring.models import RankingRun
from scoring.selectors.band_lists import band_codes, band_labels
from scoring.selectors.forebears import NoForebear, Origin, lineage_of
from scoring.selectors.past_classes import classes_of
from scoring.selectors.review_undecided import Undecided, left_out
from scoring.selectors.review_words import rate_text, rule_text
from scoring.selectors.runs import earlier_runs
from units.models import Person

Case = tuple[str, str, str]
"""Unit code, person code and rule: one entry of a review."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a rule holds for somebody, in words.

    `inputs` are what the rule read, `history` the classes of all earlier years that are known of,
    newest first, `tenure` since when a head is in office, "" for anybody else.
    """

    inputs: tuple[str, ...]
    history: tuple[str, ...]
    tenure: str


@dataclass(frozen=True, slots=True)
class Review:
    """The grounds of every case of a run, and what could not be decided."""

    grounds: dict[Case, Grounds]
    undecided: tuple[Undecided, ...]


def review_of(run: RankingRun) -> Review:
    """Return the grounds of a run's stored review; empty where it has none.

    What was read is the run's own; why an earlier year is missing follows today's lineage.
    """
    if not run.people_result:
        return Review({}, ())
    reader = _Reader(run)
    entries = json.loads(run.people_result)["entries"]
    grounds = {(it["unit"], it["person"], it["rule"]): reader.grounds(it) for it in entries}
    return Review(grounds, (*reader.undecided(), *left_out(run)))


class _Reader:
    """Everything that the grounds of one run are read from, fetched once."""

    def __init__(self, run: RankingRun) -> None:
        self._bundle: dict[str, Any] = json.loads(run.people_bundle)
        self._year: int = self._bundle["year"]
        self._frame = run.frame
        self._rules = {rule["code"]: rule for rule in self._bundle["rules"]}
        self._units = {unit["code"]: unit for unit in self._bundle["units"]}
        self._people = {(it["code"], it["role"]): it for it in self._bundle["people"]}
        lines = run.lines.values_list("given__code", "given__name", "unit_id")
        self._names = {code: name for code, name, _unit in lines}
        self._ids = {code: unit for code, _name, unit in lines}
        cycle = run.cycle
        self._lineage = lineage_of([cycle.organiser_id, *self._ids.values()])
        self._earlier = earlier_runs(cycle, self._lineage)
        self._classes = {it.pk: classes_of(it) for it in self._earlier}

    def grounds(self, entry: dict[str, Any]) -> Grounds:
        """Return the grounds of one entry."""
        rule, unit = self._rules[entry["rule"]], self._units[entry["unit"]]
        person = self._people[entry["person"], rule["applies_to"]]
        if rule["applies_to"] == "official":
            return Grounds((rate_text(person["facts"][rule["fact"]]),), (), "")
        counted = range(self._year, self._year - rule.get("years", 1), -1)
        history = tuple(self._year_text(unit, year) for year in self._years_before())
        inputs = tuple(self._year_text(unit, year) for year in counted)
        return Grounds(inputs, history, _tenure(person, is_partial=entry.get("partial_tenure")))

    def undecided(self) -> Iterator[Undecided]:
        """Yield each unit that is low this year under a rule which needs a year it lacks."""
        for rule in self._rules.values():
            for unit in self._units.values() if rule.get("years", 1) > 1 else ():
                missing = self._missing_year(rule, unit)
                if missing is not None:
                    labels = band_labels(self._frame["rule_set"], unit["group"])
                    words = rule_text(rule, labels, {})
                    yield Undecided(
                        unit_code=unit["code"],
                        unit_name=self._names[unit["code"]],
                        role=str(Person.Role(rule["applies_to"]).label),
                        rule=words,
                        why=self._year_text(unit, missing),
                    )

    def _missing_year(self, rule: dict[str, Any], unit: dict[str, Any]) -> int | None:
        """Return the year that leaves a rule open for a unit; None if it is decided."""
        for year in range(self._year, self._year - rule["years"], -1):
            band = self._band(unit, year)
            if band is None:
                return year
            listed = self._listed(unit, year)
            if rule["band_at_most"] not in listed or band not in listed:
                return None
            if listed.index(band) < listed.index(rule["band_at_most"]):
                return None
        return None

    def _listed(self, unit: dict[str, Any], year: int) -> list[str]:
        """Return the classes of the unit's block in a year, best first."""
        own: list[str] = self._bundle["bands"][unit["group"]]
        by_year: dict[str, list[str]] = self._bundle["bands_by_year"].get(str(year), {})
        return own if year == self._year else by_year.get(unit["group"], own)

    def _band(self, unit: dict[str, Any], year: int) -> str | None:
        if year == self._year:
            return str(unit["band"])
        past = unit["history"].get(str(year))
        return str(past["band"]) if past else None

    def _year_text(self, unit: dict[str, Any], year: int) -> str:
        """Return "Năm 2023: Khá (theo kết quả của Sở cũ)", or why the year has no class."""
        band = self._band(unit, year)
        if band is None:
            why = self._why_missing(unit, year)
            return _("Năm %(year)s: %(why)s") % {"year": year, "why": why}
        labels = self._labels(unit, year)
        note = unit["history"].get(str(year), {}).get("note", "") if year != self._year else ""
        text = _("Năm %(year)s: %(band)s") % {"year": year, "band": labels.get(band, band)}
        return f"{text} ({note})" if note else text

    def _labels(self, unit: dict[str, Any], year: int) -> dict[str, str]:
        """Return what the classes of a unit were called in a year, by whoever ranked it then."""
        if year != self._year:
            told = unit["history"][str(year)]["band"], self._listed(unit, year)
            for run, group, band in self._standings(unit, year):
                if told == (band, band_codes(run.frame["rule_set"], group)):
                    return band_labels(run.frame["rule_set"], group)
        return band_labels(self._frame["rule_set"], unit["group"])

    def _why_missing(self, unit: dict[str, Any], year: int) -> str:
        """Return why a unit has no class of its own in an earlier year."""
        runs = self._runs_of(year)
        if not runs:
            return _("chưa có kết quả công bố")
        listed = self._bundle["bands_by_year"].get(str(year), {}).get(unit["group"])
        by_lists = [
            band_codes(run.frame["rule_set"], group)
            for run, group, _band in self._standings(unit, year)
        ]
        if by_lists and listed and listed not in by_lists:
            return _("thuộc khối có các mức xếp loại khác, không so được")
        if by_lists:
            return _("kết quả được công bố hoặc nối với đơn vị sau khi tính lần này")
        ends = [self._end(unit, run) for run in runs]
        return _origin_text(next(filter(None, ends), ()))

    def _standings(self, unit: dict[str, Any], year: int) -> Iterator[tuple[RankingRun, str, str]]:
        """Yield each run of a year that gave the unit or its forebear a class: block and class."""
        for run in self._runs_of(year):
            known = self._classes[run.pk]
            try:
                forebear = self._lineage.forebear(self._ids[unit["code"]], known)
            except NoForebear:
                continue
            yield run, *known[forebear.unit]

    def _end(self, unit: dict[str, Any], run: RankingRun) -> tuple[Origin, ...]:
        """Return what the unit came from where its way back ends before a unit of the run."""
        try:
            self._lineage.forebear(self._ids[unit["code"]], self._classes[run.pk])
        except NoForebear as end:
            return end.origins
        return ()

    def _runs_of(self, year: int) -> list[RankingRun]:
        return [run for run in self._earlier if run.cycle.year == year]

    def _years_before(self) -> list[int]:
        """Return the earlier years that anything was published of, the latest first."""
        return list(dict.fromkeys(run.cycle.year for run in self._earlier))


def _origin_text(origins: tuple[Origin, ...]) -> str:
    """Return in words why nobody of earlier days stands for a unit."""
    names = ", ".join(origin.name for origin in origins)
    if not origins:
        return _("đơn vị chưa được xếp loại")
    if len(origins) > 1:
        return _("không nối được, đơn vị hợp thành từ %(names)s") % {"names": names}
    return _("không nối được, đơn vị là một phần của %(names)s") % {"names": names}


def _tenure(person: dict[str, Any], *, is_partial: bool | None) -> str:
    """Return since when a head is in office, and whether that is only a part of what is counted."""
    if "since" not in person:
        return "" if is_partial is None else _("Chưa ghi ngày giữ chức")
    words = {"day": f"{date.fromisoformat(person['since']):%d/%m/%Y}"}
    if is_partial:
        return _("Giữ chức từ %(day)s, không trọn thời gian được tính") % words
    return _("Giữ chức từ %(day)s, trọn thời gian được tính") % words
