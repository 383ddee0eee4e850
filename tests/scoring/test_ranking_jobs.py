"""A ranking as a job: asked for, run by a worker once, ended with a run or with reasons."""

import threading
from datetime import date, datetime
from types import SimpleNamespace

import pytest
from celery import current_app
from celery.exceptions import Retry
from django.contrib.admin import site
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest

from foundation.models import Job
from foundation.services.intake_locks import hold_intakes
from foundation.services.progress import Progress
from scoring.admin.cycles import CycleAdmin
from scoring.domain import Problem
from scoring.models import Cycle, Mark, RankingRun
from scoring.services.marks_intake import import_marks
from scoring.services.ranking import RANK_CYCLE, rank_cycle, request_ranking
from scoring.services.refusals import CycleRefused
from scoring.tasks import rank_cycle as rank_task
from tests.scoring_world import HANOI, build_cycle
from tests.workers import waiting_for_a_lock


@pytest.fixture
def bell(monkeypatch) -> list:
    """Collect what would be sent to the broker."""
    rung: list = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args: rung.append((name, args)))
    return rung


def test_a_request_rings_the_worker_only_once_it_is_committed(
    cycle, bell, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job = request_ranking(cycle, by=None)
        assert bell == []

    assert bell == [(RANK_CYCLE, [job.pk])]


def test_the_task_ends_the_job_with_its_run(cycle):
    job = Job.objects.create(kind=RANK_CYCLE, input={"cycle": cycle.pk})

    rank_task(job.pk)

    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert job.result == {"run": RankingRun.objects.get().pk}


def test_a_provisional_ranking_is_asked_for_and_done_as_such(cycle, bell):
    Mark.objects.filter(assessment__unit__code="beta").delete()
    job = request_ranking(cycle, by=None, is_provisional=True)

    rank_task(job.pk)

    run = RankingRun.objects.get()
    job.refresh_from_db()
    assert job.title == "Tính tạm: Tỉnh Khánh Hòa 2024"
    assert run.is_provisional
    assert job.message == "Đã tính tạm: lần 1."


@pytest.mark.parametrize(
    ("role", "is_open"),
    [("home_affairs", True), ("leader", True), ("appraiser", False), ("reader", False)],
)
def test_who_sees_no_unpublished_run_sees_no_ranking_of_others(
    client, cycle, make_user, role, is_open
):
    """What a correction is called, and that there is one, is told by its publication."""
    job = request_ranking(cycle, by=make_user(None, username="nguoi-tinh"))
    client.force_login(make_user(role, username="nguoi-xem"))

    listed, page = client.get("/cong-viec/"), client.get(f"/cong-viec/{job.pk}/")

    assert (job.title in listed.content.decode()) is is_open
    assert page.status_code == (200 if is_open else 403)


def test_who_asked_for_a_ranking_sees_it(client, cycle, make_user):
    appraiser = make_user("appraiser")
    job = request_ranking(cycle, by=appraiser)
    client.force_login(appraiser)

    assert job.title in client.get("/cong-viec/").content.decode()
    assert client.get(f"/cong-viec/{job.pk}/").status_code == 200


def test_a_ranking_tells_its_steps(cycle):
    told: list = []

    class Listening(Progress):
        def report(self, done, total=None, message=None):
            told.append((done, message))

    rank_cycle(cycle.pk, by=None, progress=Listening())

    assert told == [(0, "Đang cộng số liệu"), (1, "Đang tính"), (2, "Đang lưu")]


def test_a_task_rung_twice_works_once(cycle):
    job = Job.objects.create(kind=RANK_CYCLE, input={"cycle": cycle.pk})

    rank_task(job.pk)
    finished_at = Job.objects.get().finished_at
    rank_task(job.pk)

    assert Job.objects.get().finished_at == finished_at


def test_data_that_cannot_be_ranked_end_the_job_with_every_problem(cycle):
    Mark.objects.all().delete()
    job = Job.objects.create(kind=RANK_CYCLE, input={"cycle": cycle.pk})

    rank_task(job.pk)

    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.result["problems"] == [
        {
            "code": "unmarked_leaf",
            "place": "",
            "message": f"Sở {code}: 1 tiêu chí chưa có điểm (1.1)",
        }
        for code in ("alpha", "beta", "gamma")
    ]
    assert job.message == "Chưa xếp hạng được: còn 3 điều phải sửa."


def test_what_is_wrong_with_a_unit_is_said_by_its_name():
    marks = [f"1.{order}" for order in range(1, 13)]
    problems = [
        Problem("unmarked_leaf", f'units[1].marks["{code}"]', f"Tiêu chí “{code}” chưa có điểm.")
        for code in marks
    ]
    other = Problem("wrong_fact_shape", "units[0].facts", "Sai dạng.")
    about_none = Problem("x", "groups[0]", "Sai.")
    bundle = {"units": [{"name": "Sở A"}, {"name": "Sở B"}]}

    said = CycleRefused((*problems, other, about_none), bundle).sentences

    assert [(it.place, it.message) for it in said] == [
        ("", f"Sở B: 12 tiêu chí chưa có điểm ({', '.join(marks[:10])}, …)"),
        ("units[0].facts", "Sở A: Sai dạng."),
        ("groups[0]", "Sai."),
    ]


def test_a_complete_ranking_before_the_cutoff_ends_with_a_sentence(cycle):
    Cycle.objects.update(cutoff_at=datetime(2999, 12, 31, 17, tzinfo=HANOI))
    job = Job.objects.create(kind=RANK_CYCLE, input={"cycle": cycle.pk})

    rank_task(job.pk)

    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.message.startswith("Kỳ này chốt số liệu lúc 17:00 ngày 31/12/2999, chưa đến;")


@pytest.mark.django_db(transaction=True)
def test_saving_a_cycle_waits_for_a_ranking_and_neither_stops_the_other(
    make_user, beside, until_somebody_waits
):
    """The ranking holds the dossiers first and the cycle then; so does whoever saves a cycle."""
    cycle = build_cycle(make_user("home_affairs"))
    changed = Cycle.objects.get()
    changed.first_on = date(2023, 12, 15)
    admin, form = CycleAdmin(Cycle, site), SimpleNamespace(changed_data=["first_on"])

    def save() -> None:
        with transaction.atomic():
            admin.save_model(HttpRequest(), changed, form, change=True)

    with transaction.atomic():
        hold_intakes("dossiers")
        saving = beside(save)
        until_somebody_waits()
        run = rank_cycle(cycle.pk, by=None)

    saving.result()
    assert run.frame["facts"][0]["period"][0] == "2024-01-01"
    assert Cycle.objects.get().first_on == date(2023, 12, 15)


@pytest.mark.django_db(transaction=True)
def test_two_runs_of_one_cycle_at_once_make_one_run(make_user):
    cycle = build_cycle(make_user("home_affairs"))
    start = threading.Barrier(2)

    def rank() -> None:
        start.wait()
        rank_cycle(cycle.pk, by=None)
        connection.close()

    threads = [threading.Thread(target=rank) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert RankingRun.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_ranking_whose_connection_is_killed_is_run_again(make_user, beside, until_somebody_waits):
    cycle = build_cycle(make_user("home_affairs"))
    job = Job.objects.create(kind=RANK_CYCLE, input={"cycle": cycle.pk})
    with transaction.atomic():
        Cycle.objects.select_for_update().get(pk=cycle.pk)
        work = beside(rank_task, job.pk)
        until_somebody_waits()
        with connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(%s)", waiting_for_a_lock())
    with pytest.raises((OperationalError, Retry)):
        work.result()
    assert Job.objects.get().state == Job.State.RUNNING

    rank_task(job.pk)

    assert Job.objects.get().state == Job.State.DONE
    assert RankingRun.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_ranking_waits_for_a_file_that_is_being_taken_in(
    make_user, stored_file, beside, until_somebody_waits
):
    """gamma's mark of 6 arrives while the ranking is asked for: 6 + 0.6 × 4 = 8.4, not 5.4."""
    marker = make_user("home_affairs")
    cycle = build_cycle(marker)
    file = stored_file("Mã đơn vị,Mã tiêu chí,Điểm\ngamma,1.1,6\n")
    with transaction.atomic():
        import_marks(file, cycle=cycle, by=marker)
        run = beside(rank_cycle, cycle.pk, by=None)
        until_somebody_waits()

    assert '"points": "8.4"' in run.result().result
