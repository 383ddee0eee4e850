"""An intake whose PostgreSQL or worker is killed, or whose disk is full: all of it is in, or none.

Every moment is caught for certain: the intake is made to wait there by a lock, or is read in so far
that its progress shows.
"""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from cchc_portal.embedded.layout import Layout, database_url
from cchc_portal.embedded.trouble import MEGABYTE
from tests.cchc_portal.embedded.conftest import Clone, a_ground
from tests.cchc_portal.embedded.intake_world import Portal, write_file
from tests.cchc_portal.embedded.mixed_world import (
    KNOWN,
    OFFICIAL,
    ROWS,
    Everything,
    differences,
    everything,
    write_first,
    write_later,
)
from tests.full_disk import small_disk
from tests.workers import end, until

pytestmark = pytest.mark.xdist_group("intake disasters")
READING, CHECKING, WRITING, KEEPING = "reading", "checking", "writing", "keeping"
HELD = {
    CHECKING: "select pg_advisory_lock(hashtext('intake dossiers'))",
    WRITING: "lock table dossiers_closedtally in exclusive mode",
    KEEPING: "lock table foundation_rejectedrow in exclusive mode",
}
WAITING = "select count(*) from pg_locks where not granted"
COUNTS = {READING: 60_000, CHECKING: 3_000}


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


@pytest.mark.parametrize("moment", [READING, CHECKING])
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


def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(portal, tmp_path):
    kept = write_file(tmp_path / "x.csv", COUNTS[READING])
    portal.ask(tmp_path / "x.csv")
    with portal.working() as worker:
        until_it_stands(portal, READING)
        end(worker, signal.SIGKILL)
        assert (portal.job[0], portal.rows) == ("running", [])

    with portal.working():
        portal.until_the_job("done")

    assert portal.rows == sorted(kept)
    assert portal.batches() == [(len(kept) + 1, len(kept), 0, 1)]
    assert portal.tallies_agree()
    assert portal.leftovers == []


@pytest.fixture
def full_disk(clone: Clone, built: Path) -> Iterator[Portal]:
    """A portal that runs, asked for a file; its database's disk has 6 MB left, for WAL and all."""
    disk = clone.places.postgres_data
    shutil.rmtree(disk)
    disk.mkdir()
    with small_disk(disk, "1g"):
        try:
            subprocess.run(["cp", "-a", f"{built}/.", disk], check=True)
            clone.up()
            write_file(clone.places.var / "x.csv", COUNTS[READING])
            Portal(clone).ask(clone.places.var / "x.csv")
            size = shutil.disk_usage(disk).used + 6 * MEGABYTE
            subprocess.run(["mount", "-o", f"remount,size={size}", disk], check=True)
            yield Portal(clone)
        finally:
            clone.down()


def test_a_full_disk_ends_the_job_with_words_and_leaves_nothing(full_disk):
    with full_disk.working():
        full_disk.until_the_job("failed")

    assert full_disk.job[2].startswith("Máy chủ cơ sở dữ liệu hết chỗ trên đĩa; chưa có gì được")
    assert (full_disk.rows, full_disk.batches(), full_disk.leftovers) == ([], [], [])


def test_a_full_disk_in_one_file_of_a_directory_keeps_none_of_the_others_back(full_disk):
    places = full_disk.clone.places
    directory = places.var / "in"
    directory.mkdir()
    (places.var / "x.csv").rename(directory / "a.csv")
    [kept] = write_file(directory / "b.csv", 1)

    printed = full_disk.refused("import_dossiers", str(directory), "--json")

    first, second, total = map(json.loads, printed.splitlines())
    assert first["error"].startswith("Máy chủ cơ sở dữ liệu hết chỗ trên đĩa; chưa có gì được ghi.")
    assert (second["created"], total["created"], total["refused"]) == (1, 1, [first["file"]])
    assert (full_disk.rows, full_disk.leftovers) == ([kept], [])


@dataclass(frozen=True)
class Begun:
    """A portal that took a first file in and is asked for the later one: its data and its files.

    `after` is what an intake of the later file gives that nobody disturbs, by another way in;
    `agrees` says whether its tallies are what its dossiers say.
    """

    data: Path
    files: Path
    before: Everything
    after: Everything
    agrees: bool


@pytest.fixture(scope="module")
def begun(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begun]:
    """Take the first file in, ask for the later one, keep the data, and go on with it."""
    files = tmp_path_factory.mktemp("mixed")
    first, later = files / "first.csv", files / "later.csv"
    write_first(first)
    write_later(later)
    with a_ground() as place, pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        patch.delenv("REDIS_URL", raising=False)
        clone = Clone(Layout(Path(__file__).parents[3], place / "var", place / "shelter"))
        clone.places.var.mkdir()
        subprocess.run(["cp", "-a", built, clone.places.postgres_data], check=True)
        clone.up()
        clone.sql(OFFICIAL)
        Portal(clone).manage("import_dossiers", str(first), "--by=clerk")
        before = everything(clone)
        Portal(clone).ask(later)
        clone.down()
        subprocess.run(["cp", "-a", clone.places.postgres_data, place / "begun"], check=True)
        clone.up()
        Portal(clone).manage("import_dossiers", str(later), "--by=clerk")
        after, agrees = everything(clone), Portal(clone).tallies_agree()
        clone.down()
        yield Begun(place / "begun", clone.places.var / "files", before, after, agrees)


@pytest.fixture
def mixed(clone: Clone, begun: Begun) -> Portal:
    """A portal that runs, has taken the first file in and is asked for the later one."""
    shutil.rmtree(clone.places.postgres_data)
    subprocess.run(["cp", "-a", begun.data, clone.places.postgres_data], check=True)
    subprocess.run(["cp", "-a", begun.files, clone.places.var / "files"], check=True)
    clone.up()
    return Portal(clone)


def test_the_later_file_is_mixed_of_everything(begun):
    # Of 2.400 known dossiers, by eights: 5 corrected, 2 repeated, 1 spoilt.
    # Of 3.600 new ones each fiftieth is spoilt: 72, so 3.528 are good; 300 + 72 = 372.
    assert (KNOWN, ROWS) == (2_400, 6_000)
    assert sum(begun.before["dossiers"].values()) == 2_400
    assert sum(begun.after["dossiers"].values()) == 2_400 + 3_528
    assert len({code for code, *_ in begun.after["changes"]}) == 1_500
    assert sum(begun.after["rejects"].values()) == 372
    assert len(begun.after["batches"]) == 2
    assert begun.agrees


@pytest.mark.parametrize("moment", [WRITING, KEEPING])
def test_after_a_postgres_was_killed_all_is_as_if_it_had_not_been(mixed, begun, kill, moment):
    with mixed.working():
        with held(mixed, moment):
            until_it_stands(mixed, moment)
            kill(mixed.clone.postmaster)
        mixed.clone.up()
        assert differences(everything(mixed.clone), begun.before) == []
        mixed.until_the_job("done")

    assert differences(everything(mixed.clone), begun.after) == []
    assert mixed.leftovers == []


def test_after_a_worker_was_killed_all_is_as_if_it_had_not_been(mixed, begun):
    with held(mixed, WRITING), mixed.working() as worker:
        until_it_stands(mixed, WRITING)
        end(worker, signal.SIGKILL)
        assert mixed.job[0] == "running"
        assert differences(everything(mixed.clone), begun.before) == []

    with mixed.working():
        mixed.until_the_job("done")

    assert differences(everything(mixed.clone), begun.after) == []
    assert mixed.leftovers == []


@contextmanager
def put_out_of_reach(path: Path) -> Iterator[None]:
    """Put a pipe in the place of a file while the block runs: whoever opens it waits there."""
    aside = path.with_suffix(".aside")
    path.rename(aside)
    os.mkfifo(path)
    try:
        yield
    finally:
        aside.replace(path)


@contextmanager
def read_in_vain(pipe: Path) -> Iterator[None]:
    """Run the block once somebody has opened a pipe to read it; nothing comes out of it."""
    ends: list[int] = []

    def is_open() -> bool:
        with suppress(OSError):  # nobody reads there yet
            ends.append(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
        return bool(ends)

    until(is_open)
    yield
    os.close(ends[0])


def test_after_a_worker_was_killed_in_its_second_reading_all_is_as_if_it_had_not_been(mixed, begun):
    [(name,)] = mixed.clone.sql(
        "select file from foundation_storedfile f join foundation_job on stored_input_id = f.id"
    )
    path = mixed.clone.places.var / "files" / name
    with ExitStack() as stack, mixed.working() as worker:
        with held(mixed, WRITING):
            until_it_stands(mixed, WRITING)
            stack.enter_context(put_out_of_reach(path))
        stack.enter_context(read_in_vain(path))
        end(worker, signal.SIGKILL)
        assert mixed.job[0] == "running"
        assert differences(everything(mixed.clone), begun.before) == []

    with mixed.working():
        mixed.until_the_job("done")

    assert differences(everything(mixed.clone), begun.after) == []
    assert mixed.leftovers == []


@pytest.mark.parametrize("moment", [WRITING, KEEPING])
def test_an_intake_that_is_cancelled_half_way_leaves_all_as_it_was(mixed, begun, moment):
    with mixed.working(), held(mixed, moment):
        until_it_stands(mixed, moment)
        mixed.cancel()
        mixed.until_the_job("cancelled")

    assert differences(everything(mixed.clone), begun.before) == []
    assert mixed.leftovers == []
