"""Documents that the demo's units keep: one page each, which says what it stands for."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from weasyprint import HTML

from scoring.models import Document
from scoring.services.documents import Description, add_file
from units.models import Unit, User


def keep_document(unit: Unit, title: str, number: str, issued_on: date, by: User) -> Document:
    """Put a PDF into a unit's library and return the document."""
    text = f"<h1>{title}</h1><p>{number}, {unit.name}. Tài liệu mẫu do máy sinh.</p>"
    upload = SimpleUploadedFile(f"{title}.pdf", HTML(string=text).write_pdf(), "application/pdf")
    described = Description(title, number, issued_on)
    return add_file(unit=unit, upload=upload, by=by, described=described)
