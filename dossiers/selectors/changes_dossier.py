"""One dossier: its instants, its clock, its pauses, and all that later files changed of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from dossiers.models import Dossier, DossierChange, Pause
from dossiers.selectors.changes import batches_of, in_words, instant_words, names_in
from dossiers.selectors.late_parts import NOT_COUNTED
from foundation.domain.vietnamese import number
from units.models import Grant, Unit, User
from units.selectors.grants import sight_of
from units.selectors.kin import tied_to

_SEES_EVERY_DOSSIER = (Grant.Role.HOME_AFFAIRS, Grant.Role.LEADER, Grant.Role.APPRAISER)


@dataclass(frozen=True, slots=True)
class PauseRow:
    """One pause, and whether it moved the deadline: it does if it began in time."""

    pause: Pause
    counts: bool
    length: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change in words; "" where there was nothing, `batch` None if no batch brought it.

    `file` is "" for a correction by hand, which `by` somebody made for a `reason`.
    """

    at: str
    field: str
    was: str
    became: str
    file: str
    batch: int | None
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class DossierPage:
    """A dossier as its page shows it; `verdict` says how it stands to its deadline."""

    dossier: Dossier
    verdict: str
    is_late: bool
    pauses: tuple[PauseRow, ...]
    changes: tuple[ChangeRow, ...]


def may_open_dossiers(user: User, unit: Unit) -> bool:
    """Return whether the unit's dossiers are open to the person; not to mere readers."""
    if unit.pk in {own.pk for own in sight_of(user).units} or user.is_superuser:
        return True
    return user.grants.filter(role__in=_SEES_EVERY_DOSSIER).exists()


def why_not_corrected(user: User, unit: Unit) -> str:
    """Return why somebody of Sở Nội vụ corrects no dossier of a unit of theirs; "" of others."""
    if unit.pk not in tied_to(user):
        return ""
    return (
        f"Bạn thuộc {unit} nên không sửa hồ sơ của đơn vị này;"
        f" người sửa là người có vai trò Sở Nội vụ mà không thuộc {unit}."
    )


def dossier_named(code: str) -> Dossier | None:
    """Return the dossier that bears the code, None if there is none."""
    with_all = Dossier.objects.select_related(
        "unit", "procedure", "handler", "source", "source_file"
    )
    return with_all.filter(code=code).first()


def dossier_page(dossier: Dossier) -> DossierPage:
    """Return everything known of the dossier; a fixed number of queries."""
    told = dossier.changes.select_related("file", "correction__by")
    changes = list(told.order_by("-changed_at", "-pk"))
    verdict, is_late = _verdict(dossier, timezone.now())
    return DossierPage(
        dossier=dossier,
        verdict=verdict,
        is_late=is_late,
        pauses=tuple(_pauses(dossier)),
        changes=tuple(_changes(changes)),
    )


def _pauses(dossier: Dossier) -> Iterator[PauseRow]:
    """Yield the pauses in order: each counts that begins before the deadline as moved so far."""
    deadline = dossier.due_at
    for pause in dossier.pauses.order_by("started_at"):
        counts = deadline is not None and pause.started_at < deadline
        if deadline and counts and pause.ended_at:
            deadline += pause.ended_at - pause.started_at
        length = duration(pause.ended_at - pause.started_at) if pause.ended_at else ""
        yield PauseRow(pause, counts, length)


def _changes(changes: list[DossierChange]) -> Iterator[ChangeRow]:
    names = names_in(changes)
    batch = batches_of({change.file_id for change in changes if change.file_id})
    for change in changes:
        file, correction = change.file, change.correction
        yield ChangeRow(
            at=instant_words(change.changed_at),
            field=change.get_field_display(),
            was=in_words(change.field, change.was, names),
            became=in_words(change.field, change.became, names),
            file=file.name if file else "",
            batch=batch(file.pk, change.changed_at) if file else None,
            by=(correction.by.full_name or correction.by.username) if correction else "",
            reason=correction.reason if correction else "",
        )


def _verdict(dossier: Dossier, now: datetime) -> tuple[str, bool]:
    """Return how the dossier stands to its deadline, in words, and whether that is late."""
    if dossier.outcome in NOT_COUNTED:
        return "Không tính vào tỷ lệ trễ hạn", False
    if dossier.deadline_at is None:
        return "Không xác định được hạn", False
    if dossier.paused_since:
        return "Đang tạm dừng, hạn lùi theo", False
    late_by = (dossier.finished_at or now) - dossier.deadline_at
    if late_by > timedelta():
        return f"{'Trễ' if dossier.finished_at else 'Đang trễ'} {duration(late_by)}", True
    if dossier.finished_at:
        return f"Không trễ, sớm {duration(-late_by)}", False
    return f"Chưa đến hạn, còn {duration(-late_by)}", False


def duration(time: timedelta) -> str:
    """Return "2 ngày 3 giờ", "5 giờ 20 phút" or "40 phút": the two largest of the three."""
    minutes = time // timedelta(minutes=1)
    amounts = {"ngày": minutes // 1440, "giờ": minutes % 1440 // 60, "phút": minutes % 60}
    told = [f"{number(str(amount))} {unit}" for unit, amount in amounts.items() if amount]
    return " ".join(told[:2]) or "chưa đến 1 phút"
