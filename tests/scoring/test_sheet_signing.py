"""Submitting, sending back and signing a sheet: every step by every role, and two heads at once."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.timezone import now

from scoring.models import Assessment, Claim, Evidence, SheetStep
from scoring.selectors.claim_sheets import claims_version
from scoring.services.cycle_locks import hold_sheet
from scoring.services.sheet_signing import (
    MOST_MEGABYTES,
    SheetIncomplete,
    StepRefused,
    send_back,
    sign_sheet,
    submit_sheet,
)
from tests.claim_world import PAGE, build_sheets, move, put_claims, reopen
from units.models import Unit

PASSWORD = "mat-khau-chi-cho-kiem-thu"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWN = {"officer": "alpha", "head": "alpha", "sister": "beta"}
STATES = ("drafting", "submitted", "signed")
ALLOWED = {
    ("submit", "drafting", "officer"): "submitted",
    ("submit", "drafting", "head"): "submitted",
    ("back", "submitted", "head"): "drafting",
    ("sign", "drafting", "head"): "signed",
    ("sign", "submitted", "head"): "signed",
}
ROLES = ("officer", "head", "sister", "home_affairs", "appraiser", "leader", "reader", None)


@pytest.fixture(autouse=True)
def nobody_failed_yet() -> None:
    """Forget the failures of earlier tests."""
    cache.clear()


@pytest.fixture
def staff(make_user):
    """Return somebody who prepared the sheet."""
    return make_user(username="staff")


@pytest.fixture
def sheet(staff):
    """Return alpha's sheet, filled in to the last leaf."""
    sheet = build_sheets()
    put_claims(sheet, staff)
    return sheet


@pytest.fixture
def person(make_user, sheet):
    """Return a function that makes somebody with a role and a password."""

    def make(role="head", username="visitor"):
        unit = Unit.through_time.get(code=OWN[role]) if role in OWN else None
        user = make_user("head" if role == "sister" else role, unit, username=username)
        user.set_password(PASSWORD)
        user.save()
        return user

    return make


def words(response) -> str:
    """Return a page's text without tags, every run of blanks one."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def act(step: str, sheet: Assessment, by, at=None) -> Assessment:
    """Take a step as its page would."""
    if step == "submit":
        return submit_sheet(assessment=sheet, by=by, at=at)
    if step == "back":
        return send_back(assessment=sheet, comment="Sửa 1.1", by=by, at=at)
    return sign_sheet(assessment=sheet, version=claims_version(sheet), by=by, at=at)


def pdf(content=PDF, name="ky.pdf") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content, "application/pdf")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", ["submit", "back", "sign"])
def test_each_step_is_taken_by_those_alone_whose_turn_it_is(
    sheet, staff, person, step, state, role
):
    move(sheet, state, staff)
    by, expected = person(role), ALLOWED.get((step, state, role))

    if expected is None:
        with pytest.raises(StepRefused) as refusal:
            act(step, sheet, by)
        assert refusal.value.sentence
    else:
        act(step, sheet, by)

    sheet.refresh_from_db()
    assert sheet.state == (expected or state)
    assert SheetStep.objects.exists() == (expected is not None)


def test_every_step_is_on_record(sheet, person):
    officer, head = person("officer", "can-bo"), person()

    for step, by in (("submit", officer), ("back", head), ("submit", officer), ("sign", head)):
        act(step, sheet, by)

    steps = SheetStep.objects.values_list("from_state", "to_state", "by__username", "comment")
    assert list(steps) == [
        ("drafting", "submitted", "can-bo", ""),
        ("submitted", "drafting", "visitor", "Sửa 1.1"),
        ("drafting", "submitted", "can-bo", ""),
        ("submitted", "signed", "visitor", ""),
    ]


def test_a_head_who_signs_a_draft_submits_it_too(sheet, person):
    head = person()

    signed = act("sign", sheet, head)

    assert (signed.submitted_by, signed.signed_by, signed.signature) == (head, head, "password")
    states = SheetStep.objects.values_list("to_state", flat=True)
    assert list(states) == ["submitted", "signed"]


@pytest.mark.parametrize("step", ["submit", "sign"])
def test_while_something_is_missing_nothing_is_handed_in(sheet, person, step):
    Claim.objects.get(criterion__code="3.2").delete()
    Evidence.objects.all().delete()

    with pytest.raises(SheetIncomplete) as refusal:
        act(step, sheet, person())

    lacks = [(lack.code, lack.sentence) for lack in refusal.value.lacks]
    assert lacks == [("2.2", "chưa có tài liệu kiểm chứng"), ("3.2", "chưa tự chấm")]
    sheet.refresh_from_db()
    assert sheet.state == "drafting"


def test_a_claim_of_nothing_needs_no_proof(sheet, person):
    Evidence.objects.all().delete()
    zero = {"numerator": 0, "denominator": 4}
    Claim.objects.filter(criterion__code="2.2").update(content=zero, points=0)

    assert act("submit", sheet, person()).state == "submitted"


@pytest.mark.parametrize("step", ["submit", "back", "sign"])
def test_no_step_is_taken_once_the_last_day_is_over(sheet, staff, person, step):
    move(sheet, "submitted" if step != "submit" else "drafting", staff)

    with pytest.raises(StepRefused, match="Đã hết hạn"):
        act(step, sheet, person(), at=now() + timedelta(days=6))


def test_sending_back_needs_a_word(sheet, staff, person):
    move(sheet, "submitted", staff)

    with pytest.raises(StepRefused, match="điều cần sửa"):
        send_back(assessment=sheet, comment=" \n", by=person())


def test_what_changed_behind_the_heads_back_is_not_signed(sheet, person):
    seen = claims_version(sheet)
    claim = Claim.objects.get(criterion__code="1.2")
    claim.version += 1
    claim.save()

    with pytest.raises(StepRefused, match="vừa thay đổi"):
        sign_sheet(assessment=sheet, version=seen, by=person())


def test_a_signed_pdf_is_kept_and_its_name_not_believed(sheet, person):
    seen = claims_version(sheet)

    signed = sign_sheet(assessment=sheet, version=seen, by=person(), file=pdf())

    assert signed.signature == "file"
    with signed.signed_file.file.open() as kept:
        assert kept.read() == PDF


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" + b"x" * 99, b"MZ" + b"\0" * 99, b"<html>"])
def test_what_is_no_pdf_is_refused_whatever_it_is_called(sheet, person, content):
    seen = claims_version(sheet)

    with pytest.raises(StepRefused, match="không phải PDF"):
        sign_sheet(assessment=sheet, version=seen, by=person(), file=pdf(content))
    sheet.refresh_from_db()
    assert sheet.state == "drafting"


def test_a_scan_that_is_too_large_is_refused_unread(sheet, person):
    file = pdf()
    file.size = 200 << 20

    with pytest.raises(StepRefused, match=f"{MOST_MEGABYTES} MB"):
        sign_sheet(assessment=sheet, version=claims_version(sheet), by=person(), file=file)


def test_signing_what_was_reopened_closes_it(sheet, staff, person):
    head = person()
    reopening = reopen(move(sheet, "signed", staff), "2", staff)

    act("sign", sheet, head)

    reopening.refresh_from_db()
    sheet.refresh_from_db()
    step = SheetStep.objects.get()
    assert reopening.closed_by == head
    assert (step.from_state, step.to_state, step.comment) == (
        "signed",
        "signed",
        "Ký lại lĩnh vực 2.",
    )
    assert sheet.signed_by == head


def test_what_is_missing_elsewhere_does_not_keep_a_reopened_area_from_being_signed(
    sheet, staff, person
):
    reopen(move(sheet, "signed", staff), "2", staff)
    Claim.objects.get(criterion__code="3.2").delete()

    assert act("sign", sheet, person()).state == "signed"


def test_what_is_missing_in_a_reopened_area_does(sheet, staff, person):
    reopen(move(sheet, "signed", staff), "2", staff)
    Evidence.objects.all().delete()

    with pytest.raises(SheetIncomplete):
        act("sign", sheet, person())


@pytest.mark.django_db(transaction=True)
def test_of_two_heads_who_sign_at_once_the_second_is_told(
    sheet, person, beside, until_somebody_waits
):
    first, second = person(username="mot"), person(username="hai")
    seen = claims_version(sheet)

    with transaction.atomic():
        hold_sheet(sheet)
        waiting = beside(sign_sheet, assessment=sheet, version=seen, by=second)
        until_somebody_waits()
        sign_sheet(assessment=sheet, version=seen, by=first)

    with pytest.raises(StepRefused, match="Phiếu đã được mot ký lúc"):
        waiting.result()
    assert SheetStep.objects.filter(to_state="signed").count() == 1


def test_the_page_signs_with_the_password_typed_again(client, sheet, person):
    client.force_login(person())
    page = client.get(f"{PAGE}ky/")

    done = client.post(f"{PAGE}ky/", {"ban": claims_version(sheet), "mat_khau": PASSWORD})

    assert "Nhập lại mật khẩu của bạn" in words(page)
    assert done.status_code == 302
    assert "Phiếu đã ký, đã nộp và khóa lại." in words(client.get(PAGE))


def test_a_wrong_password_signs_nothing_and_after_five_not_even_the_right_one(
    client, sheet, person
):
    client.force_login(person())
    version = claims_version(sheet)

    for _ in range(5):
        wrong = client.post(f"{PAGE}ky/", {"ban": version, "mat_khau": "sai"})
        assert wrong.status_code == 422
        assert "Mật khẩu không đúng" in words(wrong)
    braked = client.post(f"{PAGE}ky/", {"ban": version, "mat_khau": PASSWORD})

    assert braked.status_code == 422
    sheet.refresh_from_db()
    assert sheet.state == "drafting"


def test_neither_password_nor_file_signs_nothing(client, sheet, person):
    client.force_login(person())

    response = client.post(f"{PAGE}ky/", {"ban": claims_version(sheet)})

    assert "Hãy nhập mật khẩu, hoặc chọn bản PDF đã ký." in words(response)


def test_the_signed_pdf_is_handed_to_those_who_see_the_sheet(client, sheet, person):
    client.force_login(person())
    client.post(f"{PAGE}ky/", {"ban": claims_version(sheet), "tep": pdf()})
    mine = client.get(f"{PAGE}ban-ky/")
    client.force_login(person("sister", "chi-em"))

    assert b"".join(mine.streaming_content) == PDF
    assert "attachment" in mine["Content-Disposition"]
    assert client.get(f"{PAGE}ban-ky/").status_code == 403


def test_a_sheet_signed_by_password_has_no_file(client, sheet, person):
    client.force_login(person())

    assert client.get(f"{PAGE}ban-ky/").status_code == 404


def test_the_page_lists_what_keeps_a_sheet_from_its_head(client, sheet, person):
    Claim.objects.get(criterion__code="3.2").delete()
    client.force_login(person("officer"))

    response = client.post(f"{PAGE}trinh-ky/")

    assert response.status_code == 409
    assert "Phiếu còn thiếu 1 việc, chưa trình ký được." in words(response)


def test_the_page_submits_and_sends_back(client, sheet, person):
    client.force_login(person("officer", "can-bo"))
    client.post(f"{PAGE}trinh-ky/")
    client.force_login(person())

    empty = client.post(f"{PAGE}tra-lai/", {"y_kien": ""})
    back = client.post(f"{PAGE}tra-lai/", {"y_kien": "Xem lại 2.2"})

    assert "Hãy ghi điều cần sửa" in words(empty)
    assert back.status_code == 302
    assert "Xem lại 2.2" in words(client.get(PAGE))


def test_the_second_head_is_told_on_the_page_whatever_password(client, sheet, staff, person):
    head, version = person(), claims_version(sheet)
    move(sheet, "signed", staff)
    client.force_login(head)

    response = client.post(f"{PAGE}ky/", {"ban": version, "mat_khau": "sai"})

    assert response.status_code == 409
    assert "Phiếu đã được staff ký" in words(response)


@pytest.mark.parametrize("role", ["officer", "home_affairs", "sister", None])
def test_the_signing_page_opens_for_heads_alone(client, sheet, person, role):
    client.force_login(person(role))

    assert client.get(f"{PAGE}ky/").status_code == 403


@pytest.mark.parametrize(
    ("step", "state"), [("submit", "drafting"), ("back", "submitted"), ("sign", "submitted")]
)
def test_nobody_acts_with_a_password_that_somebody_else_gave(sheet, person, staff, step, state):
    head = person("head")
    head.must_change_password = True
    head.save()
    move(sheet, state, staff)

    with pytest.raises(StepRefused, match="hãy đổi mật khẩu trước"):
        act(step, sheet, head)

    sheet.refresh_from_db()
    assert sheet.state == state
