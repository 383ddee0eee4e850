"""The words of letters of apology: what each says of its dossier, and who signs it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate, localtime

from dossiers.models import Apology
from reports.domain.letter_heads import Head, head_of, written_day
from units.models import Unit


@dataclass(frozen=True, slots=True)
class LetterText:
    """One letter in words; `number` is "" for a draft, `deadline` "" if no pause moved it."""

    head: Head
    unit: str
    number: str
    dated: str
    code: str
    procedure: str
    procedure_code: str
    received: str
    due: str
    deadline: str
    reason: str
    new_due: str
    signer: str


def letters() -> QuerySet[Apology]:
    """Return letters with all that is written in them, in the order of their dossiers' codes."""
    parts = ("dossier__procedure", "dossier__unit__parent", "signed_by")
    return Apology.objects.select_related(*parts).order_by("dossier__code", "pk")


def letter_texts(apologies: Iterable[Apology]) -> list[LetterText]:
    """Return the words of each letter."""
    return [_text(apology) for apology in apologies]


def paper_head(unit: Unit) -> Head:
    """Return how the papers of a unit begin and end."""
    return head_of(unit.level, unit.name, unit.parent.name if unit.parent else "")


def _text(apology: Apology) -> LetterText:
    dossier = apology.dossier
    is_moved = dossier.deadline_at != dossier.due_at
    return LetterText(
        head=paper_head(dossier.unit),
        unit=dossier.unit.name,
        number=apology.number,
        dated=written_day(localdate(apology.sent_at) if apology.sent_at else None),
        code=dossier.code,
        procedure=dossier.procedure.name,
        procedure_code=dossier.procedure.code,
        received=_instant(dossier.received_at),
        due=_instant(dossier.due_at),
        deadline=_instant(dossier.deadline_at) if is_moved else "",
        reason=apology.reason,
        new_due=_instant(apology.new_due_at),
        signer=apology.signed_by.name,
    )


def _instant(instant: datetime | None) -> str:
    """Return an instant as letters write it: "17 giờ 00, ngày 20/01/2026"."""
    return f"{localtime(instant):%H giờ %M, ngày %d/%m/%Y}" if instant else "chưa xác định"
