"""Files of every kind, small ones, and the hand-worked cycle with its stages open."""

import io
from datetime import timedelta
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from scoring.models import Assessment, Criterion, Cycle, Document, Reopening, Stage
from scoring.services.documents import Description, add_file
from units.models import Unit

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20) + b"\xff\xd9"
TIFF = b"II*\x00\x08\x00\x00\x00" + bytes(20)
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(20)
PROGRAM = b"MZ\x90\x00\x03" + bytes(60)
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
DAY = timedelta(days=1)
_TYPES = (
    '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{}.main+xml"/>'
)


def archive(**parts: str) -> bytes:
    """Return a ZIP archive of those parts, all of 1980; __ in a name stands for a slash."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name, text in parts.items():
            entry = ZipInfo(name.replace("__", "/"))
            file.writestr(entry, text, ZIP_DEFLATED)
    return out.getvalue()


def ooxml(kind: str, **parts: str) -> bytes:
    """Return an office file of a kind, such as wordprocessingml.document."""
    return archive(**{"[Content_Types].xml": _TYPES.format(kind), **parts})


def opendocument(kind: str, **parts: str) -> bytes:
    """Return an OpenDocument file of a kind, such as text."""
    return archive(mimetype=f"application/vnd.oasis.opendocument.{kind}", **parts)


def compound(*names: str) -> bytes:
    """Return an old office file with streams of those names, one directory entry for each."""
    entries = b""
    for name in names:
        letters = f"{name}\0".encode("utf-16-le")
        entries += (letters.ljust(64, b"\0") + len(letters).to_bytes(2, "little")).ljust(128, b"\0")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


def upload(content: bytes = PDF, name: str = "kế hoạch.pdf") -> SimpleUploadedFile:
    """Return a file as a page hands it on."""
    return SimpleUploadedFile(name, content)


def keep(unit: Unit, by: Any, content: bytes = PDF, title: str = "Kế hoạch") -> Document:
    """Keep a file in a unit's library under a title."""
    return add_file(unit=unit, upload=upload(content), described=Description(title), by=by)


def open_stage(cycle: Cycle, kind: str = "self_scoring", days: int = 7) -> Stage:
    """Open a stage of a cycle that lasts so many days from today."""
    today = timezone.localdate()
    return Stage.objects.create(
        cycle=cycle,
        kind=kind,
        opens_on=today - DAY,
        closes_on=today + days * DAY,
        opened_at=timezone.now() - DAY,
    )


def sheet_of(cycle: Cycle, code: str) -> Assessment:
    """Return the sheet of the unit that bears the code."""
    return cycle.assessments.select_related("unit", "cycle_group").get(unit__code=code)


def leaf_of(cycle: Cycle, code: str = "1.1") -> Criterion:
    """Return a leaf of the cycle's only set."""
    return Criterion.objects.get(criteria_set__cycle_groups__cycle=cycle, code=code)


def sign(assessment: Assessment, by: Any) -> None:
    """Sign a sheet as if its head had done so."""
    at = timezone.now()
    Assessment.objects.filter(pk=assessment.pk).update(
        state="signed",
        submitted_at=at,
        submitted_by=by,
        signed_at=at,
        signed_by=by,
        signature="password",
    )


def open_again(assessment: Assessment, by: Any, area: str = "1") -> None:
    """Open an area of a sheet again until the end of today."""
    Reopening.objects.create(
        assessment=assessment,
        area=leaf_of(assessment.cycle, area),
        until_on=timezone.localdate(),
        reason="Thiếu tài liệu",
        opened_by=by,
    )
