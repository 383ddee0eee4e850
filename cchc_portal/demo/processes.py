"""The demo's own processes: a Celery worker and a web server, ended however the demo ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

STOP_SECONDS = 15
BOUND = Path(__file__).with_name("bound.py")


@contextmanager
def running(arguments: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python -m ARGUMENTS` for as long as the block lasts, its output in a log file.

    It ends also when this process is killed and cannot see to it.
    """
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, BOUND, str(os.getpid()), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "cchc_portal.settings"},
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def worker(logs: Path, schedule: Path) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """Run one Celery worker with its beat, which keeps what it rang last in `schedule`."""
    options = ["--concurrency=1", "--loglevel=WARNING", "--beat", f"--schedule={schedule}"]
    return running(["celery", "-A", "cchc_portal", "worker", *options], logs / "worker.log")


def web(logs: Path, port: int) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """Serve the portal on this machine only."""
    options = [f"--bind=127.0.0.1:{port}", "--workers=2", "--no-control-socket"]
    return running(["gunicorn", "cchc_portal.wsgi", *options], logs / "web.log")


def is_free(port: int) -> bool:
    """Return whether nothing answers on that port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def wait_until_open(port: int, process: subprocess.Popen[bytes], seconds: float = 30) -> bool:
    """Return whether the port answered before the time was up or the process ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        if not is_free(port):
            return True
        time.sleep(0.1)
    return False
