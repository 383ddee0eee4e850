"""The library of a unit: what it holds, found by words without accents, and what is amiss."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.domain.vietnamese import fold
from scoring.models import Document, Evidence
from scoring.selectors.evidence import citations_of
from units.models import Unit

_Scan, _LinkState = Document.Scan, Document.LinkState
_AMISS = Q(scan=_Scan.INFECTED) | Q(link_state=_LinkState.BROKEN)
_IS_LINK = Q(file=None)
KINDS = {
    "pdf": (gettext_lazy("PDF"), Q(media_type="application/pdf")),
    "anh": (gettext_lazy("Ảnh"), Q(media_type__startswith="image/")),
    "van-phong": (
        gettext_lazy("Word, Excel, PowerPoint"),
        ~_IS_LINK & ~Q(media_type="application/pdf") & ~Q(media_type__startswith="image/"),
    ),
    "duong-dan": (gettext_lazy("Đường dẫn"), _IS_LINK),
    "hong": (gettext_lazy("Hỏng, nhiễm mã độc"), _AMISS),
    "chua-dan": (gettext_lazy("Chưa dẫn ở đâu"), Q(citations=None)),
}
"""What a library may be narrowed to, by the words of the address."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a library, where it is cited, and what is amiss with it."""

    document: Document
    citations: list[Evidence]
    warnings: list[str]


def library_of(unit: Unit, text: str = "", kind: str = "") -> QuerySet[Document]:
    """Return the documents of a unit that have every word of the text, the newest first.

    Words are looked for in title, number and address, whatever their case and accents; a kind
    that is not known narrows nothing.
    """
    documents = unit.documents.select_related("file", "created_by").annotate(folded=_FOLDED)
    for word in fold(text).split():
        documents = documents.filter(folded__contains=word)
    if kind in KINDS:
        documents = documents.filter(KINDS[kind][1])
    return documents.order_by("-pk")


def entries_of(documents: list[Document]) -> list[Entry]:
    """Return documents with their citations and warnings, by one more query."""
    cited = citations_of(documents)
    return [
        Entry(document, cited.get(document.pk, []), warnings_of(document)) for document in documents
    ]


def warnings_of(document: Document) -> list[str]:
    """Return what is amiss with a document, in sentences."""
    if document.file_id is None:
        return _link_warnings(document)
    if document.scan == _Scan.INFECTED:
        return [_("Nhiễm mã độc: không dẫn, không tải được. Hãy nộp bản sạch.")]
    if document.scan == _Scan.UNSCANNED and settings.CLAMD:
        return [_("Chưa quét được mã độc vì máy quét không trả lời; cổng sẽ tự quét lại.")]
    return []


def _link_warnings(document: Document) -> list[str]:
    checked_at = document.link_checked_at
    if checked_at is None:
        return []
    day = {"day": f"{localtime(checked_at):%d/%m/%Y}"}
    if document.link_state == _LinkState.BROKEN:
        return [_("Đường dẫn không mở được khi kiểm tra ngày %(day)s.") % day]
    if document.link_state == _LinkState.UNKNOWN:
        return [_("Cổng không tự kiểm tra được đường dẫn này (ngày %(day)s).") % day]
    return []


_FOLDED = Func(
    Concat(F("title"), Value(" "), F("number"), Value(" "), F("url"), output_field=TextField()),
    function="intake_word",
    output_field=TextField(),
)
