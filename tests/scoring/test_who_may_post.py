"""Every address of scoring that takes something, and every role: who is let in, who is not."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.timezone import localdate

from scoring.forms.appraisal import AS_CLAIMED
from scoring.models import Assessment, Cycle, Reopening
from scoring.selectors.claim_sheets import claims_version
from scoring.selectors.history_tables import history_tables
from scoring.urls import urlpatterns
from tests.appraisal_world import (
    DAY,
    appraised,
    build_appraisal,
    claim,
    claim_sheet,
    leaf_of,
    open_stage,
    sheet_of,
)
from tests.claim_world import move
from tests.scoring import evidence_world as world
from units.models import Grant, Unit, User

PASSWORD = "mat-khau-chi-cho-kiem-thu"
ROLES = ("home_affairs", "appraiser", "leader", "reader", "head", "officer", "sister", "nobody")
OFFICE, APPRAISES, OWN, HEAD = {"home_affairs"}, {"appraiser"}, {"head", "officer"}, {"head"}
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
    "decide": OFFICE,
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
"""By the name of an address, who may send it something; what makes no sense is told them there.

A sister keeps a library of her own.
"""
ON_A_SHEET = {"leaf_claim", "leaf_evidence", "sheet_send_back", "sheet_sign", "sheet_submit"}
"""Where others are shown the sheet with a sentence: they are sent what is right, and lead on."""


@pytest.fixture
def cycle(marker: User) -> Cycle:
    """A year in which every step is open for some sheet.

    Sở Tư pháp drafts, Sở Y tế waits for its head, Sở Tài chính is appraised and may explain. An
    area of it is open again, and the second appraisal is still to come.
    """
    cycle = build_appraisal(marker)
    for kind in ("self_scoring", "explanation", "council"):
        open_stage(cycle, kind)
    block, today = cycle.groups.get(), localdate()
    cycle.stages.create(kind="second_appraisal", opens_on=today, closes_on=today + DAY)
    appraised(cycle, "tai-chinh", "A.1", "3", marker)
    health = Unit.through_time.create(
        code="y-te", name="Sở Y tế", level="department", valid=(None, None)
    )
    waiting = cycle.assessments.create(cycle_group=block, unit=health)
    claim_sheet(waiting, marker)
    move(waiting, "submitted", marker)
    move(claimed_whole(cycle, marker), "drafting", marker)
    world.open_again(sheet_of(cycle, "tai-chinh"), marker, "B")
    return cycle


def claimed_whole(cycle: Cycle, by: User) -> Assessment:
    """Return the sheet of Sở Tư pháp, on which nothing is missing."""
    sheet = sheet_of(cycle, "tu-phap")
    claim(sheet, "B.1", {"points": "3"}, 3, by)
    return sheet


@pytest.fixture
def places(cycle: Cycle, make_user) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return address and what is typed for every name; only what must be right is typed."""
    block, set_code = cycle.groups.get(), "tham-dinh"
    sheet, leaf = sheet_of(cycle, "tu-phap"), leaf_of(cycle, "A.1")
    document = world.keep(sheet.unit, make_user("officer", sheet.unit, username="nguoi-giu"))
    stages = {stage.kind: stage.pk for stage in cycle.stages.all()}
    named = {
        "organiser_code": "56",
        "year": 2024,
        "unit_code": "tu-phap",
        "area_code": "A",
        "criterion_code": "A.2",
        "criterion_id": leaf.pk,
        "block": block.pk,
    }
    own = {
        "accept_claims": {"unit_code": "tai-chinh"},
        "agree_to_the_rest": {"unit_code": "tai-chinh"},
        "appraisal_leaf": {"unit_code": "tai-chinh"},
        "criteria_set_replace": {"pk": block.pk},
        "criterion_edit": {"pk": leaf.pk},
        "decide": {"unit_code": "tai-chinh"},
        "document": {"pk": document.pk},
        "document_remove": {"pk": document.pk},
        "explain": {"unit_code": "tai-chinh"},
        "reopening_close": {"unit_code": "tai-chinh", "pk": Reopening.objects.get().pk},
        "sheet_send_back": {"unit_code": "y-te"},
        "stage_close": {"pk": stages["appraisal"]},
        "stage_move": {"pk": stages["appraisal"]},
        "stage_open": {"pk": stages["second_appraisal"]},
    }
    typed = {
        "appraisal_leaf": {"cach": AS_CLAIMED, "vong": "first", "tu_cham": "1"},
        "document": {"ten": "Tên khác"},
        "leaf_claim": {"diem": "3", "giai_trinh": "", "phien_ban": "1"},
        "leaf_evidence": {"viec": "dan", "tai-lieu": document.pk},
        "sheet_send_back": {"y_kien": "Sửa A.1"},
        "sheet_sign": {"ban": claims_version(sheet), "mat_khau": PASSWORD},
    }

    def address(name: str) -> str:
        codes = {"code": "nho-2024" if name.startswith("rule_set") else set_code}
        given = named | codes | own.get(name, {})
        wanted = {key: given[key] for key in taking()[name]}
        return reverse(name, kwargs=wanted)

    return {name: (address(name), typed.get(name, {})) for name in taking()}


def taking() -> dict[str, set[str]]:
    """Return the names of the addresses that take a POST, each with what it is named by.

    A method that nothing takes is asked for, so every address says which it takes.
    """
    asked = RequestFactory().patch("/")
    asked.user = User(is_superuser=True)
    found = {}
    for pattern in urlpatterns:
        named = set(pattern.pattern.converters)
        answer = pattern.callback(asked, **dict.fromkeys(named, 1))
        if "POST" in answer["Allow"]:
            found[pattern.name] = named
    return found


@pytest.fixture
def visitor(cycle: Cycle, make_user, client: Client):
    """Return a function that signs a role in: of the three sheets, or the head of Sở Nội vụ."""

    def enter(role: str) -> Client:
        person = make_user(username="nguoi-gui")
        person.set_password(PASSWORD)
        person.save()
        codes = {"sister": ["noi-vu"], "appraiser": ["noi-vu"], "nobody": []}
        codes |= {own: ["tu-phap", "tai-chinh", "y-te"] for own in OWN}
        for code in codes.get(role, [""]):
            unit = Unit.through_time.filter(code=code).first()
            held = "head" if role == "sister" else role
            Grant.objects.create(user=person, role=held, unit=unit)
        client.force_login(person)
        return client

    return enter


def is_let_in(client: Client, name: str, address: str, typed: dict[str, Any]) -> bool:
    """Return whether a person is let in; what they did is undone."""
    with transaction.atomic():
        answer = client.post(address, typed)
        is_done = answer.status_code == 302 if name in ON_A_SHEET else True
        found = is_done and answer.status_code not in REFUSED
        transaction.set_rollback(found)
    return found


def test_no_address_that_takes_something_is_forgotten():
    assert set(taking()) == set(LET_IN)


@pytest.mark.parametrize("role", ROLES)
def test_each_address_lets_in_whom_it_is_for_and_nobody_else(places, visitor, role):
    client = visitor(role)
    before = rows()

    let_in = {name for name, place in places.items() if is_let_in(client, name, *place)}

    assert let_in == {name for name, roles in LET_IN.items() if role in roles}
    assert rows() == before


def rows() -> dict[str, int]:
    """Return how many rows each table of the history has."""
    return {table.name: table.model._default_manager.count() for table in history_tables()}
