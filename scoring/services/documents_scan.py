"""Having documents scanned for viruses, now and again later where no scanner answered."""

import logging

from django.conf import settings

from foundation.models import StoredFile
from scoring.models import Document
from scoring.services.virus_scan import ScannerUnreachable, virus_in

SCANNED_AT_ONCE = 200
log = logging.getLogger(__name__)


def scan_document(document: Document) -> None:
    """Have a file scanned; what is found holds for every library that keeps the same bytes.

    Without a scanner nothing happens; one that gives no answer leaves the file unscanned.
    """
    if not settings.CLAMD or document.file is None:
        return
    try:
        with document.file.file.open("rb") as file:
            virus = virus_in(file, address=settings.CLAMD)
    except (ScannerUnreachable, FileNotFoundError) as error:
        log.warning("Tài liệu %s chưa quét được mã độc: %s", document.pk, error)
        return
    if virus:
        log.warning("Tài liệu %s nhiễm mã độc: %s", document.pk, virus)
    document.scan = Document.Scan.INFECTED if virus else Document.Scan.CLEAN
    Document.objects.filter(file=document.file).update(scan=document.scan)


def known_scan(stored: StoredFile) -> str:
    """Return what the scanner said of the same bytes in another library."""
    known = Document.objects.filter(file=stored).exclude(scan=Document.Scan.UNSCANNED).first()
    return known.scan if known else Document.Scan.UNSCANNED


def scan_waiting() -> None:
    """Have files scanned that no scanner has seen yet, the oldest first, so many at a time."""
    if not settings.CLAMD:
        return
    waiting = Document.objects.filter(file__isnull=False, scan=Document.Scan.UNSCANNED)
    for document in waiting.select_related("file").order_by("pk")[:SCANNED_AT_ONCE]:
        scan_document(document)
