"""The facts that mark automatic leaves of a sheet, with what they are counted from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from scoring.domain.entry import EntryRefused, leaf_of, points_of
from scoring.domain.numbers import exact_text
from scoring.models import Assessment, Criterion, RankingLine
from scoring.selectors.appraisal_visibility import shown_to_units
from scoring.selectors.bundles import plain
from scoring.selectors.facts import counts_of, declared_facts, unit_facts
from scoring.selectors.runs import TEXTS
from scoring.selectors.wording import counted, fact_text, points

_CARRIED = "sample"


@dataclass(frozen=True, slots=True)
class LeafFact:
    """A fact as it stands on a sheet: title, figure, numerator/denominator, points, as of when."""

    title: str
    figure: str
    counted: str
    points: str
    source: str


def leaf_facts(assessment: Assessment, leaves: Iterable[Criterion]) -> dict[int, LeafFact]:
    """Return the fact of each automatic leaf by its id: as the newest run has it, else as counted.

    Of the runs those count that the unit may know of: a sheet tells everybody the same. Nothing is
    counted where no leaf asks for it.
    """
    automatic = {leaf.pk: leaf for leaf in leaves if _fact_code(leaf)}
    if not automatic:
        return {}
    lines = RankingLine.objects.filter(run__cycle=assessment.cycle_id, unit=assessment.unit_id)
    told = lines.filter(Q(run__publication__isnull=False) | shown_to_units("run__"))
    line = told.select_related("run").defer(*_TEXTS).order_by("-run__number").first()
    if line is None:
        return _as_counted(assessment, automatic)
    return {pk: _of_a_run(leaf, line) for pk, leaf in automatic.items()}


_TEXTS = tuple(f"run__{name}" for name in TEXTS)


def _fact_code(leaf: Criterion) -> str:
    return str((leaf.leaf or {}).get("scoring", {}).get("from_fact", ""))


def _of_a_run(leaf: Criterion, line: RankingLine) -> LeafFact:
    run, code = line.run, _fact_code(leaf)
    titles = {fact["code"]: fact.get("title", fact["code"]) for fact in run.frame.get("facts", ())}
    earned = (line.entry.get("leaves") or {}).get(leaf.code, {}).get("points")
    source = _("lần tính số %(number)s, %(day)s") % {
        "number": run.number,
        "day": f"{localtime(run.created_at):%d/%m/%Y}",
    }
    fact = line.given.get("facts", {}).get(code)
    return _worded(titles.get(code, code), fact, earned, source)


def _as_counted(assessment: Assessment, leaves: dict[int, Criterion]) -> dict[int, LeafFact]:
    cycle = assessment.cycle
    counts = counts_of(cycle)
    facts = unit_facts(cycle, counts).get(assessment.unit_id, {})
    titles = {fact["code"]: fact["title"] for fact in declared_facts(cycle, counts.as_of)}
    source = _("số liệu đến %s") % f"{localtime(counts.as_of):%d/%m/%Y}"
    found = {}
    for pk, leaf in leaves.items():
        code = _fact_code(leaf)
        fact = facts.get(code)
        found[pk] = _worded(titles.get(code, code), fact, _earned(leaf, fact), source)
    return found


def _earned(leaf: Criterion, fact: dict[str, Any] | None) -> str | None:
    """Return what the core makes of a fact taken as the leaf's mark; none where it is none."""
    if fact is None or "state" in fact:
        return None
    keys = leaf.leaf or {}
    scoring = {key: value for key, value in keys["scoring"].items() if key != "from_fact"}
    mark = {key: value for key, value in fact.items() if key != _CARRIED}
    core = leaf_of(leaf.code, plain(leaf.max_points), {**keys, "scoring": scoring})
    try:
        earned = points_of(core, mark)
    except EntryRefused:
        return None
    return None if earned is None else exact_text(earned)


def _worded(title: str, fact: dict[str, Any] | None, earned: str | None, source: str) -> LeafFact:
    return LeafFact(title, fact_text(fact), counted(fact or {}), points(earned), source)
