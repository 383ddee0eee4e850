"""The two ways a document is written: canonical bytes for its digest, indented text for people."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from json.encoder import encode_basestring
from typing import TypeAlias

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
Document: TypeAlias = "Mapping[str, Json | Iterator[Json]]"

_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical_sha256(document: object) -> str:
    """Return the SHA-256 of the document with sorted keys, without spaces, in UTF-8."""
    return hashlib.sha256(_canonical.encode(document).encode()).hexdigest()


def document_text(document: Document) -> str:
    """Return the document with sorted keys, an indent of two spaces and a final newline.

    A long list may come as an iterator, so that its elements need not exist all at once. Written
    by hand because the standard encoder is several times slower once it indents.
    """
    return "".join(_document_parts(document))


def _document_parts(document: Document) -> Iterator[str]:
    before = "{\n  "
    for key in sorted(document):
        value = document[key]
        yield f"{before}{encode_basestring(key)}: "
        if isinstance(value, Iterator):
            yield from _element_parts(value)
        else:
            yield _indented(value, "\n  ")
        before = ",\n  "
    yield "{}\n" if before[0] == "{" else "\n}\n"


def _element_parts(elements: Iterator[Json]) -> Iterator[str]:
    before = "[\n    "
    for element in elements:
        yield before
        yield _indented(element, "\n    ")
        before = ",\n    "
    yield "[]" if before[0] == "[" else "\n  ]"


def _indented(value: Json, newline: str) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if not value or isinstance(value, int):
        return json.dumps(value)
    inner = newline + "  "
    if isinstance(value, list):
        parts = [_indented(item, inner) for item in value]
        return f"[{inner}{f',{inner}'.join(parts)}{newline}]"
    parts = [f"{encode_basestring(key)}: {_indented(value[key], inner)}" for key in sorted(value)]
    return f"{{{inner}{f',{inner}'.join(parts)}{newline}}}"
