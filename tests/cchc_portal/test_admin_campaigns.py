"""Campaigns in the admin: what satisfaction is counted from stands still for a publication."""

import pytest
from django.db import transaction

from foundation.services.intake_locks import hold_intakes
from surveys.models import Campaign, Question

pytestmark = [
    pytest.mark.usefixtures("kit_templates"),
    pytest.mark.django_db(transaction=True),
]


def test_a_question_waits_for_a_publication_that_counts_answers(
    client, make_user, make_campaign, beside, until_somebody_waits
):
    client.force_login(make_user("home_affairs"))
    campaign: Campaign = make_campaign("q1")
    question = campaign.questions.get()
    form = {
        "code": campaign.code,
        "title": campaign.title,
        "source": campaign.source,
        "first_on": "01/09/2024",
        "last_on": "30/11/2024",
        "questions-TOTAL_FORMS": "1",
        "questions-INITIAL_FORMS": "1",
        "questions-0-id": str(question.pk),
        "questions-0-campaign": str(campaign.pk),
        "questions-0-code": question.code,
        "questions-0-text": question.text,
        "questions-0-factor": question.factor,
    }
    with transaction.atomic():
        hold_intakes("answers")
        saving = beside(client.post, f"/quan-tri/surveys/campaign/{campaign.pk}/change/", form)
        until_somebody_waits()
        assert Question.objects.get().counts

    assert saving.result(timeout=30).status_code == 302
    assert not Question.objects.get().counts
