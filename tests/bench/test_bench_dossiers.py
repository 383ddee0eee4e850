"""The benchmarks of dossiers: that they measure and clean up; never how long anything took."""

import csv
import io
import json
import os
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from bench import scratch
from bench.dossier_rows import BAD_ROW_IN, HEADERS, rows, write_rows
from bench.scratch import scratch_database

pytestmark = pytest.mark.xdist_group("bench")
_ALONE = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s"
"""Ends what an earlier test may have left connected: a database in use is nobody's template."""


@pytest.fixture(scope="module", autouse=True)
def up_to_date(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Begin every scratch database with the tables of the tests' own, which take long to make."""
    with django_db_blocker.unblock():
        connection.close()
    ours = connection.get_connection_params()
    copy = f"{ours['dbname']}_copy"
    drop = sql.SQL("drop database if exists {}").format(sql.Identifier(copy))
    make = sql.SQL("create database {} template {}").format(
        sql.Identifier(copy), sql.Identifier(ours["dbname"])
    )
    with (
        closing(psycopg.connect(**ours | {"dbname": "postgres"}, autocommit=True)) as server,
        pytest.MonkeyPatch.context() as patch,
    ):
        server.execute(drop)
        server.execute(_ALONE, [ours["dbname"]])
        server.execute(make)
        patch.setattr(scratch, "TEMPLATE", copy)
        yield
        server.execute(drop)


def printed(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command("bench", *arguments, stdout=out)
    return out.getvalue().splitlines()


def databases() -> list[str]:
    """Return this process's database for benchmarks, if it is there; others may measure too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select datname from pg_database where datname = %s", [f"cchc_bench_{os.getpid()}"]
        )
        return [name for (name,) in cursor.fetchall()]


def test_rows_are_the_same_every_time_and_every_code_is_another():
    first = list(rows(2000))

    assert first == list(rows(2000))
    assert len({row[0] for row in first}) == 2000
    assert {len(row) for row in first} == {len(HEADERS)}


def test_the_file_has_a_header_and_so_many_rows(tmp_path):
    write_rows(tmp_path / "x.csv", 3)

    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *written = csv.reader(file)
    assert header == ["STT", *HEADERS, "Ghi chú"]
    assert written == [[str(number), *row, ""] for number, row in enumerate(rows(3), start=1)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "created", "unchanged"),
    [
        (["intake", "--rows", "1000"], 998, 0),
        (["intake", "--again", "--rows", "1000"], 0, 998),
    ],
)
def test_intake_is_measured_beside_copy_and_leaves_nothing(arguments, created, unchanged):
    figures = json.loads(printed(*arguments, "--json")[-1])

    # One row in 500 has a mistake: 1000 / 500 = 2.
    assert BAD_ROW_IN == 500
    assert (figures["created"], figures["unchanged"], figures["rejected"]) == (
        created,
        unchanged,
        2,
    )
    assert figures["ratio"] == figures["work_s"] / figures["limit_s"]
    assert databases() == []


@pytest.mark.django_db
@pytest.mark.parametrize("bench", ["intake_xlsx", "intake_peer", "tally"])
def test_the_other_ways_are_measured_too(bench):
    figures = json.loads(printed(bench, "--rows", "1000", "--processor", "--json")[-1])

    assert (figures["bench"], figures["created"], figures["rejected"]) == (bench, 998, 2)
    assert figures["ratio"] == figures["processor_ratio"]


@pytest.mark.django_db
def test_a_measurement_refuses_the_portals_own_database():
    with pytest.raises(CommandError, match="chỉ chạy"):
        call_command("bench_dossiers", "intake", "10")


@pytest.mark.django_db
def test_a_scratch_database_is_dropped_also_after_an_error():
    with pytest.raises(RuntimeError), scratch_database():
        assert len(databases()) == 1
        raise RuntimeError

    assert databases() == []
