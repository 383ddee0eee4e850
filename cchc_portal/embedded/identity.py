"""Which clone a directory belongs to: a moved clone keeps its data, a copied one gets its own."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "owner.json"


@dataclass(frozen=True, slots=True)
class Identity:
    """A clone's `var` directory: where it is, and which directory that is."""

    path: str
    device: int
    inode: int

    @property
    def is_alive(self) -> bool:
        """Say whether this very directory is still where it was."""
        return Path(self.path).is_dir() and identity(Path(self.path)) == self


def identity(var: Path) -> Identity:
    """Return the identity of an existing directory."""
    place = var.stat()
    return Identity(path=os.path.realpath(var), device=place.st_dev, inode=place.st_ino)


def recorded(directory: Path) -> Identity | None:
    """Return the clone that a directory names as its owner, or None if it names none."""
    try:
        return Identity(**json.loads((directory / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def record(directory: Path, owner: Identity) -> None:
    """Name a clone as the owner of a directory, in one step."""
    draft = directory / f"{FILE}.new"
    draft.write_text(json.dumps(asdict(owner)), encoding="utf-8")
    draft.replace(directory / FILE)


def claim(directory: Path, owner: Identity) -> bool:
    """Take a directory that is the clone's own or whose clone is gone; return False otherwise."""
    with locked(directory):
        named = recorded(directory)
        if named is None or not (_is_same(named, owner) or not named.is_alive):
            return False
        if named != owner:
            record(directory, owner)
        return True


def is_copy(directory: Path, owner: Identity) -> bool:
    """Say whether a directory names another clone that still is where it was."""
    named = recorded(directory)
    return named is not None and not _is_same(named, owner) and named.is_alive


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Hold a directory against other processes that hold it this way."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _is_same(named: Identity, owner: Identity) -> bool:
    """A move keeps device and inode; a restart may change the device under the same path."""
    same_directory = (named.device, named.inode) == (owner.device, owner.inode)
    return same_directory or named.path == owner.path
