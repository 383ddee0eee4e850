"""The second document of a run: whom the year's rules on officials, heads, collectives concern."""

import json
from typing import Any

from scoring.domain import BundleRefused, review
from scoring.domain.canonical import document_text
from scoring.models import Cycle, RankingRun
from scoring.selectors.people_bundles import (
    banded_units,
    officials_left_out,
    people_bundle,
    review_text,
)


def reviewed(
    cycle: Cycle, bundle: dict[str, Any], sha256: str, result: dict[str, Any]
) -> tuple[str, str, str]:
    """Return the accountability bundle of a ranking, its result, and the officials left out.

    The last is "" where nobody is, all three are without rules on people.
    Raises what `review_text` raises.
    """
    if not cycle.rule_set.accountability_rules:
        return "", "", ""
    people = document_text(people_bundle(cycle, bundle, sha256, result))
    left_out = officials_left_out(cycle, result)
    return (
        people,
        review_text(people),
        document_text({"officials": iter(left_out)}) if left_out else "",
    )


def is_reviewed_as_stored(run: RankingRun, sha256: str, result: dict[str, Any]) -> bool:
    """Return whether a run's review follows from its bundle, and the bundle from the ranking.

    `sha256` and `result` are those of the run's ranking bundle, computed anew.
    """
    if not run.people_bundle:
        return not (run.people_result or _had_rules(run))
    try:
        recomputed = review(run.people_bundle)
    except BundleRefused:
        return False
    people = json.loads(run.people_bundle)
    banded = [{key: unit[key] for key in ("code", "group", "band")} for unit in people["units"]]
    stands_on_it = people["ranking_sha256"] == sha256 and banded == banded_units(result)
    return stands_on_it and recomputed == run.people_result


def _had_rules(run: RankingRun) -> bool:
    """Return whether a complete run names clauses of rules on people, and so needs a review."""
    return not run.is_provisional and bool(json.loads(run.supplement).get("clauses"))
