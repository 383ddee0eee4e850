"""Reading settings from environment variables; a wrong value names itself and its mend."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from cchc_portal.embedded.identity import locked

SHORTEST_SECRET = 50


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


def secret(name: str) -> str:
    """Return a variable that must be long; raises ImproperlyConfigured if it is short."""
    value = text(name)
    if len(value) < SHORTEST_SECRET:
        raise ImproperlyConfigured(
            f"{name} phải dài ít nhất {SHORTEST_SECRET} ký tự. Hãy tạo bằng lệnh:"
            " python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    return value


def hosts(name: str, default: str | None = None) -> list[str]:
    """Return a comma-separated list of hosts; raises ImproperlyConfigured if it names none."""
    found = _items(text(name, default))
    if not found:
        raise ImproperlyConfigured(f"{name} không có tên máy nào. Hãy viết như cchc.tinh.gov.vn.")
    return found


def origins(name: str) -> list[str]:
    """Return a comma-separated list of https://host, empty if the variable is missing.

    Raises ImproperlyConfigured unless each begins with its scheme.
    """
    found = _items(os.environ.get(name, ""))
    wrong = [part for part in found if not part.startswith(("http://", "https://"))]
    if wrong:
        raise ImproperlyConfigured(
            f"{name}={wrong[0]!r} không hợp lệ. Hãy viết như https://cchc.tinh.gov.vn."
        )
    return found


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

    Raises ImproperlyConfigured unless the scheme is redis, rediss or unix, and the port one.
    """
    scheme, found, rest = url.partition("://")
    if not found or scheme not in {"redis", "rediss", "unix"} or not _has_port_or_none(url):
        raise ImproperlyConfigured(
            f"REDIS_URL={url!r} không hợp lệ. Hãy viết như redis://máy:6379/0 hoặc unix:///đường/dẫn.sock."
        )
    if scheme != "unix":
        return url
    path, _, query = rest.partition("?")
    number = dict(part.split("=", 1) for part in query.split("&") if "=" in part).get("db", "0")
    return f"redis+socket://{path}?virtual_host={number}"


def cache(url: str) -> str:
    """Return where the cache is: the database after the queue's, so that neither clears the other.

    `url` is one that `broker` took.
    """
    place, _, query = url.partition("?")
    asked = dict(parse_qsl(query))
    if url.startswith("unix://"):
        return f"{place}?{urlencode(asked | {'db': int(asked.get('db', 0)) + 1})}"
    parts = urlsplit(url)
    number = int(asked.pop("db", parts.path.strip("/") or 0)) + 1
    return urlunsplit(parts._replace(path=f"/{number}", query=urlencode(asked)))


def count(name: str, default: int) -> int:
    """Return a whole number from 0 up; raises ImproperlyConfigured on anything else."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name}={value!r} không hợp lệ. Hãy viết một số nguyên từ 0.")
    return int(value)


def scanner(name: str) -> str:
    """Return where a virus scanner listens, host:port or a socket's path; "" if nothing is set.

    Raises ImproperlyConfigured on anything else.
    """
    value = os.environ.get(name, "").strip()
    host, _, port = value.rpartition(":")
    if value and not value.startswith("/") and not (host and port.isascii() and port.isdigit()):
        raise ImproperlyConfigured(
            f"{name}={value!r} không hợp lệ. Hãy viết như clamd:3310 hoặc /run/clamd.sock."
        )
    return value


def files_in_s3() -> dict[str, Any] | None:
    """Return a storage that keeps files in an S3 bucket, None where none is named.

    Nothing in it is open to anybody but the portal, and no name is written twice.
    """
    given = {
        "bucket_name": "CCHC_FILES_S3_BUCKET",
        "endpoint_url": "CCHC_FILES_S3_ENDPOINT",
        "region_name": "CCHC_FILES_S3_REGION",
        "access_key": "CCHC_FILES_S3_ACCESS_KEY",
        "secret_key": "CCHC_FILES_S3_SECRET_KEY",
        "location": "CCHC_FILES_S3_PREFIX",
    }
    read = {option: os.environ.get(name, "").strip() for option, name in given.items()}
    found = {option: value for option, value in read.items() if value}
    if "bucket_name" not in found:
        return None
    kept = {"default_acl": "private", "file_overwrite": False, "signature_version": "s3v4"}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**kept, **found}}


def kept_secret(path: Path) -> str:
    """Return the secret kept in a file that only its owner can read, making it the first time.

    It is written whole or not at all; a file left empty counts as none.
    """
    path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    with locked(path.parent):
        kept = path.read_text(encoding="ascii").strip() if path.exists() else ""
        return kept or _keep(secrets.token_urlsafe(SHORTEST_SECRET), path)


def _keep(value: str, path: Path) -> str:
    draft = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(value)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return value


def _items(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _has_port_or_none(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False
