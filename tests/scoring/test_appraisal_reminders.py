"""Reminders for appraisers: what waits for them, until when, and each of them once.

First appraisal ends on 09/04/2025, the second on 26/04/2025. alpha owns both areas and has no
substitute; of each signed sheet one leaf, 1.1, waits for its people.
"""

from datetime import date

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from scoring.models import (
    Appraisal,
    AreaAppraiser,
    AreaOwner,
    Explanation,
    Reminder,
    Stage,
)
from scoring.selectors.reminders import Notice, notices_for
from scoring.services.extensions import grant_extension
from scoring.services.ranking import rank_cycle
from scoring.services.reminders import send_reminders
from tests.appraisal_world import build_appraisal, words
from tests.scoring_world import build_year_before
from tests.stage_world import give_timetable, instant, make_known, sheet_of, sign, stage
from units.models import Unit, User

FIRST, SECOND = Stage.Kind.APPRAISAL, Stage.Kind.SECOND_APPRAISAL


@pytest.fixture
def opened(cycle, marker, settings) -> Stage:
    """Return the first appraisal, open from 21/03 to 09/04/2025; beta and gamma have signed."""
    settings.PORTAL_URL = "https://cchc.example.vn"
    give_timetable(cycle, marker)
    for code in ("beta", "gamma"):
        sign(cycle, code, marker)
    Stage.objects.filter(kind=FIRST).update(opened_at=instant(21, 3))
    return stage(cycle, FIRST)


@pytest.fixture
def appraiser(opened, make_user) -> User:
    """Return the appraiser of alpha."""
    return written(make_user("appraiser", Unit.through_time.get(code="alpha")))


def written(user: User) -> User:
    """Give somebody an address and return them."""
    user.email = f"{user.username}@cchc.vn"
    user.save()
    return user


def appraised(opened: Stage, code: str, by: User) -> Appraisal:
    """Give 1.1 of a unit 6 points in the first round."""
    sheet = sheet_of(opened.cycle, code)
    return Appraisal.objects.create(
        assessment=sheet,
        criterion=sheet.cycle_group.criteria_set.criteria.get(code="1.1"),
        round="first",
        content={"points": "6"},
        points="6",
        appraised_by=by,
        appraiser_unit=Unit.through_time.get(code="alpha"),
        assessed_unit=sheet.unit,
    )


def test_a_letter_says_how_much_waits_until_when_and_where(opened, appraiser):
    sent = send_reminders(at=instant(2, 4))

    (letter,) = mail.outbox
    assert sent == 1
    assert letter.to == ["appraiser@cchc.vn"]
    assert letter.subject == "Thẩm định lần đầu năm 2024: còn 7 ngày"
    assert letter.body.startswith(
        "Kính gửi appraiser,\n\n"
        "Thẩm định lần đầu năm 2024, còn 2 tiêu chí chờ thẩm định.\n"
        "Hạn: hết ngày 09/04/2025 (còn 7 ngày).\n"
    )
    assert f"https://cchc.example.vn/tham-dinh/?ky={opened.cycle_id}&chi=cho-ban" in letter.body


def test_letters_go_7_3_and_1_days_before_and_1_3_and_7_after(opened, appraiser):
    """Two beats a day from 25/03 to 24/04; 09/04 is the last day, closed on 10/04 by the clock."""
    for month, days in ((3, range(25, 32)), (4, range(1, 25))):
        for day in days:
            if (month, day) == (4, 10):
                Stage.objects.filter(kind=FIRST).update(closed_at=instant(10, 4, 0))
            for hour in (8, 15):
                send_reminders(at=instant(day, month, hour))

    sent = Reminder.objects.order_by("pk").values_list("user", "assessment", "due_on", "days")
    assert list(sent) == [
        (appraiser.pk, None, date(2025, 4, 9), days) for days in (7, 3, 1, -1, -3, -7)
    ]
    assert len(mail.outbox) == 6


def test_each_person_of_the_owner_gets_a_letter_of_their_own(opened, appraiser, make_user):
    alpha = Unit.through_time.get(code="alpha")
    written(make_user("home_affairs", alpha, "noi-vu"))

    assert send_reminders(at=instant(8, 4)) == 2
    assert sorted(letter.to for letter in mail.outbox) == [
        ["appraiser@cchc.vn"],
        ["noi-vu@cchc.vn"],
    ]


def test_those_named_are_reminded_and_nobody_else_of_the_owner(opened, appraiser, make_user):
    named = written(make_user("appraiser", Unit.through_time.get(code="alpha"), "duoc-giao"))
    for owner in AreaOwner.objects.all():
        AreaAppraiser.objects.create(area_owner=owner, user=named)

    send_reminders(at=instant(8, 4))

    assert [letter.to for letter in mail.outbox] == [["duoc-giao@cchc.vn"]]


def test_what_was_appraised_waits_no_more(opened, appraiser, marker):
    appraised(opened, "beta", marker)
    (notice,) = notices_for(appraiser, today=date(2025, 4, 2))
    appraised(opened, "gamma", marker)

    assert "còn 1 tiêu chí chờ thẩm định" in notice.text
    assert notices_for(appraiser, today=date(2025, 4, 2)) == []
    assert send_reminders(at=instant(2, 4)) == 0


def test_a_sheet_that_nobody_signed_waits_for_nobody(opened, appraiser):
    opened.cycle.assessments.update(
        state="drafting",
        submitted_at=None,
        submitted_by=None,
        signed_at=None,
        signed_by=None,
        signature="",
    )

    assert send_reminders(at=instant(2, 4)) == 0


@pytest.mark.parametrize("role", ["officer", "leader", "reader", None])
def test_nobody_is_reminded_who_does_not_appraise(opened, make_user, role):
    unit = Unit.through_time.get(code="alpha") if role == "officer" else None
    written(make_user(role, unit, "x"))

    assert send_reminders(at=instant(2, 4)) == 0


def test_whoever_left_or_has_no_address_gets_no_letter(opened, appraiser, make_user):
    make_user("appraiser", Unit.through_time.get(code="alpha"), "khong-thu")
    User.objects.filter(pk=appraiser.pk).update(is_active=False)

    assert send_reminders(at=instant(2, 4)) == 0
    assert not Reminder.objects.exists()


def test_people_of_other_cycles_are_not_reminded(opened, marker, make_user):
    """beta owns the area of the year before alone, whose stage has the same days but is shut."""
    before = build_year_before(opened.cycle, {"alpha": "3", "gamma": "3"}, marker)
    beta = Unit.through_time.get(code="beta")
    block = before.groups.get()
    area = block.criteria_set.criteria.get(code="1")
    AreaOwner.objects.create(cycle_group=block, area=area, owner=beta)
    Stage.objects.create(
        cycle=before, kind=FIRST, opens_on=opened.opens_on, closes_on=opened.closes_on
    )
    before.assessments.update(
        state="signed",
        submitted_at=instant(1, 3),
        submitted_by=marker,
        signed_at=instant(1, 3),
        signed_by=marker,
        signature="password",
    )
    other = written(make_user("appraiser", beta, "nguoi-khac"))

    assert send_reminders(at=instant(2, 4)) == 0
    assert notices_for(other, today=date(2025, 4, 2)) == []

    Stage.objects.filter(cycle=before).update(opened_at=instant(21, 3))

    assert send_reminders(at=instant(2, 4)) == 1  # of 2023, about the sheets of alpha and gamma
    assert "năm 2023, còn 2 tiêu chí chờ thẩm định" in mail.outbox[0].body


def test_nobody_is_reminded_before_the_stage_is_open_or_once_the_result_is_known(
    opened, appraiser, marker
):
    Stage.objects.update(opened_at=None)
    unopened = send_reminders(at=instant(2, 4))
    Stage.objects.filter(kind=FIRST).update(opened_at=instant(21, 3))
    make_known(rank_cycle(opened.cycle_id, by=marker), marker)

    assert (unopened, send_reminders(at=instant(10, 4))) == (0, 0)
    assert notices_for(appraiser, today=date(2025, 4, 10)) == []


def test_a_sheet_with_more_time_has_a_deadline_of_its_own(opened, appraiser, marker):
    grant_extension(
        stage=opened,
        assessment=sheet_of(opened.cycle, "gamma"),
        until_on=date(2025, 4, 12),
        reason="Bão",
        by=marker,
        at=instant(1, 4),
    )

    for day in (2, 5):  # 09 − 02 = 7; 12 − 05 = 7, and 09 − 05 = 4 was told on the 2nd
        send_reminders(at=instant(day, 4))

    sent = Reminder.objects.order_by("pk").values_list("due_on", "days")
    assert list(sent) == [(date(2025, 4, 9), 7), (date(2025, 4, 12), 7)]
    assert [notice.due_on.day for notice in notices_for(appraiser, today=date(2025, 4, 2))] == [
        9,
        12,
    ]


def test_an_objection_waits_until_the_last_day_of_the_second_appraisal(opened, appraiser, marker):
    """26/04 less 7 is 19/04; beta's leaf was agreed to, gamma's objected to."""
    for code, stance in (("beta", "agree"), ("gamma", "object")):
        given = appraised(opened, code, marker)
        Explanation.objects.create(
            assessment=given.assessment,
            criterion=given.criterion,
            stance=stance,
            text="đủ cả",
            explained_by=marker,
        )
    Stage.objects.filter(kind__in=["explanation", SECOND]).update(opened_at=instant(10, 4))

    for day in (10, 18, 19):
        send_reminders(at=instant(day, 4))

    (letter,) = mail.outbox
    assert letter.subject == "Thẩm định lần hai năm 2024: còn 7 ngày"
    assert "Thẩm định lần hai năm 2024, còn 1 tiêu chí chờ thẩm định" in letter.body
    assert "26/04/2025" in letter.body


@pytest.mark.parametrize(
    ("today", "said", "tone"),
    [
        (date(2025, 3, 30), "còn 10 ngày", ""),
        (date(2025, 4, 2), "còn 7 ngày", "open"),
        (date(2025, 4, 9), "hôm nay là ngày cuối", "open"),
        (date(2025, 4, 11), "quá hạn 2 ngày", "bad"),
    ],
)
def test_the_page_tells_an_appraiser_the_deadline(opened, appraiser, today, said, tone):
    (notice,) = notices_for(appraiser, today=today)

    assert notice == Notice(
        f"Thẩm định lần đầu năm 2024, còn 2 tiêu chí chờ thẩm định: {said},"
        " hạn đến hết 09/04/2025.",
        f"/tham-dinh/?ky={opened.cycle_id}&chi=cho-ban",
        date(2025, 4, 9),
        tone,
    )


def test_the_home_page_leads_to_what_waits(opened, appraiser, client):
    client.force_login(appraiser)

    home = client.get("/").content.decode()

    assert "Thẩm định lần đầu năm 2024, còn 2 tiêu chí chờ thẩm định" in home
    assert f"/tham-dinh/?ky={opened.cycle_id}&amp;chi=cho-ban" in home


def test_the_head_of_the_queue_says_the_last_day_of_the_stage(marker, make_user, client):
    """The stage of that world ends in five days."""
    cycle = build_appraisal(marker)
    client.force_login(make_user("appraiser", Unit.through_time.get(code="noi-vu")))
    last_on = cycle.stages.get().closes_on

    page = words(client.get("/tham-dinh/"))

    assert (last_on - localdate()).days == 5
    assert f"Thẩm định lần đầu: đang mở , đến hết {last_on:%d/%m/%Y} (còn 5 ngày)" in page
    assert "Thẩm định lần hai: không mở" in page


@pytest.mark.parametrize("both", [True, False])
def test_a_reminder_is_about_a_sheet_or_for_a_person(opened, appraiser, both):
    sheet = sheet_of(opened.cycle, "beta")
    given = {"assessment": sheet, "user": appraiser} if both else {}

    with (
        pytest.raises(IntegrityError, match="a_reminder_is_about_a_sheet_or_for_a_person"),
        transaction.atomic(),
    ):
        Reminder.objects.create(stage=opened, due_on=opened.closes_on, days=7, **given)


def test_an_appraiser_is_reminded_once(opened, appraiser):
    about = {"stage": opened, "user": appraiser, "due_on": opened.closes_on, "days": 7}
    Reminder.objects.create(**about)

    with (
        pytest.raises(IntegrityError, match="an_appraiser_is_reminded_once"),
        transaction.atomic(),
    ):
        Reminder.objects.create(**about)
