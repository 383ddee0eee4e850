"""Long work as people see it: whose it is, how far it is, how it ended, how it is ended."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.models import ImportBatch, Job
from foundation.selectors.jobs import duration
from foundation.services.jobs import Outcome, claim_job, end_job
from units.models import User

NOW = timezone.now()
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def people(make_unit, make_user) -> dict[str, User]:
    """Return who asked for the work, and everybody else who might look."""
    own, sister = make_unit("alpha"), make_unit("beta")
    return {
        "own": make_user("officer", own, username="own"),
        "sister": make_user("officer", sister, username="sister"),
        "appraiser": make_user("appraiser"),
        "home_affairs": make_user("home_affairs"),
        "stranger": make_user(username="stranger"),
    }


@pytest.fixture
def job(people) -> Job:
    """Return a job that is 24 of 100 rows far, asked for by an officer."""
    return Job.objects.create(
        kind="x",
        title="Đơn vị: a.csv",
        created_by=people["own"],
        state=Job.State.RUNNING,
        started_at=NOW,
        done=1200,
        total=5000,
        message="Đọc tệp.",
    )


def words(response) -> str:
    """Return a page's text without tags, every run of blanks one."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize(
    ("address", "statuses"),
    [
        ("", {"own": 200, "sister": 403, "appraiser": 200, "home_affairs": 200, "stranger": 403}),
        (
            "tien-do/",
            {"own": 302, "sister": 403, "appraiser": 302, "home_affairs": 302, "stranger": 403},
        ),
    ],
)
def test_a_job_is_open_to_who_asked_and_to_who_sees_all(client, people, job, address, statuses):
    seen = {}
    for who, user in people.items():
        client.force_login(user)
        seen[who] = client.get(f"/cong-viec/{job.pk}/{address}").status_code

    assert seen == statuses


@pytest.mark.parametrize(
    ("who", "status"),
    [("own", 302), ("sister", 403), ("appraiser", 403), ("home_affairs", 302), ("stranger", 403)],
)
def test_a_job_is_cancelled_by_who_asked_or_by_home_affairs(client, people, job, who, status):
    client.force_login(people[who])

    assert client.post(f"/cong-viec/{job.pk}/huy/").status_code == status

    job.refresh_from_db()
    assert job.cancel_asked_by == (people[who] if status == 302 else None)


def test_a_mere_reader_sees_no_work_of_others(client, make_user, job):
    client.force_login(make_user("reader"))

    assert client.get(f"/cong-viec/{job.pk}/").status_code == 403
    assert "a.csv" not in client.get("/cong-viec/").content.decode()


def test_a_look_cancels_nothing(client, people, job):
    client.force_login(people["own"])

    assert client.get(f"/cong-viec/{job.pk}/huy/").status_code == 405


def test_the_list_holds_ones_own_or_all(client, people, job):
    shown = {}
    for who, user in people.items():
        client.force_login(user)
        shown[who] = "Đơn vị: a.csv" in client.get("/cong-viec/").content.decode()

    assert shown == {
        "own": True,
        "sister": False,
        "appraiser": True,
        "home_affairs": True,
        "stranger": False,
    }


def test_the_list_asks_the_database_as_often_however_long_it_is(
    client, people, django_assert_max_num_queries
):
    Job.objects.bulk_create(Job(kind="x", created_by=people["own"]) for _ in range(60))
    client.force_login(people["appraiser"])

    with django_assert_max_num_queries(5):
        page = client.get("/cong-viec/")

    assert len(page.context["views"]) == 50


def test_a_running_job_shows_how_far_it_is(client, people, job, django_assert_max_num_queries):
    client.force_login(people["own"])

    with django_assert_max_num_queries(5):
        response = client.get(f"/cong-viec/{job.pk}/")

    assert "1.200 / 5.000 (24 %) · Đọc tệp · đã chạy" in words(response)
    page = response.content.decode()
    assert re.search(r'<progress[^>]+value="1200"[^>]+max="5000"', page)
    assert 'hx-trigger="every 1s"' in page


def test_a_page_that_asks_gets_the_figures_alone(client, people, job):
    client.force_login(people["own"])

    response = client.get(f"/cong-viec/{job.pk}/tien-do/?dang=running", **HTMX)

    assert "HX-Retarget" not in response
    assert "1.200 / 5.000 (24 %)" in words(response)
    assert "Hủy việc này" not in words(response)


@pytest.mark.parametrize("before", ["queued", "running-huy", "", "x"])
def test_a_page_that_shows_another_stage_gets_all_of_it(client, people, job, before):
    client.force_login(people["own"])

    response = client.get(f"/cong-viec/{job.pk}/tien-do/?dang={before}", **HTMX)

    assert (response["HX-Retarget"], response["HX-Reswap"]) == (f"#viec-{job.pk}", "innerHTML")
    assert "Hủy việc này" in words(response)


def test_who_may_not_cancel_is_not_offered_it(client, people, job):
    client.force_login(people["appraiser"])

    assert "Hủy việc này" not in words(client.get(f"/cong-viec/{job.pk}/"))


def test_a_job_that_is_being_cancelled_says_so_and_is_asked_after(client, people, job):
    client.force_login(people["own"])
    client.post(f"/cong-viec/{job.pk}/huy/")

    response = client.get(f"/cong-viec/{job.pk}/")

    assert "Đang hủy" in words(response)
    assert "Hủy việc này" not in words(response)
    assert "tien-do/?dang=running-huy" in response.content.decode()


def test_a_cancelled_job_says_who_did_it_and_asks_no_more(client, people, job):
    client.force_login(people["own"])
    queued = Job.objects.create(kind="x", created_by=people["own"])

    response = client.post(f"/cong-viec/{queued.pk}/huy/", follow=True)

    assert "Đã hủy own hủy lúc" in words(response)
    assert "hx-get" not in response.content.decode()


def test_a_failed_job_lists_what_stood_in_the_way(client, people):
    job = claim_job(Job.objects.create(kind="x", created_by=people["own"]).pk)
    problems = [{"code": "c", "place": f"/p/{n}", "message": f"Điều {n}."} for n in range(1205)]
    end_job(job, state=Job.State.FAILED, outcome=Outcome("Còn sót.", {"problems": problems}))
    client.force_login(people["own"])

    page = words(client.get(f"/cong-viec/{job.pk}/"))

    assert "Không xong Còn sót. Điều 0. Điều 1." in page
    assert "Điều 199." in page
    assert "Điều 200." not in page
    assert "và 1.005 điều nữa" in page


def test_a_file_that_is_taken_in_leads_to_its_batch(client, people, stored_file):
    user, stored = people["home_affairs"], stored_file("x")
    counts = {"rows": 0, "created_rows": 0, "changed_rows": 0, "unchanged_rows": 0}
    batch = ImportBatch.objects.create(
        kind="units", stored_file=stored, rejected_rows=0, created_by=user, **counts
    )
    told = {"kind": "foundation.take_in", "input": {"intake": "units"}, "stored_input": stored}
    done = {"state": "done", "started_at": NOW, "finished_at": NOW}
    job = Job.objects.create(created_by=user, result={"batch": batch.pk}, **told, **done)
    client.force_login(user)

    page = client.get(f"/cong-viec/{job.pk}/")

    assert f'href="/nhap-du-lieu/dot/{batch.pk}/"' in page.content.decode()
    assert "Tệp này đã nhập ngày" in words(page)
    assert "bởi home_affairs" in words(page)


def test_who_may_not_read_a_batch_is_not_led_to_it(client, people):
    told = {"kind": "foundation.take_in", "input": {"intake": "units"}, "result": {"batch": 7}}
    done = {"state": "done", "started_at": NOW, "finished_at": NOW}
    job = Job.objects.create(created_by=people["home_affairs"], **told, **done)
    client.force_login(people["appraiser"])

    page = client.get(f"/cong-viec/{job.pk}/")

    assert page.status_code == 200
    assert "/nhap-du-lieu/dot/" not in page.content.decode()


def test_a_problem_without_a_place_is_its_sentence_alone(client, people):
    job = claim_job(Job.objects.create(kind="x", created_by=people["own"]).pk)
    problems = [{"code": "c", "place": "", "message": "Chưa chấm 1.1."}]
    end_job(job, state=Job.State.FAILED, outcome=Outcome("Còn sót.", {"problems": problems}))
    client.force_login(people["own"])

    assert "Còn sót. Chưa chấm 1.1. Kết thúc" in words(client.get(f"/cong-viec/{job.pk}/"))


def test_a_job_that_is_not_there_is_not_found(client, people):
    client.force_login(people["home_affairs"])

    assert client.get("/cong-viec/999999/").status_code == 404


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "0 giây"),
        (59.9, "59 giây"),
        (60, "1 phút 0 giây"),
        (3599, "59 phút 59 giây"),
        (3600, "1 giờ 0 phút"),
        (100_000, "27 giờ 46 phút"),  # 27 × 3600 + 46 × 60 = 99 960
    ],
)
def test_a_time_is_said_as_people_say_it(seconds, said):
    assert duration(timedelta(seconds=seconds)) == said
