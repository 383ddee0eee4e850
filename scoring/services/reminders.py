"""Reminding units and appraisers of deadlines by e-mail: 7, 3 and 1 days before and after."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from foundation.services.notices import Letter, LetterRefused, PostClosed, post_office
from scoring.models import Reminder
from scoring.selectors.appraisal_deadlines import (
    AppraisalDeadline,
    appraisal_deadlines,
    appraisers_in,
    cycles_under_appraisal,
    last_days,
)
from scoring.selectors.reminders import Deadline, days_said, deadlines
from units.models import Grant

log = logging.getLogger(__name__)

BEFORE = AFTER = (7, 3, 1)
"""So many days before a deadline, and after it, whoever has to meet it is reminded."""
_GRACE = 2
"""A reminder after the deadline that could not be sent on its day is still sent so much later."""
Owed = Deadline | AppraisalDeadline
Due = tuple[Owed, int, tuple[str, ...]]
"""What is owed, the reminder of it that is due (see `due_reminder`), and the addresses."""


def send_reminders(*, at: datetime | None = None) -> int:
    """Write to those whose deadlines are near or just over; return how many letters went.

    Each reminder is stored before its letter goes and taken back if the letter is refused: so none
    is lost to a mail server that fails, and at most the letter under way is sent twice. A unit of
    which nobody has an address, and an appraiser without one, is told on their pages alone.
    """
    today = localdate(at)
    due = [*_due_to_units(today), *_due_to_appraisers(today)]
    if not due:
        return 0
    try:
        with post_office() as post:
            return sum(_remind(one, days, _letter(one, to, today), post) for one, days, to in due)
    except PostClosed:
        log.warning("Máy chủ thư không trả lời; %s thư nhắc được gửi lại sau.", len(due))
        return 0


def due_reminder(due_on: date, today: date) -> int:
    """Return which reminder of a last day is due: days before it, below zero after it; 0 for none.

    One that could not be sent on its day is due until the next one is, so that a clock that stood
    still for a day leaves nobody without.
    """
    left = (due_on - today).days
    if left >= 0:
        return min((days for days in BEFORE if days >= left), default=0)
    passed = max((days for days in AFTER if days <= -left), default=0)
    return -passed if -left <= max(AFTER) + _GRACE else 0


def _due_to_units(today: date) -> Iterator[Due]:
    """Yield the reminders that are due to units, and that were not sent yet."""
    due = [
        (one, days) for one in deadlines(today=today) if (days := due_reminder(one.due_on, today))
    ]
    known = _sent({one.stage.pk for one, _ in due}, "assessment")
    new = [(one, days) for one, days in due if (*_key(one), one.due_on, days) not in known]
    to = _addresses({one.assessment.unit_id for one, _ in new})
    for one, days in new:
        if addresses := to.get(one.assessment.unit_id):
            yield one, days, addresses


def _due_to_appraisers(today: date) -> Iterator[Due]:
    """Yield the reminders that are due to appraisers, and that were not sent yet."""
    for cycle in cycles_under_appraisal():
        if not any(due_reminder(day, today) for day in last_days(cycle)):
            continue
        known = _sent(cycle.stages.values("pk"), "user")
        for person in appraisers_in(cycle):
            for one in appraisal_deadlines(person, cycle):
                days = due_reminder(one.due_on, today)
                if days and (one.stage.pk, person.pk, one.due_on, days) not in known:
                    yield one, days, (person.email,)


def _sent(stages: Any, whose: str) -> set[tuple[Any, ...]]:
    """Return the reminders of stages that were sent: stage, sheet or person, last day, days."""
    sent = Reminder.objects.filter(stage__in=stages)
    return set(sent.values_list("stage", whose, "due_on", "days"))


def _remind(deadline: Owed, days: int, letter: Letter, post: Callable[[Letter], None]) -> bool:
    """Store a reminder, then send its letter; return whether it went, and by this call."""
    with transaction.atomic(durable=True):
        reminder, is_new = Reminder.objects.get_or_create(
            stage=deadline.stage,
            assessment=deadline.assessment if isinstance(deadline, Deadline) else None,
            user=deadline.user if isinstance(deadline, AppraisalDeadline) else None,
            due_on=deadline.due_on,
            days=days,
        )
    if not is_new:
        return False
    try:
        post(letter)
    except LetterRefused as refusal:
        log.warning("%s Sẽ gửi lại.", refusal)
        reminder.delete()
        return False
    return True


def _key(deadline: Deadline) -> tuple[int, int]:
    return deadline.stage.pk, deadline.assessment.pk


def _addresses(units: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Return the addresses of the heads and officers of units, by unit id."""
    grants = Grant.objects.filter(
        unit__in=units, role__in=Grant.OF_A_UNIT, user__is_active=True
    ).exclude(user__email="")
    addresses: dict[int, set[str]] = {}
    for unit, address in grants.values_list("unit_id", "user__email"):
        addresses.setdefault(unit or 0, set()).add(address)
    return {unit: tuple(sorted(found)) for unit, found in addresses.items()}


def _letter(deadline: Owed, to: tuple[str, ...], today: date) -> Letter:
    said = days_said((deadline.due_on - today).days)
    context = {"deadline": deadline, "said": said, "portal": settings.PORTAL_URL}
    subject = f"{deadline.stage.get_kind_display()} năm {deadline.stage.cycle.year}: {said}"
    return Letter(to, subject, render_to_string("scoring/reminder.txt", context))
