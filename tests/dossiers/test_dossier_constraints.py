"""What the database itself refuses about procedures and dossiers."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError

DUE = datetime(2024, 6, 10, 17, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
ENDED = ["granted", "refused", "not_accepted", "withdrawn", "cancelled"]


@pytest.mark.parametrize("outcome", ENDED)
def test_a_dossier_that_ended_has_an_instant(make_dossier, outcome):
    with pytest.raises(IntegrityError, match="a_dossier_is_finished_unless_open"):
        make_dossier(DUE, None, outcome).save()


def test_an_open_dossier_has_no_end(make_dossier):
    with pytest.raises(IntegrityError, match="a_dossier_is_finished_unless_open"):
        make_dossier(DUE, DUE, "open").save()


def test_a_dossier_does_not_finish_before_it_is_received(make_dossier):
    early = make_dossier(DUE, DUE, "granted", received_at=DUE + timedelta(microseconds=1))

    with pytest.raises(IntegrityError, match="a_dossier_finishes_after_it_is_received"):
        early.save()


def test_a_dossier_may_finish_the_moment_it_is_received(make_dossier):
    dossier = make_dossier(DUE, DUE, "granted", received_at=DUE)

    dossier.save()

    dossier.refresh_from_db()
    assert dossier.received_at == dossier.finished_at == DUE


def test_a_dossier_is_not_due_before_it_is_received(make_dossier):
    late = make_dossier(DUE, None, "open", received_at=DUE + timedelta(microseconds=1))

    with pytest.raises(IntegrityError, match="a_dossier_is_due_after_it_is_received"):
        late.save()


def test_a_deadline_never_lies_before_the_due_time(make_dossier):
    moved = make_dossier(DUE, None, "open", deadline_at=DUE - timedelta(seconds=1))

    with pytest.raises(IntegrityError, match="a_deadline_is_the_due_time_or_later"):
        moved.save()


def test_a_dossier_that_ended_does_not_wait(make_dossier):
    ended = make_dossier(DUE, DUE, "granted", paused_since=DUE - timedelta(days=1))

    with pytest.raises(IntegrityError, match="only_an_open_dossier_waits"):
        ended.save()


@pytest.mark.parametrize(
    ("hours", "constraint"),
    [((0,), "a_pause_ends_after_it_starts"), ((1, 2), "a_dossier_pauses_once_at_an_instant")],
)
def test_a_pause_has_a_length_and_its_own_beginning(make_dossier, hours, constraint):
    dossier = make_dossier(DUE, None, "open")
    dossier.save()

    with pytest.raises(IntegrityError, match=constraint):
        for length in hours:
            dossier.pauses.create(
                started_at=DUE, ended_at=DUE + timedelta(hours=length), reason="tax"
            )


def test_a_code_names_one_dossier(make_dossier):
    make_dossier(DUE, None, "open", code="X").save()

    with pytest.raises(IntegrityError, match="code"):
        make_dossier(DUE, None, "open", code="X").save()


def test_a_code_names_one_procedure(make_procedure):
    make_procedure("1.001")

    with pytest.raises(IntegrityError, match="code"):
        make_procedure("1.001")


def test_working_days_are_not_negative(make_procedure):
    with pytest.raises(IntegrityError, match="working_days"):
        make_procedure("1.001", working_days=-1)


@pytest.mark.parametrize("owner", ["unit", "procedure", "source_file"])
def test_what_a_dossier_stands_on_cannot_be_taken_away(make_dossier, owner):
    dossier = make_dossier(DUE, None, "open")
    dossier.save()

    with pytest.raises(ProtectedError):
        getattr(dossier, owner).delete()
