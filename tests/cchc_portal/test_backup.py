"""A backup brings everything back as it was, and a bad one changes nothing."""

import json
import os
import resource
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cchc_portal.backups import programs
from cchc_portal.backups.manifest import is_safe
from cchc_portal.backups.trouble import ProgramFailed
from foundation.models import StoredFile
from scoring.models import RankingRun
from scoring.services.ranking import rank_cycle, verify_run
from tests.scoring_world import build_cycle
from units.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(make_user, stored_file) -> RankingRun:
    """The run of the hand-worked cycle, beside one file that was handed in."""
    cycle = build_cycle(make_user("home_affairs"))
    StoredFile.objects.filter(sha256="0" * 64).update(size=2)
    kept = stored_file("Mã hồ sơ\n", name="hồ sơ.csv").file.path
    Path(kept).with_name("tay.csv").write_bytes(b"ab")
    StoredFile.objects.filter(sha256="0" * 64).update(file="intake/tay.csv")
    return rank_cycle(cycle.pk, by=None)


@pytest.fixture
def backup(run, tmp_path) -> Path:
    """A backup of that."""
    path = tmp_path / "a.cchc"
    call_command("backup", path)
    return path


def test_files_that_lie_in_a_bucket_are_said_to_be_left_out(run, tmp_path, settings, capsys):
    kept = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": "cchc"}}
    settings.STORAGES = settings.STORAGES | {"default": kept}

    call_command("backup", tmp_path / "a.cchc")

    assert "kho S3 và không có trong bản sao lưu này" in capsys.readouterr().err


def destroy(media_root: Path) -> None:
    """Lose every table and every file."""
    with connection.cursor() as cursor:
        cursor.execute("drop schema public cascade; create schema public")
    for file in media_root.rglob("*.csv"):
        file.unlink()


def rewritten(backup: Path, change) -> Path:
    """Return a copy of a backup whose parts went through a function of name and bytes."""
    copy = backup.with_name("copy.cchc")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return copy


def test_what_was_lost_comes_back_and_still_computes(backup, run, media_root, capsys):
    destroy(media_root)

    call_command("restore", backup)

    assert "Đã kiểm tra: 2 tệp còn đủ, 1 lần xếp hạng tính lại đúng." in capsys.readouterr().out
    assert verify_run(RankingRun.objects.get()).is_right
    assert User.objects.get().username == "home_affairs"
    assert (media_root / "intake" / "tay.csv").read_bytes() == b"ab"
    assert not list(media_root.glob(".restore-*"))


def test_a_backup_restored_over_later_data_takes_their_place(backup, run):
    User.objects.create(username="later")

    call_command("restore", backup, replace=True)

    assert [user.username for user in User.objects.all()] == ["home_affairs"]


def test_a_restored_portal_can_be_backed_up_and_restored_again(backup, media_root, tmp_path):
    call_command("restore", backup, replace=True)
    call_command("backup", tmp_path / "b.cchc")
    destroy(media_root)

    call_command("restore", tmp_path / "b.cchc")

    assert verify_run(RankingRun.objects.get()).is_right


def test_a_database_with_data_is_replaced_only_when_asked(backup):
    with pytest.raises(CommandError, match="hãy thêm --replace"):
        call_command("restore", backup)


def test_a_backup_is_for_its_owner_alone_and_never_written_over(backup):
    before = backup.read_bytes()

    with pytest.raises(CommandError, match="không ghi đè"):
        call_command("backup", backup)

    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert backup.read_bytes() == before
    assert [file.name for file in backup.parent.glob("*.part")] == []


def test_a_backup_lists_its_parts_with_their_digests(backup):
    with zipfile.ZipFile(backup) as archive:
        told = json.loads(archive.read("manifest.json"))

    assert told["format"] == "cchc-backup/1"
    assert told["parts"][0]["name"] == "database.dump"
    assert len(told["parts"]) == 3
    assert "scoring.0001_initial" in told["migrations"]


def test_sessions_and_tokens_are_left_out(client, make_user, tmp_path):
    client.force_login(make_user("home_affairs"))
    call_command("backup", tmp_path / "a.cchc")

    call_command("restore", tmp_path / "a.cchc", replace=True)

    assert client.get("/cong-viec/").status_code == 302


def cut(path: Path) -> Path:
    """Return a copy that broke off half way."""
    copy = path.with_name("cut.cchc")
    copy.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return copy


def flip(path: Path) -> Path:
    """Return a copy with one bit of the database turned over."""
    whole = bytearray(path.read_bytes())
    whole[2000] ^= 1
    copy = path.with_name("flip.cchc")
    copy.write_bytes(whole)
    return copy


def forge(path: Path) -> Path:
    """Return a whole archive whose database is not the one that the manifest names."""
    return rewritten(path, lambda name, data: b"PGDMP" if name == "database.dump" else data)


def rename(path: Path) -> Path:
    """Return a copy whose manifest leads out of the store."""
    return rewritten(path, lambda name, data: data.replace(b"files/intake", b"files/../../x"))


def empty(path: Path) -> Path:
    """Return a file that holds nothing."""
    path.with_name("empty.cchc").touch()
    return path.with_name("empty.cchc")


@pytest.mark.parametrize("spoil", [cut, flip, forge, rename, empty])
def test_a_spoilt_backup_is_refused_and_changes_nothing(backup, spoil, media_root):
    User.objects.create(username="later")
    files = sorted(media_root.rglob("*"))

    with pytest.raises(CommandError, match=r"Chưa có gì bị thay đổi"):
        call_command("restore", spoil(backup), replace=True)

    assert User.objects.filter(username="later").exists()
    assert sorted(media_root.rglob("*")) == files


def test_a_backup_of_a_newer_portal_is_refused(backup):
    newer = rewritten(backup, lambda _, data: data.replace(b"units.0001_initial", b"units.0999_x"))

    with pytest.raises(CommandError, match=r"mới hơn phần mềm này \(ví dụ units\.0999_x\)"):
        call_command("restore", newer, replace=True)


def test_a_file_that_is_not_there_is_said_so(db, tmp_path):
    with pytest.raises(CommandError, match="không có tệp hoặc thư mục này"):
        call_command("restore", tmp_path / "x.cchc")


def test_a_dump_that_breaks_off_half_way_is_never_committed(run, tmp_path):
    dump = tmp_path / "whole"
    with programs.dump() as source:
        dump.write_bytes(source.read())
    dump.write_bytes(dump.read_bytes()[:-2000])
    connection.close()

    with pytest.raises(ProgramFailed, match="Cơ sở dữ liệu vẫn như cũ"):
        programs.load(dump)

    assert verify_run(RankingRun.objects.get()).is_right


def test_a_full_disk_leaves_no_half_backup(run, tmp_path, media_root):
    """A process that may write only so many bytes to a file meets what a full disk does."""
    program = (
        "import sys, resource, signal, django; django.setup();"
        "from django.core.management import call_command;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000));"
        "call_command('backup', sys.argv[1])"
    )
    name = connection.settings_dict["NAME"]
    host = connection.settings_dict["HOST"]
    given = {"DATABASE_URL": f"host={host} dbname={name} user=cchc"}

    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "full.cchc")],
        env=os.environ | given | {"DJANGO_SETTINGS_MODULE": "cchc_portal.settings"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Không đọc hoặc ghi được" in done.stderr
    assert not [path for path in tmp_path.iterdir() if "full" in path.name]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("database.dump", True),
        ("files/intake/a b.csv", True),
        ("files/../../etc/passwd", False),
        ("files//etc/passwd", False),
        ("/etc/passwd", False),
        ("manifest.json", False),
        ("files/a\0b", False),
    ],
)
def test_a_part_stays_where_parts_belong(name, safe):
    assert is_safe(name) is safe
