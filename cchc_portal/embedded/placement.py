"""Giving every service a directory that its account can reach, and that belongs to this clone."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cchc_portal.embedded.account import Account, can_enter, give, owner_name
from cchc_portal.embedded.identity import claim, identity, is_copy, record, recorded
from cchc_portal.embedded.layout import LONGEST_SOCKET_DIRECTORY, Layout
from cchc_portal.embedded.processes import POSTGRES, VALKEY, stop
from cchc_portal.embedded.trouble import DataOfAnotherAccount

Say = Callable[[str], None]


def is_settled(places: Layout) -> bool:
    """Say whether every directory is there and names this clone at this very path."""
    if not places.var.is_dir():
        return False
    me = identity(places.var)
    homes = {places.var, *(outside for link in _links(places) if (outside := _outside(link)))}
    return all(link.exists() for link in _all(places)) and all(recorded(d) == me for d in homes)


def settle(places: Layout, account: Account, say: Say) -> None:
    """Make the directories, in `var` or where the account can reach them.

    Needs services.lock held. Raises DataOfAnotherAccount if their owner cannot be put right.
    """
    me = identity(places.var)
    if recorded(places.var) not in (None, me):
        _say_what_happened(places, say)
        _stop_servers_of(places)
    _drop_foreign_links(places, account, say)
    reachable = can_enter(account, places.var)
    home = places.var if reachable else _home_outside(places, account, say)
    for place in _all(places):
        if place == places.run and reachable and not _fits(places.run):
            home_of_sockets = _outside(place) or _make_outside(places, account)
            _link(place, home_of_sockets)
        elif not reachable:
            _link(place, home)
        _own(place, account)
    record(places.var, me)


def set_aside(directory: Path) -> Path:
    """Rename a directory by the moment, and return its new place."""
    directory = Path(os.path.realpath(directory))
    return directory.rename(dated(directory))


def dated(path: Path) -> Path:
    """Return a path with this moment, in UTC, added to its name."""
    return path.with_name(f"{path.name}.{datetime.now(UTC):%Y%m%d-%H%M%S}")


def forget_shelter(places: Layout) -> None:
    """Remove what this clone keeps outside `var`; its servers must have been stopped."""
    me = identity(places.var)
    for link in _links(places):
        outside = _outside(link)
        if outside and claim(outside, me):
            shutil.rmtree(outside)
        link.unlink()


def belongs_here(places: Layout) -> bool:
    """Say whether the directories may be acted upon: none is a link to another clone's."""
    me = identity(places.var)
    outsides = [outside for link in _links(places) if (outside := _outside(link))]
    return not any(is_copy(outside, me) for outside in outsides)


def _all(places: Layout) -> tuple[Path, ...]:
    return (places.postgres_data, places.valkey_data, places.run)


def _links(places: Layout) -> list[Path]:
    return [place for place in _all(places) if place.is_symlink()]


def _outside(link: Path) -> Path | None:
    """Return the directory outside `var` that a link leads into, or None if it leads nowhere."""
    if not link.is_symlink() or not link.is_dir():
        return None
    return Path(os.path.realpath(link)).parent


def _say_what_happened(places: Layout, say: Say) -> None:
    named = recorded(places.var)
    old, me = named.path if named else "", identity(places.var)
    if is_copy(places.var, me):
        say(f"Đây là bản sao của {old}; bản sao dùng máy chủ và dữ liệu riêng.")
    elif old != me.path:
        say(f"Thư mục đã chuyển từ {old} đến {places.var}; dữ liệu vẫn được giữ.")


def _stop_servers_of(places: Layout) -> None:
    """End servers that were started under another path: their program files are gone from there."""
    if belongs_here(places):
        stop(places.postgres_data, POSTGRES)
        stop(places.valkey_data, VALKEY)


def _drop_foreign_links(places: Layout, account: Account, say: Say) -> None:
    me = identity(places.var)
    for link in _links(places):
        outside = _outside(link)
        if outside and _is_private(outside, account) and claim(outside, me):
            continue
        link.unlink()
        if outside and link != places.run:
            say(f"{link} trỏ đến dữ liệu của bản khác; bản này tạo dữ liệu riêng.")


def _is_private(directory: Path, account: Account) -> bool:
    place = directory.stat()
    return place.st_uid in (0, os.geteuid(), account.uid) and not place.st_mode & 0o022


def _home_outside(places: Layout, account: Account, say: Say) -> Path:
    homes = [outside for link in _links(places) if (outside := _outside(link))]
    homes = [home for home in homes if home.parent == places.shelter.resolve()]
    if homes:
        return homes[0]
    home = _make_outside(places, account)
    say(
        f"Tài khoản {account.name} không vào được {places.var},"
        f" nên dữ liệu của dịch vụ nằm ở {home}; {places.postgres_data} trỏ đến đó."
    )
    _say_abandoned(places, say)
    return home


def _make_outside(places: Layout, account: Account) -> Path:
    """Make a directory for this clone alone: under the shelter for root, else among temporaries."""
    if os.geteuid() == 0:
        places.shelter.mkdir(parents=True, exist_ok=True)
        places.shelter.chmod(0o755)
        home = Path(tempfile.mkdtemp(prefix="clone-", dir=places.shelter))
        home.chmod(0o711)
    else:
        home = Path(tempfile.mkdtemp(prefix=f"cchc-{account.name}-", dir="/tmp"))
    record(home, identity(places.var))
    return home


def _say_abandoned(places: Layout, say: Say) -> None:
    owners = {home: recorded(home) for home in places.shelter.iterdir()}
    left = [home for home, owner in owners.items() if owner and not Path(owner.path).exists()]
    if left:
        names = ", ".join(home.name for home in sorted(left))
        say(f"Trong {places.shelter} có dữ liệu của bản đã xoá ({names}); không cần thì xoá đi.")


def _link(place: Path, home: Path) -> None:
    """Make a place a link into a home, taking along what it held."""
    target = home / place.name
    if place.is_symlink() and os.path.realpath(place) == os.path.realpath(target):
        return
    if place.is_symlink():
        place.unlink()
    if place.is_dir() and any(path.is_socket() for path in place.iterdir()):
        shutil.rmtree(place)
    if place.is_dir():
        stop(place, POSTGRES)
        stop(place, VALKEY)
        shutil.move(place, target)
    target.mkdir(mode=0o700, exist_ok=True)
    place.symlink_to(target, target_is_directory=True)


def _own(place: Path, account: Account) -> None:
    """Make a directory the account's alone; as root also mend what a chown broke."""
    place.mkdir(mode=0o700, exist_ok=True)
    real = Path(os.path.realpath(place))
    if _owners(real) != {account.uid}:
        if os.geteuid() != 0:
            raise DataOfAnotherAccount(real, owner=owner_name(real), account=account.name)
        give(real, account)
    if real.stat().st_mode & 0o777 != 0o700:
        real.chmod(0o700)


def _owners(directory: Path) -> set[int]:
    """Return the owners of a directory and of what lies directly in it."""
    owners = {directory.stat().st_uid}
    for entry in os.scandir(directory):
        with contextlib.suppress(FileNotFoundError):
            owners.add(entry.stat(follow_symlinks=False).st_uid)
    return owners


def _fits(directory: Path) -> bool:
    """Say whether sockets in a directory can be connected to; libpq takes a comma for a list."""
    path = os.fsencode(directory)
    return len(path) <= LONGEST_SOCKET_DIRECTORY and b"," not in path
