"""A small portal on servers of its own: its world, a dossier file, and what must come of it."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cchc_portal.embedded.layout import database_url, redis_url
from tests.cchc_portal.embedded.conftest import Clone
from tests.workers import ROOT, until, working

HEADER = "Mã hồ sơ,Mã đơn vị,Mã thủ tục,Kênh,Tiếp nhận,Hẹn trả,Trả kết quả,Kết quả"
WORLD = """
from django.db.backends.postgresql.psycopg_any import DateRange
from dossiers.models import Procedure
from units.models import Unit, User
User.objects.create_user(username="clerk")
Procedure.objects.create(code="1.000001", name="Khai sinh", field="Hộ tịch", working_days=5)
for code in ("so-a", "so-b"):
    Unit.through_time.create(code=code, name=code, level="department", valid=DateRange(None, None))
"""
REQUEST = """
from pathlib import Path
from foundation.services.files import store_file
from foundation.services.intakes import intake_of, request_intake
from units.models import User
clerk = User.objects.get(username="clerk")
request_intake(intake_of("dossiers"), store_file(Path({path!r}), by=clerk), by=clerk)
"""
CANCEL = """
from foundation.models import Job
from foundation.services.jobs import cancel_job
from units.models import User
cancel_job(Job.objects.get(), by=User.objects.get(username="clerk"))
"""
STORED = """
select d.code, u.code, to_char(d.received_at at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY HH24:MI'),
       to_char(d.due_at at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY HH24:MI'),
       to_char(d.finished_at at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY HH24:MI')
from dossiers_dossier d join units_unit u on u.id = d.unit_id
"""
Row = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Portal:
    """The portal of a clone: its commands, its worker, its only job and the rows it keeps."""

    clone: Clone

    @property
    def variables(self) -> dict[str, str]:
        """Return what leads a process to the clone's services."""
        places = self.clone.places
        return {
            "CCHC_ENV": "test",
            "CCHC_VAR": str(places.var),
            "DATABASE_URL": database_url(places),
            "REDIS_URL": redis_url(places),
        }

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py and return what it printed; fail if it does."""
        done = self._done(arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def refused(self, *arguments: str) -> str:
        """Run a command that ends with a refusal and return what it printed; fail if not so."""
        done = self._done(arguments)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return done.stdout

    def _done(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=os.environ | self.variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def build(self) -> None:
        """Bring the database up to date and put the world into it."""
        self.manage("migrate", "--noinput")
        self.manage("shell", "-c", WORLD)

    def ask(self, path: Path) -> None:
        """Ask for a dossier file to be taken in."""
        self.manage("shell", "-c", REQUEST.format(path=str(path)))

    def cancel(self) -> None:
        """Ask for the only job to end early."""
        self.manage("shell", "-c", CANCEL)

    @contextmanager
    def working(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run a worker of the clone for as long as the block lasts."""
        with working(self.clone.places.var, variables=self.variables) as worker:
            yield worker

    @property
    def job(self) -> tuple[str, int, str]:
        """Return the job's state, how far it is and what it says."""
        return self.clone.sql("select state, done, message from foundation_job")[0]  # type: ignore[return-value]

    @property
    def rows(self) -> list[Row]:
        """Return every dossier that is kept, in the order of their codes."""
        return sorted(self.clone.sql(STORED))  # type: ignore[arg-type]

    @property
    def leftovers(self) -> list[str]:
        """Return the tables that an intake has left behind."""
        found = self.clone.sql(
            "select relname from pg_class where relpersistence <> 'p' and relkind = 'r'"
        )
        return [name for (name,) in found]

    def until_the_job(self, state: str) -> None:
        """Return once the job is in that state; fail if it does not get there."""
        until(lambda: self.job[0] == state)

    def tallies_agree(self) -> bool:
        """Return whether the tallies say what the dossiers say."""
        return bool(self.manage("tallies"))

    def batches(self) -> list[tuple[int, int, int, int]]:
        """Return of every batch: its rows, created, changed, rejected."""
        return self.clone.sql(
            "select rows, created_rows, changed_rows, rejected_rows from foundation_importbatch"
        )  # type: ignore[return-value]


def write_file(path: Path, count: int) -> list[Row]:
    """Write a file of so many good dossiers and one bad one; return what must be kept of it."""
    kept: list[Row] = []
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{HEADER}\n")
        for number in range(count):
            day, place = divmod(number, 9000)
            code = f"H32.1-2401{day + 1:02}-{place:04}"
            unit, received = f"so-{'ab'[number % 2]}", f"{day + 1:02}/01/2024 08:00"
            finished = f"{8 + number % 9:02}/02/2024 09:30"
            row = (code, unit, received, "10/02/2024 17:00", finished)
            file.write(
                f"{code},{unit},1.000001,Trực tiếp,{received},10/02/2024,{finished},"
                "Đã trả kết quả\n"
            )
            kept.append(row)
        file.write("H32.1-240101-9999,so-c,1.000001,Trực tiếp,01/01/2024,,,Đang giải quyết\n")
    return kept
