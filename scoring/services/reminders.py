"""Reminding units of deadlines by e-mail, once for each: 7, 3 and 1 days before and after."""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from foundation.services.notices import Letter, LetterRefused, PostClosed, post_office
from scoring.models import Reminder
from scoring.selectors.reminders import Deadline, days_said, deadlines
from units.models import Grant

log = logging.getLogger(__name__)

BEFORE = AFTER = (7, 3, 1)
"""So many days before a deadline, and after it, its unit is reminded."""
_GRACE = 2
"""A reminder after the deadline that could not be sent on its day is still sent so much later."""


def send_reminders(*, at: datetime | None = None) -> int:
    """Write to the units whose deadlines are near or just over; return how many letters went.

    Each reminder is stored before its letter goes and taken back if the letter is refused: so none
    is lost to a mail server that fails, and at most the letter under way is sent twice. A unit of
    which nobody has an address is told on its pages alone.
    """
    today = localdate(at)
    due = [(one, milestone) for one in deadlines() if (milestone := due_reminder(one, today))]
    known = set(
        Reminder.objects.filter(stage__in={one.stage.pk for one, _ in due}).values_list(
            "stage", "assessment", "due_on", "days"
        )
    )
    new = [(one, days) for one, days in due if (*_key(one), one.due_on, days) not in known]
    to = _addresses({one.assessment.unit_id for one, _ in new})
    reachable = [(one, days) for one, days in new if to.get(one.assessment.unit_id)]
    if not reachable:
        return 0
    try:
        with post_office() as post:
            return sum(
                _remind(one, days, _letter(one, to[one.assessment.unit_id], today), post)
                for one, days in reachable
            )
    except PostClosed:
        log.warning("Máy chủ thư không trả lời; %s thư nhắc được gửi lại sau.", len(reachable))
        return 0


def due_reminder(deadline: Deadline, today: date) -> int:
    """Return which reminder of a deadline is due: days before it, below zero after it; 0 for none.

    One that could not be sent on its day is due until the next one is, so that a clock that stood
    still for a day leaves nobody without.
    """
    left = deadline.days_left(today)
    if left >= 0:
        return min((days for days in BEFORE if days >= left), default=0)
    passed = max((days for days in AFTER if days <= -left), default=0)
    return -passed if -left <= max(AFTER) + _GRACE else 0


def _remind(deadline: Deadline, days: int, letter: Letter, post: Callable[[Letter], None]) -> bool:
    """Store a reminder, then send its letter; return whether it went, and by this call."""
    with transaction.atomic(durable=True):
        reminder, is_new = Reminder.objects.get_or_create(
            stage=deadline.stage,
            assessment=deadline.assessment,
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


def _letter(deadline: Deadline, to: tuple[str, ...], today: date) -> Letter:
    said = days_said(deadline.days_left(today))
    context = {"deadline": deadline, "said": said, "portal": settings.PORTAL_URL}
    subject = f"{deadline.stage.get_kind_display()} năm {deadline.stage.cycle.year}: {said}"
    return Letter(to, subject, render_to_string("scoring/reminder.txt", context))
