"""Where files are kept and who scans them is set by the environment; wrong values say so."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cchc_portal import environment
from scoring.tasks import look_after_documents

ROOT = Path(__file__).parents[2]
S3 = {
    "CCHC_FILES_S3_BUCKET": "cchc",
    "CCHC_FILES_S3_ENDPOINT": "https://s3.tinh.gov.vn",
    "CCHC_FILES_S3_REGION": "vn-1",
    "CCHC_FILES_S3_ACCESS_KEY": "khoa",
    "CCHC_FILES_S3_SECRET_KEY": "bi-mat",
    "CCHC_FILES_S3_PREFIX": "tep",
}
GIVEN = {
    "CCHC_ENV": "production",
    "CCHC_SECRET_KEY": "khong-ai-doan-duoc-" * 4,
    "CCHC_ALLOWED_HOSTS": "cchc.tinh.gov.vn",
    "DATABASE_URL": "postgresql://cchc:x@database:5432/cchc",
    "REDIS_URL": "redis://queue:6379/0",
}


def run(*command: str, var: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Run Python in production's environment, and in nothing but that."""
    kept = {"PATH": os.environ["PATH"], "CCHC_VAR": str(var), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=kept | GIVEN | given,
        capture_output=True,
        text=True,
        check=False,
    )


def test_files_are_kept_on_this_machine_unless_told_otherwise():
    storage = settings.STORAGES["default"]

    assert storage["BACKEND"] == "django.core.files.storage.FileSystemStorage"
    assert storage["OPTIONS"]["file_permissions_mode"] == 0o600


def test_a_bucket_keeps_them_closed_and_overwrites_nothing(tmp_path):
    program = (
        "import django, json; django.setup();"
        "from django.core.files.storage import default_storage as s;"
        "names = 'bucket_name endpoint_url region_name access_key secret_key location default_acl"
        " file_overwrite querystring_auth'.split();"
        "print(json.dumps([type(s._wrapped or s).__name__ if s.bucket_name else ''] +"
        " [getattr(s, n) for n in names]))"
    )

    done = run("-c", program, var=tmp_path, DJANGO_SETTINGS_MODULE="cchc_portal.settings", **S3)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        "S3Storage", "cchc", "https://s3.tinh.gov.vn", "vn-1", "khoa", "bi-mat", "tep",
        "private", False, True,
    ]  # fmt: skip


def test_the_deployment_check_has_nothing_to_say_of_a_bucket_and_a_scanner(tmp_path):
    given = {**S3, "CCHC_CLAMD": "clamd:3310", "CCHC_EVIDENCE_MEGABYTES": "80"}

    done = run("manage.py", "check", "--deploy", "--fail-level=WARNING", var=tmp_path, **given)

    assert (done.returncode, done.stderr) == (0, "")


def test_without_keys_those_of_the_machine_are_used(monkeypatch):
    monkeypatch.setenv("CCHC_FILES_S3_BUCKET", "cchc")

    storage = environment.files_in_s3()

    assert storage is not None
    assert "access_key" not in storage["OPTIONS"]


@pytest.mark.parametrize("value", ["", "clamd:3310", "[::1]:3310", "/run/clamd.sock"])
def test_a_scanner_listens_at_a_port_or_a_socket(monkeypatch, value):
    monkeypatch.setenv("CCHC_CLAMD", value)

    assert environment.scanner("CCHC_CLAMD") == value


@pytest.mark.parametrize("value", ["clamd", ":3310", "clamd:", "clamd:cổng"])
def test_a_scanner_that_is_nowhere_is_refused(monkeypatch, value):
    monkeypatch.setenv("CCHC_CLAMD", value)

    with pytest.raises(ImproperlyConfigured, match=r"clamd:3310 hoặc /run/clamd\.sock"):
        environment.scanner("CCHC_CLAMD")


def test_the_clock_rings_a_task_that_exists(db):
    entry = settings.CELERY_BEAT_SCHEDULE["look-after-documents"]

    assert entry["task"] in current_app.tasks
    look_after_documents()
    look_after_documents()
