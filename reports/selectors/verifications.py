"""What anybody can check about a published run: its digests, and whether theirs is one of them."""

import hashlib
import re
from dataclasses import dataclass

from django.db.models import CharField, Func

from scoring.models import Publication, RankingRun

DOCUMENTS = ("bundle", "result")
"""The documents of a run that are handed out; those about people are not."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Verification:
    """A publication with its digests, and what the one asked about (`asked`, "" for none) is.

    `bundle_sha256` is that of the bundle in its canonical form, the other two are those of the
    files as they are handed out. `found` names what the asked digest belongs to, "" for nothing.
    """

    publication: Publication
    bundle_sha256: str
    bundle_file: str
    result_file: str
    asked: str
    found: str

    @property
    def is_digest(self) -> bool:
        """Whether what was asked about can be a SHA-256 at all."""
        return _SHA256.fullmatch(self.asked) is not None


def verification_of(publication: Publication, asked: str) -> Verification:
    """Return what can be checked about a publication; blanks and case do not matter in a digest."""
    asked = "".join(asked.split()).lower()[:100]
    run = publication.run
    bundle, result = _file_digests(run)
    named = {
        run.bundle_sha256: "gói số liệu",
        bundle: "tệp gói số liệu (bundle.json)",
        result: "tệp kết quả (result.json)",
    }
    return Verification(publication, run.bundle_sha256, bundle, result, asked, named.get(asked, ""))


def frozen_text(publication: Publication, document: str) -> tuple[bytes, str]:
    """Return a document of a published run byte for byte, and the SHA-256 of its bytes."""
    runs = RankingRun.objects.filter(pk=publication.run_id)
    content = str(runs.values_list(document, flat=True).get()).encode()
    return content, hashlib.sha256(content).hexdigest()


def _file_digests(run: RankingRun) -> tuple[str, str]:
    """Return the digests of both files; the database computes them, so no text is fetched."""
    digests = [
        Func(
            document,
            template="encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')",
            output_field=CharField(),
        )
        for document in DOCUMENTS
    ]
    bundle, result = RankingRun.objects.filter(pk=run.pk).values_list(*digests).get()
    return bundle, result
