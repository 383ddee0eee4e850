"""Files are kept whole, once each."""

import errno
import hashlib
import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import IntegrityError, transaction

from foundation import tasks
from foundation.models import Job, StoredFile
from foundation.services.files import NoRoom, store_file, store_upload
from foundation.services.jobs import WorkRefused
from foundation.services.progress import Progress


def test_a_stored_file_is_kept_whole_under_its_digest(stored_file, media_root):
    content = "Mã hồ sơ\nH32.1-240105-0001\n".encode()

    stored = stored_file(content, name="hồ sơ.csv")

    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.name, stored.size) == ("hồ sơ.csv", len(content))
    with stored.file.open() as kept:
        assert kept.read() == content
    assert media_root in Path(stored.file.path).parents


def test_a_file_that_grows_while_it_is_read_is_kept_under_the_digest_of_what_was_kept(
    db, tmp_path, beside
):
    path, is_enough = tmp_path / "x.csv", threading.Event()
    path.write_bytes(b"x" * 1_000_000)
    writer = beside(grow, path, is_enough)

    kept = [store_file(path, by=None) for _ in range(20)]
    is_enough.set()
    writer.result()

    assert len({stored.size for stored in kept}) > 1
    for stored in kept:
        content = Path(stored.file.path).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (stored.size, stored.sha256)


def grow(path: Path, is_enough: threading.Event) -> None:
    """Write on at the end of the file until it is enough."""
    with path.open("ab", buffering=0) as file:
        while not is_enough.wait(0.0005):
            file.write(b"more" * 1000)


def test_the_same_bytes_are_kept_once_whatever_their_name(stored_file, media_root):
    first = stored_file("x", name="a.csv")
    again = stored_file("x", name="b.csv")
    other = stored_file("y", name="a.csv")

    assert again == first != other
    assert first.name == "a.csv"
    assert len(list((media_root / "intake").iterdir())) == 2


def test_whoever_hands_a_file_in_stands_on_it(make_user, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("x")
    clerk, other = make_user(username="clerk"), make_user(username="other")

    store_file(path, by=clerk)

    assert store_file(path, by=other).created_by == clerk


@pytest.mark.django_db(transaction=True)
def test_two_people_handing_in_the_same_file_at_once_get_the_same_one(
    tmp_path, beside, until_somebody_waits
):
    path = tmp_path / "x.csv"
    path.write_text("x")

    # The first one has not committed while the second looks, so both find nothing stored yet.
    with transaction.atomic():
        first = store_file(path, by=None)
        second = beside(store_file, path, by=None)
        until_somebody_waits()

    assert second.result() == first
    assert StoredFile.objects.count() == 1


def test_no_two_files_have_the_same_digest(stored_file):
    stored = stored_file("x")

    with pytest.raises(IntegrityError, match="sha256"):
        StoredFile.objects.create(sha256=stored.sha256, name="y", size=1, file="y")


def test_bytes_that_are_gone_from_the_disk_are_kept_again(stored_file):
    stored = stored_file("x", name="a.csv")
    Path(stored.file.path).unlink()

    again = stored_file("x", name="b.csv")

    assert (again, again.file.name) == (stored, stored.file.name)
    with again.file.open() as kept:
        assert kept.read() == b"x"


class LosesItsRoom(BytesIO):
    """A file whose disk is full once it is put into the store; somebody hands it in then, too."""

    def __init__(self, content: bytes, meanwhile: Callable[[], None]) -> None:
        super().__init__(content)
        self.meanwhile, self.pieces = meanwhile, 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.pieces += 1
        if self.pieces == 3:  # the first two are read for the digest
            self.meanwhile()
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().read(size)


@pytest.mark.django_db(transaction=True)
def test_half_a_file_put_back_takes_nothing_from_whoever_hands_the_same_one_in(
    stored_file, beside, until_somebody_waits
):
    stored = stored_file("x")
    Path(stored.file.path).unlink()
    others = []

    def hand_it_in():
        others.append(beside(store_upload, SimpleUploadedFile("b.csv", b"x"), by=None))
        until_somebody_waits()

    with pytest.raises(NoRoom):
        store_upload(UploadedFile(LosesItsRoom(b"x", hand_it_in), "a.csv", size=1), by=None)

    assert others[0].result() == stored
    assert Path(stored.file.path).read_bytes() == b"x"


def test_taking_in_a_file_that_is_gone_is_refused_with_a_sentence(stored_file):
    stored = stored_file("x", name="a.csv")
    Path(stored.file.path).unlink()
    asked = {"intake": "units", "context": None}
    job = Job(kind="foundation.take_in", title="Nhập", stored_input=stored, input=asked)

    with pytest.raises(WorkRefused, match="hãy nộp lại"):
        tasks._take(job, Progress())
