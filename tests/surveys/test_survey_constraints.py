"""What the database itself refuses about surveys."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError

from surveys.models import Answer, Campaign, Question


@pytest.fixture
def answer(make_campaign, make_unit, stored_file):
    return Answer.objects.create(
        campaign=make_campaign("q1"),
        code="P1",
        unit=make_unit("so-tu-phap"),
        answered_on=date(2024, 10, 5),
        levels={},
        source_file=stored_file("x"),
    )


def test_a_campaign_does_not_end_before_it_starts(db):
    days = {"first_on": date(2024, 9, 2), "last_on": date(2024, 9, 1)}

    with pytest.raises(IntegrityError, match="a_campaign_ends_after_it_starts"):
        Campaign.objects.create(code="x", title="x", source="sampled", **days)


def test_a_campaign_may_last_one_day(db):
    day = date(2024, 9, 1)

    Campaign.objects.create(code="x", title="x", source="sampled", first_on=day, last_on=day)

    assert Campaign.objects.get().first_on == Campaign.objects.get().last_on == day


def test_a_campaign_code_is_taken_once(make_campaign):
    make_campaign()

    with pytest.raises(IntegrityError, match="code"):
        make_campaign()


def test_a_question_code_stands_once_in_a_campaign(make_campaign):
    campaign = make_campaign("q1")

    with pytest.raises(IntegrityError, match="a_question_code_stands_once"):
        Question.objects.create(campaign=campaign, code="q1", text="x", factor="staff")


def test_an_answer_is_counted_once(answer):
    answer.pk = None

    with pytest.raises(IntegrityError, match="an_answer_is_counted_once"):
        answer.save(force_insert=True)


@pytest.mark.parametrize("owner", ["campaign", "unit", "source_file"])
def test_what_an_answer_stands_on_cannot_be_taken_away(answer, owner):
    with pytest.raises(ProtectedError):
        getattr(answer, owner).delete()
