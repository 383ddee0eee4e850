"""The blind round: two people each by themselves, equal ones settle, spreads are decided."""

import pytest

from scoring.models import Appraisal, AreaAppraiser, AreaOwner, Mark
from scoring.services.appraisal_refusals import NotTheirs, RoundChanged
from scoring.services.appraisal_writing import Given
from scoring.services.appraisals import accept_claims, appraise_leaf
from tests.appraisal_world import build_appraisal, leaf_of, sheet_of, words
from units.models import Unit


@pytest.fixture
def cycle(marker):
    """The year under appraisal, its first round blind."""
    return build_appraisal(marker, is_blind=True)


@pytest.fixture
def people(cycle, make_user):
    """Three people of Sở Nội vụ."""
    unit = Unit.through_time.get(code="noi-vu")
    return [make_user("appraiser", unit, username=name) for name in ("mot", "hai", "ba")]


def appraise(cycle, by, points, *, round="blind", reason="theo biên bản", seen=0, edition=1):
    """Appraise A.1 of Sở Tài chính, which claimed 4."""
    given = Given({"points": points}, reason, round=round, seen=seen, seen_claim=edition)
    sheet = sheet_of(cycle, "tai-chinh")
    return appraise_leaf(assessment=sheet, criterion=leaf_of(cycle, "A.1"), given=given, by=by)


def rounds():
    """Return round, points and appraiser of everything written, in its order."""
    rows = Appraisal.objects.order_by("pk").values_list("round", "points", "appraised_by__username")
    return list(rows)


def test_one_blind_appraisal_is_no_mark(cycle, people):
    appraise(cycle, people[0], "3")

    assert rounds() == [("blind", 3, "mot")]
    assert not Mark.objects.exists()


def test_two_equal_ones_settle_by_themselves(cycle, people):
    appraise(cycle, people[0], "3")
    appraise(cycle, people[1], "3.0", reason="thiếu một quý")

    assert rounds() == [("blind", 3, "mot"), ("blind", 3, "hai"), ("first", 3, "hai")]
    assert Appraisal.objects.get(round="first").reason == "theo biên bản\nthiếu một quý"
    assert Mark.objects.get().content == {"points": "3"}


def test_two_different_ones_wait_to_be_settled_by_either(cycle, people):
    appraise(cycle, people[0], "3")
    appraise(cycle, people[1], "2")
    assert not Mark.objects.exists()

    settled = appraise(cycle, people[0], "2.5", round="first")

    assert (settled.round, settled.points) == ("first", 2.5)
    assert Mark.objects.get().content == {"points": "2.5"}


def test_a_third_person_neither_gives_nor_settles(cycle, people):
    appraise(cycle, people[0], "3")
    appraise(cycle, people[1], "2")

    for round in ("blind", "first"):
        with pytest.raises(NotTheirs, match="Hai người đã chấm kín"):
            appraise(cycle, people[2], "4", round=round)


def test_the_person_named_first_leads_the_area_and_settles(cycle, people):
    owner = AreaOwner.objects.get(area__code="A")
    for person in (people[2], people[0], people[1]):
        AreaAppraiser.objects.create(area_owner=owner, user=person)
    appraise(cycle, people[0], "3")
    appraise(cycle, people[1], "2")

    assert appraise(cycle, people[2], "2.5", round="first").appraised_by == people[2]


def test_before_the_other_has_given_theirs_it_may_be_changed(cycle, people):
    appraise(cycle, people[0], "3")

    changed = appraise(cycle, people[0], "2", seen=1)

    assert (changed.version, changed.points) == (2, 2)
    assert rounds() == [("blind", 2, "mot")]


def test_once_both_are_there_neither_is_changed_any_more(cycle, people):
    appraise(cycle, people[0], "3")
    appraise(cycle, people[1], "2")

    with pytest.raises(RoundChanged):
        appraise(cycle, people[0], "2", seen=1)


def test_both_may_accept_all_that_was_claimed(cycle, people):
    sheet, area = sheet_of(cycle, "tai-chinh"), leaf_of(cycle, "A")
    seen = {leaf_of(cycle, code).pk: 1 for code in ("A.1", "A.2")}

    for person in people[:2]:
        taken = accept_claims(assessment=sheet, area=area, seen=seen, by=person)
        assert [leaf.code for leaf in taken] == ["A.1", "A.2"]

    assert Mark.objects.count() == 2
    assert not accept_claims(assessment=sheet, area=area, seen=seen, by=people[2])


@pytest.fixture
def changed_between(cycle, people):
    """The first gave 3 for a claim of 4, then 3.5 was claimed, for which the second gave 2."""
    appraise(cycle, people[0], "3")
    claim = sheet_of(cycle, "tai-chinh").claims.get(criterion__code="A.1")
    claim.content, claim.points, claim.version = {"points": "3.5"}, "3.5", 2
    claim.save()
    appraise(cycle, people[1], "2", edition=2)


def test_who_gave_for_the_claim_as_it_is_waits_for_who_did_not(cycle, people, changed_between):
    for round in ("blind", "first"):
        with pytest.raises(NotTheirs, match="chờ người chấm kín kia xem lại"):
            appraise(cycle, people[1], "2.5", round=round, edition=2)

    appraise(cycle, people[0], "3", seen=1, edition=2)
    assert appraise(cycle, people[1], "2.5", round="first", edition=2).round == "first"


def test_who_leads_the_area_waits_as_well(cycle, people, changed_between):
    owner = AreaOwner.objects.get(area__code="A")
    for person in (people[2], people[0], people[1]):
        AreaAppraiser.objects.create(area_owner=owner, user=person)

    with pytest.raises(NotTheirs, match="chờ người chấm kín kia xem lại"):
        appraise(cycle, people[2], "2.5", round="first", edition=2)


def test_meanwhile_nobody_sees_what_another_gave(client, people, changed_between):
    for person, other in ((people[0], "2"), (people[1], "3")):
        client.force_login(person)
        page = words(client.get("/tham-dinh/56/2024/A.1/tai-chinh/"))
        assert f"{other}/4" not in page and "Chấm kín" not in page


def test_points_for_two_editions_are_no_spread(client, cycle, people, changed_between):
    client.force_login(people[0])
    assert client.get("/tham-dinh/").context["page"].areas[0].spread == 0

    appraise(cycle, people[0], "3", seen=1, edition=2)
    assert client.get("/tham-dinh/").context["page"].areas[0].spread == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_give_theirs_at_once_are_both_counted(cycle, people, beside):
    both = [beside(appraise, cycle, person, "3") for person in people[:2]]

    assert {done.result(timeout=20).round for done in both} == {"blind"}
    assert [round for round, *_ in rounds()] == ["blind", "blind", "first"]
