"""Rejects that were kept under our own headers are given back as before."""

import json

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from foundation.models import ImportBatch
from foundation.services.rejects import reject_headers, rejected_lines

BEFORE = [("foundation", "0009_history_is_never_edited")]
RAW = [["Mã", "B"], ["Tên", "Hai"], ["Số lượng", None], ["Ghi chú", ""]]
SHORT = [["Mã", "C"], ["Tên", None], ["Số lượng", None], ["Ghi chú", None]]


@pytest.fixture
def as_before(transactional_db):
    """Return a function that takes the tables back to before, and bring them forward after it."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield lambda: MigrationExecutor(connection).migrate(BEFORE)
    MigrationExecutor(connection).migrate(newest)


def test_rows_kept_under_our_headers_stand_under_those_their_file_had(as_before):
    as_before()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into foundation_storedfile (sha256, name, size, file, created_at)"
            " values ('x', 'x.csv', 1, 'x', now()) returning id"
        )
        file = cursor.fetchone()[0]
        cursor.execute(
            "insert into foundation_importbatch (kind, stored_file_id, origin, rows, created_rows,"
            " changed_rows, unchanged_rows, rejected_rows, created_at)"
            " values ('things', %s, '', 2, 0, 0, 0, 2, now()) returning id",
            [file],
        )
        batch = cursor.fetchone()[0]
        for line, raw in ((2, RAW), (3, SHORT)):
            cursor.execute(
                'insert into foundation_rejectedrow (batch_id, line, "column", code, message, raw)'
                " values (%s, %s, 'Mã', 'code', 'Sai.', %s)",
                [batch, line, json.dumps(raw)],
            )

    MigrationExecutor(connection).migrate([("foundation", "0010_rows_as_they_stood")])

    found = ImportBatch.objects.get(pk=batch)
    assert reject_headers(found)[3:] == ["Mã", "Tên", "Ghi chú"]
    assert [line.cells for line in rejected_lines(found)] == [["B", "Hai", ""], ["C", "", ""]]


def test_the_way_back_names_each_cell_again(as_before, stored_file):
    batch = ImportBatch.objects.create(
        kind="things",
        stored_file=stored_file("x"),
        header=["Mã", "Tên"],
        rows=1,
        created_rows=0,
        changed_rows=0,
        unchanged_rows=0,
        rejected_rows=1,
    )
    batch.rejects.create(line=2, column="Mã", code="code", message="Sai.", raw=["B"])

    as_before()

    with connection.cursor() as cursor:
        cursor.execute("select raw from foundation_rejectedrow")
        assert json.loads(cursor.fetchone()[0]) == [["Mã", "B"], ["Tên", ""]]
