"""The annex (phụ lục) of a decision that publishes a year's results."""

import io
from pathlib import Path

from django.template.loader import render_to_string
from django.urls import reverse

from reports.selectors.rankings import ranking_of
from scoring.models import RankingRun


def annex_html(run: RankingRun, verification: str = "") -> str:
    """Return the annex as HTML: heads of Nghị định 30/2020, tables, rules, run and digest.

    `verification` is the address at which a published run is verified, as it is to be printed.
    """
    address = verification or reverse("verification", args=[run.pk])
    context = {"ranking": ranking_of(run), "run": run, "verification": address}
    return render_to_string("documents/annex.html", context)


def annex_pdf(run: RankingRun, verification: str = "") -> io.BytesIO:
    """Return the annex as tagged PDF, ready to be read from its start."""
    # Loading the printing engine takes seconds, which commands that print nothing need not wait.
    from reports.services.printing import pdf_of  # noqa: PLC0415

    return io.BytesIO(pdf_of(annex_html(run, verification)))


def write_annex(run: RankingRun, path: Path) -> None:
    """Write the annex to a file, replacing one that stands there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(annex_pdf(run).getvalue())
