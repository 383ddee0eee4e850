"""A file that a real worker takes in: killed, cut off or cancelled, every row is in once or not."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction

from foundation.models import ImportBatch, Job
from foundation.services.intake_locks import hold_intakes
from foundation.services.intakes import intake_of, request_intake
from foundation.services.jobs import cancel_job
from surveys.models import Answer
from tests.workers import end, forget_bells, until, waiting_for_a_lock, working
from units.models import User

pytestmark = pytest.mark.django_db(transaction=True)
FILE = (
    "Mã phiếu,Mã đơn vị,Ngày trả lời,q1\n"
    "P1,so-tu-phap,05/10/2024,5\n"
    "P2,so-tu-phap,06/10/2024,4\n"
    "P3,so-tu-phap,31/09/2024,4\n"
)


@pytest.fixture
def var(tmp_path: Path, settings) -> Path:
    """Return where the worker keeps what it writes, and reads what was handed in."""
    forget_bells()
    settings.MEDIA_ROOT = tmp_path / "var" / "files"
    return tmp_path / "var"


@pytest.fixture
def clerk(make_user) -> User:
    """Return the person who hands the file in."""
    return make_user("home_affairs")


@pytest.fixture
def ask(var, clerk, make_unit, make_campaign, stored_file) -> Callable[[], Job]:
    """Return a function that asks for the file to be taken in: two good rows, one bad."""
    make_unit("so-tu-phap", "Sở Tư pháp")
    campaign, stored = make_campaign("q1"), stored_file(FILE, name="phieu.csv")
    return lambda: request_intake(intake_of("answers"), stored, by=clerk, context=campaign)


def state() -> tuple[str, int, int]:
    """Return the job's state, and how many answers and batches there are."""
    return Job.objects.get().state, Answer.objects.count(), ImportBatch.objects.count()


def test_a_worker_takes_a_file_in_and_says_what_became_of_its_rows(ask, var):
    job = ask()

    with working(var):
        until(lambda: state()[0] == "done")

    job.refresh_from_db()
    assert job.message == "3 dòng: 2 mới, 0 thay đổi, 0 không đổi, 1 bị trả lại."
    assert (job.result["batch"], job.result["rejected"]) == (ImportBatch.objects.get().pk, 1)
    assert set(job.result["steps"]) == {"reading", "checking", "writing"}
    assert (job.title, job.done) == ("Phiếu khảo sát: phieu.csv", 3)


def test_a_worker_that_is_killed_leaves_its_file_to_the_next(ask, var):
    ask()
    with transaction.atomic(), working(var) as worker:
        hold_intakes("answers")
        until(waiting_for_a_lock)
        end(worker, signal.SIGKILL)
        assert state() == ("running", 0, 0)

    with working(var):
        until(lambda: state()[0] != "running")

    assert state() == ("done", 2, 1)
    assert Job.objects.get().result["batch"] == ImportBatch.objects.get().pk


def test_a_file_whose_connection_is_killed_is_taken_in_by_the_same_worker(ask, var):
    ask()
    with working(var):
        with transaction.atomic(), connection.cursor() as cursor:
            hold_intakes("answers")
            until(waiting_for_a_lock)
            cursor.execute("select pg_terminate_backend(%s)", waiting_for_a_lock())
            assert state() == ("running", 0, 0)
        until(lambda: state()[0] != "running")

    assert state() == ("done", 2, 1)


def test_a_file_that_is_cancelled_in_the_middle_leaves_nothing_but_who_did_it(
    ask, var, clerk, beside
):
    job = ask()
    with working(var), transaction.atomic():
        hold_intakes("answers")
        until(waiting_for_a_lock)
        beside(cancel_job, job, by=clerk).result()
        until(lambda: state()[0] != "running")

    job.refresh_from_db()
    assert state() == ("cancelled", 0, 0)
    assert job.cancel_asked_by == clerk
    assert job.message == "Đã hủy theo yêu cầu."
