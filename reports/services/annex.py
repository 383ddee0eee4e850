"""The annex (phụ lục) of a decision that publishes a year's results, as PDF."""

import io
from pathlib import Path
from urllib.parse import unquote, urlparse

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.selectors.rankings import ranking_of
from scoring.models import RankingRun

DOCUMENTS = Path(settings.BASE_DIR) / "static" / "documents"


class OwnFilesOnly(URLFetcher):
    """Lets a document load its own style and fonts, and nothing from anywhere else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the file; raises ValueError for any address outside the documents' folder."""
        parts = urlparse(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or not path.is_relative_to(DOCUMENTS.resolve()):
            raise ValueError(f"Tài liệu chỉ được dùng tệp của chính nó: {url}")
        return super().fetch(url, headers)


def annex_html(run: RankingRun) -> str:
    """Return the annex as HTML: heads of Nghị định 30/2020, tables, rules, run and digest."""
    return render_to_string("documents/annex.html", {"ranking": ranking_of(run), "run": run})


def annex_pdf(run: RankingRun) -> io.BytesIO:
    """Return the annex as tagged PDF (PDF/UA-1), ready to be read from its start."""
    document = HTML(
        string=annex_html(run),
        base_url=f"{DOCUMENTS.resolve().as_uri()}/",
        url_fetcher=OwnFilesOnly(),
    )
    return io.BytesIO(document.write_pdf(pdf_variant="pdf/ua-1"))


def write_annex(run: RankingRun, path: Path) -> None:
    """Write the annex to a file, replacing one that stands there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(annex_pdf(run).getvalue())
