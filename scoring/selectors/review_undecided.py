"""What a review could not decide: whom it names nowhere, although a rule may concern them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from scoring.domain import consequences, read_accountability
from scoring.domain.accountability import Person as Answering
from scoring.domain.accountability import PersonRole
from scoring.models import Assessment, RankingRun
from scoring.selectors.band_lists import band_labels
from scoring.selectors.people_bundles import people_of
from scoring.selectors.review_words import rate_text, rule_text
from units.models import Person


@dataclass(frozen=True, slots=True)
class Undecided:
    """A rule that nobody can apply to a unit or to somebody in it, and why not.

    The person's code and name are "" where it is not about one, or the register has nobody; `role`
    is then whom the rule is for.
    """

    unit_code: str
    unit_name: str
    role: str
    rule: str
    why: str
    person_code: str = ""
    person_name: str = ""


def left_out(run: RankingRun) -> Iterator[Undecided]:
    """Yield whom a run's review leaves out: officials of units without a class, empty offices."""
    names = dict(run.lines.values_list("given__code", "given__name"))
    yield from _officials(run, names)
    yield from _empty_offices(run, names)


def _officials(run: RankingRun, names: dict[str, str]) -> Iterator[Undecided]:
    """Yield the officials of units without a class whose own figure meets a rule."""
    if not run.people_left_out:
        return
    officials = json.loads(run.people_left_out)["officials"]
    rules = {it["code"]: it for it in json.loads(run.people_bundle)["rules"]}
    facts = {fact["code"]: fact.get("title", fact["code"]) for fact in run.frame["facts"]}
    people = people_of(run.cycle).filter(role=Person.Role.OFFICIAL)
    called = dict(people.values_list("code", "name"))
    standings = dict(run.lines.values_list("given__code", "standing"))
    for it in officials:
        words = {
            "standing": Assessment.Standing(standings[it["unit"]]).label,
            "rate": rate_text(it["fact"]),
        }
        yield Undecided(
            unit_code=it["unit"],
            unit_name=names[it["unit"]],
            role=str(Person.Role.OFFICIAL.label),
            rule=rule_text(rules[it["rule"]], {}, facts),
            why=_("Đơn vị không có mức xếp loại năm nay (%(standing)s); %(rate)s") % words,
            person_code=it["person"],
            person_name=called.get(it["person"], it["person"]),
        )


def _empty_offices(run: RankingRun, names: dict[str, str]) -> Iterator[Undecided]:
    """Yield the units under a rule on heads or collectives of whom the register had none."""
    bundle = read_accountability(run.people_bundle)
    rules = {it["code"]: it for it in json.loads(run.people_bundle)["rules"]}
    filled = {(person.unit, person.role) for person in bundle.people}
    vacant = tuple(
        Answering(role.value, unit.code, role, {}, None)
        for unit in bundle.units
        for role in (PersonRole.HEAD, PersonRole.COLLECTIVE)
        if (unit.code, role) not in filled
    )
    groups = {unit.code: unit.group for unit in bundle.units}
    for entry in consequences(replace(bundle, people=vacant)).entries:
        labels = band_labels(run.frame["rule_set"], groups[entry.unit])
        role = str(Person.Role(entry.person).label)
        words = {"role": role.lower(), "day": f"{run.cycle.last_on:%d/%m/%Y}"}
        yield Undecided(
            unit_code=entry.unit,
            unit_name=names[entry.unit],
            role=role,
            rule=rule_text(rules[entry.rule], labels, {}),
            why=_("Danh mục không có %(role)s vào ngày %(day)s") % words,
        )
