"""Settings from the environment: a wrong value names itself and its mend."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cchc_portal import environment

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("url", "name", "host", "user"),
    [
        ("postgresql://cchc@/cchc?host=%2Fvar%2Frun%2Fa%20b", "cchc", "/var/run/a b", "cchc"),
        ("postgresql://an:bi%40mat@db.tinh.vn:6432/diem", "diem", "db.tinh.vn", "an"),
        ("host=/tmp dbname=x user=y", "x", "/tmp", "y"),
    ],
)
def test_any_database_address_that_libpq_knows_is_understood(url, name, host, user):
    parts = environment.database(url)

    assert (parts["NAME"], parts["HOST"], parts["USER"]) == (name, host, user)


def test_other_parts_of_a_database_address_reach_the_driver():
    parts = environment.database("postgresql://a@b/c?sslmode=verify-full&connect_timeout=5")

    assert parts["OPTIONS"] == {"sslmode": "verify-full", "connect_timeout": "5"}


@pytest.mark.parametrize(
    ("url", "spelt"),
    [
        ("redis://may:6379/1", "redis://may:6379/1"),
        ("rediss://may:6379/1", "rediss://may:6379/1"),
        ("unix:///a/b.sock?db=3", "redis+socket:///a/b.sock?virtual_host=3"),
        ("unix:///a/b.sock", "redis+socket:///a/b.sock?virtual_host=0"),
    ],
)
def test_the_task_queue_gets_its_own_spelling_of_a_redis_address(url, spelt):
    assert environment.broker(url) == spelt


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"CCHC_ENV": "prod"}, "Hãy chọn một trong: local, test, production."),
        ({"CCHC_DEBUG": "yes"}, "Hãy chọn một trong: 0, 1."),
        ({"REDIS_URL": "http://x"}, "Hãy viết như redis://"),
        ({"DATABASE_URL": "postgresql://a@b/c?x=1"}, "Hãy viết như postgresql://"),
        ({"CCHC_ENV": "production"}, "Thiếu biến môi trường CCHC_SECRET_KEY."),
        (
            {"CCHC_ENV": "production", "CCHC_SECRET_KEY": "x" * 60},
            "Thiếu biến môi trường CCHC_ALLOWED_HOSTS.",
        ),
        (
            {"CCHC_ENV": "production", "CCHC_SECRET_KEY": "x"},
            "CCHC_SECRET_KEY phải dài ít nhất 50 ký tự. Hãy tạo bằng lệnh:",
        ),
        (
            {
                "CCHC_ENV": "production",
                "CCHC_SECRET_KEY": "x" * 60,
                "CCHC_ALLOWED_HOSTS": ",",
            },
            "CCHC_ALLOWED_HOSTS không có tên máy nào.",
        ),
        ({"CCHC_TRUSTED_ORIGINS": "cchc.tinh.vn"}, "Hãy viết như https://"),
        ({"CCHC_LOG_LEVEL": "loud"}, "Hãy chọn một trong: DEBUG, INFO, WARNING, ERROR, CRITICAL."),
        ({"REDIS_URL": "redis://h:abc"}, "Hãy viết như redis://"),
        ({"REDIS_URL": "redis://h:99999999"}, "Hãy viết như redis://"),
    ],
)
def test_a_wrong_setting_stops_the_portal_with_its_mend(variables, sentence, tmp_path):
    done = load_settings(variables, tmp_path)

    assert done.returncode == 1
    assert sentence in done.stderr


def test_production_never_falls_back_to_embedded_services(tmp_path):
    given = {
        "CCHC_ENV": "production",
        "CCHC_SECRET_KEY": "x" * 60,
        "CCHC_ALLOWED_HOSTS": "cchc.tinh.vn",
    }

    done = load_settings(given, tmp_path)

    assert "Thiếu biến môi trường DATABASE_URL." in done.stderr


def test_debug_is_off_in_production_whatever_was_asked(tmp_path):
    given = {
        "CCHC_ENV": "production",
        "CCHC_SECRET_KEY": "x" * 60,
        "CCHC_ALLOWED_HOSTS": "cchc.tinh.vn",
        "DATABASE_URL": "postgresql://a@b/c",
        "REDIS_URL": "redis://r:6379/0",
        "CCHC_DEBUG": "1",
    }

    done = load_settings(given, tmp_path, "print(settings.DEBUG, settings.SESSION_COOKIE_SECURE)")

    assert done.stdout.strip() == "False True"


def load_settings(variables: dict, var: Path, then: str = "") -> subprocess.CompletedProcess[str]:
    """Import the settings in a process of their own, with only these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    program = f"from cchc_portal import settings; {then}"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=kept | {"CCHC_VAR": str(var)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "var" / "secret_key"

    first, second = environment.kept_secret(path), environment.kept_secret(path)

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_secret_key_left_empty_by_a_crash_is_made_anew(tmp_path):
    path = tmp_path / "secret_key"
    path.touch()

    first, second = environment.kept_secret(path), environment.kept_secret(path)

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_whoever_asks_for_the_secret_key_at_once_gets_the_same(tmp_path):
    path = tmp_path / "secret_key"
    path.touch()

    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(environment.kept_secret, [path] * 64))

    assert len(keys) == 1


def test_on_the_command_line_a_wrong_setting_is_one_sentence(tmp_path):
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "check"],
        env=os.environ | {"CCHC_VAR": str(tmp_path), "CCHC_DEBUG": "yes"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr == "CCHC_DEBUG='yes' không hợp lệ. Hãy chọn một trong: 0, 1.\n"


def test_a_missing_variable_names_itself(monkeypatch):
    monkeypatch.delenv("CCHC_NOTHING", raising=False)

    with pytest.raises(ImproperlyConfigured, match="CCHC_NOTHING"):
        environment.text("CCHC_NOTHING")
