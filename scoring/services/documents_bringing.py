"""Taking in what somebody brings to a library at one go: several files, or one link."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from foundation.services.files import display_name
from scoring.models import Document
from scoring.services.documents import Description, add_file, add_link
from scoring.services.documents_refusals import AlreadyKept, DocumentRefused
from units.models import Unit


@dataclass(slots=True)
class Brought:
    """What became of it: added, known already (with the sentence), or refused with a sentence."""

    added: list[Document] = field(default_factory=list)
    known: list[AlreadyKept] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def documents(self) -> list[Document]:
        """The documents that the library has now of what was brought."""
        return [*self.added, *(refusal.document for refusal in self.known)]


def bring(
    *, unit: Unit, uploads: Sequence[UploadedFile], url: str, described: Description, by: Any
) -> Brought:
    """Add files or a link one by one: what is wrong with one keeps no other out.

    A description is that of a single file; of several each keeps the name it came with.
    """
    brought = Brought()
    for upload in uploads:
        given = described if len(uploads) == 1 else Description()
        try:
            brought.added.append(add_file(unit=unit, upload=upload, described=given, by=by))
        except AlreadyKept as known:
            brought.known.append(known)
        except DocumentRefused as refusal:
            brought.refused.append(f"{display_name(upload.name or '')}: {refusal.sentence}")
    if url:
        _bring_link(brought, unit, url, described, by)
    return brought


def _bring_link(brought: Brought, unit: Unit, url: str, described: Description, by: Any) -> None:
    try:
        brought.added.append(add_link(unit=unit, url=url, described=described, by=by))
    except AlreadyKept as known:
        brought.known.append(known)
    except DocumentRefused as refusal:
        brought.refused.append(refusal.sentence)
