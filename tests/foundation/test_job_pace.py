"""How far a job is and how long it still takes, said only as well as it is known."""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.models import Job
from foundation.selectors.jobs import JobView
from foundation.services.intakes import intake_of, request_intake
from foundation.services.row_estimates import rows_about

NOW = timezone.now()


def seen(seconds: float, done: int, total: int | None = None, about: int | None = None) -> JobView:
    """Return a job as it is shown after running so long."""
    job = Job(
        state=Job.State.RUNNING,
        started_at=NOW - timedelta(seconds=seconds),
        done=done,
        total=total,
        input={"rows_about": about} if about else {},
    )
    return JobView(job, may_cancel=False, now=NOW)


@pytest.mark.parametrize(
    ("view", "left"),
    [
        (seen(10, done=200, total=1000), "khoảng 40 giây"),  # 20 a second, 800 left
        (seen(10, done=200, about=1000), "khoảng 40 giây"),
        (seen(60, done=100, total=1000), "khoảng 9 phút 0 giây"),  # 0.6 s each, 900 left
        (seen(2, done=200, total=1000), ""),
        (seen(10, done=0, total=1000), ""),
        (seen(10, done=1000, total=1000), ""),
        (seen(10, done=200), ""),
        (seen(10, done=2000, about=1000), ""),
    ],
)
def test_the_time_left_follows_from_the_pace_so_far(view, left):
    assert view.left == left


def test_a_guess_is_called_one_until_the_work_knows_better():
    assert seen(10, done=250_000, about=1_004_321).amount == "250.000 / khoảng 1.000.000 (24 %)"
    assert seen(10, done=250_000, total=1_000_000, about=900_000).amount == (
        "250.000 / 1.000.000 (25 %)"
    )
    assert seen(10, done=2000, about=1000).amount == "2.000"


def test_a_job_that_waits_or_has_ended_has_no_time_left():
    for state in (Job.State.QUEUED, Job.State.DONE, Job.State.FAILED):
        view = seen(10, done=200, total=1000)
        view.job.state = state
        assert view.left == ""


def test_the_rows_of_a_long_text_are_told_from_its_beginning(stored_file):
    row = "x" * 99 + "\n"

    # 2 000 lines of 100 bytes; the first is the header.
    assert rows_about(stored_file(row * 2000)) == 1999
    assert rows_about(stored_file(row * 10, "short.csv")) is None
    assert rows_about(stored_file("x" * 100_000, "line.csv")) is None
    assert rows_about(stored_file("PK" + row * 2000, "book.xlsx")) is None


def test_a_file_that_is_gone_is_asked_for_all_the_same(stored_file, make_user):
    stored = stored_file("x\n" * 100_000)
    stored.file.storage.delete(stored.file.name)

    job = request_intake(intake_of("units"), stored, by=make_user("home_affairs"))

    assert job.input == {"intake": "units", "context": None}


def test_the_page_says_how_long_it_still_takes(client, make_user):
    user = make_user("home_affairs")
    client.force_login(user)
    started = timezone.now() - timedelta(seconds=100)
    job = Job.objects.create(
        kind="x", created_by=user, state="running", started_at=started, done=500, total=1000
    )

    page = client.get(f"/cong-viec/{job.pk}/").content.decode()

    assert "bước này còn khoảng 1 phút 4" in page
