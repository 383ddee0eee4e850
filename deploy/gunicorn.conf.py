"""How gunicorn serves the portal in production; numbers come from the environment."""

import os
from pathlib import Path

from prometheus_client.multiprocess import mark_process_dead

bind = os.environ.get("CCHC_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("CCHC_WEB_WORKERS", "3"))
threads = 4
timeout = 60
graceful_timeout = 30
max_requests, max_requests_jitter = 5000, 500
forwarded_allow_ips = "*"  # only the proxy reaches this port
control_socket_disable = True


def on_starting(server):
    """Begin counting anew: files of processes that are gone would be counted twice."""
    shared = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if shared:
        Path(shared).mkdir(mode=0o700, parents=True, exist_ok=True)
        for file in Path(shared).glob("*.db"):
            file.unlink()


def child_exit(server, worker):
    """Let go of the live figures of a process that ended."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        mark_process_dead(worker.pid)
