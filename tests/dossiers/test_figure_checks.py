"""The nightly check: what it looks at, what it finds, and that it is asked for once."""

import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate

from dossiers.models import ClosedTally, Dossier
from dossiers.selectors.late_parts import midnight
from dossiers.services.figure_checks import check_figures, request_check
from dossiers.tasks import check_figures as check_task
from dossiers.tasks import request_figure_check
from foundation.models import Job
from foundation.services.jobs import cancel_job

TODAY = localdate()


@pytest.fixture
def year(make_dossier):
    """Store a dossier released last year, and one that is open since then."""
    day = midnight(date(TODAY.year - 1, 3, 5))
    Dossier.objects.bulk_create(
        [
            make_dossier(day, day - timedelta(days=1), "granted"),
            make_dossier(day, None, "open"),
        ]
    )


@pytest.fixture
def broken(year):
    """Let a dossier have ended as nothing that any figure knows."""
    Dossier.objects.filter(outcome="granted").update(outcome="lost")


def queued() -> Job:
    request_figure_check()
    return Job.objects.get()


@pytest.mark.usefixtures("year")
def test_this_year_and_last_are_checked_with_their_months():
    checked = check_figures()

    assert checked.problems == []
    assert len(checked.periods) == 13 + 1 + TODAY.month
    last_year = checked.periods[0]
    assert (last_year["first"], last_year["last"]) == (
        f"{TODAY.year - 1}-01-01",
        f"{TODAY.year - 1}-12-31",
    )
    assert (last_year["units"], last_year["figures"]["total"]) == (1, 2)
    assert (last_year["figures"]["early"], last_year["figures"]["open"]) == (1, 1)


@pytest.mark.usefixtures("broken")
def test_a_breach_names_unit_period_and_both_sides():
    checked = check_figures([TODAY.year - 1])

    messages = [problem["message"] for problem in checked.problems]
    # Accepted: 1 open and the one that ended as nothing known.
    assert (
        f"Sở Tư pháp (so-tu-phap), năm {TODAY.year - 1}: Đã tiếp nhận 2 ≠ Đang tạm dừng 0"
        " + Đang giải quyết 1 + Rút hoặc hủy 0 + Đã giải quyết 0 = 1."
    ) in messages
    assert len(messages) == 2  # the year, and March in which it ended


@pytest.mark.usefixtures("year")
def test_a_tally_that_is_wrong_is_a_breach_too():
    ClosedTally.objects.update(count=5)

    message = check_figures().problems[0]["message"]

    assert message.startswith("Bảng cộng của Sở Tư pháp (so-tu-phap) ghi 5, đếm hồ sơ được 1 (")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("year")
def test_the_job_is_done_when_all_is_well():
    job = queued()

    check_task(job.pk)
    check_task(job.pk)

    job.refresh_from_db()
    assert (job.state, job.title, job.created_by) == ("done", "Kiểm tra số liệu hồ sơ", None)
    assert job.message == f"Số liệu hồ sơ khớp trong {14 + TODAY.month} kỳ."
    assert job.result["periods"][0]["figures"]["total"] == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("year")
def test_a_job_that_is_done_leads_to_the_periods_it_has_checked(client, make_user):
    job = queued()
    check_task(job.pk)
    client.force_login(make_user("home_affairs"))

    page = client.get(f"/cong-viec/{job.pk}/").content.decode()
    found = client.get(f"/doi-chieu/kiem-tra/{job.pk}/").content.decode()

    assert f'href="/doi-chieu/kiem-tra/{job.pk}/"' in page
    assert f"Năm {TODAY.year - 1}" in found
    assert found.count("<tr") == 1 + 14 + TODAY.month


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("broken")
def test_the_job_fails_with_the_list_when_anything_is_wrong():
    job = queued()

    check_task(job.pk)

    job.refresh_from_db()
    assert job.state == "failed"
    assert job.message == "Số liệu hồ sơ không khớp: 2 chỗ."
    assert len(job.result["problems"]) == 2
    assert job.result["periods"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("broken")
def test_home_affairs_is_told_on_the_first_page_until_a_check_is_well(client, make_user, caplog):
    job = queued()
    check_task(job.pk)
    told = "Lần kiểm tra số liệu hồ sơ gần nhất không xong: Số liệu hồ sơ không khớp: 2 chỗ."
    assert ("ERROR", "Số liệu hồ sơ không khớp: 2 chỗ.") in [
        (record.levelname, record.message) for record in caplog.records
    ]
    client.force_login(make_user("reader"))
    assert told not in client.get("/").content.decode()
    client.force_login(make_user("home_affairs"))

    request_figure_check()  # waits, so the last one that ended still counts
    page = client.get("/").content.decode()
    assert f'<a href="/cong-viec/{job.pk}/">{told}</a>' in page

    Dossier.objects.filter(outcome="lost").update(outcome="granted")
    check_task(Job.objects.latest("pk").pk)
    assert told not in client.get("/").content.decode()


def test_beat_asks_for_it_every_night():
    entry = settings.CELERY_BEAT_SCHEDULE["check-figures"]

    assert entry["task"] == request_figure_check.name
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({2}, {30})


@pytest.mark.django_db
def test_a_check_that_waits_is_not_asked_for_again(make_user):
    first = request_check(by=None)

    assert request_check(by=make_user("home_affairs")) == first
    request_figure_check()
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_after_a_check_has_ended_the_next_is_a_new_one():
    cancel_job(request_check(by=None), by=None)

    request_figure_check()

    assert Job.objects.count() == 2


@pytest.mark.usefixtures("year")
def test_the_command_says_each_period(capsys):
    call_command("figures", "--year", str(TODAY.year - 1))

    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"01/01/{TODAY.year - 1} – 31/12/{TODAY.year - 1}: 1 đơn vị, 2 hồ sơ"
    assert len(said) == 14


@pytest.mark.usefixtures("broken")
def test_the_command_fails_on_a_breach_and_says_it_as_data(capsys):
    with pytest.raises(CommandError, match="2 chỗ"):
        call_command("figures", "--year", str(TODAY.year - 1), "--json")

    said = json.loads(capsys.readouterr().out)
    assert len(said["problems"]) == 2
    assert len(said["periods"]) == 13


@pytest.mark.django_db
@pytest.mark.parametrize("year", [0, 24, 2568, -1])
def test_the_command_refuses_a_year_that_is_none(year):
    with pytest.raises(CommandError, match="không nằm trong"):
        call_command("figures", f"--year={year}")


@pytest.mark.django_db
def test_nothing_at_all_is_well_too():
    assert check_figures().problems == []


@pytest.mark.usefixtures("year")
def test_a_check_of_a_year_to_come_looks_at_no_period():
    assert check_figures([TODAY.year + 1]).periods == []
