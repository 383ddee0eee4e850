"""Once a result is published a mark changes only by what leads to a new run: with a reason."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from scoring.models import Mark, Publication
from scoring.services.appraisal_refusals import NotTheirs
from scoring.services.appraisal_writing import Given
from scoring.services.appraisals import accept_claims, appraise_leaf
from scoring.services.council import decide_leaf
from scoring.services.explanations import ExplanationRefused, explain_leaf
from scoring.services.extensions import grant_extension
from scoring.services.ranking import rank_cycle
from scoring.services.stages import open_stage as open_again
from tests.appraisal_world import (
    appraised,
    build_appraisal,
    close_stage,
    leaf_of,
    objected,
    open_stage,
    published,
    seen_by_council,
    sheet_of,
    words,
)
from units.models import Unit

STANDS = "Kết quả của kỳ đã công bố theo Quyết định số 05/QĐ-UBND; muốn sửa thì Sở Nội vụ mở lại"
SOON = localdate() + timedelta(days=3)
LEAF = "/tham-dinh/56/2024/A.1/tai-chinh/"


@pytest.fixture
def cycle(marker):
    """A published year; of A.1 Sở Tài chính got 2 and objected, nobody appraised Sở Tư pháp."""
    cycle = build_appraisal(marker)
    for kind in ("explanation", "second_appraisal", "council"):
        open_stage(cycle, kind)
    appraised(cycle, "tai-chinh", "A.1", "2", marker)
    objected(cycle, "tai-chinh", "A.1", marker)
    published(cycle, marker)
    return cycle


@pytest.fixture
def appraiser(cycle, make_user):
    """Somebody of Sở Nội vụ, who appraises area A and records for the council."""
    return make_user("home_affairs", Unit.through_time.get(code="noi-vu"), username="chuyen-vien")


def appraise(cycle, by, unit, round, code="A.1", points="1"):
    """Appraise a leaf of a unit in a round."""
    given = Given({"points": points}, "xem lại", round=round, seen_claim=1)
    if round == "council":
        given = Given({"points": points}, "xem lại", **seen_by_council(cycle, unit, code))
    what = {"assessment": sheet_of(cycle, unit), "criterion": leaf_of(cycle, code)}
    write = decide_leaf if round == "council" else appraise_leaf
    return write(**what, given=given, by=by)


def points_of(cycle, unit):
    """Return the mark that counts of A.1."""
    return Mark.objects.get(assessment=sheet_of(cycle, unit), criterion__code="A.1").content


def reopen(cycle, kind, by):
    """Close a stage and have Sở Nội vụ open it again with a reason."""
    close_stage(cycle, kind)
    open_again(
        stage=cycle.stages.get(kind=kind),
        by=by,
        reason="Sửa theo kết luận kiểm tra",
        closes_on=SOON,
        despite_obstacles=True,
    )


@pytest.mark.parametrize(
    ("unit", "round"), [("tu-phap", "first"), ("tai-chinh", "second"), ("tai-chinh", "council")]
)
def test_in_no_round_a_published_mark_changes(cycle, appraiser, unit, round):
    before = points_of(cycle, unit)

    with pytest.raises(NotTheirs, match=STANDS):
        appraise(cycle, appraiser, unit, round)
    assert points_of(cycle, unit) == before


def test_claims_are_not_accepted_and_nothing_is_explained_any_more(cycle, appraiser, make_user):
    sheet = sheet_of(cycle, "tu-phap")
    seen = {leaf_of(cycle, "A.2").pk: 1}
    head = make_user("head", sheet.unit, username="thu-truong")

    assert accept_claims(assessment=sheet, area=leaf_of(cycle, "A"), seen=seen, by=appraiser) == []
    with pytest.raises(ExplanationRefused, match=STANDS):
        explain_leaf(
            assessment=sheet,
            criterion=leaf_of(cycle, "A.1"),
            stance="agree",
            text="",
            seen="",
            by=head,
        )


def test_the_pages_say_so_and_offer_no_form(client, cycle, appraiser):
    client.force_login(appraiser)

    leaf, council = client.get(LEAF), client.get("/hoi-dong/56/2024/")

    for page in (leaf, council):
        assert STANDS in words(page)
        assert 'name="ly_do"' not in page.content.decode()


@pytest.mark.parametrize(
    ("round", "kind"), [("second", "second_appraisal"), ("council", "council")]
)
def test_a_stage_that_is_opened_again_with_a_reason_corrects(cycle, appraiser, round, kind):
    reopen(cycle, kind, appraiser)

    appraise(cycle, appraiser, "tai-chinh", round)

    assert points_of(cycle, "tai-chinh") == {"points": "1"}


def test_another_stage_is_not_opened_by_it(cycle, appraiser):
    reopen(cycle, "council", appraiser)

    with pytest.raises(NotTheirs, match=STANDS):
        appraise(cycle, appraiser, "tai-chinh", "second")


def test_more_time_granted_after_publication_is_for_that_unit_alone(cycle, appraiser, marker):
    appraised(cycle, "noi-vu", "A.1", "2", marker)
    objected(cycle, "tu-phap", "A.1", marker)
    stage = cycle.stages.get(kind="council")
    later = stage.closes_on + timedelta(days=1)
    sheet = sheet_of(cycle, "tai-chinh")
    grant_extension(stage=stage, assessment=sheet, until_on=later, reason="sửa", by=appraiser)

    assert appraise(cycle, appraiser, "tai-chinh", "council").points == 1
    with pytest.raises(NotTheirs, match=STANDS):
        appraise(cycle, appraiser, "tu-phap", "council")


def test_more_time_granted_before_publication_is_over_with_it(cycle, appraiser):
    stage = cycle.stages.get(kind="council")
    sheet = sheet_of(cycle, "tai-chinh")
    later = stage.closes_on + timedelta(days=1)
    grant_extension(stage=stage, assessment=sheet, until_on=later, reason="họp", by=appraiser)
    stage.extensions.update(granted_at=Publication.objects.get().published_at - timedelta(days=9))

    with pytest.raises(NotTheirs, match=STANDS):
        appraise(cycle, appraiser, "tai-chinh", "council")


def test_publishing_the_correction_closes_it_again(cycle, appraiser, marker):
    reopen(cycle, "council", appraiser)
    appraise(cycle, appraiser, "tai-chinh", "council")
    first = Publication.objects.get()
    Publication.objects.update(state="superseded")
    Publication.objects.create(
        cycle=cycle,
        run=rank_cycle(cycle.pk, by=marker),
        decision_number="19/QĐ-UBND",
        decided_on=first.decided_on,
        reason="sửa A.1",
        supersedes=first,
        published_by=marker,
    )

    with pytest.raises(NotTheirs, match="Quyết định số 19/QĐ-UBND"):
        appraise(cycle, appraiser, "tai-chinh", "council", points="3")
