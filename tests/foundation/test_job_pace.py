"""How far a job is and how long it still takes, said only as well as it is known."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from foundation.models import Job
from foundation.selectors.jobs import IntakeRows, JobView
from foundation.selectors.step_times import usual_steps
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


def taking_in(
    done: int, total: int | None = None, *, waited: float = 0, steps=None, rejected=None, **told
) -> JobView:
    """Return a file that is being taken in, as it is shown after waiting and its steps."""
    spent = steps or {}
    job = Job(
        state=Job.State.RUNNING,
        started_at=NOW - timedelta(seconds=waited + sum(spent.values())),
        done=done,
        total=total,
        input={"intake": "units", **told},
        result={"attempts": 1, "steps": spent, "rejected": rejected},
    )
    return JobView(job, may_cancel=False, now=NOW)


@pytest.mark.parametrize(
    ("view", "left", "percent"),
    [
        # 200 of 1 000 rows in 10 s: 50 s of reading, 100 of checking, 100 of writing; 240 left.
        (taking_in(200, 1000, steps={"reading": 10}), "khoảng 4 phút 0 giây", 4),
        (taking_in(200, steps={"reading": 10}, rows_about=1000), "khoảng 4 phút 0 giây", 4),
        (taking_in(200, 1000, waited=600, steps={"reading": 10}), "khoảng 4 phút 0 giây", 4),
        (taking_in(200, 1000, steps={"reading": 2}), "", 4),
        (taking_in(200, steps={"reading": 10}), "", None),
        (taking_in(0, waited=60), "", None),
        # Read in 50 s, a quarter of checking is over: 75 + 100 left; (2 + 1) / 10.
        (taking_in(1000, 1000, steps={"reading": 50, "checking": 25}), "khoảng 2 phút 55 giây", 30),
        (
            taking_in(1000, 1000, steps={"reading": 50, "checking": 100, "writing": 99.5}),
            "",
            99,
        ),
        (
            taking_in(1000, 1000, steps={"reading": 50, "checking": 100, "writing": 101}),
            "lâu hơn dự tính",
            99,
        ),
        (taking_in(9, 9, steps={"reading": 0.1, "checking": 0.1, "writing": 2}), "", 99),
        # As usual here reading takes half of it: 10 s of 40, then 40 for the rest; 1/4 of 1/2.
        (
            taking_in(
                250,
                1000,
                steps={"reading": 10},
                usual_steps={"reading": 8, "checking": 5, "writing": 3},
            ),
            "khoảng 1 phút 10 giây",
            12,
        ),
    ],
)
def test_the_time_left_of_an_intake_is_that_of_all_its_steps(view, left, percent):
    assert (view.left, view.bar) == (left, percent if percent is None else (percent, 100))


def test_the_rows_read_are_told_at_once_and_good_and_bad_once_they_are_checked():
    reading = taking_in(1200, steps={"reading": 5}, rows_about=5000)
    checking = taking_in(5012, 5012, steps={"reading": 5, "checking": 1})
    writing = taking_in(
        5012, 5012, steps={"reading": 5, "checking": 1, "writing": 0.5}, rejected=12
    )

    assert taking_in(0).rows == IntakeRows("0", "", "")
    assert reading.rows == IntakeRows("1.200 / khoảng 5.000 (24 %)", "", "")
    assert checking.rows == IntakeRows("5.012", "", "")
    assert writing.rows == IntakeRows("5.012", "5.000", "12")
    assert seen(10, done=200).rows is None


def past_intake(rows: int, reading: float, checking: float, writing: float, **other) -> Job:
    """Keep an intake that has ended, with the seconds of its steps."""
    told = {"kind": "x", "state": Job.State.DONE, "input": {"intake": "units"}}
    steps = {"reading": reading, "checking": checking, "writing": writing}
    return Job.objects.create(
        **(told | other), done=rows, finished_at=NOW, result={"batch": 1, "steps": steps}
    )


@pytest.mark.django_db
def test_how_long_steps_usually_take_is_told_by_the_last_long_files_of_the_kind():
    """Of six long files the first is forgotten: 5 × (1, 2, 4) of the others."""
    past_intake(10_000, 900, 900, 900)
    for _ in range(5):
        past_intake(10_000, 1, 2, 4)
    past_intake(9_999, 50, 50, 50)
    past_intake(20_000, 50, 50, 50, input={"intake": "answers"})
    past_intake(20_000, 50, 50, 50, state=Job.State.CANCELLED)

    assert usual_steps("units") == {"reading": 5, "checking": 10, "writing": 20}


@pytest.mark.django_db
def test_nothing_is_usual_where_no_file_was_long_enough():
    past_intake(9_999, 1, 2, 4)

    assert usual_steps("units") == {}


def test_what_was_usual_is_asked_for_with_the_job(stored_file, make_user):
    past_intake(10_000, 1, 2, 4)

    job = request_intake(intake_of("units"), stored_file("x"), by=make_user("home_affairs"))

    assert job.input["usual_steps"] == {"reading": 1, "checking": 2, "writing": 4}


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


def test_the_page_of_an_intake_says_its_rows_good_and_bad(client, make_user):
    user, view = (
        make_user("home_affairs"),
        taking_in(1500, 1500, steps={"reading": 4, "checking": 8, "writing": 4}, rejected=3),
    )
    view.job.kind, view.job.created_by = "foundation.take_in", user
    view.job.save()
    client.force_login(user)

    page = " ".join(strip_tags(client.get(f"/cong-viec/{view.job.pk}/").content.decode()).split())

    # 12 s for 6 of 10 parts, so 8 for writing: half of it is over, (6 + 2) / 10 of all.
    assert "Dòng đã đọc 1.500 Đạt 1.497 Trả lại 3 Còn khoảng 4 giây" in page
