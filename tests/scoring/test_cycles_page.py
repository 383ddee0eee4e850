"""The page of the cycles: who has not been marked, and a ranking asked for."""

import pytest
from celery import current_app
from django.db.models import Q
from django.urls import reverse

from foundation.models import Job
from foundation.services.results import result_link
from scoring.models import Assessment, Cycle, Mark, RankingRun
from scoring.selectors.cycles import cycle_named, cycle_states
from scoring.services.ranking import rank_cycle
from scoring.tasks import rank_cycle as rank_task
from tests.scoring_world import build_year_before
from units.models import Unit

PAGE, RANK_NOW = "/ky-danh-gia/", "/ky-danh-gia/56/2024/tinh/"


@pytest.fixture
def signed_in(client, make_user, cycle):
    """Return a function that signs somebody in with a role, heads and officers for beta."""

    def sign_in(role):
        unit = Unit.through_time.get(code="beta") if role in ("head", "officer") else None
        client.force_login(make_user(role, unit, username="visitor"))
        return client

    return sign_in


@pytest.fixture
def bell(monkeypatch) -> list:
    """Collect what would be sent to the broker."""
    rung: list = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args: rung.append((name, args)))
    return rung


def test_a_block_counts_what_nobody_has_marked(cycle):
    """One leaf of two is marked by people; beta lacks it, gamma is left out."""
    Mark.objects.filter(assessment__unit__code="beta").update(content={"state": "unmarked"})
    Mark.objects.filter(assessment__unit__code="gamma").delete()
    Assessment.objects.filter(unit__code="gamma").update(standing="excluded", reason="Sắp xếp")

    (block,) = cycle_states(2024, Q())[0].blocks

    assert (block.title, block.leaves) == ("Sở, ban, ngành", 1)
    assert (block.taking_part, block.complete, block.unmarked) == (2, 1, 1)
    assert [(sheet.unit_name, sheet.unmarked) for sheet in block.incomplete] == [("Sở beta", 1)]


def test_the_last_run_of_either_kind_is_named(cycle):
    complete = rank_cycle(cycle.pk, by=None)
    provisional = rank_cycle(cycle.pk, by=None, is_provisional=True)

    state = cycle_states(2024, Q())[0]

    assert (state.complete_run, state.provisional_run) == (complete, provisional)


def test_the_page_says_who_is_waited_for(signed_in):
    Mark.objects.filter(assessment__unit__code="beta").delete()

    page = signed_in("home_affairs").get(PAGE).content.decode()

    assert "1 đơn vị, 1 tiêu chí chưa chấm" in page
    assert "Sở beta: 1/1" in page
    assert "chưa có lần xếp hạng đầy đủ" in page


@pytest.mark.parametrize(
    ("role", "status", "has_buttons"),
    [
        ("home_affairs", 200, True),
        ("appraiser", 200, False),
        ("leader", 200, False),
        ("reader", 200, False),
        ("head", 403, False),
        ("officer", 403, False),
        (None, 403, False),
    ],
)
def test_who_may_look_and_who_may_rank(signed_in, role, status, has_buttons):
    answer = signed_in(role).get(PAGE)

    assert answer.status_code == status
    assert ('value="day-du"' in answer.content.decode()) == has_buttons


@pytest.mark.parametrize("role", ["appraiser", "leader", "reader", "head", "officer", None])
def test_nobody_else_asks_for_a_ranking(signed_in, role):
    assert signed_in(role).post(RANK_NOW, {"loai": "day-du"}).status_code == 403
    assert not Job.objects.exists()


def test_who_is_not_signed_in_is_led_to_sign_in(client, cycle):
    assert client.get(PAGE).status_code == 302
    assert client.post(RANK_NOW, {"loai": "day-du"}).status_code == 302
    assert not Job.objects.exists()


@pytest.mark.parametrize(("kind", "is_provisional"), [("tam-tinh", True), ("day-du", False)])
def test_a_ranking_asked_for_is_a_job_that_leads_to_its_run(signed_in, bell, kind, is_provisional):
    answer = signed_in("home_affairs").post(RANK_NOW, {"loai": kind})

    job = Job.objects.get()
    assert answer.url == reverse("job", args=[job.pk])
    assert job.title.endswith(": Tỉnh Khánh Hòa 2024")
    rank_task(job.pk)
    assert RankingRun.objects.get().is_provisional == is_provisional
    link = result_link(Job.objects.get())
    assert link is not None
    assert link.url == reverse("ranking", args=["56", 2024]) + "?lan=1"


@pytest.mark.parametrize(
    ("address", "kind", "status"),
    [
        (RANK_NOW, "", 400),
        (RANK_NOW, "xếp", 400),
        ("/ky-danh-gia/56/1999/tinh/", "day-du", 404),
        ("/ky-danh-gia/57/2024/tinh/", "day-du", 404),
        (f"/ky-danh-gia/56/{'9' * 30}/tinh/", "day-du", 404),
    ],
)
def test_what_makes_no_sense_starts_nothing(signed_in, address, kind, status):
    assert signed_in("home_affairs").post(address, {"loai": kind}).status_code == status
    assert not Job.objects.exists()


def test_a_ranking_is_not_asked_for_by_a_link(signed_in):
    assert signed_in("home_affairs").get(RANK_NOW).status_code == 405


@pytest.mark.parametrize(
    ("asked", "shown"), [("", 2024), ("?nam=2023", 2023), ("?nam=1999", 2024), ("?nam=x", 2024)]
)
def test_one_year_is_shown_at_a_time_the_newest_first(signed_in, cycle, marker, asked, shown):
    build_year_before(cycle, {"alpha": "3"}, marker)

    page = signed_in("reader").get(PAGE + asked).content.decode()

    assert f"Kỳ tính tay {shown}" in page
    assert f"Kỳ tính tay {4047 - shown}" not in page


def test_without_a_cycle_the_page_says_so(client, make_user):
    client.force_login(make_user("reader"))

    assert "Chưa có kỳ đánh giá nào." in client.get(PAGE).content.decode()


def test_the_queries_do_not_grow_with_cycles_and_units(
    signed_in, cycle, make_unit, django_assert_num_queries
):
    """Session, person, grants; years; leaves, marks, sheets, blocks, runs, publications, cycles."""
    client = signed_in("home_affairs")
    client.get(PAGE)
    for code in ("huyen-1", "huyen-2"):
        Cycle.objects.create(
            organiser=make_unit(code),
            year=2024,
            title=code,
            first_on=cycle.first_on,
            last_on=cycle.last_on,
            cutoff_at=cycle.cutoff_at,
            rule_set=cycle.rule_set,
        )

    with django_assert_num_queries(11):
        client.get(PAGE)


def test_a_cycle_is_found_by_the_code_its_organiser_bore_on_the_last_day(cycle):
    assert cycle_named("56", 2024) == cycle
    assert cycle_named("56", 2023) is None
    Unit.through_time.filter(code="56").update(valid="[2025-01-01,)")
    assert cycle_named("56", 2024) is None
