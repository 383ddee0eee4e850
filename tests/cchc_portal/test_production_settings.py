"""In production everything is given, everything is checked, and nothing is left open."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_portal.logs import JsonLines

ROOT = Path(__file__).parents[2]
GIVEN = {
    "CCHC_ENV": "production",
    "CCHC_SECRET_KEY": "khong-ai-doan-duoc-" * 4,
    "CCHC_ALLOWED_HOSTS": "cchc.tinh.gov.vn",
    "CCHC_TRUSTED_ORIGINS": "https://cchc.tinh.gov.vn",
    "DATABASE_URL": "postgresql://cchc:x@database:5432/cchc",
    "REDIS_URL": "redis://queue:6379/0",
}


def run(*command: str, var: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Run Python in production's environment, and in nothing but that."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=kept | {"CCHC_VAR": str(var), "PYTHONUTF8": "1"} | given,
        capture_output=True,
        text=True,
        check=False,
    )


def ask(question: str, var: Path) -> str:
    """Answer a question about the application as production runs it."""
    prelude = "import django; django.setup(); from django.test import Client; "
    program = f"{prelude}print({question})"
    done = run("-c", program, var=var, DJANGO_SETTINGS_MODULE="cchc_portal.settings", **GIVEN)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_deployment_check_has_nothing_to_say(tmp_path):
    done = run("manage.py", "check", "--deploy", "--fail-level=WARNING", var=tmp_path, **GIVEN)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.parametrize(
    "name", ["CCHC_SECRET_KEY", "CCHC_ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"]
)
def test_what_is_missing_is_named_in_a_sentence(tmp_path, name):
    left = {key: value for key, value in GIVEN.items() if key != name}

    done = run("manage.py", "check", var=tmp_path, **left)

    assert done.returncode == 2
    assert done.stderr == f"Thiếu biến môi trường {name}. Hãy đặt {name}=… rồi chạy lại.\n"


def test_a_number_of_proxies_that_is_none_is_refused(tmp_path):
    done = run("manage.py", "check", var=tmp_path, **GIVEN, CCHC_PROXIES="một")

    assert "CCHC_PROXIES='một' không hợp lệ. Hãy viết một số nguyên từ 0." in done.stderr


def test_plain_http_is_sent_to_https_but_for_the_machines_questions(tmp_path):
    host = "headers={'host': 'cchc.tinh.gov.vn'}"

    told = ask(f"*(Client({host}).get(p).status_code for p in ('/dang-nhap/', '/song'))", tmp_path)

    assert told == "301 200"


def test_behind_the_proxy_the_connection_counts_as_secure(tmp_path):
    headers = "headers={'host': 'cchc.tinh.gov.vn', 'x-forwarded-proto': 'https'}"

    told = ask(f"Client({headers}).get('/song').headers['Strict-Transport-Security']", tmp_path)

    assert told == "max-age=31536000; includeSubDomains; preload"


def test_the_cache_and_the_queue_never_share_a_database(tmp_path):
    program = "from cchc_portal import settings as s; print(s.CACHES['default']['LOCATION'])"

    done = run("-c", program, var=tmp_path, **GIVEN)

    assert done.stdout.strip() == "redis://queue:6379/1"


@pytest.mark.parametrize(
    ("url", "cache"),
    [
        ("unix:///a/b.sock", "unix:///a/b.sock?db=1"),
        ("unix:///a/b.sock?db=3", "unix:///a/b.sock?db=4"),
        ("rediss://u:p%40@h:1/2?ssl_cert_reqs=none", "rediss://u:p%40@h:1/3?ssl_cert_reqs=none"),
        ("redis://h?db=5", "redis://h/6"),
    ],
)
def test_the_cache_is_the_next_database_of_the_same_server(url, cache):
    from cchc_portal import environment

    assert environment.cache(url) == cache


def test_a_log_line_is_one_json_object():
    record = logging.LogRecord("x", logging.ERROR, "", 0, "dòng 1\n%s", ("dòng 2",), None)

    line = JsonLines().format(record)

    told = json.loads(line)
    assert "\n" not in line
    assert (told["level"], told["logger"], told["message"]) == ("ERROR", "x", "dòng 1\ndòng 2")
