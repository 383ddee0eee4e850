"""Cycles and sheets in the admin: what is under way is changed on its own pages alone."""

from datetime import date

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from foundation.services.intake_locks import own_intakes
from scoring.models import (
    Appraisal,
    Assessment,
    Criterion,
    Cycle,
    CycleGroup,
    Publication,
    SheetStep,
    Stage,
)
from scoring.services.criteria_versions import clone_set
from scoring.services.cycles import NOT_THERE
from scoring.services.rule_versions import copy_rule_set
from tests.cchc_portal.admin_world import create_run
from tests.cchc_portal.test_admin_scoring import address, sentences
from tests.reports.test_pages import words
from tests.scoring_world import build_cycle
from units.models import Unit, UnitGroup, User

pytestmark = pytest.mark.usefixtures("kit_templates")


@pytest.fixture
def cycle(client, make_user) -> Cycle:
    """Return the small world's cycle, somebody of Sở Nội vụ being signed in."""
    user = make_user("home_affairs")
    client.force_login(user)
    return build_cycle(user)


def test_a_sheet_is_for_a_unit_that_is_there_on_the_last_day(client, cycle, make_unit):
    gone = make_unit("cu", last=date(2024, 12, 30))
    form = {"cycle": cycle.pk, "cycle_group": cycle.groups.get().pk, "standing": "ranked"}

    response = client.post("/quan-tri/scoring/assessment/add/", form | {"unit": gone.pk})

    errors = response.context["adminform"].form.errors
    assert errors["unit"] == [NOT_THERE]


def test_a_unit_that_is_gone_gets_a_sheet_only_to_take_no_part(client, cycle, make_unit):
    gone = make_unit("cu", last=date(2024, 12, 30))
    form = {"cycle": cycle.pk, "cycle_group": cycle.groups.get().pk, "unit": gone.pk}
    left_out = {"standing": "excluded", "reason": "Đã giải thể"}

    client.post("/quan-tri/scoring/assessment/add/", form | left_out)

    sheet = Assessment.objects.get(unit=gone)
    assert sheet.standing == "excluded"
    taken_back = {"cycle_group": sheet.cycle_group_id, "standing": "ranked", "reason": ""}
    refused = client.post(address(sheet), taken_back)
    assert refused.context["adminform"].form.errors["standing"] == [NOT_THERE]
    sheet.refresh_from_db()
    assert sheet.standing == "excluded"


def test_not_being_ranked_needs_a_reason_and_is_recorded(client, cycle):
    sheet = Assessment.objects.get(unit__code="beta")
    form = {"cycle_group": sheet.cycle_group_id, "standing": "excluded"}

    refused = client.post(address(sheet), form | {"reason": " "})
    client.post(address(sheet), form | {"reason": "Đang sắp xếp"})

    sheet.refresh_from_db()
    assert "Hãy ghi lý do" in sentences(refused)
    assert (sheet.standing, sheet.reason) == ("excluded", "Đang sắp xếp")
    assert "Đang sắp xếp" in client.get(address(sheet, "history")).content.decode()


@pytest.mark.parametrize("is_new", [True, False])
def test_nobody_decides_here_how_their_own_unit_takes_part(client, cycle, make_user, is_new):
    sheet = Assessment.objects.get(unit__code="beta")
    client.force_login(make_user("home_affairs", sheet.unit, username="nguoi-cua-beta"))
    form = {"cycle_group": sheet.cycle_group_id, "standing": "excluded", "reason": "Sắp xếp"}
    if is_new:
        sheet.marks.all().delete()
        sheet.delete()

    place = "/quan-tri/scoring/assessment/add/" if is_new else address(sheet)
    refused = client.post(place, form | {"cycle": cycle.pk, "unit": sheet.unit_id}, follow=True)

    assert "Bạn thuộc Sở beta; không ai quyết định cho đơn vị của chính mình" in words(refused)
    assert not Assessment.objects.filter(unit=sheet.unit, standing="excluded").exists()


def cycle_form(cycle: Cycle, **changes: object) -> dict[str, object]:
    """Return the form of a cycle with its one block."""
    block = cycle.groups.get()
    return {
        "organiser": cycle.organiser_id,
        "year": 2024,
        "title": cycle.title,
        "first_on": "01/01/2024",
        "last_on": "31/12/2024",
        "cutoff_at_0": "31/12/2024",
        "cutoff_at_1": "23:59:59",
        "rule_set": cycle.rule_set_id,
        "groups-TOTAL_FORMS": 1,
        "groups-INITIAL_FORMS": 1,
        "groups-0-id": block.pk,
        "groups-0-cycle": cycle.pk,
        "groups-0-position": 1,
        "groups-0-group": block.group_id,
        "groups-0-criteria_set": block.criteria_set_id,
    } | changes


def appraise(sheet: Assessment, cycle: Cycle) -> None:
    """Store an appraisal of the first leaf of a sheet."""
    Appraisal.objects.create(
        assessment=sheet,
        criterion=Criterion.objects.get(code="1.1"),
        round="first",
        content={"points": "2"},
        points=2,
        appraised_by=User.objects.get(),
        appraiser_unit=cycle.organiser,
        assessed_unit=sheet.unit,
    )


def plan(cycle: Cycle) -> None:
    """Give a cycle a stage."""
    day = date(2025, 1, 6)
    Stage.objects.create(cycle=cycle, kind="self_scoring", opens_on=day, closes_on=day)


def publish(cycle: Cycle) -> None:
    """Store a publication of an empty run."""
    Publication.objects.create(
        cycle=cycle,
        run=create_run(cycle),
        decision_number="1",
        decided_on=date(2025, 1, 6),
        published_by=User.objects.get(),
    )


@pytest.mark.parametrize(
    "begin", [plan, publish, lambda cycle: appraise(cycle.assessments.first(), cycle)]
)
def test_a_cycle_under_way_is_changed_on_its_own_page_alone(client, cycle, begin):
    begin(cycle)
    rules = copy_rule_set(cycle.rule_set, code="khac", by=User.objects.get())
    other = clone_set(cycle.groups.get().criteria_set, code="khac", by=User.objects.get())
    typed = {"first_on": "02/01/2024", "rule_set": rules.pk, "is_blind": "on"}
    blocks = {"groups-0-criteria_set": other.pk, "groups-0-DELETE": "on"}
    before = Cycle.objects.values().get(), CycleGroup.objects.values().get()

    saved = client.post(address(cycle), cycle_form(cycle, **typed, **blocks))

    assert saved.status_code == 302
    assert (Cycle.objects.values().get(), CycleGroup.objects.values().get()) == before
    assert "trang Thiết lập của kỳ" in client.get(address(cycle)).content.decode()
    assert client.post(address(cycle, "delete"), {"post": "yes"}).status_code == 403


def test_a_cycle_that_has_not_begun_is_changed_here(client, cycle):
    client.post(address(cycle), cycle_form(cycle, title="Kỳ 2024", is_blind="on"))

    cycle.refresh_from_db()
    assert (cycle.title, cycle.is_blind) == ("Kỳ 2024", True)


def step(sheet: Assessment) -> None:
    """Hand a sheet in, and send it back."""
    SheetStep.objects.create(
        assessment=sheet, from_state="drafting", to_state="submitted", by=User.objects.get()
    )


@pytest.mark.parametrize("hang", [step, lambda sheet: appraise(sheet, sheet.cycle)])
def test_a_sheet_on_which_anything_hangs_neither_goes_nor_moves(client, cycle, hang):
    sheet = Assessment.objects.get(unit__code="beta")
    sheet.marks.all().delete()
    hang(sheet)
    old = sheet.cycle_group
    group = UnitGroup.objects.create(code="khac", title="Khác")
    other = cycle.groups.create(group=group, position=2, criteria_set=old.criteria_set)
    chosen = {"action": "delete_selected", "_selected_action": [sheet.pk], "post": "yes"}

    client.post(address(sheet), {"cycle_group": other.pk, "standing": "ranked"})
    deleted = client.post(address(sheet, "delete"), {"post": "yes"})
    client.post("/quan-tri/scoring/assessment/", chosen)

    sheet.refresh_from_db()
    assert (deleted.status_code, sheet.cycle_group) == (403, old)


def test_a_sheet_on_which_nothing_hangs_moves_and_goes(client, cycle):
    sheet = Assessment.objects.get(unit__code="beta")
    sheet.marks.all().delete()
    group = UnitGroup.objects.create(code="khac", title="Khác")
    set_of_it = sheet.cycle_group.criteria_set
    other = cycle.groups.create(group=group, position=2, criteria_set=set_of_it)

    client.post(address(sheet), {"cycle_group": other.pk, "standing": "ranked"})
    sheet.refresh_from_db()
    client.post(address(sheet, "delete"), {"post": "yes"})

    assert sheet.cycle_group == other
    assert not Assessment.objects.filter(pk=sheet.pk).exists()


def test_every_unit_of_a_level_may_get_its_sheet_at_once(client, cycle):
    delta = Unit.through_time.create(
        code="delta",
        name="Sở delta",
        level="department",
        parent=cycle.organiser,
        valid=DateRange(None, None),
    )
    block = cycle.groups.get()

    client.post(address(cycle), cycle_form(cycle, **{"groups-0-add_level": "department"}))

    assert Assessment.objects.filter(unit=delta, cycle_group=block).exists()
    assert cycle.assessments.count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_standing_that_is_refused_at_the_last_moment_leaves_nothing_stored(
    client, cycle, beside, until_somebody_waits
):
    """Gamma ends on 30/06 while the form by which it would take part again waits for that."""
    sheet = Assessment.objects.get(unit__code="gamma")
    left_out = {"standing": "excluded", "reason": "Sáp nhập"}
    Assessment.objects.filter(pk=sheet.pk).update(**left_out)
    again = {"standing": "ranked", "reason": ""}

    with transaction.atomic():
        own_intakes("units")
        storing = beside(client.post, address(sheet), again, follow=True)
        until_somebody_waits()
        sheet.unit.valid = DateRange(None, date(2024, 7, 1))
        sheet.unit.save()

    page = words(storing.result(timeout=30))
    assert "Đơn vị không tồn tại vào ngày cuối kỳ" in page
    stored = Assessment.objects.values("standing", "reason").get(pk=sheet.pk)
    assert stored == left_out
    assert not LogEntry.objects.filter(object_id=sheet.pk, action_flag=CHANGE).exists()
