"""A register from before its history began: each row begins its history with the upgrade."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import localdate, now

from scoring.models import SealedDay
from scoring.selectors.history_checks import checked_days
from scoring.selectors.history_digests import columns_now, digest_of
from scoring.selectors.history_tables import table_of
from scoring.services.sealing import seal_days
from units.models import Person, Succession, Unit

BEFORE = [("scoring", "0015_signatures_count_what_was_dropped"), ("units", "0005_account_history")]
ACCOUNTS = "units_userevent"


@pytest.fixture
def upgrade(transactional_db):
    """Take the tables back to before, and return a function that brings them forward."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    MigrationExecutor(connection).migrate(BEFORE)
    yield lambda: MigrationExecutor(connection).migrate(newest)
    MigrationExecutor(connection).migrate(newest)


def history(model) -> list[tuple]:
    """Return label, key and context of every row of a model's history, in order."""
    rows = table_of(model).model._default_manager.order_by("pgh_id")
    return list(rows.values_list("pgh_label", "pgh_obj_id", "pgh_context"))


def test_what_is_there_begins_its_history_with_the_upgrade(upgrade):
    old, new = (
        Unit.through_time.create(
            code=code, name=f"Sở {code}", level="department", valid=valid, source="QĐ 1"
        )
        for code, valid in (("cu", "(,2024-03-01)"), ("moi", "[2024-03-01,)"))
    )
    link = Succession.objects.create(predecessor=old, successor=new, extent="whole", source="QĐ 1")
    head = Person.objects.create(
        unit=new, code="gd-1", name="An", role="head", valid="[2024-03-01,)"
    )

    upgrade()

    assert history(Unit) == [("insert", old.pk, None), ("insert", new.pk, None)]
    assert history(Succession) == [("insert", link.pk, None)]
    assert history(Person) == [("insert", head.pk, None)]
    events = table_of(Person).model._default_manager
    Person.objects.filter(pk=head.pk).update(code="GD-01")
    assert list(events.order_by("pgh_id").values_list("code", flat=True)) == ["gd-1", "GD-01"]
    first = events.earliest("pgh_id")
    assert (first.id, first.name, first.role, first.unit_id) == (head.pk, "An", "head", new.pk)
    assert first.valid == Person.objects.get(pk=head.pk).valid


def test_days_sealed_before_the_upgrade_and_after_it_hold(upgrade, make_user):
    """An account made yesterday was sealed before the register had a history."""
    make_user(username="staff")
    Unit.through_time.create(code="a", name="Sở a", level="department", valid="[2024-01-01,)")
    yesterday = localdate() - timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "begin; set local session_replication_role = replica;"
            " update units_userevent set pgh_created_at = pgh_created_at - interval '1 day'; commit"
        )
    found = digest_of(yesterday, "", {ACCOUNTS: columns_now()[ACCOUNTS]})
    SealedDay.objects.create(
        day=yesterday, rows=found.rows, tables=found.tables, sha256=found.sha256
    )
    upgrade()

    (today,) = seal_days(at=now() + timedelta(days=1, hours=2))

    assert (found.rows, today.rows) == (1, 1)
    assert [(it.day, it.faults) for it in checked_days()] == [(yesterday, ()), (localdate(), ())]
