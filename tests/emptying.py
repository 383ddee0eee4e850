"""How the tables are emptied after a test that commits: row by row, which are few."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql.operations import DatabaseOperations


def delete_instead_of_truncating() -> None:
    """Have Django's flush delete rows: truncating makes new files for every table and index."""
    DatabaseOperations.sql_flush = _deletes


def _deletes(
    operations: DatabaseOperations, style: Any, tables: Sequence[str], **options: Any
) -> list[str]:
    """Return statements that empty tables, keys and guards asleep; tallies last, which follow."""
    ordered = sorted(tables, key=lambda table: "tally" in table)
    return [
        "set session_replication_role = replica",
        *(f"delete from {operations.quote_name(table)}" for table in ordered),
        "set session_replication_role = default",
    ]
