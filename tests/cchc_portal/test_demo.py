"""The demo as a newcomer runs it, small: own servers, own worker, twice, and stopped again."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cchc_portal.embedded.layout import Layout
from cchc_portal.embedded.placement import forget_shelter
from cchc_portal.embedded.processes import is_alive, until

pytestmark = pytest.mark.xdist_group("demo")
ROOT = Path(__file__).parents[2]
COUNTS = (
    "from dossiers.models import *; from surveys.models import *; from scoring.models import *;"
    "from foundation.models import *; from units.models import *;"
    "print([m._default_manager.count() for m in (Unit, Succession, Person, Procedure, Dossier,"
    " Answer, Mark, RankingRun, RankingLine, ImportBatch, RejectedRow, User, Grant, Assessment,"
    " FactWaiver, Pause)])"
)
FACTS = (
    "import json; from scoring.models import RankingRun;"
    "units = json.loads(RankingRun.objects.get(cycle__organiser__code='56', cycle__year=2024)"
    ".bundle)['units'];"
    "print({u['code']: u['facts']['late_rate'] for u in units if u['standing'] != 'excluded'})"
)


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[Path]:
    """Return an empty var directory; whatever runs in it is stopped at the end."""
    var = tmp_path_factory.mktemp("demo") / "var"
    yield var
    launch(var, "stop")
    forget_shelter(Layout(ROOT, var))


def environment(var: Path) -> dict[str, str]:
    """Return variables for services of its own, and a home that is empty."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    home = var.parent / "home"
    home.mkdir(exist_ok=True)
    return kept | {"CCHC_VAR": str(var), "CCHC_ENV": "local", "HOME": str(home)}


def launch(var: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a word of the launcher with services of its own."""
    return subprocess.run(
        [sys.executable, "-m", "cchc_portal.launch", *words],
        cwd=ROOT,
        env=environment(var),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def first(house: Path) -> subprocess.CompletedProcess[str]:
    """Return the first demo."""
    return launch(house, "demo", "--small", "--exit")


def counts(house: Path) -> str:
    """Return how many of everything there are."""
    return launch(house, "manage", "shell", "-v0", "-c", COUNTS).stdout.strip().splitlines()[-1]


def test_the_demo_goes_from_files_to_ranked_years(first):
    """2024: 19.796 good rows are 19.670 new ones and 126 left over from 2023."""
    assert first.returncode == 0, first.stderr
    assert "334 dòng: 334 mới, 0 thay đổi, 0 không đổi, 0 bị trả lại" in first.stdout
    assert "19.107 dòng: 19.107 mới, 0 thay đổi, 0 không đổi, 0 bị trả lại" in first.stdout
    assert "19.806 dòng: 19.670 mới, 126 thay đổi, 0 không đổi, 10 bị trả lại" in first.stdout
    assert "8.812 dòng: 8.809 mới, 0 thay đổi, 0 không đổi, 3 bị trả lại" in first.stdout
    assert re.findall(r"^ +(\d)\. ", first.stdout, re.MULTILINE) == ["1", "2", "3"] * 4


def test_every_step_is_announced_and_timed(first):
    steps = re.findall(r"^… (.+)$", first.stdout, re.MULTILINE)

    assert len(steps) > 25
    assert all(re.search(r"  \([0-9]+,[0-9] giây\)$", step) for step in steps)


def test_the_annex_is_where_the_demo_says(first):
    path = re.search(r"^Phụ lục: (.+\.pdf)$", first.stdout, re.MULTILINE)

    assert path
    assert Path(path[1]).read_bytes().startswith(b"%PDF-")


def test_only_its_owner_reads_what_it_wrote(first, house):
    modes = {name: (house / name).stat().st_mode & 0o777 for name in ("demo", "files", "log")}

    assert first.returncode == 0
    assert modes == {"demo": 0o700, "files": 0o700, "log": 0o700}
    assert house.stat().st_mode & 0o777 == 0o711


def test_the_stored_run_verifies(first, house):
    done = launch(house, "manage", "verify_ranking", "56/2024/1")

    assert done.returncode == 0
    assert "Kết quả: đúng" in done.stdout


def test_it_refuses_a_database_that_somebody_else_runs(house):
    done = subprocess.run(
        [sys.executable, "-m", "cchc_portal.launch", "demo", "--exit"],
        cwd=ROOT,
        env=os.environ | {"CCHC_VAR": str(house), "DATABASE_URL": "postgresql://a@b/c"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "DATABASE_URL" in done.stderr


def test_taken_in_dossiers_stand_exactly_on_the_planned_late_rates(first, house):
    """Sở Tư pháp: 12 of 240, exactly 5 %; Ngọc Hiệp: 4 of 81, just under; Phương Sài: just over."""
    printed = launch(house, "manage", "shell", "-v0", "-c", FACTS).stdout

    assert "'so-tu-phap': {'denominator': 240, 'numerator': 12}" in printed
    assert "'so-tai-nguyen-va-moi-truong': {'denominator': 520, 'numerator': 52}" in printed
    assert "'22336': {'denominator': 81, 'numerator': 4}" in printed
    assert "'22351': {'denominator': 79, 'numerator': 4}" in printed


def test_a_demo_of_another_scale_is_not_laid_over_it(first, house):
    done = launch(house, "demo", "--exit")

    assert done.returncode == 1
    assert "CCHC_VAR=" in done.stderr


@pytest.fixture(scope="module")
def counted(first, house: Path) -> str:
    """Return how many of everything the first demo made."""
    return counts(house)


@pytest.fixture(scope="module")
def free_port() -> str:
    """Return the option of a port that nobody listens on (asked of a process that may open one)."""
    asks = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
    answer = subprocess.check_output([sys.executable, "-c", asks], text=True)
    return f"--port={answer.strip()}"


@pytest.fixture(scope="module")
def serving(counted: str, house: Path, free_port: str) -> Iterator[subprocess.Popen[bytes]]:
    """Return a second demo once it serves its pages; its output is in `again.log`."""
    log = house.parent / "again.log"
    with log.open("wb") as output:
        arguments = [sys.executable, "-m", "cchc_portal.launch", "demo", "--small", free_port]
        demo = subprocess.Popen(
            arguments,
            cwd=ROOT,
            env=environment(house),
            stdout=output,
            stderr=output,
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # noqa: PLW1509 - even under nohup
        )
    until(lambda: "Ctrl+C" in log.read_text() or demo.poll() is not None, seconds=300)
    yield demo
    demo.kill()
    demo.wait()


def descendants(pid: int) -> list[int]:
    """Return the processes that a process and its children started; none if it has ended."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    children = [int(number) for number in listed]
    return children + [grandchild for child in children for grandchild in descendants(child)]


def test_run_again_it_carries_on_doubles_nothing_and_says_so(serving, counted, house):
    printed = (house.parent / "again.log").read_text()

    assert "Nhấn Ctrl+C để dừng." in printed
    assert "đã nhập lần trước: 19.107 dòng: 19.107 mới" in printed
    assert counts(house) == counted
    accepted, disputed, heads = 2, 4, 3  # leaves as claimed, leaves with less, heads who signed
    marks, users, grants = 31_660 + accepted + disputed, 8 + heads, 10 + heads
    rows = [334, 227, 1151, 36, 40000, 20000, marks, 5, 377, 21, 14, users, grants]
    assert counted.startswith(f"{rows}"[:-1] + ", ")


def test_beside_one_that_runs_another_is_turned_away_at_once(serving, house):
    second = launch(house, "demo", "--exit")

    assert second.returncode == 1
    assert f"Bản chạy thử đang chạy (tiến trình {serving.pid})" in second.stderr
    assert (second.stdout, second.stderr.count("\n")) == ("", 1)
    assert serving.poll() is None


def test_it_leaves_nothing_in_the_persons_home(serving, house):
    assert not list((house.parent / "home" / ".gunicorn").glob("*"))


def test_closing_the_terminal_ends_all_of_it(serving):
    started = descendants(serving.pid)

    serving.send_signal(signal.SIGHUP)

    serving.wait(30)
    assert len(started) >= 4
    assert until(lambda: not any(is_alive(pid) for pid in started), seconds=30)
