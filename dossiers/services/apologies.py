"""Writing apologies: drafts for late dossiers, one or many; a letter sent stays for good."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from dossiers.domain.apologies import Course
from dossiers.models import Apology, Dossier
from dossiers.selectors.apologies import head_on, with_letters
from dossiers.selectors.late_parts import NOT_COUNTED
from units.models import Person, Unit

MOST_AT_ONCE = 1000
"""Letters drafted, or sent, by one request."""
LONGEST_WAIT = timedelta(days=366)
"""How far from now a new appointment may lie; beyond it somebody mistyped a year."""


class ApologyRefused(Exception):
    """Something cannot be written; the message is a sentence for whoever asked."""


class NoHead(ApologyRefused):
    """Nobody is recorded as head of the unit on the day the letter would be signed."""

    def __init__(self, unit: Unit, day: date) -> None:
        self.unit, self.day = unit, day
        super().__init__(
            f"Chưa ghi ai là người đứng đầu {unit.name} vào ngày {day:%d/%m/%Y},"
            " nên không có người ký thư. Hãy báo Sở Nội vụ bổ sung."
        )


class AlreadySent(ApologyRefused):
    """The letter has been sent, and is neither changed nor taken away any more."""

    def __init__(self, apology: Apology) -> None:
        self.apology = apology
        super().__init__(
            f"Thư số {apology.number} đã gửi, không sửa hay bỏ được nữa;"
            " nếu có sai sót, hãy soạn một thư mới."
        )


class DraftGone(ApologyRefused):
    """The draft is not there any more: somebody has discarded it."""

    def __init__(self) -> None:
        super().__init__("Bản soạn này không còn nữa: có người vừa bỏ nó.")


class ChangedMeanwhile(ApologyRefused):
    """Somebody else has saved the draft since it was opened."""

    def __init__(self, apology: Apology) -> None:
        self.apology = apology
        super().__init__(
            "Có người vừa sửa bản soạn này. Bên dưới là điều bạn gõ; hãy xem lại rồi lưu lần nữa."
        )


@dataclass(frozen=True, slots=True)
class Drafting:
    """What came of drafting many letters: for how many dossiers, and why not for others."""

    drafted: tuple[Apology, ...]
    refused: dict[str, list[str]]
    """The codes of dossiers, by the sentence that says why."""


@transaction.atomic
def draft_apologies(
    unit: Unit, codes: Sequence[str], *, reason: str, new_due_at: datetime, by: Any
) -> Drafting:
    """Draft a letter for each of the unit's dossiers, to be signed by its head of today.

    Those that can have none are told apart; the others get theirs. Two people who draft for the
    same unit wait for each other, so the second is told what the first has written.
    Raises NoHead, and ApologyRefused for more than MOST_AT_ONCE.
    """
    if len(codes) > MOST_AT_ONCE:
        raise ApologyRefused(f"Mỗi lần soạn nhiều nhất {MOST_AT_ONCE} thư; hãy chọn ít hơn.")
    head = _signer(unit, localdate())
    found = {it.code: it for it in with_letters(Dossier.objects.filter(unit=unit, code__in=codes))}
    refused: dict[str, list[str]] = {}
    drafts = []
    for code in dict.fromkeys(codes):
        obstacle = _obstacle(found.get(code), new_due_at)
        if obstacle:
            refused.setdefault(obstacle, []).append(code)
        else:
            drafts.append(_draft(found[code], head, reason, new_due_at, by))
    return Drafting(tuple(_stored(drafts)), refused)


@transaction.atomic
def draft_apology(dossier: Dossier, *, reason: str, new_due_at: datetime, by: Any) -> Apology:
    """Draft one letter and return it; raises ApologyRefused if there can be none."""
    drafting = draft_apologies(
        dossier.unit, [dossier.code], reason=reason, new_due_at=new_due_at, by=by
    )
    for sentence in drafting.refused:
        raise ApologyRefused(sentence)
    return drafting.drafted[0]


@transaction.atomic
def revise_draft(
    draft: Apology | None, *, reason: str, new_due_at: datetime, was: str, by: Any
) -> Apology:
    """Change a draft and return it; today's head is to sign it.

    None stands for a draft that was there once; `was` is `state_of(draft)` as the person saw it.
    Raises DraftGone, AlreadySent, NoHead, ChangedMeanwhile if somebody has saved it since, and
    ApologyRefused for an appointment that cannot be.
    """
    held = _held(draft)
    if state_of(held) != was:
        raise ChangedMeanwhile(held)
    _require_promise(held.dossier, new_due_at)
    held.signed_by = _signer(held.dossier.unit, localdate())
    held.reason, held.new_due_at, held.recorded_by = reason, new_due_at, by
    held.save()
    return held


@transaction.atomic
def discard_draft(draft: Apology | None, *, by: Any) -> None:
    """Take a draft away; raises DraftGone if it is gone already, AlreadySent if it was sent."""
    _held(draft).delete()


@transaction.atomic
def send_apology(draft: Apology | None, *, number: str, sent_at: datetime, by: Any) -> Apology:
    """Write down that a draft was sent, signed by the head of that day; it stays so for good.

    Raises DraftGone, AlreadySent, NoHead, and ApologyRefused for an instant that cannot be.
    """
    held = _held(draft)
    _require_possible(held, sent_at)
    held.signed_by = _signer(held.dossier.unit, localdate(sent_at))
    held.number, held.sent_at, held.recorded_by = number, sent_at, by
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError as error:
        raise ApologyRefused(constraint_sentence(error)) from error
    return held


def state_of(apology: Apology) -> str:
    """Return what tells one saving of a draft from another."""
    return f"{apology.new_due_at.timestamp():.0f} {apology.reason}"


def constraint_sentence(error: IntegrityError) -> str:
    """Return what the broken constraint of an apology says to people; raises any other error."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for constraint in Apology._meta.constraints:
        if constraint.name == name:
            return str(constraint.violation_error_message)
    raise error


def _signer(unit: Unit, day: date) -> Person:
    """Return the unit's head of that day, held so that no one else drafts meanwhile."""
    head = head_on(unit, day)
    if head is None:
        raise NoHead(unit, day)
    return Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=head.pk)


def _held(draft: Apology | None) -> Apology:
    """Return a draft as it stands, changed by nobody else until this transaction ends."""
    letters = Apology.objects.select_for_update(of=("self",)).select_related("dossier__unit")
    held = letters.filter(pk=draft.pk).first() if draft else None
    if held is None:
        raise DraftGone
    if held.sent_at:
        raise AlreadySent(held)
    return held


def _obstacle(dossier: Dossier | None, new_due_at: datetime) -> str:
    """Return why a dossier can have no new letter, "" if it can."""
    if dossier is None:
        return "Không có hồ sơ mang mã này ở đơn vị."
    if dossier.deadline_at is None:
        return "Hồ sơ không xác định được hạn, nên không biết là trễ."
    course = Course(
        dossier.received_at,
        dossier.deadline_at,
        dossier.finished_at,
        counts=dossier.outcome not in NOT_COUNTED,
        is_paused=dossier.paused_since is not None,
    )
    now = timezone.now()
    if not course.is_open(now) and not course.is_late(now):
        return "Hồ sơ đã kết thúc mà không trễ hạn, không cần thư xin lỗi."
    if any(letter.sent_at is None for letter in dossier.apologies.all()):
        return _second_draft()
    return _date_obstacle(dossier, new_due_at)


def _second_draft() -> str:
    """Return what the constraint on drafts says."""
    (rule,) = (it for it in Apology._meta.constraints if it.name.startswith("a_dossier_has_one"))
    return str(rule.violation_error_message)


def _date_obstacle(dossier: Dossier, new_due_at: datetime) -> str:
    """Return why nothing can be promised for that instant, "" if it can."""
    now = timezone.now()
    if dossier.deadline_at and new_due_at <= dossier.deadline_at:
        return "Ngày hẹn trả lại phải sau hạn giải quyết của hồ sơ."
    if new_due_at <= now:
        return "Ngày hẹn trả lại đã qua; hãy hẹn một lúc sau bây giờ."
    if new_due_at > now + LONGEST_WAIT:
        return "Ngày hẹn trả lại xa hơn một năm; hãy xem lại năm đã gõ."
    return ""


def _require_promise(dossier: Dossier, new_due_at: datetime) -> None:
    obstacle = _date_obstacle(dossier, new_due_at)
    if obstacle:
        raise ApologyRefused(obstacle)


def _require_possible(draft: Apology, sent_at: datetime) -> None:
    """Raise ApologyRefused if the letter cannot have been sent then."""
    if sent_at > timezone.now():
        raise ApologyRefused("Lúc gửi ở tương lai; chỉ ghi thư đã gửi rồi.")
    if sent_at < draft.dossier.received_at:
        raise ApologyRefused("Lúc gửi trước khi tiếp nhận hồ sơ.")


def _draft(dossier: Dossier, head: Person, reason: str, new_due_at: datetime, by: Any) -> Apology:
    return Apology(
        dossier=dossier, reason=reason, new_due_at=new_due_at, signed_by=head, recorded_by=by
    )


def _stored(drafts: Iterable[Apology]) -> list[Apology]:
    try:
        with transaction.atomic():
            return Apology.objects.bulk_create(list(drafts))
    except IntegrityError as error:
        raise ApologyRefused(constraint_sentence(error)) from error
