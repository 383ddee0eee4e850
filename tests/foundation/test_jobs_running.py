"""A job's work stands if and only if the job is done, whatever comes in between."""

from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from foundation.models import Job, SwapDay
from foundation.services import progress as progress_service
from foundation.services.jobs import (
    MOST_ATTEMPTS,
    Outcome,
    WorkRefused,
    cancel_job,
    claim_job,
    end_job,
    run_job,
)
from tests.workers import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick_beat(monkeypatch) -> None:
    """Let a watched job beat often."""
    monkeypatch.setattr(progress_service, "BEAT", 0.05)


@pytest.fixture
def job() -> Job:
    """Return a job that waits."""
    return Job.objects.create(kind="x")


def write_a_row() -> None:
    SwapDay.objects.create(day="2024-02-08", is_working=False, source="x")


def sleep_in_the_database(*_) -> Outcome:
    write_a_row()
    with connection.cursor() as cursor:
        cursor.execute("select pg_sleep(60)")
    return Outcome("Xong.")


def read_slowly(*_) -> Outcome:
    write_a_row()
    with connection.cursor() as cursor, cursor.copy("copy (select pg_sleep(60)) to stdout") as rows:
        list(rows)
    return Outcome("Xong.")


def count_for_ever(job, progress) -> Outcome:
    write_a_row()
    while True:
        progress.report(1)


def outcome(job: Job) -> tuple[str, int]:
    """Return the job's state and how many rows its work left behind."""
    job.refresh_from_db()
    return job.state, SwapDay.objects.count()


def test_work_that_is_done_stands_with_its_result_and_figures(job):
    def work(job, progress):
        write_a_row()
        progress.report(7, 9)
        return Outcome("Xong.", {"row": 1})

    run_job(job.pk, work)

    assert outcome(job) == ("done", 1)
    assert (job.message, job.result, job.done, job.total) == ("Xong.", {"row": 1}, 7, 9)


def test_work_that_is_refused_leaves_nothing_but_the_reason(job):
    def work(*_):
        write_a_row()
        raise WorkRefused("Thiếu cột.", problems=[1])

    run_job(job.pk, work)

    assert outcome(job) == ("failed", 0)
    assert (job.message, job.result) == ("Thiếu cột.", {"problems": [1]})


def test_work_that_breaks_leaves_nothing_and_says_so(job):
    def work(*_):
        write_a_row()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_job(job.pk, work)

    assert outcome(job) == ("failed", 0)
    assert job.message == "Lỗi ngoài dự kiến."


def test_work_for_which_the_worker_has_no_room_leaves_nothing_and_says_so(job):
    def work(*_):
        write_a_row()
        with Path("/dev/full").open("wb", buffering=0) as full:
            full.write(b"x")

    run_job(job.pk, work)

    assert outcome(job) == ("failed", 0)
    assert job.message.startswith("Máy chủ xử lý hết chỗ trên đĩa; chưa có gì được ghi.")


def test_work_whose_connection_is_lost_leaves_nothing_and_is_done_again(job):
    def lost(*_):
        write_a_row()
        with connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(OperationalError):
        run_job(job.pk, lost)
    assert outcome(job) == ("running", 0)

    run_job(job.pk, lambda *_: write_a_row() or Outcome("Xong."))

    assert outcome(job) == ("done", 1)


@pytest.mark.parametrize("work", [sleep_in_the_database, read_slowly, count_for_ever])
def test_a_running_job_that_is_cancelled_leaves_nothing_but_who_did_it(
    job, beside, make_user, work
):
    clerk, before = make_user(), timezone.now()
    running = beside(run_job, job.pk, work)
    until(lambda: Job.objects.get().state == Job.State.RUNNING)

    assert cancel_job(job, by=clerk) is True
    running.result()

    assert outcome(job) == ("cancelled", 0)
    assert job.cancel_asked_by == clerk
    assert before <= job.cancel_asked_at <= job.finished_at


def test_a_wish_that_comes_at_the_very_end_still_leaves_nothing(job, beside, make_user):
    clerk = make_user()

    def work(job, progress):
        write_a_row()
        beside(cancel_job, job, by=clerk).result()
        return Outcome("Xong.")

    run_job(job.pk, work)

    assert outcome(job) == ("cancelled", 0)


def test_a_wish_that_comes_after_the_end_is_refused(job, make_user):
    run_job(job.pk, lambda *_: write_a_row() or Outcome("Xong."))

    assert cancel_job(job, by=make_user()) is False

    assert outcome(job) == ("done", 1)
    assert job.cancel_asked_at is None


def test_a_job_that_nobody_has_begun_is_cancelled_at_once(job, make_user):
    assert cancel_job(job, by=make_user()) is True
    run_job(job.pk, lambda *_: write_a_row() or Outcome("Xong."))

    assert outcome(job) == ("cancelled", 0)
    assert job.started_at is None


def test_the_first_to_cancel_stays_the_one_who_did(job, make_user):
    first, second = make_user(username="first"), make_user(username="second")
    claim_job(job.pk)

    cancel_job(job, by=first)
    cancel_job(job, by=second)

    job.refresh_from_db()
    assert job.cancel_asked_by == first


def test_a_wish_is_kept_although_the_worker_died(job, beside, make_user):
    beside(claim_job, job.pk).result()  # its connection ends with it, as a killed worker's
    cancel_job(job, by=make_user())

    run_job(job.pk, lambda *_: write_a_row() or Outcome("Xong."))

    assert outcome(job) == ("cancelled", 0)


def test_a_job_that_kills_every_worker_is_given_up(job, beside):
    for _ in range(MOST_ATTEMPTS):
        beside(claim_job, job.pk).result()

    run_job(job.pk, lambda *_: write_a_row() or Outcome("Xong."))

    assert outcome(job) == ("failed", 0)
    assert job.message.startswith("Đã chạy 5 lần mà lần nào cũng bị ngắt")


def test_who_has_lost_a_job_does_not_end_it_for_the_next(job, beside):
    lost = beside(claim_job, job.pk).result()
    claim_job(job.pk)

    beside(end_job, lost, state=Job.State.FAILED, outcome=Outcome("Lỗi.")).result()

    assert outcome(job) == ("running", 0)
