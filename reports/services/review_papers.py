"""The list for review of responsibility on paper: names people, so it is never made public."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from itertools import count

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate, now

from reports.domain.letter_heads import DEPARTMENT, Head, head_of, written_day
from reports.selectors.methods import instant
from reports.selectors.review_lists import ReviewCase, UnitReview, review_list
from scoring.models import RankingRun
from scoring.selectors.publications import publication_of
from units.models import Unit

MOST_CASES = 1000
"""Cases a list on paper may have, half a minute's work; the workbook has more."""


class ListTooLong(Exception):
    """Nobody reads so long a list on paper, and printing it would hold the portal up."""

    def __init__(self) -> None:
        super().__init__(f"Danh sách dài quá {MOST_CASES} trường hợp; hãy tải tệp XLSX.")


def review_html(run: RankingRun, verification: str = "") -> str:
    """Return the list of a complete run as HTML: heads of Nghị định 30/2020, cases, run, digests.

    `verification` is the address at which a published run is verified, as it is to be printed.
    Raises ListTooLong.
    """
    shown, printed_at = review_list(run), now()
    if shown.cases > MOST_CASES:
        raise ListTooLong
    context = {
        "run": run,
        "cycle": run.cycle,
        "list": shown,
        "units": _numbered(shown.units),
        "head": _head(run.cycle.organiser),
        "dated": written_day(localdate(printed_at)),
        "printed_at": printed_at,
        "cutoff": instant(run.frame["cutoff"]),
        "publication": publication_of(run),
        "verification": verification or reverse("verification", args=[run.pk]),
        "people_sha256": run.people_bundle and _sha256(run.people_bundle),
    }
    return render_to_string("documents/review_list.html", context)


def review_pdf(run: RankingRun, verification: str = "") -> io.BytesIO:
    """Return the list as tagged PDF, ready to be read from its start; raises ListTooLong."""
    # Loading the printing engine takes seconds, which commands that print nothing need not wait.
    from reports.services.printing import pdf_of  # noqa: PLC0415

    return io.BytesIO(pdf_of(review_html(run, verification)))


def _head(organiser: Unit) -> Head:
    """Return the head of papers of the office that keeps the list for the organiser."""
    is_district = organiser.level == Unit.Level.DISTRICT
    office = "Phòng Nội vụ" if is_district else "Sở Nội vụ"
    return head_of(DEPARTMENT, office, organiser.name)


def _numbered(
    units: Iterable[UnitReview],
) -> Iterator[tuple[UnitReview, list[tuple[int, ReviewCase]]]]:
    """Yield each unit with its cases, these numbered from 1 through all units."""
    numbers = count(1)
    for unit in units:
        yield unit, [(next(numbers), case) for case in unit.cases]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
