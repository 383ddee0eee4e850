"""Letters of apology as PDF: one at once, many by a worker in volumes of a bearable size."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.timezone import localtime

from dossiers.models import Apology
from dossiers.selectors.apologies import has_passed
from foundation.models import Job
from foundation.services.jobs import Outcome, WorkRefused, request_job
from foundation.services.progress import Progress
from reports.selectors.letters import letter_texts, letters
from reports.services.printed import PRINT_LETTERS, keep_volumes
from units.models import Unit

VOLUME = 200
"""Letters in one file: all its pages are in memory until the last is laid out."""
CODES_NAMED = 10
"""Dossiers named among those whose letters are not printed."""


class AppointmentPassed(Exception):
    """A draft promises a result for an instant gone by, so there is nothing to print."""

    def __init__(self, letter: Apology) -> None:
        self.letter = letter
        super().__init__(
            f"Ngày hẹn trả lại {localtime(letter.new_due_at):%d/%m/%Y %H:%M} đã qua, nên thư"
            " không in được nữa; hãy sửa ngày hẹn rồi in."
        )


def letter_pdf(letter: Apology) -> bytes:
    """Return one letter, sent or to be signed, as PDF; raises AppointmentPassed."""
    if has_passed(letter, timezone.now()):
        raise AppointmentPassed(letter)
    return letters_pdf([letter])


def letters_pdf(apologies: Iterable[Apology]) -> bytes:
    """Return letters, at least one, as a tagged PDF; each has its page and its bookmark."""
    # Loading the printing engine takes seconds, which commands that print nothing need not wait.
    from reports.services.printing import pdf_of  # noqa: PLC0415

    texts = letter_texts(apologies)
    what = f"hồ sơ {texts[0].code}" if len(texts) == 1 else f"– {len(texts)} hồ sơ"
    context = {"letters": texts, "title": f"Phiếu xin lỗi {what}", "author": texts[0].unit}
    return pdf_of(render_to_string("documents/apologies.html", context))


def request_letters(unit: Unit, codes: Sequence[str] | None, *, by: Any) -> Job:
    """Ask a worker to print the unit's drafts, those of the dossiers named or all, as a job."""
    given = {"unit": unit.pk, "codes": None if codes is None else list(codes)}
    title = f"In thư xin lỗi: {unit.name}"[:300]
    return request_job(PRINT_LETTERS, input=given, by=by, title=title)


def print_letters(job: Job, progress: Progress) -> Outcome:
    """Print the drafts a job asks for, but for those whose appointment has passed meanwhile.

    Raises WorkRefused if that leaves none.
    """
    codes = job.input["codes"]
    wanted = Q() if codes is None else Q(dossier__code__in=codes)
    drafts = list(letters().filter(wanted, dossier__unit=job.input["unit"], sent_at=None))
    if not drafts:
        raise WorkRefused("Không còn thư nào đang soạn để in.")
    now = timezone.now()
    left_out = _left_out([it.dossier.code for it in drafts if has_passed(it, now)])
    drafts = [it for it in drafts if not has_passed(it, now)]
    if not drafts:
        raise WorkRefused(left_out)
    parts = [drafts[start : start + VOLUME] for start in range(0, len(drafts), VOLUME)]
    outcome = keep_volumes(job, parts, lambda _number, part: letters_pdf(part), progress)
    return replace(outcome, message=f"{outcome.message} {left_out}".strip())


def _left_out(codes: Sequence[str]) -> str:
    """Return the sentences on drafts that are not printed, with the first of their codes."""
    if not codes:
        return ""
    rest = len(codes) - CODES_NAMED
    named = ", ".join(codes[:CODES_NAMED]) + (f" và {rest} hồ sơ khác" if rest > 0 else "")
    return (
        f"Không in {len(codes)} thư vì ngày hẹn trả lại đã qua: {named}."
        " Hãy sửa ngày hẹn rồi in lại."
    )
