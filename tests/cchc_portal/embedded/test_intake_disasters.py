"""An intake whose PostgreSQL or worker is killed, or whose disk is full: all of it is in, or none.

Every moment is caught for certain: the intake is made to wait there by a lock, or is read in so far
that its progress shows.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from cchc_portal.embedded.layout import Layout, database_url
from tests.cchc_portal.embedded.conftest import Clone, a_ground
from tests.cchc_portal.embedded.intake_world import Portal, write_file
from tests.workers import end, until

pytestmark = pytest.mark.xdist_group("intake disasters")
READING, CHECKING, WRITING = "reading", "checking", "writing"
HELD = {
    CHECKING: "select pg_advisory_lock(hashtext('intake dossiers'))",
    WRITING: "lock table dossiers_closedtally in exclusive mode",
}
WAITING = "select count(*) from pg_locks where not granted"
COUNTS = {READING: 60_000, CHECKING: 3_000, WRITING: 3_000}


@pytest.fixture(scope="module")
def built(made_data: Path) -> Iterator[Path]:
    """The data directory of a portal with its world, to be copied."""
    with a_ground() as place, pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        patch.delenv("REDIS_URL", raising=False)
        clone = Clone(Layout(Path(__file__).parents[3], place / "var", place / "shelter"))
        clone.places.var.mkdir()
        subprocess.run(["cp", "-a", made_data, clone.places.postgres_data], check=True)
        clone.up()
        Portal(clone).build()
        clone.down()
        yield clone.places.postgres_data


@pytest.fixture
def portal(clone: Clone, built: Path) -> Portal:
    """A portal that runs, its services its own."""
    shutil.rmtree(clone.places.postgres_data)
    subprocess.run(["cp", "-a", built, clone.places.postgres_data], check=True)
    clone.up()
    return Portal(clone)


@contextmanager
def held(portal: Portal, moment: str) -> Iterator[None]:
    """Have the intake wait at that moment while the block runs; it needs no help to read."""
    if moment == READING:
        yield
        return
    holder = psycopg.connect(database_url(portal.clone.places))
    with closing(holder):
        holder.execute(HELD[moment])
        yield


def until_it_stands(portal: Portal, moment: str) -> None:
    """Return once the intake has come to that moment."""
    if moment == READING:
        until(lambda: portal.job[1] > 0)
    else:
        until(lambda: portal.clone.sql(WAITING)[0][0])


@pytest.mark.parametrize("moment", [READING, CHECKING, WRITING])
def test_a_postgres_that_is_killed_loses_nothing_and_doubles_nothing(
    portal, kill, tmp_path, moment
):
    kept = write_file(tmp_path / "x.csv", COUNTS[moment])
    portal.ask(tmp_path / "x.csv")

    with portal.working():
        with held(portal, moment):
            until_it_stands(portal, moment)
            kill(portal.clone.postmaster)
        portal.clone.up()
        assert portal.rows == []
        portal.until_the_job("done")

    assert portal.rows == sorted(kept)
    assert portal.batches() == [(len(kept) + 1, len(kept), 0, 1)]
    assert portal.tallies_agree()
    assert portal.leftovers == []


@pytest.mark.parametrize("moment", [READING, WRITING])
def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(portal, tmp_path, moment):
    kept = write_file(tmp_path / "x.csv", COUNTS[moment])
    portal.ask(tmp_path / "x.csv")
    with held(portal, moment), portal.working() as worker:
        until_it_stands(portal, moment)
        end(worker, signal.SIGKILL)
        assert (portal.job[0], portal.rows) == ("running", [])

    with portal.working():
        portal.until_the_job("done")

    assert portal.rows == sorted(kept)
    assert portal.batches() == [(len(kept) + 1, len(kept), 0, 1)]
    assert portal.tallies_agree()
    assert portal.leftovers == []


@pytest.fixture
def small_disk(portal, ground) -> Iterator[Path]:
    """A disk of 6 MB on which everything that the portal's role makes from now on is kept."""
    place = ground / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", place], check=False)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        owner = portal.clone.places.postgres_data.stat()
        os.chown(place, owner.st_uid, owner.st_gid)
        portal.clone.sql(f"create tablespace small location '{place}'")
        for setting in ("default_tablespace", "temp_tablespaces"):
            portal.clone.sql(f"alter role cchc set {setting} = small")
        yield place
    finally:
        portal.clone.down()
        subprocess.run(["umount", place], check=True)


def test_a_full_disk_ends_the_job_with_words_and_leaves_nothing(portal, small_disk, tmp_path):
    write_file(tmp_path / "x.csv", COUNTS[READING])
    portal.ask(tmp_path / "x.csv")

    with portal.working():
        portal.until_the_job("failed")

    assert portal.job[2].startswith("Máy chủ cơ sở dữ liệu hết chỗ trên đĩa; chưa có gì được ghi.")
    assert (portal.rows, portal.batches(), portal.leftovers) == ([], [], [])
