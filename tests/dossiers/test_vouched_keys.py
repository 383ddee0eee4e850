"""Keys of a file of dossiers are vouched for: whatever they lead to is there, and stays there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from dossiers.models import Dossier, DossierChange, Pause, Procedure
from dossiers.selectors.tallies import tally_differences
from dossiers.services.dossier_merge import LEADS_TO
from units.models import Person, Unit

pytestmark = pytest.mark.django_db(transaction=True)

PAUSED = {"pauses": "08/01/2024 08:00 - 09/01/2024 08:00: Chờ cơ quan khác"}
WRITTEN = (Dossier, Pause, DossierChange)


def ask(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def foreign_keys() -> set[tuple[str, str, str]]:
    """Return (table, column, table it leads to) of every key of what a dossier file writes."""
    tables = ", ".join(f"'{model._meta.db_table}'" for model in WRITTEN)
    return set(
        ask(
            f"""select conrelid::regclass::text, attname, confrelid::regclass::text
                from pg_constraint
                join pg_attribute on attrelid = conrelid and attnum = any(conkey)
                where contype = 'f' and conrelid::regclass::text in ({tables})"""
        )
    )


def orphans() -> list[tuple[str, str]]:
    """Return the keys of what a dossier file writes that lead nowhere."""
    return [
        (table, column)
        for table, column, leads_to in foreign_keys()
        if ask(
            f"""select from {table} w left join {leads_to} r on r.id = w.{column}
                where w.{column} is not null and r.id is null"""
        )
    ]


@pytest.fixture
def roles(office) -> Iterator[Callable[[], list[str]]]:
    """Return the roles of replication in which dossiers were written, one for each statement."""
    ask("create table seen_roles (role text)")
    ask(
        """create function see_role() returns trigger language plpgsql as $$ begin
               insert into seen_roles values (current_setting('session_replication_role'));
               return null;
           end $$;
           create trigger see_role after insert or update on dossiers_dossier
               execute function see_role();
           alter table dossiers_dossier enable always trigger see_role"""
    )
    yield lambda: [role for (role,) in ask("select role from seen_roles")]
    ask("drop function see_role() cascade")
    ask("drop table seen_roles")


@pytest.fixture
def weak() -> Iterator[str]:
    """A role that may read and write every table, owns none and is no superuser."""
    name = f"weak_{connection.settings_dict['NAME']}"
    ask(f"create role {name}")
    ask(f"grant usage on schema public to {name}")
    ask(f"grant all on all tables in schema public to {name}")
    ask(f"grant all on all sequences in schema public to {name}")
    yield name
    ask(f"drop owned by {name} cascade")
    ask(f"drop role {name}")


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    """Act as another role within the block."""
    ask(f"set role {role}")
    try:
        yield
    finally:
        ask("reset role")


def test_every_key_that_is_written_is_one_of_those_vouched_for():
    assert foreign_keys() == {
        ("dossiers_dossier", "unit_id", "units_unit"),
        ("dossiers_dossier", "procedure_id", "dossiers_procedure"),
        ("dossiers_dossier", "handler_id", "units_person"),
        ("dossiers_dossier", "source_id", "dossiers_source"),
        ("dossiers_dossier", "source_file_id", "foundation_storedfile"),
        ("dossiers_dossierchange", "file_id", "foundation_storedfile"),
        ("dossiers_dossierchange", "file_before_id", "foundation_storedfile"),
        ("dossiers_dossierchange", "dossier_id", "dossiers_dossier"),
        ("dossiers_dossierchange", "correction_id", "dossiers_dossiercorrection"),
        ("dossiers_pause", "dossier_id", "dossiers_dossier"),
    }
    written = {"dossiers_dossier", "dossiers_dossiercorrection"}  # the latter by no file
    assert {leads_to for _, _, leads_to in foreign_keys()} == {*LEADS_TO, *written}


def when_triggers_fire() -> list[tuple[str]]:
    """Return when our own triggers on what a dossier file writes fire: A is always."""
    tables = ", ".join(f"'{model._meta.db_table}'" for model in WRITTEN)
    return ask(
        f"""select distinct tgenabled from pg_trigger
            where not tgisinternal and tgrelid::regclass::text in ({tables})"""
    )


def test_every_trigger_on_what_is_written_fires_always():
    assert when_triggers_fire() == [("A",)]


def test_a_restored_database_keeps_its_tallies_in_step(take, tmp_path):
    take({"code": "H32.10-240105-0002"})
    call_command("backup", tmp_path / "a.cchc")
    take({})

    call_command("restore", tmp_path / "a.cchc", replace=True)
    take({"channel": "Bưu chính"})

    assert when_triggers_fire() == [("A",)]
    assert (Dossier.objects.count(), tally_differences(), orphans()) == (2, [], [])


def test_dossiers_are_written_without_a_look_at_each_key_and_none_leads_nowhere(
    take, roles, make_person
):
    make_person("CB-1")
    make_person("CB-2")
    take({"handler": "CB-1"}, {"code": "H32.10-240105-0002", "handler": "CB-1", **PAUSED})
    take({"handler": "CB-2", "procedure_code": "1.002", **PAUSED})

    assert roles() == ["replica"] * 4
    assert (Dossier.objects.count(), Pause.objects.count()) == (2, 2)
    assert orphans() == []
    assert tally_differences() == []


def test_whoever_writes_next_has_each_key_looked_at(take):
    with pytest.raises(IntegrityError, match="procedure"), transaction.atomic():
        take({})
        Dossier.objects.update(procedure=0)


def test_what_a_dossier_leads_to_cannot_be_deleted_after_it(take):
    take({})

    for gone in (Unit.through_time, Procedure.objects):
        with pytest.raises(IntegrityError), transaction.atomic():
            ask(f"delete from {gone.model._meta.db_table}")


@pytest.mark.parametrize("model", [Unit, Procedure, Person])
def test_what_a_file_leads_to_cannot_be_deleted_beside_it(
    take, make_person, beside, until_somebody_waits, model
):
    make_person("CB-1")
    with transaction.atomic():
        take({"handler": "CB-1"})
        deleting = beside(ask, f"delete from {model._meta.db_table}")
        until_somebody_waits()

    assert isinstance(deleting.exception(), IntegrityError)
    assert orphans() == []


def test_what_is_being_deleted_is_waited_for_and_then_missed(
    take, make_procedure, beside, until_somebody_waits
):
    make_procedure("1.003")
    with transaction.atomic():
        ask("delete from dossiers_procedure where code = '1.003'")
        coming = beside(take, {"procedure_code": "1.003"})
        until_somebody_waits()

    assert isinstance(coming.exception(), IntegrityError)
    assert not Dossier.objects.exists()


def test_an_update_is_looked_at_like_a_new_dossier(
    take, make_procedure, beside, until_somebody_waits
):
    take({})
    make_procedure("1.003")
    with transaction.atomic():
        ask("delete from dossiers_procedure where code = '1.003'")
        coming = beside(take, {"procedure_code": "1.003"})
        until_somebody_waits()

    assert isinstance(coming.exception(), IntegrityError)
    assert (Dossier.objects.get().procedure.code, DossierChange.objects.count()) == ("1.001", 0)


def test_what_was_being_deleted_and_stays_is_led_to(
    take, roles, make_procedure, beside, until_somebody_waits
):
    make_procedure("1.003")
    with transaction.atomic():
        ask("delete from dossiers_procedure where code = '1.003'")
        coming = beside(take, {"procedure_code": "1.003"})
        until_somebody_waits()
        transaction.set_rollback(True)

    assert coming.result().created_rows == 1
    assert roles() == ["replica"] * 2


def test_a_role_without_the_privilege_has_each_key_looked_at(take, roles, weak):
    with acting_as(weak):
        take({})

    assert roles() == ["origin"] * 2
    assert tally_differences() == []


def test_a_role_that_was_given_the_privilege_vouches(take, roles, weak):
    ask(f"grant set on parameter session_replication_role to {weak}")
    with acting_as(weak):
        take({})

    assert roles() == ["replica"] * 2
    assert tally_differences() == []


def test_an_intake_that_fails_leaves_no_role_of_replication_behind(take):
    ask("alter table dossiers_dossier add constraint never check (false) not valid")
    try:
        with transaction.atomic():
            with pytest.raises(IntegrityError, match="never"):
                take({})
            assert ask("show session_replication_role") == [("origin",)]
    finally:
        ask("alter table dossiers_dossier drop constraint never")
