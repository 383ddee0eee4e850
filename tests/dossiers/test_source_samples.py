"""Samples of files however large: the first 5 MB of a text file are enough to know it by."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossiers.models import Source
from dossiers.services.source_samples import read_sample
from foundation.domain.tables import UnreadableTable
from foundation.models import StoredFile

MANY = 4_000
"""Rows that are more than 5 MB however they are written here, and fewer than are read."""


@pytest.fixture
def source(db) -> Source:
    """Store a source whose files tell their own encoding and separator."""
    return Source.objects.create(code="mot-cua", name="Một cửa")


# 5 MB are 5 242 880 bytes. In UTF-8 the header has 12 and a row 2 + 3 · 1 000 + 1: 1 745 rows are
# 5 240 235 bytes, the next ends at 5 243 250. In UTF-16 it is 22 and 2 006: 2 613 rows, then half
# a row.
@pytest.mark.parametrize(("encoding", "whole"), [("utf-8", 1_745), ("utf-16-le", 2_613)])
def test_the_last_line_of_a_large_file_is_left_out_where_it_is_cut(
    source, stored_file, encoding, whole
):
    source.encoding = encoding
    row = f"H;{'ế' * 1_000}\n"
    stored = stored_file(f"So HS;Kênh\n{row * MANY}".encode(encoding))

    sample = read_sample(stored, source)

    assert sample.headers == ["So HS", "Kênh"]
    assert sample.rows == [["H", "ế" * 1_000]] * whole


def test_a_cell_of_several_lines_may_be_cut(source, stored_file):
    # The header has 11 bytes, a row 2 006, of which 1 004 are its first line: after 2 613 rows,
    # 5 241 689 bytes, there are 1 191 left.
    row = f'H;"{"a" * 1_000}\n{"b" * 1_000}"\n'

    sample = read_sample(stored_file(f"So HS;Kenh\n{row * MANY}"), source)

    assert len(sample.rows) == 2_613
    assert sample.rows[-1] == ["H", f"{'a' * 1_000} {'b' * 1_000}"]


def test_a_large_file_without_a_line_has_no_header(source, stored_file):
    with pytest.raises(UnreadableTable, match="Tệp mẫu trống"):
        read_sample(stored_file("x" * (5 << 20 | 1)), source)


def test_a_large_file_in_no_encoding_is_told(source, stored_file):
    with pytest.raises(UnreadableTable, match="không phải UTF-8"):
        read_sample(stored_file(b"So HS;Kenh\n" + b"H;\xea\xff\n" * (1 << 20)), source)


def test_a_large_workbook_is_no_sample(source, stored_file):
    with pytest.raises(UnreadableTable, match=r"^Tệp mẫu XLSX lớn quá 5 MB"):
        read_sample(stored_file(b"PK\3\4" + b"x" * (5 << 20)), source)


def test_a_large_file_may_be_handed_in_as_a_sample(client, make_user, source):
    client.force_login(make_user("home_affairs"))
    content = f"So HS;Kênh\n{'H;x' * 10}\n".encode() + b"H;x\n" * (2 << 20)

    address = "/nguon-du-lieu/mot-cua/mau/"
    page = client.post(address, {"file": SimpleUploadedFile("a.csv", content)}, follow=True)

    assert page.context["sample"].headers == ["So HS", "Kênh"]
    assert len(page.context["sample"].rows) == 5_000
    assert StoredFile.objects.get().size == len(content)
