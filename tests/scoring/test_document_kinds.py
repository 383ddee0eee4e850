"""The kind of a file is told from its bytes; what could harm a reader is not kept."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from scoring.services.documents_kinds import kind_of
from scoring.services.documents_refusals import DocumentRefused, UnknownKind, WithMacros
from tests.scoring import evidence_world as world


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (world.PDF, ".pdf"),
        (world.PNG, ".png"),
        (world.JPEG, ".jpg"),
        (world.TIFF, ".tif"),
        (world.WEBP, ".webp"),
        (world.ooxml("wordprocessingml.document"), ".docx"),
        (world.ooxml("spreadsheetml.sheet"), ".xlsx"),
        (world.ooxml("presentationml.presentation"), ".pptx"),
        (world.opendocument("text"), ".odt"),
        (world.opendocument("spreadsheet"), ".ods"),
        (world.compound("WordDocument"), ".doc"),
        (world.compound("Workbook"), ".xls"),
        (world.compound("Book"), ".xls"),
        (world.compound("WordDocument", "Workbook"), ".doc"),
    ],
)
def test_the_bytes_tell_the_kind(content, ending):
    file = io.BytesIO(content)

    assert kind_of(file).ending == ending
    assert file.tell() == 0


@pytest.mark.parametrize(
    "content",
    [
        b"x",
        "một đoạn chữ".encode(),
        world.PROGRAM,
        world.PAGE,
        world.DRAWING,
        b"\x7fELF" + bytes(60),
        b"#!/bin/sh\nrm -rf /\n",
        b"GIF89a" + bytes(60),
        b" " + world.PDF,
        world.archive(a="chữ"),
        world.opendocument("presentation"),
        world.compound("PowerPoint Document"),
        world.compound(),
        b"PK\x03\x04" + bytes(60),
    ],
)
def test_what_the_library_does_not_keep_is_refused(content):
    with pytest.raises(UnknownKind, match="Cổng chỉ nhận PDF"):
        kind_of(io.BytesIO(content))


@pytest.mark.parametrize(
    "content",
    [
        world.ooxml("wordprocessingml.document", word__vbaProject_bin="x"),
        world.ooxml("spreadsheetml.sheet", word__run="x", **{"xl/vbaProject.bin": "x"}),
        world.archive(**{"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled"}),
        world.opendocument("text", **{"Basic/Standard/Module1.xml": "x"}),
        world.opendocument("spreadsheet", **{"Scripts/python/x.py": "x"}),
        world.ooxml("wordprocessingml.document", **{"word/embeddings/run.exe": "MZ"}),
        world.compound("WordDocument", "_VBA_PROJECT"),
        world.compound("Workbook", "_VBA_PROJECT_CUR"),
    ],
)
def test_a_file_with_programs_inside_is_refused(content):
    with pytest.raises(WithMacros, match="Tệp có macro"):
        kind_of(io.BytesIO(content))


def test_a_locked_office_file_says_that_it_is_locked():
    with pytest.raises(DocumentRefused, match="đặt mật khẩu"):
        kind_of(io.BytesIO(world.compound("EncryptionInfo", "EncryptedPackage")))


@pytest.mark.parametrize("head", [world.PDF, world.JPEG, world.PNG])
def test_a_file_of_two_kinds_is_refused(head):
    both = head + world.archive(x="<script>")

    with pytest.raises(DocumentRefused, match="vừa là tệp nén"):
        kind_of(io.BytesIO(both))


def test_a_pdf_that_carries_an_archive_inside_is_a_pdf():
    carrying = world.PDF + world.archive(x="x") + b"\nendobj\n%%EOF\n"

    assert kind_of(io.BytesIO(carrying)).ending == ".pdf"


def test_a_word_in_a_text_is_no_macro():
    text = world.compound("WordDocument") + b"x" + "_VBA_PROJECT\0".encode("utf-16-le")

    assert kind_of(io.BytesIO(text)).ending == ".doc"


def test_a_bomb_stays_packed():
    bomb = world.archive(**{"[Content_Types].xml": " " * 50_000_000})

    with pytest.raises(UnknownKind):
        kind_of(io.BytesIO(bomb))


def test_an_archive_of_very_many_parts_is_not_listed():
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for order in range(20_000):
            file.writestr(f"word/{order:040}", "")

    with pytest.raises(UnknownKind):
        kind_of(out)


@pytest.mark.parametrize("cut", [10, 40, 80])
def test_a_file_cut_short_is_refused_and_not_fallen_over(cut):
    content = world.ooxml("wordprocessingml.document")

    with pytest.raises(DocumentRefused):
        kind_of(io.BytesIO(content[:cut] + content[-30:]))
