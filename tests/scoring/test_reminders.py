"""Reminders by e-mail and notices on the page: to whom, when, and each of them once."""

from datetime import date

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from scoring.models import Appraisal, Reminder, Stage
from scoring.selectors.reminders import Notice, notices_for
from scoring.services.extensions import grant_extension
from scoring.services.ranking import rank_cycle
from scoring.services.reminders import send_reminders
from scoring.services.stages import open_stage
from tests.stage_world import give_timetable, instant, make_known, sheet_of, sign, stage
from units.models import Unit

SELF = Stage.Kind.SELF_SCORING


class FlakyPost(EmailBackend):
    """A mail server that refuses letters whose subject names a word."""

    refuses = "còn 3 ngày"
    is_shut = False

    def open(self) -> bool:
        """Refuse to open when it is shut."""
        if FlakyPost.is_shut:
            raise ConnectionRefusedError
        return True

    def send_messages(self, messages) -> int:
        """Take letters that it does not refuse."""
        if any(FlakyPost.refuses in one.subject for one in messages):
            raise TimeoutError
        return super().send_messages(messages)


@pytest.fixture
def opened(cycle, marker, settings) -> Stage:
    """Return the stage of self-scoring, open from 01/03 to 20/03/2025."""
    settings.PORTAL_URL = "https://cchc.example.vn"
    give_timetable(cycle, marker)
    return open_stage(stage=stage(cycle, SELF), by=marker, at=instant(1, 3))


@pytest.fixture
def people(make_user) -> dict:
    """Return the officer and the head of beta, and the officer of gamma, who has no address."""
    beta = Unit.through_time.get(code="beta")
    gamma = Unit.through_time.get(code="gamma")
    found = {
        "officer": make_user("officer", beta),
        "head": make_user("head", beta),
        "other": make_user("officer", gamma, username="khac"),
    }
    for name in ("officer", "head"):
        found[name].email = f"{name}@beta.vn"
        found[name].save()
    return found


def test_a_letter_goes_to_head_and_officer_and_says_what_until_when_and_where(opened, people):
    sent = send_reminders(at=instant(13, 3))

    (letter,) = mail.outbox
    assert sent == 1
    assert letter.to == ["head@beta.vn", "officer@beta.vn"]
    assert letter.subject == "Tự chấm điểm năm 2024: còn 7 ngày"
    assert "Phiếu tự chấm năm 2024 (Sở beta) chưa ký nộp.\n" in letter.body
    assert "Hạn: hết ngày 20/03/2025 (còn 7 ngày).\n" in letter.body
    assert "https://cchc.example.vn/phieu/56/2024/beta/" in letter.body


def test_letters_go_7_3_and_1_days_before_and_1_3_and_7_after(opened, people):
    """Two beats a day over a whole month; 20/03 is the last day."""
    for day in range(1, 31):
        for hour in (8, 15):
            send_reminders(at=instant(day, 3, hour))

    days = Reminder.objects.order_by("pk").values_list("days", flat=True)
    assert list(days) == [7, 3, 1, -1, -3, -7]
    assert [letter.subject.split(": ")[1] for letter in mail.outbox] == [
        "còn 7 ngày",
        "còn 3 ngày",
        "còn 1 ngày",
        "quá hạn 1 ngày",
        "quá hạn 3 ngày",
        "quá hạn 7 ngày",
    ]


def test_a_clock_that_stood_still_for_a_day_sends_what_it_missed(opened, people):
    send_reminders(at=instant(18, 3))

    assert mail.outbox[0].subject.endswith("còn 2 ngày")
    assert Reminder.objects.get().days == 3


def test_nobody_is_reminded_who_has_signed_takes_no_part_or_has_no_address(opened, people, marker):
    sign(opened.cycle, "beta", marker)

    assert send_reminders(at=instant(19, 3)) == 0
    assert not Reminder.objects.exists()


def test_nobody_is_reminded_before_the_stage_is_open(cycle, marker, people):
    give_timetable(cycle, marker)

    assert send_reminders(at=instant(19, 3)) == 0


def test_nobody_is_reminded_once_the_result_is_published(opened, people, marker):
    make_known(rank_cycle(opened.cycle_id, by=marker), marker)

    assert send_reminders(at=instant(21, 3)) == 0


def test_a_unit_with_more_time_is_reminded_of_its_own_deadline(opened, people, marker):
    grant_extension(
        stage=opened,
        assessment=sheet_of(opened.cycle, "beta"),
        until_on=date(2025, 3, 24),
        reason="Bão",
        by=marker,
        at=instant(12, 3),
    )

    for day in (13, 17, 21, 25):  # 24 − 17 = 7, 24 − 21 = 3, 24 − 25 = −1
        send_reminders(at=instant(day, 3))

    sent = Reminder.objects.order_by("pk").values_list("due_on", "days")
    assert list(sent) == [(date(2025, 3, 24), days) for days in (7, 3, -1)]


def test_a_letter_that_is_refused_is_sent_by_the_next_beat_and_holds_up_no_other(
    opened, people, settings, monkeypatch
):
    settings.EMAIL_BACKEND = f"{__name__}.FlakyPost"
    people["other"].email = "khac@gamma.vn"
    people["other"].save()

    assert send_reminders(at=instant(17, 3)) == 0
    assert not Reminder.objects.exists()
    monkeypatch.setattr(FlakyPost, "refuses", "không từ nào")

    assert send_reminders(at=instant(17, 3)) == 2
    assert send_reminders(at=instant(17, 3)) == 0
    assert len(mail.outbox) == 2


def test_a_mail_server_that_is_shut_loses_nothing(opened, people, settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.FlakyPost"
    monkeypatch.setattr(FlakyPost, "is_shut", True)

    assert send_reminders(at=instant(13, 3)) == 0
    assert not Reminder.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_send_one_letter(opened, people, beside):
    both = [beside(send_reminders, at=instant(13, 3)) for _ in range(2)]

    assert sorted(one.result(timeout=30) for one in both) == [0, 1]
    assert len(mail.outbox) == 1


def test_the_explanation_is_asked_for_where_the_points_differ(opened, people, marker):
    """beta claimed nothing for 1.1 and got 6 points; gamma's stage is not asked about."""
    beta = sheet_of(opened.cycle, "beta")
    Appraisal.objects.create(
        assessment=beta,
        criterion=beta.cycle_group.criteria_set.criteria.get(code="1.1"),
        round="first",
        content={"points": "6"},
        points="6",
        appraised_by=marker,
        appraiser_unit=Unit.through_time.get(code="alpha"),
        assessed_unit=beta.unit,
    )
    sign(opened.cycle, "beta", marker)
    Stage.objects.filter(kind="explanation").update(opened_at=instant(10, 4))

    send_reminders(at=instant(13, 4))

    (letter,) = mail.outbox
    assert "Giải trình điểm thẩm định năm 2024 (Sở beta), còn 1 tiêu chí khác điểm tự chấm" in (
        letter.body
    )


@pytest.mark.parametrize(
    ("today", "said", "tone"),
    [
        (date(2025, 3, 5), "còn 15 ngày", ""),
        (date(2025, 3, 13), "còn 7 ngày", "open"),
        (date(2025, 3, 20), "hôm nay là ngày cuối", "open"),
        (date(2025, 3, 22), "quá hạn 2 ngày", "bad"),
    ],
)
def test_the_page_tells_a_unit_its_deadline(opened, people, today, said, tone):
    (notice,) = notices_for(people["other"], today=today)

    assert notice == Notice(
        f"Phiếu tự chấm năm 2024 (Sở gamma) chưa ký nộp: {said}, hạn đến hết 20/03/2025.",
        "/phieu/56/2024/gamma/",
        date(2025, 3, 20),
        tone,
    )


def test_home_affairs_hears_of_late_units_and_of_stages_that_are_held_back(opened, marker):
    """All three departments are late on 21/03, the day on which appraisal should have opened."""
    texts = [notice.text for notice in notices_for(marker, today=date(2025, 3, 21))]

    assert texts == [
        "3 đơn vị quá hạn “Tự chấm điểm” (Kỳ tính tay 2024).",
        "“Thẩm định lần đầu” (Kỳ tính tay 2024) đã đến ngày mở 21/03/2025 mà chưa mở;"
        " trang lịch nói vì sao.",
    ]


@pytest.mark.parametrize("role", ["appraiser", "leader", "reader", None])
def test_nobody_else_is_told_anything(opened, make_user, role):
    assert notices_for(make_user(role, username="x"), today=date(2025, 3, 21)) == []
