"""The portal's own `.venv`: made, mended, and filled with the packages that a lock file names."""

import ast
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from cchc_portal import launch_machine
from cchc_portal.launch_machine import SetupError

Say = Callable[[str], None]
RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
NEEDED_SPACE = 1024 * 1024 * 1024
UV_SPELLING = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
PROBE = "import sys, pip; sys.exit(sys.version_info < (3, 11))"


class Packages:
    """The packages that one lock file names, installed in `.venv` under the root."""

    def __init__(self, root: Path, lock: str) -> None:
        self.root, self.lock = root, lock
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"
        self.log = root / "var" / "log" / "setup.log"

    @property
    def are_ready(self) -> bool:
        """Say whether this very lock was installed under the interpreter that is still there."""
        stamp = self._stamp(self.lock)
        return stamp.exists() and stamp.read_text(encoding="utf-8") == self._mark(self.lock)

    def install(self, say: Say) -> None:
        """Make or mend `.venv` and install the lock's packages; raises SetupError."""
        self._require_space()
        self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.log.write_text("", encoding="utf-8")
        self._stamp(self.lock).unlink(missing_ok=True)
        if not self._works():
            self._make(say)
        say("Đang cài các gói (lần đầu có thể mất vài phút)…")
        if not (self._install_by_uv() or self._install_by_pip(say)):
            raise SetupError(
                f"Không cài được các gói:\n{self._last_words()}\n"
                "Hãy kiểm tra mạng (hoặc đặt PIP_INDEX_URL là kho gói nội bộ) rồi chạy lại."
                f" Nhật ký đầy đủ: {self.log}"
            )
        for lock in {self.lock, RUNTIME}:  # the development lock holds the runtime's packages too
            self._stamp(lock).write_text(self._mark(lock), encoding="utf-8")

    def _stamp(self, lock: str) -> Path:
        return self.venv / f"{lock}.stamp"

    def _mark(self, lock: str) -> str:
        content = (self.root / lock).read_bytes()
        return f"{hashlib.sha256(content).hexdigest()} {os.path.realpath(self.python)}\n"

    def _works(self) -> bool:
        """Say whether `.venv` runs and holds pip, adding pip if only that is missing."""
        if self._run("-c", PROBE):
            return True
        return self._run("-m", "ensurepip") and self._run("-c", PROBE)

    def _make(self, say: Say) -> None:
        if importlib.util.find_spec("ensurepip") is None:
            package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
            if not launch_machine.install([package], say):
                raise SetupError(
                    "Python thiếu phần venv. Hãy chạy một lần rồi thử lại:\n"
                    f"  {launch_machine.command([package])}"
                )
        say("Đang tạo môi trường Python .venv…")
        if self.venv.is_symlink():
            self.venv.unlink()
        shutil.rmtree(self.venv, ignore_errors=True)
        if not self._run("-m", "venv", str(self.venv), python=_base_python()):
            raise SetupError(f"Không tạo được {self.venv}:\n{self._last_words()}")

    def _install_by_uv(self) -> bool:
        if not self._run("-m", "uv", "--version") and not self._run("-m", "pip", "install", "uv"):
            return False
        command = ("-m", "uv", "pip", "install", "--python", str(self.python), "--require-hashes")
        return self._run(*command, *self._from_lock, environment=self._settings_for_uv())

    def _install_by_pip(self, say: Say) -> bool:
        say("uv không dùng được ở máy này; đang cài bằng pip…")
        return self._run("-m", "pip", "install", "--require-hashes", *self._from_lock)

    @property
    def _from_lock(self) -> tuple[str, str]:
        return ("-r", str(self.root / self.lock))

    def _settings_for_uv(self) -> dict[str, str]:
        """Return what this machine tells pip about its package index, as uv spells it.

        What the environment tells uv itself goes first; without a home, uv keeps no cache.
        """
        settings = {"UV_SYSTEM_CERTS": "1"}
        if not os.access(Path("~").expanduser(), os.W_OK):
            settings["UV_NO_CACHE"] = "1"
        for line in self._output("-m", "pip", "config", "list").splitlines():
            name, _, value = line.partition("=")
            if variable := UV_SPELLING.get(name.rpartition(".")[2]):
                settings[variable] = str(ast.literal_eval(value))
        return {name: value for name, value in settings.items() if name not in os.environ}

    def _require_space(self) -> None:
        free = shutil.disk_usage(self.root).free
        if free < NEEDED_SPACE:
            raise SetupError(
                f"Ổ đĩa chứa {self.root} chỉ còn {free // 1024**2} MB, cần ít nhất"
                f" {NEEDED_SPACE // 1024**2} MB để cài các gói. Hãy xoá bớt tệp rồi chạy lại."
            )

    def _run(
        self,
        *arguments: str,
        python: Path | None = None,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> bool:
        """Run a Python with its words going to the log; say whether it ended well."""
        with self.log.open("ab") as log:
            try:
                done = subprocess.run(
                    [str(python or self.python), *arguments],
                    env={**os.environ, "PIP_USER": "0", **environment},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    check=False,
                )
            except OSError as error:
                log.write(f"{error}\n".encode())
                return False
        return done.returncode == 0

    def _output(self, *arguments: str) -> str:
        command = [str(self.python), *arguments]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        return done.stdout

    def _last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(f"  {line}" for line in lines[-5:])


def _base_python() -> Path:
    """Return the interpreter outside any virtual environment that runs this process."""
    return Path(getattr(sys, "_base_executable", sys.executable))
