"""Every address of scoring that takes something, and every role: who does it, who does not.

An address that takes several things is sent each of them.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, RequestFactory

from foundation.models import Job
from scoring.forms.appraisal import WAYS
from scoring.models import Appraisal, Assessment, Explanation, Mark
from scoring.services.ranking import rank_cycle
from scoring.urls import urlpatterns
from scoring.views.criteria_drafts import ARRANGEMENTS
from scoring.views.cycles import KINDS
from scoring.views.evidence import ACTS
from scoring.views.evidence_leaf import PURPOSES
from tests.appraisal_world import build_appraisal
from tests.scoring.posting_appraisal import appraisal_steps, blind_steps
from tests.scoring.posting_cycles import cycle_steps
from tests.scoring.posting_sets import criteria_steps, rule_steps
from tests.scoring.posting_sheets import sheet_steps
from tests.scoring.posting_world import PASSWORD, Step, build_year, step
from tests.scoring_world import approve_sets, build_cycle, publish
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
"""By the name of an address, who does what it is for, whichever of its actions.

A superuser without a grant appraises nothing, decides nothing and fills in nothing. A sister keeps
a library of her own.
"""
ON_A_SHEET = {"leaf_claim", "leaf_evidence", "sheet_send_back", "sheet_sign", "sheet_submit"}
"""Where whoever may see the sheet, and no more, is shown it with a sentence."""
TOLD_APART: tuple[tuple[set[str], str, set[Any]], ...] = (
    ({"appraisal_leaf", "decide"}, "cach", {"", *WAYS}),
    ({"appraisal_leaf", "decide"}, "vong", {*Appraisal.Round.values}),
    ({"explain"}, "y_kien", {*Explanation.Stance.values}),
    ({"leaf_evidence"}, "viec", {*ACTS}),
    ({"leaf_evidence"}, "cho", {*PURPOSES}),
    ({"rank_now"}, "loai", {*KINDS}),
    ({"unit_standing"}, "tu_cach", {*Assessment.Standing.values}),
)
"""Addresses whose actions a field tells apart, the field, and all that it may say."""


@pytest.fixture
def steps(marker: User, make_user) -> list[Step]:
    """Return what is sent to each address, in a year in which every step is open; not `publish`."""
    cycle = build_year(marker)
    officer = make_user("officer", Unit.through_time.get(code="tu-phap"), username="nguoi-giu")
    return [
        *appraisal_steps(cycle),
        *criteria_steps(marker),
        *cycle_steps(cycle, marker),
        *rule_steps(),
        *sheet_steps(cycle, officer),
    ]


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


def test_nothing_that_can_be_sent_is_forgotten(steps):
    """Every address, every action that a field tells apart, every button, tick and field read."""
    known_steps = [*steps, *blind_steps(), publishing()]
    sent = fields(known_steps)

    assert taking() == set(LET_IN) == {step.view for step in known_steps}
    assert len({step.name for step in known_steps}) == len(known_steps)
    for views, field, known in TOLD_APART:
        assert {said for view, name, said in sent if view in views and name == field} == known
    assert {name for view, name, _ in sent if view == "criteria_arrange"} == {"dau", *ARRANGEMENTS}
    assert {*buttons()} <= {(name, said) for _, name, said in sent} | {(n, "") for _, n, _ in sent}
    assert ticks(forms.Form) | read_from_what_is_sent() <= {name for _, name, _ in sent}


def test_each_step_is_taken_by_whom_it_is_for_and_by_nobody_else(steps, enter):
    """Whatever is refused changes nothing at all."""
    units = ["tu-phap", "tai-chinh", "y-te"]

    assert astray(steps, enter, units, "noi-vu") == {}


def test_a_blind_appraisal_is_given_by_whom_it_is_for_and_by_nobody_else(marker, enter):
    build_appraisal(marker, is_blind=True)
    steps = blind_steps()

    assert astray(steps, enter, ["tu-phap", "tai-chinh"], "noi-vu") == {}


@pytest.mark.parametrize("is_correction", [False, True])
def test_a_run_is_published_by_whom_it_is_for_and_by_nobody_else(marker, enter, is_correction):
    cycle = build_cycle(marker)
    approve_sets(cycle)
    run = rank_cycle(cycle.pk, by=None)
    steps = [publishing()]
    if is_correction:
        publish(run, marker)
        Mark.objects.filter(assessment__unit__code="alpha").update(content={"points": "5"})
        rank_cycle(cycle.pk, by=None)
        steps = [publishing(lan="2", so="06/QĐ-UBND", ly_do="Điểm 1.1 của alpha")]

    assert astray(steps, enter, ["alpha", "beta"], "gamma") == {}


def publishing(**typed: str) -> Step:
    """Return what publishes a run, the first unless something else is typed."""
    sent = {"lan": "1", "so": "05/QĐ-UBND", "ngay": "15/01/2025", "dong_y": "on"} | typed
    return step("publish", ("56", 2024), sent, Job.objects.count, Job.objects.count() + 1)


def astray(
    steps: list[Step], enter: Callable[..., Client], units: list[str], sister: str
) -> dict[str, set[str]]:
    """Return by role the steps that are for it and refused, or done and not for it.

    Fails where what was refused left anything behind.
    """
    found = {}
    for role in ROLES:
        client = enter(role, units, sister)
        before = everything()
        done = {step.name for step in steps if does(client, step)}
        assert everything() == before, role
        if wrong := done ^ {step.name for step in steps if role in LET_IN[step.view]}:
            found[role] = wrong
    return found


def does(client: Client, sent: Step) -> bool:
    """Return whether a step is done, and undo it; fail where it is neither done nor refused."""
    with transaction.atomic():
        if sent.first:
            client.post(sent.first.address, sent.first.sent)
        was = sent.shown() if sent.shown else None
        answer = client.post(sent.address, sent.sent)
        is_page = sent.view in ON_A_SHEET and answer.status_code in (200, 422)
        is_refused = answer.status_code in REFUSED or is_page
        found = sent.shown() == sent.done if sent.shown else answer.status_code == 200
        assert found or is_refused, (sent.name, answer.status_code)
        assert not (found and is_refused), sent.name
        assert sent.shown is None or was != sent.done, sent.name
        transaction.set_rollback(found)
    return found


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


def fields(steps: Iterable[Step]) -> set[tuple[str, str, str]]:
    """Return all that is sent: the name of the address, the field, what it says."""
    return {(step.view, name, str(said)) for step in steps for name, said in step.sent.items()}


def buttons() -> Iterable[tuple[str, str]]:
    """Yield what the buttons on pages of scoring send; "" stands for what a page works out."""
    for template in Path(settings.BASE_DIR, "templates/scoring").rglob("*.html"):
        for button in re.findall(r"<button\b[^>]*>", template.read_text()):
            names, values = (re.findall(rf'\b{it}="([^"]*)"', button) for it in ("name", "value"))
            for name, value in zip(names, values, strict=True):
                yield name, "" if "{{" in value else value


def ticks(form: type[forms.Form]) -> set[str]:
    """Return the boxes to be ticked in a form, and in those of scoring that are made from it."""
    own = {name for name, it in form.base_fields.items() if isinstance(it, forms.BooleanField)}
    made = (ticks(it) for it in form.__subclasses__() if it.__module__.startswith("scoring"))
    return own.union(*made)


def read_from_what_is_sent() -> set[str]:
    """Return the fields that views of scoring read without a form."""
    pattern = r'POST(?:\.get(?:list)?\(|\[)"([^"]+)"|"([^"]+)" in request\.POST'
    views = Path(settings.BASE_DIR, "scoring/views").glob("*.py")
    found = (it for view in views for it in re.findall(pattern, view.read_text()))
    return {one or other for one, other in found}


def everything() -> dict[str, str]:
    """Return a digest of every table but that of sessions."""
    names = set(connection.introspection.table_names()) - {"django_session"}
    with connection.cursor() as cursor:
        return {
            name: cursor.execute(
                f"select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {name} t"
            ).fetchone()[0]
            for name in names
        }
