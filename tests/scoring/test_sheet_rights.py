"""Who may do what with a sheet: by role, by state, and by how its stage stands."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.timezone import localdate, now

from scoring.models import Assessment, Extension, Stage
from scoring.selectors.sheet_rights import rights_of, units_carried_on
from tests.claim_world import build_sheets, leaf, move, reopen
from units.models import Grant, Succession, Unit

ACTS = ("fill", "submit", "sign", "send_back")
EVERY_AREA = {"1", "2", "3"}
ALLOWED = {
    # (state, stage): what officer and head may do
    ("drafting", "open"): ({"fill", "submit"}, {"fill", "submit", "sign"}),
    ("submitted", "open"): (set(), {"sign", "send_back"}),
    ("signed", "open"): (set(), set()),
    ("drafting", "unopened"): (set(), set()),
    ("drafting", "closed"): (set(), set()),
    ("submitted", "closed"): (set(), set()),
    ("signed", "closed"): (set(), set()),
    ("drafting", "extended"): ({"fill", "submit"}, {"fill", "submit", "sign"}),
    ("submitted", "extended"): (set(), {"sign", "send_back"}),
    ("signed", "extended"): (set(), set()),
    ("drafting", "reopened"): ({"fill"}, {"fill"}),
    ("submitted", "reopened"): (set(), set()),
    ("signed", "reopened"): ({"fill"}, {"fill", "sign"}),
}
AT_WORK = {
    *((state, stage) for state in ("drafting", "submitted") for stage in ("open", "extended")),
    ("drafting", "reopened"),
}
"""Where the unit, or its head, still has the sheet in hand."""
SEES_DRAFTS = {"officer", "head", "home_affairs"}
SEES_THE_REST = SEES_DRAFTS | {"appraiser", "leader", "reader"}
STRANGERS = ("sister officer", "sister head", "home_affairs", "appraiser", "leader", "reader", None)


@pytest.fixture
def person(make_user):
    """Return a function that makes somebody with a role, of alpha or of its sister beta."""

    def make(role):
        own = {"officer": "alpha", "head": "alpha", "sister officer": "beta", "sister head": "beta"}
        unit = Unit.through_time.get(code=own[role]) if role in own else None
        return make_user(role and role.removeprefix("sister "), unit, username="visitor")

    return make


@pytest.fixture
def staff(make_user):
    """Return somebody of Sở Nội vụ."""
    return make_user("home_affairs", username="staff")


def build(state: str, stage: str, staff) -> Assessment:
    """Store a sheet in that state, its stage standing so."""
    is_running = stage in ("open", "unopened")
    sheet = build_sheets(closes=5 if is_running else -1, opened=stage != "unopened")
    move(sheet, state, staff)
    if stage == "extended":
        until = localdate() + timedelta(days=1)
        Extension.objects.create(
            stage=Stage.objects.get(),
            assessment=sheet,
            until_on=until,
            reason="Bão số 12",
            granted_by=staff,
        )
    if stage == "reopened":
        reopen(sheet, "2", staff)
    return sheet


def acts(rights) -> set[str]:
    """Return what the rights allow beside reading."""
    return {act for act in ACTS if getattr(rights, f"may_{act}")}


@pytest.mark.parametrize(("state", "stage"), ALLOWED)
@pytest.mark.parametrize("role", ["officer", "head"])
def test_the_unit_may_do_what_state_and_stage_allow(person, staff, state, stage, role):
    sheet = build(state, stage, staff)

    rights = rights_of(person(role), sheet)

    assert rights.may_see
    assert acts(rights) == ALLOWED[state, stage][role == "head"]
    assert bool(rights.why_not) == (not rights.may_fill)


@pytest.mark.parametrize(("state", "stage"), ALLOWED)
@pytest.mark.parametrize("role", STRANGERS)
def test_nobody_else_does_anything_and_drafts_stay_with_the_unit(person, staff, state, stage, role):
    sheet = build(state, stage, staff)

    rights = rights_of(person(role), sheet)

    assert acts(rights) == set()
    assert rights.may_see == (role in (SEES_DRAFTS if (state, stage) in AT_WORK else SEES_THE_REST))
    assert rights.why_not


def test_a_draft_is_open_in_every_area_and_a_reopened_sheet_in_one(person, staff):
    sheet, officer = build("drafting", "open", staff), person("officer")
    drafting = rights_of(officer, sheet).open_areas
    reopen(move(sheet, "signed", staff), "2", staff)

    reopened = rights_of(officer, sheet).open_areas

    assert drafting == {leaf(sheet, code).pk for code in EVERY_AREA}
    assert reopened == {leaf(sheet, "2").pk}


def test_the_last_day_lasts_until_midnight(person):
    sheet, officer = build_sheets(closes=0), person("officer")
    end = now().astimezone().replace(hour=0)

    assert rights_of(officer, sheet).may_fill
    assert not rights_of(officer, sheet, end + timedelta(days=2)).may_fill


def test_a_reopening_ends_with_its_day(person, staff):
    sheet, officer = build("signed", "closed", staff), person("officer")
    reopen(sheet, "1", staff, days=1)

    late = rights_of(officer, sheet, now() + timedelta(days=2))

    assert rights_of(officer, sheet).may_fill
    assert not late.may_fill
    assert late.why_not == "Phiếu đã ký, đã nộp và khóa lại."


def test_an_excluded_unit_is_told_why_it_fills_nothing_in(person):
    sheet = build_sheets()
    sheet.standing, sheet.reason = "excluded", "Giải thể từ 01/03/2024"
    sheet.save()

    rights = rights_of(person("head"), sheet)

    assert rights.may_see
    assert acts(rights) == set()
    assert rights.why_not == "Đơn vị không tham gia kỳ này: Giải thể từ 01/03/2024"


def test_sentences_name_the_day(person):
    sheet = build_sheets(closes=-1)
    closed = rights_of(person("officer"), sheet)
    yesterday = localdate() - timedelta(days=1)

    assert closed.why_not == f"Đã hết hạn tự chấm điểm (hết ngày {yesterday:%d/%m/%Y})."


def test_the_head_of_the_unit_that_took_it_over_whole_reads_and_does_not_sign(make_user, make_unit):
    sheet = build_sheets()
    heir = _heir_of(sheet, make_unit, Succession.Extent.WHOLE)

    rights = rights_of(make_user("head", heir), sheet)

    assert rights.may_see
    assert acts(rights) == set()
    assert rights.why_not.startswith("Đơn vị này đã nhập toàn bộ")


def test_whoever_took_over_a_part_sees_nothing(make_user, make_unit):
    sheet = build_sheets()
    heir = _heir_of(sheet, make_unit, Succession.Extent.PART)

    assert not rights_of(make_user("head", heir), sheet).may_see


def test_a_merger_is_followed_through_every_step(make_unit):
    first = make_unit("a", last=date(2024, 6, 30))
    second = make_unit("b", first=date(2024, 7, 1), last=date(2025, 6, 30))
    third = make_unit("c", first=date(2025, 7, 1))
    for old, new in ((first, second), (second, third)):
        Succession.objects.create(predecessor=old, successor=new, extent="whole")

    assert units_carried_on([third.pk], date(2025, 7, 1)) == {first.pk, second.pk, third.pk}
    assert units_carried_on([third.pk], date(2025, 6, 1)) == {third.pk}


def test_a_superuser_without_grants_reads_only(make_user):
    user = make_user()
    user.is_superuser = True
    user.save()

    rights = rights_of(user, build_sheets())

    assert rights.may_see
    assert acts(rights) == set()


def test_the_head_who_is_officer_too_keeps_both(person):
    sheet, head = build_sheets(), person("head")
    Grant.objects.create(user=head, role="officer", unit=sheet.unit)

    assert acts(rights_of(head, sheet)) == {"fill", "submit", "sign"}


def test_rights_cost_a_constant_number_of_queries(person, django_assert_max_num_queries):
    build_sheets()
    officer = person("officer")
    sheet = Assessment.objects.select_related("cycle", "cycle_group").get(unit__code="alpha")

    with django_assert_max_num_queries(5):
        rights_of(officer, sheet)


def _heir_of(sheet: Assessment, make_unit, extent: str) -> Unit:
    """End the sheet's unit on the eve of today's month; somebody else carries it on."""
    passed = localdate().replace(day=1)
    sheet.unit.valid = DateRange(None, passed)
    sheet.unit.save()
    heir = make_unit("gop", first=passed)
    Succession.objects.create(predecessor=sheet.unit, successor=heir, extent=extent)
    return heir
