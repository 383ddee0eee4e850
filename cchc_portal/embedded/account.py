"""The system account that runs the servers, and running a program as it."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

from cchc_portal.embedded.trouble import NoAccount

SYSTEM_ACCOUNT = "cchc-portal"
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"}


@dataclass(frozen=True, slots=True)
class Account:
    """A system account with its user and group number."""

    name: str
    uid: int
    gid: int

    @property
    def is_current(self) -> bool:
        """Say whether this process runs as the account already."""
        return os.geteuid() == self.uid


def service_account(data: Path) -> Account:
    """Return who runs the servers: this user, or for root the data's owner or a system account.

    Raises NoAccount if this user has no name, or the system account cannot be made.
    """
    if os.geteuid() != 0:
        return _known(os.geteuid()) or _refuse(str(os.geteuid()), "số này không có tên")
    owner = data.stat().st_uid if data.exists() else 0
    return (_known(owner) if owner else None) or _system_account()


def run_as(
    account: Account,
    command: Sequence[object],
    *,
    cwd: Path = Path("/"),
    output: int | IO[bytes] = subprocess.PIPE,
    executable: Path | None = None,
    text: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run a command as the account with a bare environment, `text` on its standard input.

    Never raises for an exit code; raises OSError if the account cannot execute the program.
    """
    current = account.is_current
    return subprocess.run(
        [str(part) for part in command],
        executable=executable,
        cwd=cwd,
        env=ENVIRONMENT,
        input=text,
        stdout=output,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
        umask=0o077,
        user=None if current else account.uid,
        group=None if current else account.gid,
        extra_groups=None if current else [],
    )


def can_enter(account: Account, directory: Path) -> bool:
    """Say whether the account can traverse to and through a directory, by trying."""
    return run_as(account, ["test", "-x", directory]).returncode == 0


def give(path: Path, account: Account) -> None:
    """Make the account the owner of a file or of a directory and all within it; needs root."""
    for directory, _, files in os.walk(path):
        os.chown(directory, account.uid, account.gid)
        for name in files:
            file = Path(directory) / name
            os.chown(file, account.uid, account.gid, follow_symlinks=False)
    os.chown(path, account.uid, account.gid)


def owner_name(path: Path) -> str:
    """Return the name of a file's owner, or its number if it has none."""
    uid = path.stat().st_uid
    known = _known(uid)
    return known.name if known else str(uid)


def _known(uid: int) -> Account | None:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return None
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _system_account() -> Account:
    try:
        entry = pwd.getpwnam(SYSTEM_ACCOUNT)
    except KeyError:
        _make_system_account()
        try:
            entry = pwd.getpwnam(SYSTEM_ACCOUNT)
        except KeyError:
            _refuse(SYSTEM_ACCOUNT, "useradd không tạo được")
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _make_system_account() -> None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if not useradd:
        _refuse(SYSTEM_ACCOUNT, "máy không có lệnh useradd")
    command = [useradd, "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", SYSTEM_ACCOUNT]
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)


def _refuse(name: str, reason: str) -> NoReturn:
    raise NoAccount(name, reason)
