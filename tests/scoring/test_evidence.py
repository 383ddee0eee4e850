"""Documents are cited for leaves while the sheet may be filled, and frozen when a stage closes."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.utils import timezone

from scoring.models import Assessment, Cycle, Document, Evidence, Extension, Reopening
from scoring.selectors.evidence import evidence_of, shown
from scoring.services.documents import Description, describe_document, remove_document
from scoring.services.evidence import (
    AlreadyCited,
    EvidenceRefused,
    attach_document,
    cite_pages,
    detach_evidence,
    freeze_evidence,
    freeze_what_is_settled,
)
from tests.scoring import evidence_world as world
from units.models import User

DAY = timedelta(days=1)


@pytest.fixture
def sheet(cycle: Cycle) -> Assessment:
    """Return the sheet of alpha, whose self-scoring is open."""
    world.open_stage(cycle)
    return world.sheet_of(cycle, "alpha")


@pytest.fixture
def officer(sheet, make_user) -> User:
    """Return the officer of alpha."""
    return make_user("officer", sheet.unit)


@pytest.fixture
def document(sheet, officer) -> Document:
    """Return a document of alpha's library."""
    return world.keep(sheet.unit, officer)


def attach(sheet: Assessment, document: Document, by: User, **given: object) -> Evidence:
    """Cite a document for leaf 1.1."""
    leaf = world.leaf_of(sheet.cycle)
    return attach_document(assessment=sheet, criterion=leaf, document=document, by=by, **given)


def test_a_document_is_cited_with_its_pages(sheet, officer, document):
    evidence = attach(sheet, document, officer, pages="  3,  5–7 ")

    assert (evidence.pages, evidence.purpose, evidence.attached_by) == ("3, 5–7", "claim", officer)
    assert evidence_of(sheet) == {evidence.criterion_id: [evidence]}


def test_one_document_serves_many_leaves_and_years(sheet, officer, document, year_before):
    before = year_before().cycle
    world.open_stage(before)

    attach(sheet, document, officer)
    attach(world.sheet_of(before, "alpha"), document, officer)

    assert document.citations.count() == 2


def test_a_document_is_cited_once_for_a_leaf_and_purpose(sheet, officer, document):
    first = attach(sheet, document, officer)

    with pytest.raises(AlreadyCited, match="đã được dẫn cho tiêu chí này") as refused:
        attach(sheet, document, officer)

    assert refused.value.evidence == first


def test_pages_that_are_a_story_are_refused(sheet, officer, document):
    with pytest.raises(EvidenceRefused, match="dài quá 60 ký tự"):
        attach(sheet, document, officer, pages="x" * 61)


def test_a_document_of_another_unit_is_not_cited(sheet, officer, cycle, make_user):
    beta = world.sheet_of(cycle, "beta").unit
    hers = world.keep(beta, make_user("officer", beta, "sister"))

    with pytest.raises(EvidenceRefused, match="không có trong kho của đơn vị"):
        attach(sheet, hers, officer)


def test_a_document_that_was_removed_meanwhile_is_not_cited(sheet, officer, document):
    Document.objects.all().delete()

    with pytest.raises(EvidenceRefused, match="không có trong kho"):
        attach(sheet, document, officer)


def test_an_infected_document_is_not_cited(sheet, officer, document):
    Document.objects.update(scan=Document.Scan.INFECTED)

    with pytest.raises(EvidenceRefused, match="nhiễm mã độc"):
        attach(sheet, document, officer)


@pytest.mark.parametrize("code", ["1", "2.1"])
def test_only_a_leaf_that_the_unit_scores_takes_evidence(sheet, officer, document, code):
    with pytest.raises(EvidenceRefused, match="Tiêu chí này không"):
        attach_document(
            assessment=sheet,
            criterion=world.leaf_of(sheet.cycle, code),
            document=document,
            by=officer,
        )


@pytest.mark.parametrize(
    ("role", "code", "is_allowed"),
    [
        ("head", "alpha", True),
        ("officer", "alpha", True),
        ("head", "beta", False),
        ("officer", "beta", False),
        ("home_affairs", None, False),
        ("appraiser", None, False),
        ("leader", None, False),
        ("reader", None, False),
        (None, None, False),
    ],
)
@pytest.mark.parametrize(("state", "purpose"), [("drafting", "claim"), ("signed", "explanation")])
def test_only_the_unit_itself_cites(
    sheet, document, officer, make_user, role, code, is_allowed, state, purpose
):
    unit = world.sheet_of(sheet.cycle, code).unit if code else None
    person = make_user(role, unit, "person")
    if state == "signed":
        world.sign(sheet, officer)
        world.open_stage(sheet.cycle, "explanation")

    if is_allowed:
        assert attach(sheet, document, person, purpose=purpose).purpose == purpose
    else:
        with pytest.raises(EvidenceRefused):
            attach(sheet, document, person, purpose=purpose)


def test_a_deadline_that_has_passed_takes_nothing_more(sheet, officer, document):
    with pytest.raises(EvidenceRefused, match="Đã hết hạn tự chấm điểm"):
        attach(sheet, document, officer, at=timezone.now() + 9 * DAY)


def test_a_signed_sheet_takes_nothing_more(sheet, officer, document):
    evidence = attach(sheet, document, officer)
    world.sign(sheet, officer)

    for act in (
        lambda: attach(sheet, world.keep(sheet.unit, officer, world.PNG), officer),
        lambda: cite_pages(evidence=evidence, pages="9", by=officer),
        lambda: detach_evidence(evidence=evidence, by=officer),
    ):
        with pytest.raises(EvidenceRefused, match="Phiếu đã ký"):
            act()


@pytest.mark.parametrize(("area", "is_allowed"), [("1", True), ("2", False)])
def test_an_area_opened_again_takes_evidence_and_no_other(
    sheet, officer, document, area, is_allowed
):
    world.sign(sheet, officer)
    world.open_again(sheet, officer, area)

    if is_allowed:
        assert attach(sheet, document, officer).pk
    else:
        with pytest.raises(EvidenceRefused, match="Lĩnh vực này đang khóa"):
            attach(sheet, document, officer)


def test_explanations_take_evidence_only_while_they_are_open(sheet, officer, document):
    with pytest.raises(EvidenceRefused, match="Giai đoạn giải trình không mở"):
        attach(sheet, document, officer, purpose="explanation")
    stage = world.open_stage(sheet.cycle, "explanation")
    evidence = attach(sheet, document, officer, purpose="explanation")
    stage.closed_at = timezone.now()
    stage.save()

    with pytest.raises(EvidenceRefused, match="Giai đoạn giải trình không mở"):
        detach_evidence(evidence=evidence, by=officer)


def test_an_unknown_purpose_is_refused(sheet, officer, document):
    with pytest.raises(EvidenceRefused, match="tự chấm hay giải trình"):
        attach(sheet, document, officer, purpose="khác")


def test_what_is_taken_off_leaves_its_document(sheet, officer, document):
    evidence = attach(sheet, document, officer)
    cite_pages(evidence=evidence, pages="4", by=officer)

    detach_evidence(evidence=evidence, by=officer)
    detach_evidence(evidence=evidence, by=officer)

    assert evidence_of(sheet) == {}
    assert Document.objects.filter(pk=document.pk).exists()


def test_the_database_holds_what_is_cited(sheet, officer, document):
    attach(sheet, document, officer)

    with pytest.raises(ProtectedError):
        Document.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_of_citing_and_removing_at_once_one_wins(sheet, officer, document, beside):
    citing = beside(attach, sheet, document, officer)
    removing = beside(remove_document, document=document, by=officer)

    problems = [citing.exception(), removing.exception()]

    assert sum(problem is not None for problem in problems) == 1
    assert Document.objects.count() == Evidence.objects.count()


def close(sheet: Assessment) -> int:
    """Close every stage of a sheet's cycle a day ago; return how many citations that freezes."""
    yesterday = timezone.localdate() - DAY
    sheet.cycle.stages.update(
        closed_at=timezone.now(), opens_on=yesterday - DAY, closes_on=yesterday
    )
    return freeze_evidence(sheet.cycle)


def test_a_frozen_citation_shows_what_was_cited(sheet, officer, document):
    evidence = attach(sheet, document, officer, pages="3")
    described = Description("Tên mới", "99/QĐ", date(2024, 2, 2))

    frozen = close(sheet)
    describe_document(document=document, described=described, by=officer)

    assert frozen == 1
    kept = shown(evidence_of(sheet)[evidence.criterion_id][0])
    assert (kept.title, kept.number, kept.issued_on, kept.pages) == ("Kế hoạch", "", None, "3")
    assert (kept.media_type, kept.size) == ("application/pdf", len(world.PDF))
    assert kept.is_frozen


def test_freezing_twice_changes_nothing(sheet, officer, document):
    attach(sheet, document, officer)
    close(sheet)
    before = Evidence.objects.get().frozen

    assert freeze_evidence(sheet.cycle) == 0

    assert Evidence.objects.get().frozen == before
    assert set(before) == {
        "title", "number", "issued_on", "sha256", "size", "media_type", "frozen_at"
    }  # fmt: skip


def test_a_frozen_link_keeps_how_it_answered(sheet, officer):
    link = Document.objects.create(
        unit=sheet.unit,
        title="Liên kết",
        url="https://a.vn/",
        link_state="alive",
        created_by=officer,
        issued_on=date(2024, 1, 5),
    )
    attach(sheet, link, officer)

    close(sheet)
    Document.objects.update(link_state="broken")

    kept = shown(Evidence.objects.select_related("document").get())
    assert (kept.url, kept.link_state, kept.issued_on) == (
        "https://a.vn/",
        "alive",
        date(2024, 1, 5),
    )


def test_what_is_frozen_is_not_taken_off(sheet, officer, document):
    evidence = attach(sheet, document, officer)
    close(sheet)
    world.open_again(sheet, officer)

    with pytest.raises(EvidenceRefused, match="đã chốt"):
        detach_evidence(evidence=evidence, by=officer)


def test_nothing_is_frozen_while_it_may_still_be_changed(sheet, officer, document):
    attach(sheet, document, officer)

    assert freeze_evidence(sheet.cycle) == 0


def test_a_unit_with_more_time_is_frozen_when_that_is_over(sheet, officer, document):
    attach(sheet, document, officer)
    stage = sheet.cycle.stages.get()
    Extension.objects.create(
        stage=stage,
        assessment=sheet,
        until_on=timezone.localdate(),
        reason="Mất điện",
        granted_by=officer,
    )

    at_closing = close(sheet)
    Extension.objects.update(until_on=timezone.localdate() - DAY)
    freeze_what_is_settled()
    freeze_what_is_settled()

    assert at_closing == 0
    assert Evidence.objects.get().frozen["title"] == "Kế hoạch"


def test_an_area_opened_again_is_frozen_when_it_is_closed(sheet, officer, document):
    close(sheet)
    world.sign(sheet, officer)
    world.open_again(sheet, officer)
    attach(sheet, document, officer)

    while_open = freeze_evidence(sheet.cycle)
    Reopening.objects.update(closed_at=timezone.now(), closed_by=officer)

    assert (while_open, freeze_evidence(sheet.cycle)) == (0, 1)


def test_freezing_leaves_other_cycles_alone(sheet, officer, document, year_before):
    before = year_before().cycle
    world.open_stage(before)
    attach(world.sheet_of(before, "alpha"), document, officer)
    before.stages.update(closed_at=timezone.now(), closes_on=timezone.localdate() - DAY)

    assert freeze_evidence(sheet.cycle) == 0


def test_evidence_of_a_sheet_comes_by_one_query(sheet, officer, django_assert_num_queries):
    for content in (world.PDF, world.PNG, world.JPEG):
        attach(sheet, world.keep(sheet.unit, officer, content, content[:4].hex()), officer)

    with django_assert_num_queries(1):
        sizes = [shown(one).size for cited in evidence_of(sheet).values() for one in cited]

    assert sizes == [len(world.PDF), len(world.PNG), len(world.JPEG)]


def test_each_change_of_evidence_is_in_the_history(sheet, officer, document):
    evidence = attach(sheet, document, officer)
    detach_evidence(evidence=evidence, by=officer)

    with connection.cursor() as cursor:
        cursor.execute("select pgh_label from scoring_evidenceevent order by pgh_id")
        assert [row[0] for row in cursor.fetchall()] == ["insert", "delete"]
