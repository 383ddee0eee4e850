"""Setting right by hand what no file can: a dossier ended too soon, a first due time mistyped."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from dossiers.models import Dossier, DossierChange, DossierCorrection
from dossiers.selectors.changes_dossier import why_not_corrected

log = logging.getLogger(__name__)

LONGEST_REASON = 500
"""Characters of a reason."""
LONGEST_WAIT = timedelta(seconds=5)
"""For a file that is being taken in, or previewed; nobody waits longer before a page."""
_KEPT = {
    DossierChange.Field.DUE: "due_at",
    DossierChange.Field.RESCHEDULED: "rescheduled_due_at",
    DossierChange.Field.FINISHED: "finished_at",
    DossierChange.Field.OUTCOME: "outcome",
    DossierChange.Field.DEADLINE: "deadline_at",
}
"""What a correction may change, by the field of its history."""

# The clock as intake has it, and the instant as intake has it: after the lock.
_CLOCK = """
select c.deadline_at, c.paused_since, statement_timestamp()
from (select coalesce(array_agg(started_at order by started_at), '{}') as starts,
             coalesce(array_agg(ended_at order by started_at), '{}') as ends
      from dossiers_pause where dossier_id = %s) p,
     dossier_clock(%s, p.starts, p.ends) c
"""


class CorrectionRefused(Exception):
    """A correction that makes no sense; the message says why, to the person who asked for it."""


@transaction.atomic
def reopen_dossier(code: str, *, reason: str, by: Any) -> DossierCorrection:
    """Open a dossier again that was ended too soon; a later file may end it.

    Raises CorrectionRefused if it is open, of a unit of theirs, or a file is being taken in, and
    Dossier.DoesNotExist.
    """
    dossier = _held(code, by)
    if dossier.finished_at is None:
        raise CorrectionRefused("Hồ sơ đang giải quyết, không có gì để mở lại.")
    change = {"outcome": Dossier.Outcome.OPEN, "finished_at": None}
    moved = {"was_at": dossier.finished_at, "became_at": None}
    return _write(dossier, DossierCorrection.Kind.REOPENED, change, moved, reason=reason, by=by)


@transaction.atomic
def correct_due_time(code: str, *, due_at: datetime, reason: str, by: Any) -> DossierCorrection:
    """Give a dossier another first due time; the same as a second appointment makes that none.

    Raises CorrectionRefused if a file could not say so either, it is of a unit of theirs, or a file
    is being taken in, and Dossier.DoesNotExist.
    """
    _require_days(Dossier.objects.get(code=code), due_at)
    dossier = _held(code, by)
    _require_days(dossier, due_at)
    again = dossier.rescheduled_due_at
    change = {"due_at": due_at, "rescheduled_due_at": None if again == due_at else again}
    moved = {"was_at": dossier.due_at, "became_at": due_at}
    return _write(dossier, DossierCorrection.Kind.DUE, change, moved, reason=reason, by=by)


def _require_days(dossier: Dossier, due_at: datetime) -> None:
    """Raise CorrectionRefused if the first due time cannot be that."""
    if due_at == dossier.due_at:
        raise CorrectionRefused("Hồ sơ đã hẹn trả đúng lúc này.")
    if due_at < dossier.received_at:
        raise CorrectionRefused("Hẹn trả trước khi tiếp nhận.")
    if due_at > dossier.received_at + timedelta(days=settings.LONGEST_PROMISE_DAYS):
        days = settings.LONGEST_PROMISE_DAYS
        raise CorrectionRefused(f"Hẹn trả muộn hơn tiếp nhận quá {days} ngày; hãy xem lại năm.")


def _held(code: str, by: Any) -> Dossier:
    """Return the dossier as it stands while nobody else writes dossiers."""
    _hold_dossiers()
    dossier = Dossier.objects.select_related("unit").get(code=code)
    if why_not := why_not_corrected(by, dossier.unit):
        raise CorrectionRefused(why_not)
    return dossier


def _hold_dossiers() -> None:
    """Keep files and others from writing dossiers; raise CorrectionRefused if a file goes on."""
    with connection.cursor() as cursor:
        wait = f"{LONGEST_WAIT // timedelta(milliseconds=1)}ms"
        cursor.execute("select set_config('lock_timeout', %s, true)", [wait])
        try:
            cursor.execute("select hold_dossiers()")
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise CorrectionRefused(
                    "Đang nhập một tệp hồ sơ; hãy làm lại sau ít phút."
                ) from error
            raise
        cursor.execute("set local lock_timeout to default")


def _write(
    dossier: Dossier,
    kind: DossierCorrection.Kind,
    change: dict[str, Any],
    moved: dict[str, datetime | None],
    *,
    reason: str,
    by: Any,
) -> DossierCorrection:
    """Change the dossier with its clock, and write down who did it, why, and what it changed."""
    before = {field: getattr(dossier, name) for field, name in _KEPT.items()}
    for name, value in change.items():
        setattr(dossier, name, value)
    with connection.cursor() as cursor:
        cursor.execute(_CLOCK, [dossier.pk, dossier.due_at])
        dossier.deadline_at, dossier.paused_since, at = cursor.fetchone()
    dossier.save(update_fields=[*_KEPT.values(), "paused_since"])
    correction = DossierCorrection.objects.create(
        dossier=dossier, unit_id=dossier.unit_id, kind=kind, **moved, reason=reason, by=by, at=at
    )
    DossierChange.objects.bulk_create(
        DossierChange(
            dossier=dossier,
            field=field,
            was=_written(before[field]),
            became=_written(getattr(dossier, name)),
            correction=correction,
            changed_at=at,
        )
        for field, name in _KEPT.items()
        if before[field] != getattr(dossier, name)
    )
    log.info("%s sửa hồ sơ %s: %s.", by, dossier.code, kind.label)
    return correction


def _written(value: Any) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return None if value is None else str(value)
