"""Both services of this clone, up or down: one server of each, whoever asks and however often."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from cchc_portal.embedded import postgres, space, valkey
from cchc_portal.embedded.account import owner_name, service_account
from cchc_portal.embedded.binaries import binaries
from cchc_portal.embedded.daemon import Site
from cchc_portal.embedded.layout import Layout
from cchc_portal.embedded.lock import alone
from cchc_portal.embedded.placement import belongs_here, is_settled, settle
from cchc_portal.embedded.trouble import DataOfAnotherAccount

Say = Callable[[str], None]
WAITING = "Đang chờ một lệnh khác của cổng khởi động hoặc dừng dịch vụ…"


class Service(Protocol):
    """What the supervisor asks of a module that keeps one server."""

    def is_up(self, places: Layout) -> bool:
        """Say whether this clone's own server serves."""

    def up(self, site: Site) -> None:
        """Start the server unless it runs, and wait until it serves."""

    def down(self, places: Layout) -> bool:
        """Stop the server, and say whether there was one to stop."""


SERVICES: dict[str, Service] = {"DATABASE_URL": postgres, "REDIS_URL": valkey}


def tell(sentence: str) -> None:
    """Print a sentence to the person at the keyboard, apart from a command's own output."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def services_up(places: Layout, say: Say = tell) -> None:
    """Have PostgreSQL and Valkey of this clone running and answering; cheap when they are.

    DATABASE_URL or REDIS_URL in the environment names another server, so ours is left out.
    Raises a ServiceError whose text tells a person what to do.
    """
    wanted = [part for name, part in SERVICES.items() if not os.environ.get(name, "").strip()]
    with _explained(places):
        if wanted and not (is_settled(places) and all(part.is_up(places) for part in wanted)):
            _bring_up(places, wanted, say)
        if wanted and space.free_bytes(places.postgres_data) < space.TO_START:
            say(str(space.full(places.postgres_data, space.TO_START)))


def services_down(places: Layout, say: Say = tell) -> None:
    """Stop this clone's servers and wait until they have ended; harmless when none runs.

    Raises StillBusy if one does not end, DataOfAnotherAccount if they are not ours to stop.
    """
    if not places.var.is_dir():
        say("Không có dịch vụ nào đang chạy.")
        return
    with _explained(places), alone(places.lock, say, WAITING):
        ours = reversed(SERVICES.values()) if belongs_here(places) else ()
        stopped = [part.down(places) for part in ours]
    say("Đã dừng dịch vụ." if any(stopped) else "Không có dịch vụ nào đang chạy.")


def _bring_up(places: Layout, wanted: list[Service], say: Say) -> None:
    places.var.mkdir(mode=0o711, parents=True, exist_ok=True)
    with alone(places.lock, say, WAITING):
        space.require(places.var, space.TO_START)
        account = service_account(places.postgres_data)
        settle(places, account, say)
        site = Site(places, account, binaries(account, places.shelter), say)
        for part in wanted:
            part.up(site)


@contextmanager
def _explained(places: Layout) -> Iterator[None]:
    """Turn what the system refuses into a trouble that says what to do, where there is one."""
    try:
        yield
    except PermissionError as error:
        data = places.postgres_data if places.postgres_data.exists() else places.var
        me = service_account(data)
        raise DataOfAnotherAccount(places.var, owner=owner_name(data), account=me.name) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise space.full(places.var, space.TO_START) from error
        raise
