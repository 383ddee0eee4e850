"""Machines ask whether the portal lives, is ready, and how it is doing; it says nothing more."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from cchc_portal.health.worker import NEWEST
from foundation.models import Job

ROOT = Path(__file__).parents[2]
NOWHERE = "unix:///nowhere/valkey.sock?db=0"
READY = {"database": "ok", "migrations": "ok", "broker": "ok"}


def test_life_is_told_without_looking_at_anything(client):
    answer = client.get("/song")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_all_is_ready_when_every_part_is(client, db):
    answer = client.get("/san-sang")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "checks": READY})


def test_a_broker_that_is_away_is_named_and_nothing_else_is_told(client, db, settings):
    settings.REDIS_URL = NOWHERE

    answer = client.get("/san-sang")

    assert answer.status_code == 503
    assert answer.json() == {"status": "fail", "checks": READY | {"broker": "fail"}}
    assert "nowhere" not in answer.content.decode()


def test_a_migration_that_was_not_applied_is_named(client, db):
    MigrationRecorder.Migration.objects.filter(app="scoring").delete()

    answer = client.get("/san-sang")

    assert answer.json()["checks"] == READY | {"migrations": "fail"}


def test_a_database_that_is_away_is_named_and_life_goes_on(tmp_path):
    program = (
        "import django; django.setup(); from django.test import Client;"
        "c = Client(headers={'host': 'localhost'});"
        "print(c.get('/song').status_code, c.get('/san-sang').json()['checks'],"
        " 'cchc_database_up 0.0' in c.get('/metrics').content.decode())"
    )
    away = {"DATABASE_URL": "postgresql://a:bimat@/b?host=/nowhere", "REDIS_URL": NOWHERE}
    there = {"DJANGO_SETTINGS_MODULE": "cchc_portal.settings", "CCHC_VAR": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | there | away,
        capture_output=True,
        text=True,
        check=True,
    )

    nothing = {"database": "fail", "migrations": "fail", "broker": "fail"}
    assert done.stdout.strip() == f"200 {nothing} True"
    assert "bimat" not in done.stderr


@pytest.mark.parametrize("address", ["/song", "/san-sang", "/metrics"])
def test_the_answers_are_kept_by_nobody_and_only_read(client, db, address):
    assert "no-store" in client.get(address).headers["Cache-Control"]
    assert client.post(address).status_code == 405


def scraped(client: Client) -> str:
    """Return what Prometheus reads."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return answer.content.decode()


def test_answers_are_counted_by_view_and_status_and_never_by_address(client, db):
    client.get("/song")
    client.get("/khong-co-dia-chi-nay/")

    text = scraped(client)

    assert 'cchc_http_requests_total{method="GET",status="200",view="alive"}' in text
    assert 'cchc_http_request_seconds_count{view="alive"}' in text
    assert "khong-co" not in text


def test_jobs_are_counted_by_state_with_the_age_of_the_oldest_that_waits(client, db):
    old = Job.objects.create(kind="a.b")
    Job.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=2))
    Job.objects.create(kind="a.b", state="done", finished_at=timezone.now())

    text = scraped(client)

    assert 'cchc_jobs{state="queued"} 1.0' in text
    assert 'cchc_jobs{state="done"} 1.0' in text
    assert 'cchc_jobs{state="failed"} 0.0' in text
    age = next(line for line in text.splitlines() if line.startswith("cchc_oldest_queued"))
    assert float(age.split()[1]) >= 7200


def test_a_workers_sign_of_life_is_told_by_its_age(client, db):
    cache.set(NEWEST, time.time() - 60)

    text = scraped(client)

    age = next(line for line in text.splitlines() if line.startswith("cchc_worker_silent"))
    assert float(age.split()[1]) >= 60


def test_without_a_token_only_this_machine_reads_the_figures(client, db):
    assert client.get("/metrics", REMOTE_ADDR="::1").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 403
    assert client.get("/metrics", REMOTE_ADDR="").status_code == 403


def test_what_came_through_a_proxy_is_never_local(client, db):
    assert client.get("/metrics", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 403


@pytest.mark.parametrize(
    ("header", "status"), [("Bearer dung", 200), ("Bearer sai", 403), ("dung", 403), ("", 403)]
)
def test_with_a_token_nothing_but_the_token_opens_the_figures(client, db, settings, header, status):
    settings.METRICS_TOKEN = "dung"

    assert client.get("/metrics", headers={"authorization": header}).status_code == status
