"""Writing apologies: drafts by one or many, sending, and letters that stay as they were sent."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dossiers.models import Apology, Dossier
from dossiers.services.apologies import (
    MOST_AT_ONCE,
    AlreadySent,
    ApologyRefused,
    ChangedMeanwhile,
    DraftGone,
    NoHead,
    constraint_sentence,
    discard_draft,
    draft_apologies,
    draft_apology,
    revise_draft,
    send_apology,
    state_of,
)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = datetime(2024, 6, 10, 17, tzinfo=HANOI)
NEW = datetime(2024, 6, 20, 17, tzinfo=HANOI)
SOON = timezone.now() + timedelta(days=10)
WORDS = {"reason": "Chờ xác minh thực địa", "new_due_at": SOON}
PAST = "Ngày hẹn trả lại đã qua"


@pytest.fixture
def head(make_person):
    return make_person("giam-doc", role="head")


@pytest.fixture
def late(make_dossier) -> Dossier:
    """Store an open dossier of the office past its deadline."""
    dossier = make_dossier(DUE, None, "open", code="late")
    dossier.save()
    return dossier


@pytest.fixture
def draft(late, head) -> Apology:
    return draft_apology(late, **WORDS, by=None)


def test_a_draft_is_to_be_signed_by_the_head_of_today(late, head, make_user):
    clerk = make_user("officer", late.unit)

    draft = draft_apology(late, **WORDS, by=clerk)

    draft.refresh_from_db()
    assert (draft.signed_by, draft.recorded_by, draft.sent_at) == (head, clerk, None)
    assert (draft.reason, draft.new_due_at, draft.number) == ("Chờ xác minh thực địa", SOON, "")


def test_without_a_head_nothing_can_be_drafted(late, make_person):
    make_person("cu", role="head", last=date(2024, 6, 30))

    with pytest.raises(NoHead, match=r"Chưa ghi ai là người đứng đầu Sở Tư pháp vào ngày"):
        draft_apology(late, **WORDS, by=None)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"deadline_at": None, "due_at": None}, "không xác định được hạn"),
        ({"finished_at": DUE, "outcome": "granted"}, "không trễ hạn, không cần"),
        ({"finished_at": NEW, "outcome": "withdrawn"}, "không trễ hạn, không cần"),
        ({"deadline_at": SOON}, "phải sau hạn giải quyết"),
    ],
)
def test_a_dossier_that_can_have_no_letter_is_told_why(late, head, changes, sentence):
    Dossier.objects.filter(pk=late.pk).update(**changes)
    late.refresh_from_db()

    with pytest.raises(ApologyRefused, match=sentence):
        draft_apology(late, **WORDS, by=None)


@pytest.mark.parametrize("end", [{"finished_at": NEW, "outcome": "granted"}, {}])
def test_late_and_open_ones_can_have_a_letter(late, head, end):
    Dossier.objects.filter(pk=late.pk).update(**end)
    late.refresh_from_db()

    assert draft_apology(late, **WORDS, by=None).pk


def test_a_year_that_was_mistyped_is_noticed(late, head):
    with pytest.raises(ApologyRefused, match="xa hơn một năm"):
        draft_apology(late, reason="x", new_due_at=datetime(2206, 1, 5, tzinfo=HANOI), by=None)


@pytest.mark.parametrize("at", [NEW, timezone.now()])
def test_an_appointment_that_has_passed_is_none(draft, office, make_dossier, at):
    make_dossier(DUE, None, "open", code="other").save()

    drafting = draft_apologies(office, ["other"], reason="x", new_due_at=at, by=None)
    with pytest.raises(ApologyRefused, match=PAST):
        revise_draft(draft, reason="x", new_due_at=at, was=state_of(draft), by=None)

    assert drafting.drafted == ()
    assert [PAST in sentence for sentence in drafting.refused] == [True]
    assert Apology.objects.get().reason == "Chờ xác minh thực địa"


def test_a_letter_that_went_before_its_appointment_passed_can_still_be_written_down(draft):
    Apology.objects.update(new_due_at=NEW)

    letter = send_apology(draft, number="05/PXL", sent_at=DUE, by=None)

    assert (letter.sent_at, letter.new_due_at) == (DUE, NEW)


def test_many_get_theirs_and_the_others_their_reason(draft, office, make_dossier, make_unit):
    more = [make_dossier(DUE, None, "open", code=f"n{order}") for order in range(3)]
    sister = make_dossier(DUE, None, "open", code="sister", unit=make_unit("so-y-te"))
    Dossier.objects.bulk_create([*more, sister])

    codes = ["n0", "late", "n1", "sister", "n2", "n0", "?"]
    drafting = draft_apologies(office, codes, **WORDS, by=None)

    assert [it.dossier.code for it in drafting.drafted] == ["n0", "n1", "n2"]
    assert drafting.refused == {
        "Hồ sơ đã có một thư xin lỗi đang soạn.": ["late"],
        "Không có hồ sơ mang mã này ở đơn vị.": ["sister", "?"],
    }
    assert Apology.objects.count() == 4


def test_more_than_a_thousand_at_once_are_refused(office, head):
    with pytest.raises(ApologyRefused, match="1000"):
        draft_apologies(office, [str(n) for n in range(MOST_AT_ONCE + 1)], **WORDS, by=None)


def test_a_draft_can_be_changed_and_taken_away(draft, make_user):
    clerk = make_user("officer", draft.dossier.unit)
    later = SOON + timedelta(days=1)
    revise_draft(draft, reason="Khác", new_due_at=later, was=state_of(draft), by=clerk)

    draft.refresh_from_db()
    assert (draft.reason, draft.new_due_at, draft.recorded_by) == ("Khác", later, clerk)
    discard_draft(draft, by=clerk)
    with pytest.raises(DraftGone):
        discard_draft(draft, by=clerk)


def test_who_saves_second_sees_that_somebody_was_first(draft):
    seen = state_of(draft)
    revise_draft(draft, reason="Của người thứ nhất", new_due_at=SOON, was=seen, by=None)

    with pytest.raises(ChangedMeanwhile):
        revise_draft(draft, reason="Của người thứ hai", new_due_at=SOON, was=seen, by=None)

    draft.refresh_from_db()
    assert draft.reason == "Của người thứ nhất"


def test_a_letter_sent_bears_the_head_of_that_day(draft, office, make_person, make_user):
    Apology.objects.update(signed_by=make_person("nguoi-khac"))
    clerk = make_user("officer", office)

    letter = send_apology(draft, number="05/PXL", sent_at=DUE, by=clerk)

    letter.refresh_from_db()
    assert (letter.signed_by.code, letter.number, letter.sent_at) == ("giam-doc", "05/PXL", DUE)
    assert letter.recorded_by == clerk


@pytest.mark.parametrize(
    ("sent_at", "sentence"),
    [
        (NEW, "Ngày hẹn trả lại phải sau lúc gửi thư"),
        (DUE - timedelta(days=11), "trước khi tiếp nhận"),
        (datetime(2206, 1, 1, tzinfo=HANOI), "ở tương lai"),
    ],
)
def test_an_instant_that_cannot_be_is_refused(draft, sent_at, sentence):
    Apology.objects.update(new_due_at=NEW)

    with pytest.raises(ApologyRefused, match=sentence):
        send_apology(draft, number="1", sent_at=sent_at, by=None)

    draft.refresh_from_db()
    assert draft.sent_at is None


def test_a_letter_sent_on_a_day_without_a_head_is_refused(draft, head):
    type(head).objects.filter(pk=head.pk).update(valid=("2024-06-11", None))

    with pytest.raises(NoHead, match="10/06/2024"):
        send_apology(draft, number="1", sent_at=DUE, by=None)


def test_a_sent_letter_is_neither_changed_nor_taken_away(draft):
    was = state_of(draft)
    send_apology(draft, number="05/PXL", sent_at=DUE, by=None)

    for write in (
        lambda: revise_draft(draft, reason="x", new_due_at=NEW, was=was, by=None),
        lambda: discard_draft(draft, by=None),
        lambda: send_apology(draft, number="06/PXL", sent_at=DUE, by=None),
    ):
        with pytest.raises(AlreadySent, match="Thư số 05/PXL đã gửi"):
            write()

    draft.refresh_from_db()
    assert (draft.reason, draft.number) == ("Chờ xác minh thực địa", "05/PXL")


def test_a_correction_is_a_new_letter(draft, late):
    send_apology(draft, number="05/PXL", sent_at=DUE, by=None)

    second = draft_apology(late, **WORDS, by=None)

    assert list(late.apologies.order_by("pk")) == [draft, second]


def test_the_new_appointment_moves_no_deadline(draft, late):
    send_apology(draft, number="05/PXL", sent_at=DUE, by=None)

    late.refresh_from_db()
    assert (late.due_at, late.deadline_at, late.rescheduled_due_at) == (DUE, DUE, None)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "Thư xin lỗi phải nêu lý do."),
        ({"sent_at": SOON}, "Ngày hẹn trả lại phải sau lúc gửi thư."),
        ({}, "Hồ sơ đã có một thư xin lỗi đang soạn."),
    ],
)
def test_each_constraint_has_its_sentence(draft, late, head, changes, sentence):
    row = {"dossier": late, "signed_by": head, **WORDS, **changes}

    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        Apology.objects.create(**row)

    assert constraint_sentence(broken.value) == sentence


def test_another_broken_constraint_is_no_sentence_of_ours(draft, late):
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        Dossier.objects.filter(pk=late.pk).update(outcome="granted")

    with pytest.raises(IntegrityError):
        constraint_sentence(broken.value)


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_once_the_second_is_told(late, head, office, beside, until_somebody_waits):
    with transaction.atomic():
        first = draft_apologies(office, ["late"], **WORDS, by=None)
        second = beside(draft_apologies, office, ["late"], **WORDS, by=None)
        until_somebody_waits()

    assert len(first.drafted) == 1
    assert second.result().refused == {"Hồ sơ đã có một thư xin lỗi đang soạn.": ["late"]}
    assert Apology.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_at_once_the_second_is_told(draft, beside, until_somebody_waits):
    with transaction.atomic():
        send_apology(draft, number="1", sent_at=DUE, by=None)
        second = beside(send_apology, draft, number="2", sent_at=DUE, by=None)
        until_somebody_waits()

    with pytest.raises(AlreadySent):
        second.result()
    draft.refresh_from_db()
    assert draft.number == "1"
    assert draft.recorded_at <= timezone.now()
