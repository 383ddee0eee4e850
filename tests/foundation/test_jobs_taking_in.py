"""The task that takes a stored file in: what it says at its end, and what it refuses."""

from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone

from foundation.models import ImportBatch, Job
from foundation.services.intakes import TAKE_IN, intake_of, request_intake
from foundation.services.jobs import SILENCE
from foundation.services.results import register_result, result_link
from foundation.tasks import ring_silent, take_in

FILE = (
    "Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cha,Từ ngày,Đến ngày\n"
    "56,Tỉnh Khánh Hòa,Tỉnh,,01/07/1989,\n"
    "57,Tỉnh Ninh Thuận,Tỉnh,,31/02/1992,\n"
)


@pytest.fixture
def bell(monkeypatch) -> list:
    """Collect what would be sent to the broker."""
    rung: list = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args: rung.append((name, args)))
    return rung


@pytest.fixture
def ask(make_user, stored_file):
    """Ask for a text to be taken in as units and run the task; return the job as it ended."""
    clerk = make_user("home_affairs")

    def run(text: str, **changed: object) -> Job:
        job = request_intake(intake_of("units"), stored_file(text), by=clerk)
        Job.objects.filter(pk=job.pk).update(**changed)
        take_in(job.pk)
        job.refresh_from_db()
        return job

    return run


def test_a_file_is_taken_in_by_whoever_asked(ask):
    job = ask(FILE)

    batch = ImportBatch.objects.get()
    assert (job.state, job.result["batch"], job.result["rejected"]) == ("done", batch.pk, 1)
    assert job.message == "2 dòng: 1 mới, 0 thay đổi, 0 không đổi, 1 bị trả lại."
    assert (batch.created_by, batch.stored_file) == (job.created_by, job.stored_input)


def test_a_task_rung_twice_takes_a_file_in_once(ask):
    job = ask(FILE)

    take_in(job.pk)

    assert ImportBatch.objects.count() == 1


def test_the_same_file_again_changes_nothing(ask):
    ask(FILE)

    again = ask(FILE)

    assert again.message == "2 dòng: 0 mới, 0 thay đổi, 1 không đổi, 1 bị trả lại."


@pytest.mark.parametrize(
    ("text", "changed", "sentence"),
    [
        ("x\ny\n", {}, "Thiếu cột: Mã đơn vị"),
        (FILE, {"input": {"intake": "x", "context": None}}, "Cổng không còn nhận loại tệp này."),
        (
            FILE,
            {"input": {"intake": "answers", "context": 0}},
            "Đối tượng mà tệp thuộc về không còn nữa.",
        ),
    ],
)
def test_what_cannot_be_taken_in_ends_the_job_with_a_sentence(ask, text, changed, sentence):
    job = ask(text, **changed)

    assert job.state == "failed"
    assert job.message.startswith(sentence)
    assert not ImportBatch.objects.exists()


def test_a_file_that_is_gone_when_its_turn_comes_is_asked_for_again(make_user, stored_file):
    stored = stored_file(FILE)
    job = request_intake(intake_of("units"), stored, by=make_user("home_affairs"))
    stored.file.storage.delete(stored.file.name)

    take_in(job.pk)

    job.refresh_from_db()
    assert job.state == "failed"
    assert job.message == "Tệp không còn trong kho của cổng; hãy nộp lại tệp đó."


def test_only_silent_jobs_are_rung_again(db, bell):
    now = timezone.now()
    running = {"kind": "x", "state": "running", "started_at": now}
    silent = Job.objects.create(heartbeat_at=now - SILENCE - timedelta(seconds=1), **running)
    Job.objects.create(heartbeat_at=now, **running)
    Job.objects.create(kind="y")

    ring_silent()

    assert bell == [("x", [silent.pk])]


def test_beat_rings_silent_jobs_each_minute():
    plan = settings.CELERY_BEAT_SCHEDULE["ring-silent"]

    assert plan["task"] in current_app.tasks
    assert plan["schedule"] == SILENCE.total_seconds() == 60


def test_a_message_outlives_the_longest_task():
    seconds = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]

    assert seconds > settings.CELERY_TASK_TIME_LIMIT


@pytest.mark.parametrize(
    ("state", "leads"), [("done", True), ("failed", False), ("running", False)]
)
def test_only_a_job_that_is_done_leads_to_its_result(state, leads):
    job = Job(kind=TAKE_IN, state=state, result={"batch": 7})

    link = result_link(job)

    assert (link and link.url) == ("/nhap-du-lieu/dot/7/" if leads else None)


def test_each_app_says_where_its_own_jobs_lead(monkeypatch):
    monkeypatch.setattr("foundation.services.results._KNOWN", {})
    job = Job(kind="x.y", state="done")
    before = result_link(job)

    register_result("x.y", lambda job: job.kind)

    assert (before, result_link(job)) == (None, "x.y")
