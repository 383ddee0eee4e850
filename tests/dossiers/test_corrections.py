"""Corrections by hand; due 12/01/2024 at 17:00, ended 11/01 at 10:00 unless said otherwise."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from dossiers.models import DossierChange, DossierCorrection
from dossiers.selectors.suspicions import Finding
from dossiers.selectors.suspicions_asked import Asked
from dossiers.selectors.tallies import tally_differences
from dossiers.services import corrections
from dossiers.services.corrections import (
    CorrectionRefused,
    correct_due_time,
    reopen_dossier,
)
from tests.dossiers.suspicion_world import listed
from tests.dossiers.test_suspicions_page import words
from units.models import Succession

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CODE = "H32.10-240105-0001"
PAGE, REOPEN, DUE = (f"/ho-so/{CODE}/{action}" for action in ("", "mo-lai/", "hen-tra/"))
OPEN = {"finished": "", "outcome": "Đang giải quyết"}
WHY = {"ly_do": "Công văn 12/STP ngày 20/01/2024"}


def at(day: int, hour: int, minute: int = 0, year: int = 2024) -> datetime:
    return datetime(year, 1, day, hour, minute, tzinfo=HANOI)


def suspected(**asked: str) -> list[Finding]:
    return listed(Asked.of(asked))


@pytest.fixture
def clerk(make_user):
    return make_user("home_affairs", username="thu")


@pytest.fixture
def changes():
    """Return what was changed: field, was, became."""
    return lambda: sorted(DossierChange.objects.values_list("field", "was", "became"))


def test_a_dossier_ended_too_soon_is_open_again(take, dossier, clerk, changes):
    take({})

    correction = reopen_dossier(CODE, reason="Bấm nhầm", by=clerk)

    assert (dossier().outcome, dossier().finished_at) == ("open", None)
    assert (dossier().due_at, dossier().deadline_at) == (at(12, 17), at(12, 17))
    assert changes() == [
        ("finished", "2024-01-11T03:00:00+00:00", None),
        ("outcome", "granted", "open"),
    ]
    told = (correction.kind, correction.was_at, correction.became_at, correction.unit)
    assert told == ("reopened", at(11, 10), None, dossier().unit)
    assert tally_differences() == []


def test_a_file_may_end_what_was_opened_again(take, dossier, clerk):
    take({})
    reopen_dossier(CODE, reason="Bấm nhầm", by=clerk)

    batch = take({"finished": "15/01/2024 10:00"})

    assert (batch.changed_rows, dossier().finished_at) == (1, at(15, 10))
    assert take(OPEN).rejects.get().code == "reopened"


def test_an_open_dossier_is_not_opened_again(take, clerk):
    take(OPEN)

    with pytest.raises(CorrectionRefused, match="không có gì để mở lại"):
        reopen_dossier(CODE, reason="x", by=clerk)

    assert not DossierCorrection.objects.exists()


def test_a_first_due_time_is_corrected_with_its_deadline(take, dossier, clerk, changes):
    """A day's pause from 08/01 moves the deadline by a day, before and after."""
    pauses = "08/01/2024 08:00 - 09/01/2024 08:00: Chờ cơ quan khác"
    take({"due": "12/01/2025 17:00", "pauses": pauses})
    assert dossier().deadline_at == at(13, 17, year=2025)

    correct_due_time(CODE, due_at=at(10, 9), reason="Nhầm năm", by=clerk)

    assert (dossier().due_at, dossier().deadline_at) == (at(10, 9), at(11, 9))
    assert changes() == [
        ("deadline", "2025-01-13T10:00:00+00:00", "2024-01-11T02:00:00+00:00"),
        ("due", "2025-01-12T10:00:00+00:00", "2024-01-10T02:00:00+00:00"),
    ]
    assert tally_differences() == []


def test_a_pause_after_the_right_due_time_moves_nothing(take, dossier, clerk):
    pauses = "09/01/2024 10:00 - 10/01/2024 10:00: Chờ cơ quan khác"
    take(OPEN | {"due": "12/01/2025 17:00", "pauses": pauses})

    correct_due_time(CODE, due_at=at(9, 9), reason="Nhầm năm", by=clerk)

    assert dossier().deadline_at == at(9, 9)


def test_an_open_pause_makes_a_dossier_wait_by_the_right_due_time_only(take, dossier, clerk):
    take(OPEN | {"due": "12/01/2025 17:00", "pauses": "09/01/2024 10:00 - : Chờ cơ quan khác"})
    assert dossier().paused_since == at(9, 10)

    correct_due_time(CODE, due_at=at(9, 9), reason="Nhầm năm", by=clerk)
    assert dossier().paused_since is None

    correct_due_time(CODE, due_at=at(9, 11), reason="Nhầm giờ", by=clerk)
    assert dossier().paused_since == at(9, 10)
    assert tally_differences() == []


def test_the_second_appointment_that_was_the_right_one_is_none_any_more(take, dossier, clerk):
    take({"due": "12/01/2025 17:00"})
    take({})
    assert dossier().rescheduled_due_at == at(12, 17)

    correct_due_time(CODE, due_at=at(12, 17), reason="Nhầm năm", by=clerk)

    assert (dossier().due_at, dossier().rescheduled_due_at) == (at(12, 17), None)
    assert take({}).unchanged_rows == 1


def test_the_source_that_still_names_the_wrong_due_time_says_nothing_new(take, dossier, clerk):
    """It is late by two days by the right due time, of the 11th; no other was ever promised."""
    wrong = {"due": "12/01/2025 17:00", "finished": "13/01/2024 17:00"}
    take(wrong)
    correct_due_time(CODE, due_at=at(11, 17), reason="Nhầm năm", by=clerk)

    assert take(wrong).unchanged_rows == 1
    assert take(wrong | {"channel": "Bưu chính"}).changed_rows == 1

    assert (dossier().due_at, dossier().rescheduled_due_at) == (at(11, 17), None)
    assert suspected() == []


def test_another_due_time_than_the_wrong_one_is_a_second_appointment(take, dossier, clerk):
    take(OPEN | {"due": "12/01/2025 17:00"})
    correct_due_time(CODE, due_at=at(11, 17), reason="Nhầm năm", by=clerk)
    correct_due_time(CODE, due_at=at(12, 17), reason="Nhầm ngày", by=clerk)

    take(OPEN | {"due": "15/01/2024 17:00"})
    assert dossier().rescheduled_due_at == at(15, 17)

    for wrong in ("12/01/2025 17:00", "11/01/2024 17:00"):
        assert take(OPEN | {"due": wrong}).unchanged_rows == 1


def test_a_due_time_where_none_was_known_takes_nothing_from_later_files(take, dossier, clerk):
    take({"procedure_code": "1.002", "due": ""})
    correct_due_time(CODE, due_at=at(12, 17), reason="Giấy hẹn", by=clerk)

    take({"procedure_code": "1.002", "due": "15/01/2024 17:00"})

    assert (dossier().due_at, dossier().rescheduled_due_at) == (at(12, 17), at(15, 17))


def test_a_dossier_without_a_due_time_is_given_one(take, dossier, clerk):
    take({"procedure_code": "1.002", "due": ""})
    assert dossier().due_at is None

    correct_due_time(CODE, due_at=at(12, 17), reason="Giấy hẹn", by=clerk)

    assert dossier().deadline_at == at(12, 17)
    assert tally_differences() == []


@pytest.mark.parametrize(
    ("due_at", "message"),
    [
        (at(5, 7, 59), "trước khi tiếp nhận"),
        (at(5, 8, 1, year=2026), "quá 731 ngày"),
        (at(12, 17), "đúng lúc này"),
    ],
)
def test_a_due_time_that_no_file_could_say_is_refused(take, dossier, clerk, due_at, message):
    take({})

    with pytest.raises(CorrectionRefused, match=message):
        correct_due_time(CODE, due_at=due_at, reason="x", by=clerk)

    assert dossier().due_at == at(12, 17)
    assert not DossierChange.objects.exists()


def test_a_correction_is_never_edited(take, clerk):
    take({})
    reopen_dossier(CODE, reason="Bấm nhầm", by=clerk)

    for statement in (
        "update dossiers_dossiercorrection set reason = 'y'",
        "delete from dossiers_dossiercorrection",
    ):
        with pytest.raises(IntegrityError, match="không sửa"), transaction.atomic():
            connection.cursor().execute(statement)


@pytest.mark.parametrize("address", [REOPEN, DUE])
@pytest.mark.parametrize("role", ["head", "officer", "appraiser", "leader", "reader", None])
def test_nobody_but_home_affairs_corrects(client, take, dossier, make_user, office, address, role):
    take({})
    client.force_login(make_user(role, office if role in ("head", "officer") else None))

    answer = client.post(address, WHY | {"hen_tra": "20/01/2024"})

    assert answer.status_code == 403
    assert (dossier().outcome, dossier().due_at) == ("granted", at(12, 17))
    assert "Sửa lại khi tệp" not in words(client.get(PAGE))


@pytest.mark.parametrize("is_kin", [False, True])
@pytest.mark.parametrize("address", [REOPEN, DUE])
def test_nobody_corrects_a_dossier_of_a_unit_of_theirs(
    client, take, dossier, make_user, make_unit, office, address, is_kin
):
    """Nor of a unit that theirs has carried on whole."""
    own = make_unit("noi-vu", "Sở Nội vụ", last=date(2025, 2, 28)) if is_kin else office
    if is_kin:
        whole = Succession.Extent.WHOLE
        Succession.objects.create(predecessor=own, successor=office, extent=whole)
    take({})
    client.force_login(make_user("home_affairs", own))

    page = words(client.post(address, WHY | {"hen_tra": "20/01/2024"}))

    assert "Bạn thuộc Sở Tư pháp nên không sửa hồ sơ của đơn vị này" in page
    assert "Sửa hẹn trả lần đầu" not in page
    assert "Bạn đã nhập, chưa ghi:" in page
    assert f"Lý do {WHY['ly_do']}" in page
    assert (dossier().outcome, dossier().due_at) == ("granted", at(12, 17))


def test_home_affairs_of_another_unit_corrects(client, take, dossier, make_user, make_unit):
    take({})
    client.force_login(make_user("home_affairs", make_unit("noi-vu", "Sở Nội vụ")))

    client.post(REOPEN, WHY)

    assert dossier().outcome == "open"


def test_home_affairs_opens_a_dossier_again_from_its_page(client, take, dossier, clerk):
    take({})
    client.force_login(clerk)
    assert "Mở lại hồ sơ" in words(client.get(PAGE))

    page = words(client.post(REOPEN, {"ly_do": "  Bấm\nnhầm "}, follow=True))

    assert dossier().outcome == "open"
    assert "Đã mở lại hồ sơ." in page
    assert "Kết quả Đã trả kết quả Đang giải quyết" in page
    assert "Sở Nội vụ sửa: Bấm nhầm thu" in page


def test_home_affairs_corrects_a_due_time_from_the_page(client, take, dossier, clerk):
    take({"finished": "13/01/2024 17:00"})
    client.force_login(clerk)

    page = words(client.post(DUE, WHY | {"hen_tra": "10/01/2024 09:00"}, follow=True))

    assert dossier().due_at == at(10, 9)
    assert "So với hạn Trễ 3 ngày 8 giờ" in page  # from 10/01 at 09:00 to 13/01 at 17:00
    assert "Hẹn trả 12/01/2024 17:00 10/01/2024 09:00" in page


@pytest.mark.parametrize(
    ("address", "given", "said"),
    [
        (REOPEN, {"ly_do": " \u200b "}, "Hãy ghi lý do."),
        (DUE, WHY, "Hãy ghi ngày hẹn trả đúng."),
        (DUE, {"hen_tra": "20/01/2024"}, "Hãy ghi lý do."),
        (DUE, WHY | {"hen_tra": "31/12/2099"}, "Hẹn trả muộn hơn tiếp nhận quá 731 ngày"),
        (DUE, WHY | {"hen_tra": "hôm qua"}, "Không có lúc như vậy"),
    ],
)
def test_a_correction_that_says_too_little_is_not_made(
    client, take, dossier, clerk, address, given, said
):
    take({})
    client.force_login(clerk)

    assert said in words(client.post(address, given))
    assert not DossierCorrection.objects.exists()


@pytest.mark.parametrize("address", ["/ho-so/X9/mo-lai/", "/ho-so/X9/hen-tra/"])
def test_a_code_that_nothing_bears_is_corrected_by_nobody(client, clerk, address):
    client.force_login(clerk)

    assert client.post(address, WHY | {"hen_tra": "20/01/2024"}).status_code == 404
    assert client.get(address).status_code == 405


def test_the_record_tells_who_corrected_what_and_why(client, take, clerk):
    take({})
    reopen_dossier(CODE, reason="Bấm nhầm", by=clerk)
    client.force_login(clerk)

    record = client.get("/nhat-ky/?loai=dossiercorrection")

    assert f'href="{PAGE}"' in record.content.decode()
    told = words(record)
    assert "Mở lại hồ sơ" in told
    assert "Bấm nhầm" in told
    assert CODE in told


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("address", "given", "said"),
    [
        (REOPEN, {}, "Đang nhập một tệp hồ sơ; hãy làm lại sau ít phút."),
        (DUE, {"hen_tra": "20/01/2024"}, "Đang nhập một tệp hồ sơ; hãy làm lại sau ít phút."),
        (DUE, {"hen_tra": "04/01/2024"}, "Hẹn trả trước khi tiếp nhận."),
    ],
)
def test_a_correction_does_not_wait_for_a_file_for_ever(
    client, take, dossier, clerk, beside, monkeypatch, address, given, said
):
    """What was typed stays; days that cannot be are told without any waiting."""
    monkeypatch.setattr(corrections, "LONGEST_WAIT", timedelta(milliseconds=100))
    take({})
    client.force_login(clerk)
    with transaction.atomic():
        connection.cursor().execute("select hold_dossiers()")
        page = beside(client.post, address, WHY | given).result()

    assert said in words(page)
    assert WHY["ly_do"] in words(page)
    assert given.get("hen_tra", "") in page.content.decode()
    assert dossier().outcome == "granted"


@pytest.mark.django_db(transaction=True)
def test_a_correction_waits_for_a_file_and_sees_what_it_wrote(
    take, dossier, clerk, beside, until_somebody_waits
):
    take({})
    with transaction.atomic():
        take({"finished": "15/01/2024 10:00"})
        correcting = beside(reopen_dossier, CODE, reason="Bấm nhầm", by=clerk)
        until_somebody_waits()

    assert correcting.result().was_at == at(15, 10)
    assert dossier().outcome == "open"
    assert tally_differences() == []
