"""A library keeps each document once, finds it without accents, and lets go of what is uncited."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.models import StoredFile
from scoring.models import Document, Evidence
from scoring.selectors.documents import library_of
from scoring.services.documents import (
    Description,
    add_file,
    describe_document,
    remove_document,
)
from scoring.services.documents_bringing import bring
from scoring.services.documents_refusals import (
    AlreadyKept,
    DocumentRefused,
    StillCited,
    TooLarge,
    UnknownKind,
)
from tests.scoring import evidence_world as world
from units.models import Unit, User


@pytest.fixture
def unit(make_unit) -> Unit:
    """Return a department."""
    return make_unit("so-a", "Sở A")


@pytest.fixture
def officer(make_user, unit) -> User:
    """Return its officer."""
    return make_user("officer", unit)


def test_a_file_is_kept_with_what_it_is(unit, officer):
    described = Description("Kế hoạch CCHC", "12/KH-UBND", date(2024, 1, 5))

    document = add_file(unit=unit, upload=world.upload(), described=described, by=officer)

    assert (document.title, document.number) == ("Kế hoạch CCHC", "12/KH-UBND")
    assert (document.media_type, document.created_by) == ("application/pdf", officer)
    assert document.file is not None
    with document.file.file.open() as kept:
        assert kept.read() == world.PDF


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("kế hoạch.pdf", "kế hoạch"),
        ("../../etc/passwd", "passwd"),
        ("a\u202efdp.exe", "a fdp"),
        ("a\x00b.pdf", "a b"),
        (".pdf", ".pdf"),
        ("x" * 400 + ".pdf", "x" * 251),
    ],
)
def test_a_file_without_a_title_is_called_by_its_name_without_tricks(unit, officer, name, title):
    upload = SimpleUploadedFile("x", world.PDF)
    upload._name = name

    document = add_file(unit=unit, upload=upload, by=officer)

    assert document.title == title
    assert document.file is not None
    assert document.file.file.name.removeprefix("intake/") == document.file.sha256[:16]


def test_neither_name_nor_header_is_believed(unit, officer):
    upload = SimpleUploadedFile("kế hoạch.pdf", world.PROGRAM, content_type="application/pdf")

    with pytest.raises(UnknownKind):
        add_file(unit=unit, upload=upload, by=officer)

    assert not StoredFile.objects.exists()


def test_an_image_named_as_a_text_is_an_image(unit, officer):
    document = add_file(unit=unit, upload=world.upload(world.PNG, "x.docx"), by=officer)

    assert document.media_type == "image/png"


def test_an_empty_file_is_refused(unit, officer):
    with pytest.raises(DocumentRefused, match="trống"):
        add_file(unit=unit, upload=world.upload(b""), by=officer)


def test_a_scan_that_is_too_large_is_told_the_limit(unit, officer, settings):
    settings.EVIDENCE_MEGABYTES = 1
    scan = world.upload(world.PDF + bytes(1 << 20))

    with pytest.raises(TooLarge, match="Tệp lớn quá 1 MB là giới hạn của cổng"):
        add_file(unit=unit, upload=scan, by=officer)


def test_the_same_evidence_under_two_names_is_one_document(unit, officer):
    first = world.keep(unit, officer, title="Kế hoạch")

    with pytest.raises(AlreadyKept) as refused:
        world.keep(unit, officer, title="Tên khác")

    assert refused.value.sentence == "Tệp này đã có trong kho, tên là “Kế hoạch”."
    assert refused.value.document == first


def test_two_units_have_a_document_each_of_bytes_stored_once(unit, officer, make_unit, make_user):
    other = make_unit("so-b")
    sister = make_user("officer", other, "sister")

    ours, hers = world.keep(unit, officer), world.keep(other, sister, title="Của Sở B")

    assert ours != hers
    assert ours.file == hers.file
    assert (ours.title, hers.title) == ("Kế hoạch", "Của Sở B")


@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_at_once_is_one_document(unit, officer, beside, media_root):
    tries = [beside(world.keep, unit, officer, title=f"Lần {order}") for order in range(6)]

    problems = [each.exception() for each in tries]

    assert Document.objects.count() == StoredFile.objects.count() == 1
    assert [type(problem) for problem in problems if problem] == [AlreadyKept] * 5
    assert len(list((media_root / "intake").iterdir())) == 1


@pytest.mark.parametrize(
    ("role", "of_the_unit"),
    [("officer", False), ("home_affairs", False), ("appraiser", True), ("leader", None)],
)
def test_nobody_else_keeps_a_units_library(unit, officer, make_unit, make_user, role, of_the_unit):
    place = unit if of_the_unit else make_unit("so-b") if role == "officer" else None
    other = make_user(role, place, "other")
    document = world.keep(unit, officer)

    for act in (
        lambda: world.keep(unit, other, world.PNG),
        lambda: describe_document(document=document, described=Description("x"), by=other),
        lambda: remove_document(document=document, by=other),
    ):
        with pytest.raises(DocumentRefused, match="Chỉ người của đơn vị"):
            act()


def test_several_files_come_at_once_and_a_wrong_one_keeps_no_other_out(unit, officer):
    world.keep(unit, officer, world.PNG, "Ảnh cũ")
    uploads = [
        world.upload(world.PDF, "a.pdf"),
        world.upload(world.PNG, "b.png"),
        world.upload(world.PROGRAM, "c.pdf"),
    ]

    brought = bring(unit=unit, uploads=uploads, url="", described=Description("Chung"), by=officer)

    assert [document.title for document in brought.added] == ["a"]
    assert [known.document.title for known in brought.known] == ["Ảnh cũ"]
    assert len(brought.refused) == 1
    assert brought.refused[0].startswith("c.pdf: Cổng chỉ nhận PDF")


@pytest.mark.parametrize(
    "text", ["ke hoach", "KẾ HOẠCH", "kế  hoạch", "hoach khanh hoa", "12/kh", "dat đai", "%"]
)
def test_a_library_is_searched_without_accents(unit, officer, text):
    world.keep(unit, officer, world.PNG, "Báo cáo")
    title = "Kế hoạch đất đai 100% Khánh Hoà"
    described = Description(title, "12/KH-UBND")
    add_file(unit=unit, upload=world.upload(), described=described, by=officer)

    assert [document.title for document in library_of(unit, text)] == [title]


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        ("pdf", ["PDF"]),
        ("anh", ["Ảnh"]),
        ("van-phong", ["Word"]),
        ("duong-dan", ["Liên kết"]),
        ("hong", ["Liên kết"]),
        ("chua-dan", ["Liên kết", "Word", "Ảnh", "PDF"]),
        ("", ["Liên kết", "Word", "Ảnh", "PDF"]),
        ("khong-co", ["Liên kết", "Word", "Ảnh", "PDF"]),
    ],
)
def test_a_library_is_narrowed_by_kind(unit, officer, kind, titles):
    word = world.ooxml("wordprocessingml.document")
    for content, title in ((world.PDF, "PDF"), (world.PNG, "Ảnh"), (word, "Word")):
        world.keep(unit, officer, content, title)
    Document.objects.create(
        unit=unit, title="Liên kết", url="https://a.vn/", link_state="broken", created_by=officer
    )

    assert [document.title for document in library_of(unit, "", kind)] == titles


def test_what_is_cited_is_not_removed_and_the_list_is_there(cycle, make_user):
    sheet, leaf = world.sheet_of(cycle, "alpha"), world.leaf_of(cycle)
    officer = make_user("officer", sheet.unit)
    document = world.keep(sheet.unit, officer)
    cited = Evidence.objects.create(
        document=document, assessment=sheet, criterion=leaf, attached_by=officer
    )

    with pytest.raises(StillCited, match="đang được dẫn ở 1 chỗ") as refused:
        remove_document(document=document, by=officer)

    assert refused.value.citations == [cited]
    cited.delete()
    remove_document(document=document, by=officer)
    remove_document(document=document, by=officer)
    assert not Document.objects.exists()
