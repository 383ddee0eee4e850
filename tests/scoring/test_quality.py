"""Signs that an appraisal should be looked at again; every figure worked out by hand.

Six departments d0 … d5 join the small world's block. Leaf 1.1 has 6 points.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from scoring.domain.scratch import leaves_of
from scoring.models import Appraisal, Assessment, Claim, Mark
from scoring.selectors.contrasts import contrasts_of, leaves_to_compare
from scoring.selectors.quality import quality_of
from scoring.services.ranking import rank_cycle
from tests.scoring_world import build_cycle, create_dossiers
from units.models import User

PAGE = "/ky-danh-gia/56/2024/chat-luong/"
NINE = datetime(2025, 1, 6, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def staff(make_user):
    return make_user("home_affairs")


@pytest.fixture
def cycle(staff):
    return build_cycle(staff)


@pytest.fixture
def sheets(cycle, make_unit):
    block = cycle.groups.get()
    units = [make_unit(f"d{order}", f"Sở số {order}") for order in range(6)]
    return [Assessment.objects.create(cycle=cycle, cycle_group=block, unit=unit) for unit in units]


@pytest.fixture
def appraise(make_user, make_unit):
    """Store an appraisal of 1.1 by a person of a unit that is not ranked, at an instant."""
    desk = make_unit("so-tham-dinh")
    people = {}

    def store(sheet, points, *, by="An", at=NINE, round_="first", claimed=None):
        leaf = sheet.cycle_group.criteria_set.criteria.get(code="1.1")
        person = people.get(by) or make_user(username=by)
        people[by] = person
        if claimed is not None:
            Claim.objects.update_or_create(
                assessment=sheet,
                criterion=leaf,
                defaults={
                    "content": {"points": claimed},
                    "points": claimed,
                    "claimed_by": person,
                },
            )
        appraisal = Appraisal.objects.create(
            assessment=sheet,
            criterion=leaf,
            round=round_,
            content={"points": points},
            points=points,
            appraised_by=person,
            appraiser_unit=desk,
            assessed_unit=sheet.unit,
        )
        Appraisal.objects.filter(pk=appraisal.pk).update(appraised_at=at)

    return store


def test_a_cycle_without_appraisals_has_no_signs(cycle):
    quality = quality_of(cycle)

    assert (quality.spreads, quality.samenesses, quality.over_claims, quality.paces) == (
        (),
        (),
        (),
        (),
    )


def test_two_blind_appraisals_that_differ_show_their_spread(cycle, sheets, appraise):
    """5 and 3.5 of 6 points: 1.5 / 6 = 1/4; the other sheet has 4 twice, which is no spread."""
    appraise(sheets[0], "5", by="An", round_="blind")
    appraise(sheets[0], "3.5", by="Bình", round_="blind")
    appraise(sheets[1], "4", by="An", round_="blind")
    appraise(sheets[1], "4", by="Bình", round_="blind")

    (spread,) = quality_of(cycle).spreads

    assert (spread.unit_code, spread.share) == ("d0", Fraction(1, 4))


def test_equal_points_for_unlike_claims_are_a_sign(cycle, sheets, appraise):
    for order, sheet in enumerate(sheets):
        appraise(sheet, "4", claimed=str(order))

    (sameness,) = quality_of(cycle).samenesses

    assert (sameness.by, sameness.units, sameness.points) == ("An", 6, Decimal(4))


def test_equal_points_for_equal_claims_are_none(cycle, sheets, appraise):
    for sheet in sheets:
        appraise(sheet, "4", claimed="4")

    assert quality_of(cycle).samenesses == ()


def test_equal_points_of_four_units_say_nothing(cycle, sheets, appraise):
    for order, sheet in enumerate(sheets[:4]):
        appraise(sheet, "4", claimed=str(order))

    assert quality_of(cycle).samenesses == ()


def test_over_claiming_counts_the_latest_round(cycle, sheets, appraise):
    """d0 claims 6, gets 3, after objecting 4.5: 1.5 over, a quarter. d1 claims 2, gets 3: −1."""
    appraise(sheets[0], "3", claimed="6")
    appraise(sheets[0], "4.5", round_="second", at=NINE - timedelta(days=1))
    appraise(sheets[1], "3", claimed="2")

    units = quality_of(cycle).over_claims

    assert [(unit.unit_code, unit.over) for unit in units] == [
        ("d0", Decimal("1.5")),
        ("d1", Decimal(-1)),
    ]
    assert units[0].share == Fraction(1, 4)


def test_pace_is_the_median_between_two_appraisals(cycle, sheets, appraise, monkeypatch):
    """Gaps of 5, 60, 60, 60 and 600 seconds: the median is 60, one is hasty; two as claimed."""
    monkeypatch.setattr("scoring.selectors.quality.FEWEST_APPRAISALS", 6)
    seconds = [0, 5, 65, 125, 185, 785]
    for sheet, second in zip(sheets, seconds, strict=True):
        claimed = "4" if second < 60 else "5"
        appraise(sheet, "4", claimed=claimed, at=NINE + timedelta(seconds=second))

    (pace,) = quality_of(cycle).paces

    assert (pace.median, pace.hasty, pace.as_claimed) == (timedelta(seconds=60), 1, 2)


def test_a_high_mark_beside_the_worst_figure_is_odd(cycle, staff, make_unit):
    """alpha 4.5 of 6, 0/20 late; beta 6, 1/20; gamma 3, 4/10; with a fourth: delta 5, 9/10 late.

    The median of 3, 4.5, 5, 6 is 4.75; the worst quarter of four is one: delta, with 5 ≥ 4.75.
    """
    delta = make_unit("delta", "Sở delta")
    sheet = Assessment.objects.create(cycle=cycle, cycle_group=cycle.groups.get(), unit=delta)
    leaf = cycle.groups.get().criteria_set.criteria.get(code="1.1")
    Mark.objects.create(assessment=sheet, criterion=leaf, content={"points": "5"}, marked_by=staff)
    create_dossiers(delta, 10, 9)
    run = rank_cycle(cycle.pk, by=staff)

    contrasts = contrasts_of(run, "1.1", "late_rate")

    assert [(it.unit_code, it.is_odd) for it in contrasts] == [
        ("delta", True),
        ("gamma", False),
        ("beta", False),
        ("alpha", False),
    ]


def test_a_leaf_without_points_is_compared_with_nothing(cycle, staff):
    run = rank_cycle(cycle.pk, by=staff)
    (block,) = run.frame["groups"]
    (leaf,) = (it for it in leaves_of(block["criteria_set"]) if it["code"] == "1.1")

    leaf["max_points"] = "0"

    assert "1.1" not in dict(leaves_to_compare(run))
    assert contrasts_of(run, "1.1", "late_rate") == []


def test_the_page_shows_all_of_it_to_staff(client, cycle, sheets, appraise, staff):
    appraise(sheets[0], "3", claimed="6")
    rank_cycle(cycle.pk, by=staff, is_provisional=True)
    client.force_login(staff)

    page = client.get(PAGE, {"tieu-chi": "1.1", "so-lieu": "late_rate"}).content.decode()

    assert "Sở số 0" in page
    assert "50,00 %" in page
    assert "4/10" in page


@pytest.mark.parametrize("asked", [{"tieu-chi": "9", "so-lieu": "x"}, {"tieu-chi": "1.1\0"}])
def test_what_is_not_there_is_an_empty_table(client, cycle, staff, asked):
    rank_cycle(cycle.pk, by=staff)
    client.force_login(staff)

    assert client.get(PAGE, asked).status_code in (200, 400)


@pytest.mark.parametrize("role", ["appraiser", "leader", "reader"])
def test_only_staff_looks_at_appraisers(client, cycle, make_user, role):
    client.force_login(make_user(role, username=f"nguoi-{role}"))

    assert client.get(PAGE).status_code == 403


def test_the_page_asks_the_same_number_of_queries_however_many_units(
    client, cycle, sheets, appraise, staff, django_assert_max_num_queries
):
    for sheet in sheets:
        appraise(sheet, "3", claimed="6")
    client.force_login(staff)

    with django_assert_max_num_queries(12):
        client.get(PAGE)


def test_people_of_one_name_are_two(cycle, sheets, appraise, make_user):
    """Both are called Nguyễn Văn An; each gave three units 4 points, too few to be a sign."""
    for order, sheet in enumerate(sheets):
        appraise(sheet, "4", by=f"an{order % 2}", claimed=str(order))
    User.objects.filter(username__in=["an0", "an1"]).update(full_name="Nguyễn Văn An")

    assert quality_of(cycle).samenesses == ()


def test_figures_that_many_share_are_not_poor(cycle, staff, make_unit):
    """alpha, d and e have no late dossier, the best there is; only gamma (4/10) is the worst."""
    leaf = cycle.groups.get().criteria_set.criteria.get(code="1.1")
    for code in ("d", "e"):
        sheet = Assessment.objects.create(
            cycle=cycle, cycle_group=cycle.groups.get(), unit=make_unit(code)
        )
        Mark.objects.create(
            assessment=sheet, criterion=leaf, content={"points": "6"}, marked_by=staff
        )
        create_dossiers(sheet.unit, 10, 0)
    run = rank_cycle(cycle.pk, by=staff)

    assert [it.unit_code for it in contrasts_of(run, "1.1", "late_rate") if it.is_odd] == []
