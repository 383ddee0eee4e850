"""Long work is a row first: the broker may fail, two workers may race, nothing is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
from celery import Celery, current_app
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from foundation.models import Job
from foundation.services.jobs import (
    Outcome,
    claim_job,
    end_job,
    request_job,
    ring,
    ring_waiting,
)

NOW = timezone.now()


@pytest.fixture
def queue() -> Iterator[list[tuple[str, Any]]]:
    """Let a queue in memory answer, and show what was put into it."""
    app = Celery("test", broker="memory://", set_as_current=False)
    rung: list[tuple[str, Any]] = []
    app.send_task = lambda name, args: rung.append((name, args))
    with current(app):
        yield rung


@pytest.fixture
def dead_queue(tmp_path) -> Iterator[None]:
    """Point the queue at a socket where nobody listens."""
    address = f"redis+socket://{tmp_path}/nobody.sock"
    with current(Celery("test", broker=address, set_as_current=False)):
        yield


class current:  # noqa: N801 - reads as a word
    """Make an application the current one for a while."""

    def __init__(self, app: Celery) -> None:
        self.app, self.before = app, current_app._get_current_object()

    def __enter__(self) -> None:
        self.app.set_current()

    def __exit__(self, *_: object) -> None:
        self.before.set_current()


def test_a_request_is_stored_first_and_rung_once_it_is_committed(
    make_user, queue, django_capture_on_commit_callbacks
):
    clerk = make_user()

    with django_capture_on_commit_callbacks(execute=True):
        job = request_job("scoring.rank", input={"cycle": 7}, by=clerk)
        assert queue == []

    assert queue == [("scoring.rank", [job.pk])]
    assert (job.state, job.input, job.created_by) == ("queued", {"cycle": 7}, clerk)


def test_a_request_that_is_rolled_back_rings_nobody(db, queue, django_capture_on_commit_callbacks):
    def asked_in_vain() -> None:
        with transaction.atomic():
            request_job("x", input={}, by=None)
            raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        asked_in_vain()

    assert queue == []
    assert not Job.objects.exists()


def test_a_dead_broker_loses_nothing_and_raises_nothing(
    db, dead_queue, caplog, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job = request_job("x", input={}, by=None)

    job.refresh_from_db()
    assert job.state == Job.State.QUEUED
    assert "vẫn được giữ" in caplog.text


def test_ringing_twice_does_no_harm(db, queue):
    job = Job.objects.create(kind="x")

    ring(job)
    ring(job)

    assert queue == [("x", [job.pk])] * 2
    assert claim_job(job.pk)
    assert claim_job(job.pk, patience=0) is None


def test_a_claimed_job_runs_and_knows_since_when(db):
    job = claim_job(Job.objects.create(kind="x").pk)

    assert job.state == Job.State.RUNNING
    assert NOW <= job.started_at <= timezone.now()


def test_a_job_that_is_not_there_cannot_be_claimed(db):
    assert claim_job(0, patience=0) is None


@pytest.mark.django_db(transaction=True)
def test_a_job_is_claimed_by_exactly_one_of_two(beside):
    job = Job.objects.create(kind="x")

    first = claim_job(job.pk)
    second = beside(claim_job, job.pk, patience=0).result()

    assert first == job
    assert second is None


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_died_is_taken_up_again(beside):
    job = Job.objects.create(kind="x")
    lost = beside(claim_job, job.pk).result()  # its connection ends with it, as a killed worker's

    taken_up = claim_job(job.pk)

    assert lost == taken_up == job
    assert taken_up.state == Job.State.RUNNING
    assert taken_up.started_at > lost.started_at


@pytest.mark.django_db(transaction=True)
def test_a_job_that_has_ended_is_let_go_of():
    job = claim_job(Job.objects.create(kind="x").pk)
    held = (
        "select count(*) from pg_locks where locktype = 'advisory' and objid = %s"
        " and database = (select oid from pg_database where datname = current_database())"
    )

    with connection.cursor() as cursor:
        before = cursor.execute(held, [job.pk]).fetchone()
        end_job(job, state=Job.State.DONE, outcome=Outcome(""))
        after = cursor.execute(held, [job.pk]).fetchone()

    assert (before, after) == ((1,), (0,))


def test_a_fresh_worker_hears_of_every_unfinished_job(db, queue):
    waiting = Job.objects.create(kind="x")
    left = Job.objects.create(kind="y", state=Job.State.RUNNING, started_at=NOW)
    Job.objects.create(kind="z", state=Job.State.DONE, started_at=NOW, finished_at=NOW)

    ring_waiting()

    assert queue == [("x", [waiting.pk]), ("y", [left.pk])]


@pytest.mark.parametrize("state", [Job.State.DONE, Job.State.FAILED])
def test_a_job_ends_with_a_result_or_a_reason(db, state):
    job = claim_job(Job.objects.create(kind="x").pk)

    end_job(job, state=state, outcome=Outcome("Hết.", {"run": 3}))

    job.refresh_from_db()
    assert (job.state, job.message, job.result) == (state, "Hết.", {"run": 3})
    assert job.started_at <= job.finished_at
    assert claim_job(job.pk, patience=0) is None


@pytest.mark.parametrize("state", [Job.State.QUEUED, Job.State.RUNNING])
def test_work_cannot_end_in_a_state_that_is_no_end(db, state):
    job = claim_job(Job.objects.create(kind="x").pk)

    with pytest.raises(IntegrityError, match="job_instants_match_its_state"):
        end_job(job, state=state, outcome=Outcome(""))


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "queued", "started_at": NOW},
        {"state": "queued", "finished_at": NOW},
        {"state": "running"},
        {"state": "running", "started_at": NOW, "finished_at": NOW},
        {"state": "done", "started_at": NOW},
        {"state": "failed"},
        {"state": "sleeping"},
    ],
)
def test_a_jobs_instants_match_its_state(db, wrong):
    with pytest.raises(IntegrityError, match="job_instants_match_its_state"):
        Job.objects.create(kind="x", **wrong)
