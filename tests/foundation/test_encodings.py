"""The encoding of a CSV file is told by its bytes; an old one is named and refused."""

import io
import unicodedata

import pytest

from foundation.domain.tables import Column, UnreadableTable, opened, rows
from foundation.domain.tables.encodings import encoding_of
from foundation.domain.tables.old_letters import old_typing

COLUMNS = (Column("code", "Mã hồ sơ"), Column("unit", "Đơn vị"), Column("note", "Ghi chú", False))
HEADER = "Mã hồ sơ,Đơn vị,Ghi chú\n"
HOW = "kiểu “CSV UTF-8 (Comma delimited)”."
# The same words in the three old encodings, byte by byte as Latin-1 shows them.
TCVN3 = "M· hå s¬,§¬n vÞ,Ghi chó\nA1,Së Néi vô,Cã\n".encode("latin-1")
VNI = "Maõ hoà sô,Ñôn vò,Ghi chuù\nA1,Sôû Noäi vuï,Coù\n".encode("latin-1")
WINDOWS = "Ma\u0303 hô\u0300 sơ,Đơn vi\u0323,Ghi chu\u0301\n".encode("cp1258")


def read(data: bytes) -> list[list[str | None]]:
    with opened(io.BytesIO(data)) as source:
        return [cells for _, _, cells, _ in rows(source.rows, COLUMNS)]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableTable) as refused:
        read(data)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_a_mark_in_front(encoding):
    content = (HEADER + "A1,Sở Nội vụ,ệ\n").encode(encoding)

    assert read(content) == [["A1", "Sở Nội vụ", "ệ"]]


@pytest.mark.parametrize(("mark", "tail"), [(b"\xff\xfe", "le"), (b"\xfe\xff", "be")])
def test_utf_16_is_read_in_either_order_of_bytes(mark, tail):
    content = mark + (HEADER + "A1,Sở,x\n").encode(f"utf-16-{tail}")

    assert encoding_of(content) == "utf-16"
    assert read(content) == [["A1", "Sở", "x"]]


@pytest.mark.parametrize("data", [b"", b"a\0", b"\0\0\0\0\0\0", b"a,b\0,c,d,e,f\n"])
def test_a_few_zero_bytes_or_nothing_else_are_no_utf_16(data):
    assert encoding_of(data) == "utf-8"


@pytest.mark.parametrize(
    ("data", "name"),
    [(TCVN3, "TCVN3 (ABC, phông .Vn…)"), (VNI, "VNI (phông VNI-…)"), (WINDOWS, "Windows-1258")],
    ids=["tcvn3", "vni", "windows-1258"],
)
def test_an_old_encoding_is_named_with_the_line_and_how_to_save(data, name):
    said = refusal(data)

    assert said.startswith("Dòng 1 có ký tự không phải UTF-8. Tệp có vẻ dùng bảng mã " + name)
    assert said.endswith(HOW)


@pytest.mark.parametrize("data", [TCVN3, VNI], ids=["tcvn3", "vni"])
def test_letters_that_saving_does_not_turn_are_to_be_turned_first(data):
    said = refusal(data)

    assert "phải chuyển chữ sang Unicode trước (chỉ lưu lại thành UTF-8 thì chữ vẫn sai)" in said


def test_windows_1258_has_only_to_be_saved_anew():
    assert "bảng mã Windows-1258: hãy mở tệp bằng Excel, chọn Lưu thành" in refusal(WINDOWS)


@pytest.mark.parametrize("data", [TCVN3, VNI], ids=["tcvn3", "vni"])
def test_one_line_in_an_old_encoding_is_enough(data):
    said = refusal(HEADER.encode() + b"A1,x,y\n" + data.splitlines()[1] + b"\n")

    assert said.startswith("Dòng 3 có ký tự không phải UTF-8. Tệp có vẻ dùng")


@pytest.mark.parametrize("text", ["Cà phê", "Müller", "Straße"])
def test_bytes_that_may_be_anything_are_refused_without_a_guess(text):
    content = (HEADER + "A1,Sở,x\n").encode() + f"A2,{text},x\n".encode("latin-1")

    assert refusal(content) == (
        "Dòng 3 có ký tự không phải UTF-8. "
        "Hãy mở tệp bằng Excel, chọn Lưu thành (Save As) và " + HOW
    )


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_bad_byte_far_down_is_still_named_by_its_line(end):
    lines = [b"A1,x," + b"y" * 500] * 5000
    lines[4321] = b"A1,\xe0,y"

    assert refusal(end.join([HEADER.strip().encode(), *lines])).startswith("Dòng 4323 ")


def test_utf_16_that_breaks_off_is_refused():
    said = refusal((HEADER + "A1,Sở,x\n").encode("utf-16")[:-1])

    assert "không phải UTF-16" in said


@pytest.mark.parametrize("typed", ["Së Néi vô", "Sôû Noäi vuï", "ñy ban nh©n d©n"])
def test_letters_that_only_an_old_font_makes_legible_are_known(typed):
    assert old_typing(typed)


@pytest.mark.parametrize(
    "written",
    ["Sở Nội vụ", "Thò vò", "Café Müller", "Noël", "m² · 5 °C", "© ® «Tên»", "Huỳnh Thúc Kháng"],
)
def test_letters_that_people_write_are_taken_as_they_are(written):
    assert old_typing(written) is None
    assert old_typing(unicodedata.normalize("NFD", written)) is None
