"""Areas opened again: their units are reminded until they are signed, by e-mail and on the page."""

from datetime import date, datetime

import pytest
from django.core import mail

from scoring.models import Assessment, Claim, Reminder, Stage
from scoring.selectors.claim_sheets import claims_version
from scoring.selectors.reminders import notices_for
from scoring.services.extensions import close_reopening, reopen_area
from scoring.services.reminders import send_reminders
from scoring.services.stage_clock import turn_stages
from scoring.services.stages import open_stage
from tests.stage_world import give_timetable, instant, sheet_of, sign, stage
from units.models import Unit

OPEN_AGAIN = "Lĩnh vực “1 Chỉ đạo” của Sở beta được mở lại"
UNSIGNED = (
    "Phiếu tự chấm năm 2024 (Sở beta) khác bản đã ký, lĩnh vực đang khóa;"
    " đề nghị Sở Nội vụ mở lại để ký lại"
)


@pytest.fixture
def sheet(cycle, marker) -> Assessment:
    """Return beta's sheet, signed with one claim before the stage ended on 20/03/2025."""
    give_timetable(cycle, marker)
    open_stage(stage=stage(cycle, Stage.Kind.SELF_SCORING), by=marker, at=instant(1, 3))
    sheet = sign(cycle, "beta", marker)
    Claim.objects.create(
        assessment=sheet,
        criterion=sheet.cycle_group.criteria_set.criteria.get(code="1.1"),
        content={"points": "6"},
        points="6",
        claimed_by=marker,
    )
    signed_again(sheet, at=instant(20, 3))
    return sheet_of(cycle, "beta")


@pytest.fixture
def officer(sheet, make_user):
    """Return the officer of beta."""
    person = make_user("officer", sheet.unit)
    person.email = "officer@beta.vn"
    person.save()
    return person


@pytest.fixture
def reopened(sheet, marker):
    """Return a function that opens area 1 of beta until a day of March, by default the 31st."""

    def reopen(until: int = 31):
        return reopen_area(
            assessment=sheet,
            area=sheet.cycle_group.criteria_set.criteria.get(code="1"),
            until_on=date(2025, 3, until),
            reason="Nhầm",
            by=marker,
            at=instant(22, 3),
        )

    return reopen


def change(sheet: Assessment) -> None:
    """Have the unit type something else for its only claim."""
    claim = sheet.claims.get()
    claim.content, claim.points, claim.version = {"points": "5"}, 5, claim.version + 1
    claim.save()


def signed_again(sheet: Assessment, at: datetime | None = None) -> None:
    """Note that what is claimed now is what was signed, by default on 24/03/2025."""
    signed = {"signed_version": claims_version(sheet), "signed_at": at or instant(24, 3)}
    Assessment.objects.filter(pk=sheet.pk).update(**signed)


def turn_and_remind(first: int, last: int) -> None:
    """Let the clock go and send reminders every day from one day after 28/02/2025 to another."""
    for day in range(first, last + 1):
        at = instant(day, 3) if day <= 31 else instant(day - 31, 4)
        turn_stages(at=at)
        send_reminders(at=at)


def test_letters_go_7_3_and_1_days_before_and_1_3_and_7_after(sheet, officer, reopened):
    """Until 31/03: 24/03, 28/03, 30/03; changed and never signed: 01/04, 03/04, 07/04."""
    reopened()
    change(sheet)

    turn_and_remind(22, 31 + 12)

    sent = Reminder.objects.order_by("pk").values_list("assessment__unit__code", "due_on", "days")
    assert list(sent) == [("beta", date(2025, 3, 31), days) for days in (7, 3, 1, -1, -3, -7)]
    assert [letter.to for letter in mail.outbox] == [["officer@beta.vn"]] * 6
    assert f"{OPEN_AGAIN}.\nHạn: hết ngày 31/03/2025 (còn 7 ngày).\n" in mail.outbox[0].body
    assert "/phieu/56/2024/beta/" in mail.outbox[0].body
    assert f"{UNSIGNED}.\nHạn: hết ngày 31/03/2025 (quá hạn 1 ngày).\n" in mail.outbox[3].body


def test_what_was_not_changed_is_not_owed_once_its_day_is_over(officer, reopened):
    reopened()

    turn_and_remind(22, 31 + 12)

    assert list(Reminder.objects.order_by("pk").values_list("days", flat=True)) == [7, 3, 1]


def test_nothing_is_owed_once_it_is_signed(sheet, officer, marker, reopened):
    again = reopened()
    change(sheet)
    signed_again(sheet)
    close_reopening(reopening=again, by=marker, at=instant(23, 3))

    turn_and_remind(23, 31 + 12)

    assert not mail.outbox
    assert notices_for(officer, today=date(2025, 3, 24)) == []


def test_nobody_is_reminded_who_takes_no_part(sheet, officer, reopened):
    reopened()
    Assessment.objects.filter(pk=sheet.pk).update(standing="excluded", reason="Thôi")

    assert send_reminders(at=instant(24, 3)) == 0


def test_areas_with_the_same_last_day_are_told_in_one_letter(sheet, officer, marker, reopened):
    reopened()
    reopen_area(
        assessment=sheet,
        area=sheet.cycle_group.criteria_set.criteria.get(code="2"),
        until_on=date(2025, 3, 31),
        reason="Nhầm",
        by=marker,
        at=instant(22, 3),
    )

    assert send_reminders(at=instant(24, 3)) == 1
    assert "Lĩnh vực “1 Chỉ đạo”, “2 " in mail.outbox[0].body


def test_the_page_tells_of_an_area_that_is_open_again(officer, reopened):
    reopened(until=25)

    (notice,) = notices_for(officer, today=date(2025, 3, 22))

    assert notice.text == f"{OPEN_AGAIN}: còn 3 ngày, hạn đến hết 25/03/2025."
    assert (notice.address, notice.tone) == ("/phieu/56/2024/beta/", "open")


def test_the_page_tells_of_it_after_its_day_while_anything_is_unsigned(sheet, officer, reopened):
    reopened(until=25)
    change(sheet)
    turn_stages(at=instant(26, 3))

    (notice,) = notices_for(officer, today=date(2025, 4, 30))
    assert notice.text == f"{UNSIGNED}: quá hạn 36 ngày, hạn đến hết 25/03/2025."
    assert notice.tone == "bad"

    signed_again(sheet)
    assert notices_for(officer, today=date(2025, 4, 30)) == []


def test_an_area_that_was_locked_early_is_owed_since_that_day(sheet, officer, marker, reopened):
    again = reopened()
    change(sheet)
    close_reopening(reopening=again, by=marker, at=instant(23, 3))

    (notice,) = notices_for(officer, today=date(2025, 3, 24))

    assert notice.text == f"{UNSIGNED}: quá hạn 1 ngày, hạn đến hết 23/03/2025."


def test_no_other_unit_is_told(sheet, reopened, make_user):
    reopened()
    other = make_user("head", Unit.through_time.get(code="gamma"), username="khac")

    (notice,) = notices_for(other, today=date(2025, 3, 24))

    assert notice.text.startswith("Phiếu tự chấm năm 2024 (Sở gamma) chưa ký nộp")


def test_home_affairs_counts_the_sheets_that_were_never_signed(sheet, marker, reopened):
    """On 26/03 alpha and gamma are late; beta signed in time, whatever it changed since."""
    reopened(until=25)
    change(sheet)

    texts = [notice.text for notice in notices_for(marker, today=date(2025, 3, 26))]

    assert "2 đơn vị quá hạn “Tự chấm điểm” (Kỳ tính tay 2024)." in texts


def test_home_affairs_is_led_to_where_an_area_is_opened_again(sheet, marker, reopened):
    reopened(until=25)
    change(sheet)

    def told(day: int) -> list[tuple[str, str]]:
        notices = notices_for(marker, today=date(2025, 3, day))
        return [(it.text, it.address) for it in notices if "Sở beta" in it.text]

    assert told(25) == []
    assert told(26) == [
        (
            "Phiếu năm 2024 của Sở beta khác bản đã ký; hãy mở lại lĩnh vực để đơn vị ký lại.",
            "/ky-danh-gia/56/2024/don-vi/beta/",
        )
    ]
    signed_again(sheet)
    assert told(26) == []


@pytest.mark.parametrize("was_reopened", [False, True])
def test_a_sheet_changed_without_its_unit_is_owed_since_the_stage_ended(
    sheet, officer, marker, reopened, was_reopened
):
    """Signed, or reopened and signed again on the 24th, it is changed as a new set would do it."""
    if was_reopened:
        again = reopened(until=25)
        change(sheet)
        close_reopening(reopening=again, by=marker, at=instant(24, 3))
        signed_again(sheet)
    change(sheet)

    (own,) = notices_for(officer, today=date(2025, 3, 26))
    told = [it.text for it in notices_for(marker, today=date(2025, 3, 26)) if "beta" in it.text]

    assert own.text == f"{UNSIGNED}: quá hạn 6 ngày, hạn đến hết 20/03/2025."
    assert told == [
        "Phiếu năm 2024 của Sở beta khác bản đã ký; hãy mở lại lĩnh vực để đơn vị ký lại."
    ]


def test_the_pages_of_the_cycle_say_so_too(client, sheet, make_user):
    client.force_login(make_user("home_affairs", username="noi-vu"))
    pages = ("/ky-danh-gia/56/2024/", "/ky-danh-gia/56/2024/don-vi/beta/")

    assert not any("chưa ký lại" in client.get(page).content.decode() for page in pages)
    change(sheet)
    assert all("sửa sau khi ký, chưa ký lại" in client.get(page).content.decode() for page in pages)
