"""Whatever bytes are handed in, they end in rows or in a sentence, never in another exception."""

import io
import zipfile
from functools import cache

from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from foundation.domain.tables import Column, UnreadableTable, opened, rows

COLUMNS = (Column("code", "Mã", is_code=True), Column("name", "Tên"), Column("note", "Ghi chú"))
HEADER = "Mã,Tên,Ghi chú\n"


@cache
def workbook() -> bytes:
    """Return a small workbook of the columns with one row of each kind of cell."""
    book, out = Workbook(), io.BytesIO()
    for line in (["Mã", "Tên", "Ghi chú"], ["A1", 1.5, "x"], ["A2", "#N/A", True]):
        book.active.append(line)
    book.save(out)
    return out.getvalue()


def require_rows_or_a_sentence(data: bytes) -> None:
    """Read the bytes; every cell read must be text that the database can hold."""
    try:
        with opened(io.BytesIO(data)) as source:
            for line, _, cells, odd in rows(source.rows, COLUMNS):
                assert line > 1
                assert len(cells) == len(COLUMNS)
                for text in (*filter(None, cells), *(odd.message for odd in odd)):
                    assert "\0" not in text
                    text.encode()
    except UnreadableTable as refused:
        assert str(refused).endswith((".", "?"))


@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"\xff\xfeM")
@example(b"PK\x03\x04")
@example(b"\xef\xbb\xbf")
@settings(max_examples=300, deadline=None)
def test_any_bytes(data):
    require_rows_or_a_sentence(data)


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_below_a_header(data):
    require_rows_or_a_sentence(HEADER.encode() + data)


@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-16-le"]))
@settings(max_examples=300, deadline=None)
def test_any_text_below_a_header(text, encoding):
    require_rows_or_a_sentence((HEADER + text).encode(encoding, "replace"))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_workbook_with_any_bytes_changed_or_missing(data):
    require_rows_or_a_sentence(_changed(workbook(), data))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_workbook_with_any_part_changed(data):
    out, before = io.BytesIO(), zipfile.ZipFile(io.BytesIO(workbook()))
    changed = data.draw(st.sampled_from(sorted(before.namelist())))
    with before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, _changed(part, data) if name == changed else part)

    require_rows_or_a_sentence(out.getvalue())


def _changed(content: bytes, data: st.DataObject) -> bytes:
    """Return the content with a few stretches of it replaced, often by meaningful pieces."""
    pieces = st.one_of(
        st.binary(max_size=40),
        st.sampled_from([b"</v>", b't="e"', b't="s"', b"99999999", b'r="XFD9"', b"<c ", b"&x;"]),
    )
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(len(changed) - 1, 0)))
        changed[at : at + data.draw(st.integers(0, 40))] = data.draw(pieces)
    return bytes(changed)
