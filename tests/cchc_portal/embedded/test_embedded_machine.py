"""Wrong owners, other accounts, full disks: mended where that is ours to do, else explained."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

import pytest

from cchc_portal.embedded import journal, supervisor
from cchc_portal.embedded.account import Account, give
from cchc_portal.embedded.trouble import DiskFull

SYSTEM_PYTHON = "/usr/bin/python3"
pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="needs other accounts or a mount"),
    pytest.mark.skipif(not Path(SYSTEM_PYTHON).exists(), reason="needs a Python for everybody"),
]
RUN = """
import sys
from pathlib import Path
from cchc_portal.embedded import supervisor
from cchc_portal.embedded.layout import Layout
from cchc_portal.embedded.trouble import ServiceError
word, *places = sys.argv[1:]
try:
    getattr(supervisor, word)(Layout(*map(Path, places)))
except ServiceError as trouble:
    sys.exit(str(trouble))
"""


@pytest.fixture
def somebody():
    """An ordinary account of this machine."""
    entry = pwd.getpwnam("nobody")
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


@pytest.fixture
def readable_code(ground):
    """The supervisor's code where every account can read it."""
    root = Path(supervisor.__file__).parents[2]
    package = Path(supervisor.__file__).parent.relative_to(root)
    shutil.copytree(root / package, ground / "code" / package)
    return ground / "code"


@pytest.fixture
def as_somebody(somebody, readable_code, wheels):
    """Call the supervisor as the ordinary account."""

    def call(word, places):
        return subprocess.run(
            [SYSTEM_PYTHON, "-c", RUN, word, places.root, places.var, places.shelter],
            env={"PYTHONPATH": f"{readable_code}:{wheels}", "PYTHONUTF8": "1"},
            cwd="/",
            user=somebody.uid,
            group=somebody.gid,
            extra_groups=[],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return call


@pytest.fixture
def closed_wheels(wheels, monkeypatch):
    """The servers' wheels where only root can read them, and imported from there."""
    monkeypatch.syspath_prepend(wheels)
    wheels.parent.chmod(0o700)
    yield
    wheels.parent.chmod(0o755)


@pytest.fixture
def small_disk(ground, end_all):
    """A disk of 200 MB; skip where mounting is not allowed."""
    place = ground / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=200m,mode=755", "tmpfs", place]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting is not allowed here")
    yield place
    end_all(place)
    subprocess.run(["umount", "--lazy", place], check=True)


def test_an_ordinary_account_runs_the_servers_itself(clone, somebody, as_somebody):
    give(clone.places.var, somebody)

    started = as_somebody("services_up", clone.places)

    assert started.returncode == 0, started.stderr
    owners = {Path(f"/proc/{pid}").stat().st_uid for pid in clone.postgres_processes}
    assert owners == {somebody.uid}


def test_root_serves_an_ordinary_account_as_that_account(clone, somebody, as_somebody):
    give(clone.places.var, somebody)

    clone.up()

    assert clone.places.postgres_data.stat().st_uid == somebody.uid
    assert as_somebody("services_up", clone.places).returncode == 0


def test_an_ordinary_account_is_told_whose_data_it_is(clone, as_somebody):
    clone.up()

    refused = as_somebody("services_up", clone.places)

    assert refused.returncode == 1
    assert "sudo" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_programs_that_the_account_cannot_reach_are_copied(clone, closed_wheels):
    clone.up()

    programs = {str(Path(f"/proc/{pid}/exe").readlink()) for pid in clone.postgres_servers}
    assert all(program.startswith(f"{clone.places.shelter}/bin/") for program in programs)
    assert clone.sql("create extension unaccent") == []


def test_servers_whose_program_was_replaced_are_started_again(clone, closed_wheels):
    clone.up()
    before = clone.postgres_servers
    for program in clone.places.shelter.glob("bin/**/bin/postgres"):
        shutil.copy2(program, f"{program}.new")
        Path(f"{program}.new").replace(program)

    clone.up()

    assert clone.postgres_servers != before
    assert clone.sql("select 1") == [(1,)]


def test_data_given_to_root_is_given_back(clone):
    clone.up()
    clone.remember(1)
    clone.down()

    give(clone.places.var, Account("root", 0, 0))
    clone.places.postgres_data.resolve().chmod(0o755)
    clone.up()

    assert clone.remembered() == [1]


def test_a_disk_too_full_to_begin_is_named_with_its_free_space(new_clone, small_disk):
    clone = new_clone("clone")
    shutil.rmtree(clone.places.postgres_data)
    clone = clone.moved_to(small_disk / "var")

    with pytest.raises(DiskFull, match=r"small.*còn \d+ MB, cần ít nhất 300 MB"):
        clone.up()


def test_a_disk_that_filled_up_is_named_and_a_freed_one_serves_again(clone, small_disk):
    roomy = clone.moved_to(small_disk / "var")
    roomy.up()
    roomy.remember(1)
    roomy.down()
    ballast = small_disk / "ballast"
    subprocess.run(
        ["dd", "if=/dev/zero", f"of={ballast}", "bs=64k"], capture_output=True, check=False
    )

    with pytest.raises(DiskFull, match=r"còn 0 MB"):
        roomy.up()
    ballast.unlink()
    roomy.up()

    assert roomy.remembered() == [1]


def test_a_log_that_grew_too_large_is_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "LARGEST", 10)
    log = tmp_path / "postgres.log"
    log.write_text("many more than ten bytes")

    journal.bound(log)

    assert log.read_text() == ""
    assert (tmp_path / "postgres.log.1").read_text() == "many more than ten bytes"
