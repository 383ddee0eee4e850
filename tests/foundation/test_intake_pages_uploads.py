"""What is sent to us is kept whole, and named as it may be shown."""

from pathlib import Path
from unicodedata import normalize

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from foundation.services.files import LONGEST_NAME, display_name, store_upload


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("hồ sơ.csv", "hồ sơ.csv"),
        (normalize("NFD", "hồ sơ.csv"), "hồ sơ.csv"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\an\Hồ sơ  2024.xlsx", "Hồ sơ 2024.xlsx"),
        ("a\u202exslx.csv", "a xslx.csv"),
        ("a\x00\n.csv", "a .csv"),
        ("a\u00a0b.csv", "a b.csv"),
        ("", "tệp"),
        ("///", "tệp"),
    ],
)
def test_a_name_is_shown_without_path_and_tricks(name, shown):
    assert display_name(name) == shown


def test_a_name_that_is_too_long_keeps_its_ending():
    shown = display_name("a" * 300 + ".xlsx")

    assert len(shown) == LONGEST_NAME
    assert shown.endswith("a.xlsx")


def test_the_same_bytes_are_one_file_however_they_arrive(make_user, stored_file, tmp_path):
    content = b"x" * 100_000
    large = TemporaryUploadedFile("lon.csv", "text/csv", len(content), None)
    large.write(content)

    first = store_upload(SimpleUploadedFile("nho.csv", content), by=make_user())

    assert stored_file(content) == store_upload(large, by=None) == first
    assert (first.name, first.size) == ("nho.csv", 100_000)
    with first.file.open() as kept:
        assert kept.read() == content


@pytest.mark.parametrize("name", ["a.csv/../../b", "a." + "x" * 200, "a.exe", "a.CSV"])
def test_a_file_is_kept_under_a_name_of_ours(make_user, media_root, name):
    upload = SimpleUploadedFile("x", b"x")
    upload._name = name

    stored = store_upload(upload, by=make_user())

    kept = Path(stored.file.path)
    assert kept.parent == media_root / "intake"
    assert kept.name.removesuffix(".csv") == stored.sha256[:16]
