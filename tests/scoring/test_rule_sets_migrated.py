"""Rule sets that were there before rules were approved: which count as approved, which do not."""

import json

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from scoring.models import RuleSet
from tests.scoring_world import RULES, build_cycle

BEFORE = [("scoring", "0009_history_is_never_edited")]


@pytest.fixture
def as_before(transactional_db):
    """Return a function that takes the tables back to before, and bring them forward after it."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield lambda: MigrationExecutor(connection).migrate(BEFORE)
    MigrationExecutor(connection).migrate(newest)


def test_copies_that_no_cycle_goes_by_stay_drafts(as_before, make_user):
    cycle = build_cycle(make_user("home_affairs"))
    as_before()
    insert = (
        "insert into scoring_ruleset (code, title, document, accountability_rules,"
        " late_definition, minimum_sample) values ('ban-sao', 'Bản sao', %s, '[]',"
        " 'resolved_or_overdue', 30)"
    )
    with connection.cursor() as cursor:
        cursor.execute(insert, [json.dumps(RULES)])

    MigrationExecutor(connection).migrate([("scoring", "0010_rule_sets_have_authors")])

    found = dict(RuleSet.objects.values_list("code", "state"))
    assert found == {cycle.rule_set.code: "approved", "ban-sao": "draft"}
    assert RuleSet.objects.filter(code="ban-sao", approved_at=None).exists()
