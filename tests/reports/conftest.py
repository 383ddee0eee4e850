"""A ranked small world, and people to look at it."""

import json
from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from scoring.models import Cycle, Publication, RankingRun
from scoring.services.ranking import rank_cycle
from scoring.services.runs import ranked, store_run
from tests.scoring_world import build_cycle, publish
from units.models import Person, Unit, User

HEAD_RULE = {
    "code": "head_weak_once",
    "applies_to": "head",
    "band_at_most": "weak",
    "years": 1,
    "measure": "review",
    "clause": "Kết luận 91, điểm 4",
}


@pytest.fixture
def run(make_user) -> RankingRun:
    """Return the run of the hand-worked cycle."""
    cycle = build_cycle(make_user("home_affairs", username="marker"))
    return rank_cycle(cycle.pk, by=None)


@pytest.fixture
def published(run) -> Publication:
    """Publish the run."""
    return publish(run, User.objects.get(username="marker"))


@pytest.fixture
def people(make_user, run):
    """Return the unit's own head, a sister unit's officer, an appraiser, a stranger."""
    beta, gamma = Unit.through_time.get(code="beta"), Unit.through_time.get(code="gamma")
    return {
        "own": make_user("head", beta),
        "sister": make_user("officer", gamma),
        "appraiser": make_user("appraiser"),
        "stranger": make_user(None, username="stranger"),
    }


@pytest.fixture
def reviewed(run) -> RankingRun:
    """Return a run by which the head of gamma, which is weak, is to be reviewed."""
    rules = run.cycle.rule_set
    rules.accountability_rules = [HEAD_RULE]
    rules.save()
    for code in ("alpha", "gamma"):
        Person.objects.create(
            code=f"gd-{code}",
            name=f"Giám đốc {code}",
            role="head",
            unit=Unit.through_time.get(code=code),
            valid=DateRange(date(2020, 1, 1), None),
        )
    return rank_cycle(run.cycle_id, by=None)


@pytest.fixture
def next_run(run):
    """Return a function that stores the next run, of a changed bundle and with a supplement."""

    def store(
        bundle: dict[str, Any], supplement: dict[str, Any] | None = None, **kind: bool
    ) -> RankingRun:
        beside, is_provisional = supplement or {"units": {}}, kind.get("is_provisional", False)
        texts = ranked(run.cycle, bundle, beside, is_provisional=is_provisional)
        return store_run(run.cycle, texts, by=None, is_provisional=is_provisional)

    return store


@pytest.fixture
def other_year(run) -> Cycle:
    """Return a cycle of 2023 with the same units and rules, without a run."""
    cycle = Cycle.objects.create(
        organiser=run.cycle.organiser,
        year=2023,
        title="Kỳ tính tay 2023",
        first_on=date(2023, 1, 1),
        last_on=date(2023, 12, 31),
        cutoff_at=run.cycle.cutoff_at.replace(year=2023),
        rule_set=run.cycle.rule_set,
    )
    block = run.cycle.groups.get()
    own = cycle.groups.create(group=block.group, criteria_set=block.criteria_set, position=1)
    for sheet in run.cycle.assessments.all():
        cycle.assessments.create(cycle_group=own, unit=sheet.unit)
    return cycle


@pytest.fixture
def surveyed(run) -> dict[str, Any]:
    """Return the run's bundle with a survey: beta asked 500 people, alpha waived, blocks on it."""
    bundle = json.loads(run.bundle)
    bundle["facts"].append({"code": "satisfaction", "title": "Chỉ số hài lòng"})
    block = bundle["rule_set"]["blocks"][0] | {"fact": "satisfaction", "when_missing": "ignore"}
    bundle["rule_set"]["blocks"] += [
        block | {"code": "low", "title": "Hài lòng từ 80 % trở xuống", "test": "<="},
        block | {"code": "lower", "title": "Hài lòng dưới 4 %", "test": "<", "threshold": "0.04"},
    ]
    facts = {unit["code"]: unit["facts"] for unit in bundle["units"]}
    facts["beta"]["satisfaction"] = {"numerator": 2310, "denominator": 2500, "sample": 1500}
    facts["alpha"]["satisfaction"] = {"state": "not_applicable", "reason": "Mới có 18 phiếu"}
    return bundle
