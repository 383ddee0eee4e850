"""The API gives units and rankings, and no people, whatever a run knows of them."""

import re

import pytest
from django.urls import reverse

from cchc_portal.api.urls import urlpatterns
from scoring.services.ranking import rank_cycle
from tests.api_clients import caller
from tests.scoring_world import publish

SCOPES = ("units:read", "rankings:read", "rankings:provisional")
NAMED = {"organiser": "56", "year": 2024, "number": 1, "code": "gamma"}
NOT_READ = {"api_token", "api_revoke"}
"""Addresses that are posted to."""


def addresses() -> list[str]:
    """Return every address of the API that is read, about the hand-worked cycle."""
    return [
        reverse(one.name, kwargs={name: NAMED[name] for name in one.pattern.converters})
        for one in urlpatterns
        if one.name not in NOT_READ
    ]


@pytest.fixture
def reviewed(cycle, marker, people_rules, make_person):
    """Publish a run that has gamma's head under review."""
    marker.full_name = "Lê Văn Công Bố"
    marker.save()
    make_person("gd-01", "head", "gamma")
    run = rank_cycle(cycle.pk, by=marker)
    publish(run, marker)
    return run


def test_no_address_of_the_api_names_a_person(reviewed):
    client = caller(*SCOPES)

    answers = {address: client.get(address) for address in addresses()}

    assert "gd-01" in reviewed.people_result
    assert len(answers) > 10
    assert {answer.status_code for answer in answers.values()} == {200}
    for address, answer in answers.items():
        body = answer.getvalue() if answer.streaming else answer.content
        assert not re.search("gd-01|Người gd|Lê Văn|home_affairs", body.decode()), address
