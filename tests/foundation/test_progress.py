"""Progress is seen while the work's transaction is open, and by whoever asks."""

import threading

import pytest
from django.db import connection, transaction

from foundation.models import Job
from foundation.services import progress as progress_service
from foundation.services.jobs import Outcome, claim_job, run_job
from foundation.services.progress import JobCancelled, Progress, Said, watched
from tests.workers import until


@pytest.fixture(autouse=True)
def quick_beat(monkeypatch) -> None:
    """Let a watched job beat often."""
    monkeypatch.setattr(progress_service, "BEAT", 0.05)


def told() -> tuple[int, int | None, str]:
    """Return what the only job's row says."""
    return Job.objects.values_list("done", "total", "message").get()


def test_what_is_not_said_stays_as_it_was():
    progress = Progress()

    progress.report(1, 10, "Đọc tệp")
    progress.report(2)

    assert progress.said == Said(2, 10, "Đọc tệp")


def test_no_more_is_done_than_there_is():
    progress = Progress()

    progress.report(11, 10)

    assert progress.said.done == 10


def test_each_step_is_told_with_its_seconds_and_reading_begins_anew(monkeypatch):
    clock = iter([100.0, 104.0, 110.5, 111.0, 200.0, 201.25])
    monkeypatch.setattr(progress_service, "monotonic", lambda: next(clock))
    progress = Progress()
    assert progress.said.told() == {}

    progress.begin("reading", "Đang đọc tệp.")
    progress.begin("checking", "Đang kiểm tra.")
    progress.begin("writing", "Đang ghi.", rejected=3)

    steps = {"reading": 4.0, "checking": 6.5, "writing": 0.5}
    assert progress.said.told() == {"steps": steps, "rejected": 3}
    assert progress.said.message == "Đang ghi."
    progress.begin("reading", "Đang đọc tệp.")
    assert progress.said.told() == {"steps": {"reading": 1.25}, "rejected": None}


def test_work_that_is_unwanted_hears_of_it_at_its_next_report():
    progress = Progress()
    progress.is_cancelled = True

    with pytest.raises(JobCancelled):
        progress.report(1)


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_works_transaction_is_open(beside):
    job, seen = Job.objects.create(kind="x"), threading.Event()

    def work(job, progress):
        progress.report(5, 10, "Đọc tệp")
        assert seen.wait(60)
        return Outcome("Xong.")

    running = beside(run_job, job.pk, work)
    until(lambda: told() == (5, 10, "Đọc tệp"))
    first = Job.objects.get().heartbeat_at
    until(lambda: Job.objects.get().heartbeat_at > first)
    seen.set()
    running.result()

    assert told() == (5, 10, "Xong.")


@pytest.mark.django_db(transaction=True)
def test_steps_are_seen_while_they_go_on_and_kept_with_the_result(beside):
    job, seen = Job.objects.create(kind="x"), threading.Event()

    def work(job, progress):
        progress.begin("reading", "Đang đọc tệp.")
        progress.report(9, 9)
        progress.begin("checking", "Đang kiểm tra.", rejected=2)
        assert seen.wait(60)
        return Outcome("Xong.", {"batch": 1})

    running = beside(run_job, job.pk, work)
    until(lambda: Job.objects.get().result.get("rejected") == 2)
    told = Job.objects.get().result
    assert (told["attempts"], set(told["steps"])) == (1, {"reading", "checking"})
    seen.set()
    running.result()

    result = Job.objects.get().result
    assert (result["batch"], result["rejected"]) == (1, 2)
    assert result["steps"]["checking"] >= told["steps"]["checking"]


@pytest.mark.django_db(transaction=True)
def test_a_later_part_may_have_less_to_do_than_the_first(beside):
    job = claim_job(Job.objects.create(kind="x").pk)

    with watched(job) as progress:
        progress.report(1000)
        until(lambda: told()[0] == 1000)
        progress.report(0, 88)
        until(lambda: told() == (0, 88, ""))


@pytest.mark.django_db(transaction=True)
def test_a_watch_whose_connection_is_killed_comes_back_on_another(caplog):
    job = claim_job(Job.objects.create(kind="x").pk)

    with watched(job) as progress, transaction.atomic():
        progress.report(1)
        until(lambda: told()[0] == 1)
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and query like '%%foundation_job%%'"
                " and pid <> pg_backend_pid()"
            )
            assert cursor.rowcount == 1
        progress.report(2)
        until(lambda: told()[0] == 2)

    assert "Không ghi được tiến độ" in caplog.text
