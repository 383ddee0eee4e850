"""A disk that is full when somebody hands a file in: they are told, and nothing half is kept."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.management import CommandError, call_command

from dossiers.models import Source
from dossiers.services.inbox import look_into
from foundation.models import Job, StoredFile
from foundation.services.files import NoRoom, room_wanted, store_file, store_upload
from tests.full_disk import room_for

SENTENCE = "Máy chủ hết chỗ trên đĩa nên chưa nhận tệp; chưa có gì được ghi."


def files_below(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()]


@pytest.fixture
def temporary(settings, tmp_path) -> Path:
    """Where uploads that are too large for memory lie while they come in."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "temporary"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return settings.FILE_UPLOAD_TEMP_DIR


# Up to 2.5 MB stay in memory until they are stored; more lies in a temporary file first.
@pytest.mark.parametrize(("size", "room"), [(300_000, 200_000), (4_000_000, 3_000_000)])
def test_whoever_hands_a_file_in_is_told_and_may_hand_it_in_again(
    client, make_user, media_root, temporary, size, room
):
    client.force_login(make_user("home_affairs"))

    def send():
        sent = SimpleUploadedFile("ho-so.csv", b"x" * size)
        return client.post("/nhap-du-lieu/dossiers/", {"file": sent, "lam": "nhap"})

    with room_for(room):
        refused = send()

    assert refused.status_code == 507
    assert SENTENCE in refused.content.decode()
    assert not StoredFile.objects.exists()
    assert not Job.objects.exists()
    assert files_below(media_root) == files_below(temporary) == []
    assert send().status_code == 302
    assert Path(StoredFile.objects.get().file.path).read_bytes() == b"x" * size


def test_a_request_that_is_wrong_otherwise_is_answered_as_before(client, make_user):
    client.force_login(make_user("home_affairs"))

    page = client.get("/nhap-du-lieu/%00/")

    assert page.status_code == 400
    assert "Yêu cầu không hợp lệ" in page.content.decode()


def test_a_disk_that_fills_up_between_receiving_and_storing_keeps_nothing(
    make_user, media_root, temporary
):
    upload = TemporaryUploadedFile("lon.csv", "text/csv", 300_000, None)
    upload.write(b"x" * 300_000)

    with room_for(200_000), pytest.raises(NoRoom):
        store_upload(upload, by=make_user())

    assert files_below(media_root) == []
    assert not StoredFile.objects.exists()


def test_a_known_file_whose_bytes_are_gone_is_not_put_back_half(stored_file, media_root):
    stored = stored_file(b"x" * 300_000)
    Path(stored.file.path).unlink()

    with room_for(200_000), pytest.raises(NoRoom):
        store_upload(SimpleUploadedFile("lai.csv", b"x" * 300_000), by=None)

    assert files_below(media_root) == []


def test_a_path_is_stored_whole_or_not_at_all(db, tmp_path, media_root):
    path = tmp_path / "x.csv"
    path.write_bytes(b"x" * 300_000)

    with room_for(200_000), pytest.raises(NoRoom):
        store_file(path, by=None)

    assert files_below(media_root) == []
    assert store_file(path, by=None).size == 300_000


def test_the_command_says_it_in_a_sentence(make_user, tmp_path):
    make_user(username="clerk")
    path = tmp_path / "x.csv"
    path.write_bytes(b"x" * 300_000)

    with room_for(200_000), pytest.raises(CommandError, match="hết chỗ trên đĩa"):
        call_command("import_dossiers", path, by="clerk")


def test_a_file_in_the_inbox_waits_for_room(db, tmp_path, media_root):
    Source.objects.create(code="mot-cua", name="Một cửa")
    path = tmp_path / "inbox" / "mot-cua" / "x.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x" * 300_000)

    with room_for(200_000):
        assert look_into(tmp_path / "inbox", quiet=timedelta()) == 0

    assert files_below(media_root) == []
    assert files_below(tmp_path / "inbox") == [path]
    assert look_into(tmp_path / "inbox", quiet=timedelta()) == 1


def test_a_full_disk_is_told_from_other_troubles(tmp_path):
    with pytest.raises(NoRoom), room_wanted(), Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    with pytest.raises(FileNotFoundError), room_wanted():
        (tmp_path / "none").open()
