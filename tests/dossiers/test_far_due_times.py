"""A due time that lies years after the reception is a slip of the pen: it is refused."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

FAR = {"due": "31/12/2099"}
OPEN = {"finished": "", "outcome": "Đang giải quyết"}


def told(batch) -> list[tuple[str, str, str]]:
    return list(batch.rejects.values_list("column", "code", "message"))


def in_days(days: int) -> dict[str, str]:
    return {"due": f"{localdate() + timedelta(days=days):%d/%m/%Y}"}


def refusal(days: int) -> list[tuple[str, str, str]]:
    message = f"Hẹn trả muộn hơn tiếp nhận quá {days} ngày; hãy xem lại năm của ngày hẹn."
    return [("Hẹn trả", "due_too_late", message)]


def test_a_due_time_of_another_century_is_refused(take):
    assert told(take(FAR)) == refusal(731)


# Received on 05/01/2024 at 08:00: 731 days later is 05/01/2026, for 2024 has a 29th of February.
@pytest.mark.parametrize(
    ("due", "is_refused"), [("05/01/2026 08:00", False), ("05/01/2026 08:01", True)]
)
def test_a_due_time_may_lie_two_years_after_the_reception(take, due, is_refused):
    assert told(take({"due": due})) == refusal(731) * is_refused


@pytest.mark.parametrize(("days", "is_refused"), [(8, False), (7, True)])
def test_how_far_is_a_setting(take, settings, days, is_refused):
    settings.LONGEST_PROMISE_DAYS = days

    assert told(take({})) == refusal(days) * is_refused  # due 7 days and 9 hours after it came


def test_a_second_appointment_is_held_to_the_same(take, dossier):
    take({})

    assert told(take(FAR)) == refusal(731)
    assert dossier().rescheduled_due_at is None


def test_a_due_time_known_already_hinders_no_other_change(take, dossier, settings):
    settings.LONGEST_PROMISE_DAYS = 40_000
    take(FAR)
    settings.LONGEST_PROMISE_DAYS = 731

    assert told(take(FAR | {"channel": "Bưu chính"})) == []
    assert dossier().channel == "post"


def test_a_second_appointment_known_already_hinders_no_other_change(take, dossier, settings):
    settings.LONGEST_PROMISE_DAYS = 40_000
    take({})
    take(FAR)
    settings.LONGEST_PROMISE_DAYS = 731

    assert told(take(FAR | {"channel": "Bưu chính"})) == []
    assert dossier().channel == "post"


# A bare day ends at 17:00: on the 730th from today that is less than 731 days from now, on the
# 732nd more. A letter of apology promises a result within 366.
@pytest.mark.parametrize(("days", "is_refused"), [(366, False), (730, False), (732, True)])
def test_a_second_appointment_may_lie_two_years_from_now(take, dossier, days, is_refused):
    """The dossier came on 05/01/2024, so 730 days from now are more than 731 from then."""
    take(OPEN)

    assert told(take(in_days(days))) == refusal(731) * is_refused
    assert dossier().outcome == ("open" if is_refused else "granted")


def test_a_first_appointment_is_held_to_the_reception(take):
    assert told(take(OPEN | in_days(366))) == refusal(731)


def test_a_first_appointment_of_a_dossier_known_without_one_is_too(take):
    nothing_promised = OPEN | {"procedure_code": "1.002"}
    take(nothing_promised | {"due": ""})

    assert told(take(nothing_promised | in_days(366))) == refusal(731)
