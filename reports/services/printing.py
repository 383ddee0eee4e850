"""HTML to PDF/UA by WeasyPrint, from the shipped styles and fonts and nothing else."""

import re
from pathlib import Path
from urllib.parse import unquote, urlparse

from django.conf import settings
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

DOCUMENTS = (Path(settings.BASE_DIR) / "static" / "documents").resolve()
_BLANKS_AT_END = re.compile(r"(?<!\s)\s++(?=<br>|</(?:p|td|th|li|div|h[1-6])>)")
"""Blanks that end a line: one that just fits without them the engine breaks at its first word."""


class OwnFilesOnly(URLFetcher):
    """Lets a document load its own style and fonts, and nothing from anywhere else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the file; raises ValueError for any address outside the documents' folder."""
        parts = urlparse(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or not path.is_relative_to(DOCUMENTS):
            raise ValueError(f"Tài liệu chỉ được dùng tệp của chính nó: {url}")
        return super().fetch(url, headers)


def pdf_of(html: str) -> bytes:
    """Return a document as tagged PDF (PDF/UA-1)."""
    text = _BLANKS_AT_END.sub("", html)
    document = HTML(string=text, base_url=f"{DOCUMENTS.as_uri()}/", url_fetcher=OwnFilesOnly())
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return pdf
