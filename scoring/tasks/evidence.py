"""Looking after the library: files to be scanned, links to be tried, citations to be frozen."""

from celery import shared_task

from scoring.services.documents_scan import scan_waiting
from scoring.services.evidence import freeze_what_is_settled
from scoring.services.links import check_due_links


@shared_task(name="scoring.look_after_documents")  # type: ignore[untyped-decorator]
def look_after_documents() -> None:
    """Freeze what is settled, have waiting files scanned and due links checked; each hour."""
    freeze_what_is_settled()
    scan_waiting()
    check_due_links()
