"""A claim, or its evidence, that changed after it was appraised waits for its appraiser again."""

import pytest
from django.utils.timezone import localdate, now

from scoring.models import Appraisal, Claim, Criterion, Evidence, Mark, Reopening
from scoring.selectors.appraisal_desk import cycle_desk
from scoring.selectors.appraisal_pending import open_appraisals
from scoring.selectors.appraisal_queue import queue_of
from scoring.services.appraisal_refusals import ClaimChanged, NotTheirs
from scoring.services.appraisal_writing import Given
from scoring.services.appraisals import appraise_leaf
from scoring.services.council import decide_leaf
from scoring.services.criteria_applicability import declare_not_applicable, revoke_not_applicable
from scoring.services.evidence import (
    attach_document,
    cite_pages,
    detach_evidence,
    freeze_evidence,
)
from tests.appraisal_world import (
    build_appraisal,
    close_stage,
    leaf_of,
    open_stage,
    seen_by_council,
    sheet_of,
    words,
)
from tests.scoring.evidence_world import keep
from units.models import Unit

LEAF = "/tham-dinh/56/2024/A.1/tai-chinh/"
COUNCIL = "/hoi-dong/56/2024/"
BEFORE_COUNCIL = "Đơn vị đổi điểm tự chấm sau khi thẩm định, chưa xem lại (1)"
DECIDED = "Hội đồng đã quyết định (1)"
CHANGED = "Đơn vị đã thay đổi sau khi tiêu chí này được thẩm định:"
WAITS = "Sở Tài chính: 1 tiêu chí đổi điểm tự chấm hoặc tài liệu sau thẩm định, chưa xem lại."
AS_CLAIMED = Given(None, seen_claim=1, is_as_claimed=True)


@pytest.fixture
def cycle(marker):
    """The year under appraisal; Sở Tài chính claimed 4 of 4 for A.1."""
    return build_appraisal(marker)


@pytest.fixture
def appraiser(cycle, make_user):
    """Somebody of Sở Nội vụ, which appraises area A."""
    return make_user("appraiser", Unit.through_time.get(code="noi-vu"), username="nguoi-cham")


@pytest.fixture
def head(cycle, make_user):
    """The head of Sở Tài chính."""
    return make_user("head", Unit.through_time.get(code="tai-chinh"), username="thu-truong")


def appraise(cycle, by, given=AS_CLAIMED):
    """Appraise A.1 of Sở Tài chính."""
    sheet, criterion = sheet_of(cycle, "tai-chinh"), leaf_of(cycle, "A.1")
    return appraise_leaf(assessment=sheet, criterion=criterion, given=given, by=by)


def claim_anew(cycle, content, points):
    """Have Sở Tài chính claim something else for A.1 in an area that was opened again."""
    claim = Claim.objects.get(assessment=sheet_of(cycle, "tai-chinh"), criterion__code="A.1")
    claim.content, claim.points, claim.version = content, points, claim.version + 1
    claim.save()


def decide(cycle, by, seen=0):
    """Record 3 points of the council for A.1 of Sở Tài chính."""
    return decide_leaf(
        assessment=sheet_of(cycle, "tai-chinh"),
        criterion=leaf_of(cycle, "A.1"),
        given=Given(
            {"points": "3"}, "theo hồ sơ", seen=seen, **seen_by_council(cycle, "tai-chinh", "A.1")
        ),
        by=by,
    )


def cite(cycle, by, code="A.1", **given):
    """Cite a document for a leaf of Sở Tài chính while its area is open again."""
    sheet = sheet_of(cycle, "tai-chinh")
    reopening = Reopening.objects.create(
        assessment=sheet,
        area=Criterion.objects.get(criteria_set=sheet.cycle_group.criteria_set, code="A"),
        until_on=localdate(),
        reason="Thiếu tài liệu",
        opened_by=by,
    )
    document = sheet.unit.documents.first() or keep(sheet.unit, by)
    cited = attach_document(
        assessment=sheet, criterion=leaf_of(cycle, code), document=document, by=by, **given
    )
    return cited, reopening


def sign_again(reopening):
    """Close an area that was opened again, as signing it does."""
    reopening.closed_at = now()
    reopening.save()


def waiting(cycle, by):
    """Return the leaves of Sở Tài chính that wait for a person."""
    items = queue_of(cycle_desk(cycle, by, at=now())).items
    own = (item for item in items if item.assessment.unit.code == "tai-chinh")
    return [item.leaf.criterion.code for item in own if item.is_waiting]


def changed(cycle):
    """Return what publication says of claims that changed after they were appraised."""
    return [it.message for it in open_appraisals(cycle) if it.code == "changed_after_appraisal"]


def edition(cycle):
    """Return the edition of the claim of A.1 of Sở Tài chính."""
    return Claim.objects.get(assessment=sheet_of(cycle, "tai-chinh"), criterion__code="A.1").edition


def test_a_claim_that_changed_waits_again_until_it_is_looked_at(cycle, appraiser):
    appraise(cycle, appraiser)
    assert waiting(cycle, appraiser) == ["A.2"]

    claim_anew(cycle, {"points": "3"}, 3)

    assert waiting(cycle, appraiser) == ["A.1", "A.2"]
    again = Given(None, seen=1, seen_claim=2, is_as_claimed=True)
    assert (appraise(cycle, appraiser, again).points, waiting(cycle, appraiser)) == (3, ["A.2"])
    assert Mark.objects.get().content == {"points": "3"}


def test_the_same_points_given_again_answer_the_new_claim(cycle, appraiser):
    appraise(cycle, appraiser)
    claim_anew(cycle, {"points": "3"}, 3)

    given = Given({"points": "4"}, "hồ sơ đủ", seen=1, seen_claim=2)

    assert (appraise(cycle, appraiser, given).claim_edition, waiting(cycle, appraiser)) == (
        2,
        ["A.2"],
    )


@pytest.mark.parametrize(
    ("content", "points", "said"),
    [
        ({"points": "3"}, 3, "điểm tự chấm: 4 → 3"),
        (None, None, "điểm tự chấm: 4 → không tự chấm"),
    ],
)
def test_the_leaf_says_from_what_to_what(client, cycle, appraiser, content, points, said):
    appraise(cycle, appraiser)
    client.force_login(appraiser)
    assert CHANGED not in words(client.get(LEAF))

    claim_anew(cycle, content, points)

    page = words(client.get(LEAF))
    assert CHANGED in page and said in page
    assert "đơn vị đổi điểm tự chấm" in words(client.get("/tham-dinh/?chi=cho-ban"))


def test_the_leaf_lays_nothing_to_the_unit_where_only_the_set_has_a_new_version(
    client, cycle, appraiser
):
    appraise(cycle, appraiser)
    Claim.objects.filter(assessment=sheet_of(cycle, "tai-chinh")).update(version=2)
    client.force_login(appraiser)

    said = words(client.get(LEAF))

    assert CHANGED not in said
    assert "bộ tiêu chí có phiên bản mới. Hãy xem lại." in said


def test_a_swap_of_evidence_is_a_change_of_the_claim(client, cycle, appraiser, head):
    appraise(cycle, appraiser)
    old, reopening = cite(cycle, head, pages="3")
    detach_evidence(evidence=old, by=head)
    sign_again(reopening)
    client.force_login(appraiser)

    page = words(client.get(LEAF))

    assert (edition(cycle), waiting(cycle, appraiser)) == (3, ["A.1", "A.2"])
    assert "tài liệu: thêm “Kế hoạch”, trang 3 tài liệu: gỡ “Kế hoạch”, trang 3" in page
    assert "điểm tự chấm: 4" not in page


def test_who_accepts_a_claim_has_seen_its_evidence(cycle, appraiser, head):
    _, reopening = cite(cycle, head)
    sign_again(reopening)

    with pytest.raises(ClaimChanged):
        appraise(cycle, appraiser)


def test_other_pages_are_another_edition_the_same_ones_are_not(cycle, head):
    cited, _ = cite(cycle, head, pages="3")

    cite_pages(evidence=cited, pages=" 3 ", by=head)
    assert edition(cycle) == 2
    cite_pages(evidence=cited, pages="5", by=head)
    assert edition(cycle) == 3


def test_freezing_and_the_evidence_of_other_leaves_change_nothing(cycle, head):
    _, reopening = cite(cycle, head, "A.2")
    sign_again(reopening)

    assert freeze_evidence(cycle) == 1
    assert edition(cycle) == 1


def test_what_is_brought_for_an_explanation_is_no_part_of_the_claim(cycle, appraiser, head):
    appraise(cycle, appraiser)
    open_stage(cycle, "explanation")
    cite(cycle, head, purpose=Evidence.Purpose.EXPLANATION)

    assert edition(cycle) == 1


def test_appraisals_of_before_the_editions_wait_for_nobody(cycle, appraiser):
    appraise(cycle, appraiser)
    Appraisal.objects.update(claim_edition=None)

    claim_anew(cycle, {"points": "3"}, 3)

    assert waiting(cycle, appraiser) == ["A.2"]


def test_a_claim_that_is_gone_has_changed_as_well(cycle, appraiser):
    appraise(cycle, appraiser)
    Claim.objects.filter(criterion__code="A.1").delete()

    assert waiting(cycle, appraiser) == ["A.1", "A.2"]


def test_publication_waits_for_it(cycle, appraiser, marker):
    appraise(cycle, appraiser)
    claim_anew(cycle, {"points": "3"}, 3)
    assert changed(cycle) == [WAITS]

    appraise(cycle, appraiser, Given(None, seen=1, seen_claim=2, is_as_claimed=True))

    assert not changed(cycle)


def test_a_leaf_that_does_not_apply_waits_for_nobody_until_it_does_again(cycle, appraiser, marker):
    appraise(cycle, appraiser)
    claim_anew(cycle, {"points": "3"}, 3)
    place = {"assessment": sheet_of(cycle, "tai-chinh"), "criterion": leaf_of(cycle, "A.1")}

    declare_not_applicable(**place, reason="Không có", by=marker)
    assert not changed(cycle)

    revoke_not_applicable(**place, by=marker)
    assert changed(cycle) == [WAITS]


def test_once_announced_it_goes_to_the_second_appraisal(cycle, appraiser):
    appraise(cycle, appraiser)
    open_stage(cycle, "explanation")
    claim_anew(cycle, {"points": "3"}, 3)
    again = Given({"points": "3"}, "theo điểm tự chấm mới", round="second", seen_claim=2)

    with pytest.raises(NotTheirs, match="Giai đoạn này chưa mở"):
        appraise(cycle, appraiser, again)
    open_stage(cycle, "second_appraisal")
    assert appraise(cycle, appraiser, again).round == "second"
    assert waiting(cycle, appraiser) == ["A.2"]
    assert not changed(cycle)


def test_when_appraisal_is_over_it_lies_before_the_council(client, cycle, appraiser, marker):
    appraise(cycle, appraiser)
    claim_anew(cycle, {"points": "3"}, 3)
    open_stage(cycle, "council")
    client.force_login(marker)
    assert BEFORE_COUNCIL not in words(client.get(COUNCIL))

    close_stage(cycle, "appraisal")

    assert BEFORE_COUNCIL in words(client.get(COUNCIL))
    decide(cycle, marker)
    assert DECIDED in words(client.get(COUNCIL))
    assert not changed(cycle)


def test_what_changes_after_the_council_comes_before_it_again(client, cycle, appraiser, marker):
    appraise(cycle, appraiser)
    claim_anew(cycle, {"points": "3"}, 3)
    open_stage(cycle, "council")
    close_stage(cycle, "appraisal")
    assert decide(cycle, marker).claim_edition == 2

    claim_anew(cycle, {"points": "3.5"}, "3.5")

    client.force_login(marker)
    assert BEFORE_COUNCIL in words(client.get(COUNCIL))
    assert (changed(cycle), waiting(cycle, appraiser)) == ([WAITS], [])
    assert decide(cycle, marker, seen=1).claim_edition == 3
    assert DECIDED in words(client.get(COUNCIL))
    assert not changed(cycle)


@pytest.fixture
def blind(cycle, make_user):
    """Two people of Sở Nội vụ, in a year whose first round is blind."""
    cycle.is_blind = True
    cycle.save()
    unit = Unit.through_time.get(code="noi-vu")
    return [make_user("appraiser", unit, username=name) for name in ("mot", "hai")]


def test_blind_points_for_an_older_claim_do_not_settle_and_are_given_again(cycle, blind):
    one, two = blind
    given = {"round": "blind", "reason": "theo biên bản"}
    appraise(cycle, one, Given({"points": "2"}, seen_claim=1, **given))
    claim_anew(cycle, {"points": "3"}, 3)
    assert waiting(cycle, one) == ["A.1", "A.2"]

    appraise(cycle, two, Given({"points": "2"}, seen_claim=2, **given))
    assert not Mark.objects.exists()

    appraise(cycle, one, Given({"points": "2"}, seen=1, seen_claim=2, **given))
    assert Mark.objects.get().content == {"points": "2"}
    assert Appraisal.objects.get(round="first").claim_edition == 2


def test_the_queue_asks_no_more_for_many_changes(
    client, cycle, appraiser, make_unit, marker, django_assert_max_num_queries
):
    from tests.appraisal_world import appraised, claim_sheet

    for number in range(10):
        unit = make_unit(f"them-{number}")
        block = cycle.groups.get()
        claim_sheet(cycle.assessments.create(cycle_group=block, unit=unit), marker)
        appraised(cycle, unit.code, "A.1", "3", marker)
    Appraisal.objects.update(claim_edition=9)
    client.force_login(appraiser)

    with django_assert_max_num_queries(24):
        page = client.get("/tham-dinh/?chi=cho-ban")

    assert words(page).count("đơn vị đổi điểm tự chấm") == 10
