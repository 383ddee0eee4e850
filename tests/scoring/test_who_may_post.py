"""Every address of scoring that takes something, and every role: who does it, who does not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, RequestFactory

from foundation.models import Job
from scoring.models import Cycle
from scoring.services.ranking import rank_cycle
from scoring.urls import urlpatterns
from tests.scoring.posting_sets import criteria_steps, rule_steps
from tests.scoring.posting_steps import appraisal_steps, cycle_steps, sheet_steps, stage_steps
from tests.scoring.posting_world import PASSWORD, Step, build_year, step
from tests.scoring_world import approve_sets, build_cycle
from units.models import Grant, Unit, User

ROLES = (
    "superuser",
    "home_affairs",
    "appraiser",
    "leader",
    "reader",
    "head",
    "officer",
    "sister",
    "nobody",
)
OFFICE = {"home_affairs", "superuser"}
APPRAISES, OWN, HEAD = {"appraiser"}, {"head", "officer"}, {"head"}
REFUSED = (403, 404, 409)
LET_IN: dict[str, set[str]] = {
    "accept_claims": APPRAISES,
    "agree_to_the_rest": OWN,
    "appraisal_leaf": APPRAISES,
    "area_owners": OFFICE,
    "copy_area_owners": OFFICE,
    "criteria_arrange": OFFICE,
    "criteria_set_approve": OFFICE,
    "criteria_set_clone": OFFICE,
    "criteria_set_delete": OFFICE,
    "criteria_set_edit": OFFICE,
    "criteria_set_import": OFFICE,
    "criteria_set_new": OFFICE,
    "criteria_set_replace": OFFICE,
    "criteria_set_version": OFFICE,
    "criterion_edit": OFFICE,
    "criterion_new": OFFICE,
    "criterion_trial": OFFICE,
    "cycle_new": OFFICE,
    "cycle_set": OFFICE,
    "cycle_settings": OFFICE,
    "decide": {"home_affairs"},
    "document": OWN,
    "document_remove": OWN,
    "documents": OWN | {"sister"},
    "explain": OWN,
    "leaf_claim": OWN,
    "leaf_evidence": OWN,
    "not_applicable": OFFICE,
    "publish": OFFICE,
    "rank_now": OFFICE,
    "reopening_close": OFFICE,
    "rule_set_approve": OFFICE,
    "rule_set_copy": OFFICE,
    "rule_set_delete": OFFICE,
    "rule_set_edit": OFFICE,
    "rule_set_example": OFFICE,
    "rule_set_new": OFFICE,
    "rule_set_version": OFFICE,
    "sheet_confirm": OWN,
    "sheet_send_back": HEAD,
    "sheet_sign": HEAD,
    "sheet_submit": OWN,
    "sheet_upload": OWN,
    "stage_close": OFFICE,
    "stage_move": OFFICE,
    "stage_open": OFFICE,
    "stages_plan": OFFICE,
    "unit_extension": OFFICE,
    "unit_reopening": OFFICE,
    "unit_standing": OFFICE,
    "unit_waiver": OFFICE,
}
"""By the name of an address, who does what it is for.

A superuser without a grant appraises nothing, decides nothing and fills in nothing. A sister keeps
a library of her own.
"""
ON_A_SHEET = {"leaf_claim", "leaf_evidence", "sheet_send_back", "sheet_sign", "sheet_submit"}
"""Where whoever may see the sheet, and no more, is shown it with a sentence."""


@pytest.fixture
def steps(marker: User, make_user) -> dict[str, Step]:
    """Return what is sent to each address, in a year in which every step is open; not `publish`."""
    cycle = build_year(marker)
    officer = make_user("officer", Unit.through_time.get(code="tu-phap"), username="nguoi-giu")
    return (
        appraisal_steps(cycle)
        | criteria_steps()
        | cycle_steps(cycle)
        | rule_steps()
        | sheet_steps(cycle, officer)
        | stage_steps(cycle)
    )


def taking() -> set[str]:
    """Return the names of the addresses that take a POST.

    A method that nothing takes is asked for, so every address says which it takes.
    """
    asked = RequestFactory().patch("/")
    asked.user = User(is_superuser=True)
    found = set()
    for pattern in urlpatterns:
        answer = pattern.callback(asked, **dict.fromkeys(pattern.pattern.converters, 1))
        if "POST" in answer["Allow"]:
            found.add(pattern.name)
    return found


@pytest.fixture
def enter(make_user, client: Client) -> Callable[..., Client]:
    """Return a function that signs a role in; `units` are those of heads and officers."""

    def sign_in(role: str, units: list[str], sister: str) -> Client:
        person = make_user(username=f"nguoi-gui-{role}")
        person.set_password(PASSWORD)
        person.is_superuser = role == "superuser"
        person.save()
        codes: dict[str, list[str | None]] = {"superuser": [], "nobody": [], "appraiser": [sister]}
        codes |= {"sister": [sister], "head": [*units], "officer": [*units]}
        for code in codes.get(role, [None]):
            unit = Unit.through_time.get(code=code) if code else None
            held = "head" if role == "sister" else role
            Grant.objects.create(user=person, role=held, unit=unit)
        client.force_login(person)
        return client

    return sign_in


def does(client: Client, name: str, sent: Step) -> bool:
    """Return whether a step is done, and undo it; fail where it is neither done nor refused."""
    with transaction.atomic():
        if sent.first:
            client.post(sent.first.address, sent.first.sent)
        was = sent.shown() if sent.shown else None
        answer = client.post(sent.address, sent.sent)
        is_refused = answer.status_code in REFUSED or (name in ON_A_SHEET and _is_page(answer))
        found = sent.shown() == sent.done if sent.shown else answer.status_code == 200
        assert found or is_refused, (name, answer.status_code)
        assert not (found and is_refused), name
        assert sent.shown is None or was != sent.done, name
        transaction.set_rollback(found)
    return found


def _is_page(answer: Any) -> bool:
    return answer.status_code in (200, 422)


def test_no_address_that_takes_something_is_forgotten(steps):
    assert taking() == set(LET_IN) == {*steps, "publish"}


@pytest.mark.parametrize("role", ROLES)
def test_each_step_is_taken_by_whom_it_is_for_and_by_nobody_else(steps, enter, role):
    """Whatever is refused changes nothing at all."""
    client = enter(role, ["tu-phap", "tai-chinh", "y-te"], "noi-vu")
    before = everything()

    done = {name for name, sent in steps.items() if does(client, name, sent)}

    assert done == {name for name in steps if role in LET_IN[name]}
    assert everything() == before


def test_a_run_is_published_by_whom_it_is_for_and_by_nobody_else(marker, enter):
    cycle: Cycle = build_cycle(marker)
    approve_sets(cycle)
    rank_cycle(cycle.pk, by=None)
    typed = {"lan": "1", "so": "05/QĐ-UBND", "ngay": "15/01/2025", "dong_y": "on"}
    sent = step("publish", ("56", 2024), typed, Job.objects.count, 1)

    done = {
        role for role in ROLES if does(enter(role, ["alpha", "beta"], "gamma"), "publish", sent)
    }

    assert done == LET_IN["publish"]


def everything() -> dict[str, str]:
    """Return a digest of every table of scoring and of units, and of jobs and files kept."""
    names = connection.introspection.table_names()
    ours = ("scoring_", "units_", "foundation_job", "foundation_storedfile")
    with connection.cursor() as cursor:
        return {
            name: cursor.execute(
                f"select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {name} t"
            ).fetchone()[0]
            for name in names
            if name.startswith(ours)
        }
