"""Ranking a cycle and waiving a fact from the command line."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from dossiers.models import Dossier
from scoring.models import Cycle, FactWaiver, Mark, RankingRun


def test_a_cycle_is_ranked_and_its_digest_printed(cycle, marker):
    out = io.StringIO()

    call_command("rank_cycle", year=2024, by=marker.username, stdout=out)

    run = RankingRun.objects.get()
    assert run.bundle_sha256 in out.getvalue()
    assert run.created_by == marker


def test_a_provisional_run_lets_what_is_missing_wait(cycle, marker):
    Mark.objects.filter(assessment__unit__code="beta").delete()
    out = io.StringIO()

    call_command("rank_cycle", year=2024, by=marker.username, provisional=True, stdout=out)

    assert RankingRun.objects.get().is_provisional
    assert "lần 1 (tạm tính)" in out.getvalue()


def test_a_year_of_two_organisers_is_named_with_the_organiser(cycle, marker, make_unit):
    other = Cycle.objects.get()
    other.pk, other.organiser, other.title = None, make_unit("huyen"), "Kỳ của huyện"
    other.save()

    with pytest.raises(CommandError, match="huyen, 56"):
        call_command("rank_cycle", year=2024, by=marker.username)
    call_command("rank_cycle", year=2024, organiser="56", by=marker.username, stdout=io.StringIO())

    assert RankingRun.objects.get().cycle == cycle


def test_data_that_cannot_be_ranked_are_listed_and_exit_2(cycle, marker):
    Mark.objects.filter(assessment__unit__code="beta").delete()
    errors = io.StringIO()

    with pytest.raises(SystemExit) as stopped:
        call_command("rank_cycle", year=2024, by=marker.username, stderr=errors)

    assert stopped.value.code == 2
    assert errors.getvalue() == "Sở beta: 1 tiêu chí chưa có điểm (1.1)\n"


def test_a_complete_ranking_before_the_cutoff_is_answered_with_a_sentence(cycle, marker):
    Cycle.objects.update(cutoff_at=now() + timedelta(days=10))

    with pytest.raises(CommandError, match=r"chỉ tính tạm được[.]$"):
        call_command("rank_cycle", year=2024, by=marker.username)


def test_a_waiver_is_recorded_with_who_and_why(cycle, marker):
    Dossier.objects.filter(unit__code="alpha").delete()

    call_command(
        "waive_fact",
        year=2024,
        unit="alpha",
        fact="late_rate",
        reason=" Không có hồ sơ ",
        by=marker.username,
        stdout=io.StringIO(),
    )

    waiver = FactWaiver.objects.get()
    assert (waiver.reason, waiver.decided_by) == ("Không có hồ sơ", marker)


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "omega"},
        {"fact": "late_rate"},  # the data give it
        {"fact": "luck"},
        {"reason": " "},
        {"by": "nobody"},
        {"year": 1999},
    ],
)
def test_a_waiver_that_makes_no_sense_is_answered_with_a_sentence(cycle, marker, wrong):
    given = {"year": 2024, "unit": "alpha", "fact": "late_rate", "reason": "Thử"}

    with pytest.raises(CommandError, match=r"[.]$"):
        call_command("waive_fact", **given | {"by": marker.username} | wrong)

    assert not FactWaiver.objects.exists()
