"""Reading settings from environment variables; a wrong value names itself and its mend."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict


def text(name: str, default: str | None = None) -> str:
    """Return the variable, or the default; raises ImproperlyConfigured if neither is there."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise ImproperlyConfigured(f"Thiếu biến môi trường {name}. Hãy đặt {name}=… rồi chạy lại.")
    return value


def choice(name: str, options: tuple[str, ...], default: str) -> str:
    """Return one of the options; raises ImproperlyConfigured on anything else."""
    value = text(name, default)
    if value not in options:
        raise ImproperlyConfigured(
            f"{name}={value!r} không hợp lệ. Hãy chọn một trong: {', '.join(options)}."
        )
    return value


def flag(name: str, default: bool) -> bool:
    """Return True for 1, False for 0; raises ImproperlyConfigured on anything else."""
    return choice(name, ("0", "1"), "1" if default else "0") == "1"


def items(name: str, default: str | None = None) -> list[str]:
    """Return a comma-separated list without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def database(url: str) -> dict[str, Any]:
    """Turn any address that libpq understands into Django's database dictionary."""
    try:
        parts = dict(conninfo_to_dict(url))
    except ProgrammingError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL không đọc được. Hãy viết như postgresql://người_dùng:mật_khẩu@máy:5432/tên."
        ) from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "cchc"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def broker(url: str) -> str:
    """Return the task queue's spelling of a Redis address: sockets are redis+socket there.

    Raises ImproperlyConfigured unless the scheme is redis, rediss or unix.
    """
    scheme, found, rest = url.partition("://")
    if not found or scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(
            f"REDIS_URL={url!r} không hợp lệ. Hãy viết như redis://máy:6379/0 hoặc unix:///đường/dẫn.sock."
        )
    if scheme != "unix":
        return url
    path, _, query = rest.partition("?")
    number = dict(part.split("=", 1) for part in query.split("&") if "=" in part).get("db", "0")
    return f"redis+socket://{path}?virtual_host={number}"


def kept_secret(path: Path) -> str:
    """Return the secret kept in a file that only its owner can read, making it the first time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(50)
        file.write(secret)
    return secret
