"""`python -m cchc_portal.health.probe web|worker`: how a container asks itself whether it works."""

import os
import socket
import sys
from http.client import HTTPConnection

PORT = 8000
PATIENCE = 4
LONGEST_SILENCE = 120
"""Seconds between two signs of life of a worker that is well; they come every few."""


def web() -> bool:
    """Return whether the server in this container is ready, asked as the proxy asks."""
    name = os.environ["CCHC_ALLOWED_HOSTS"].split(",")[0].strip()
    connection = HTTPConnection("127.0.0.1", PORT, timeout=PATIENCE)
    try:
        connection.request("GET", "/san-sang", headers={"Host": name})
        return connection.getresponse().status == 200
    except OSError:
        return False


def worker() -> bool:
    """Return whether the worker in this container gave a sign of life lately."""
    import django  # noqa: PLC0415 - the web's probe needs none of it

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cchc_portal.settings")
    django.setup()
    from cchc_portal.health.worker import key_of, silent_for  # noqa: PLC0415 - needs the settings

    silent = silent_for(key_of(f"celery@{socket.gethostname()}"))
    return silent is not None and silent < LONGEST_SILENCE


PROBES = {"web": web, "worker": worker}

if __name__ == "__main__":
    sys.exit(0 if PROBES[sys.argv[1]]() else 1)
