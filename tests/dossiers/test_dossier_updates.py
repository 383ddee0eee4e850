"""A code already known is an update; every row of a file is accounted for, or none is."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

import pytest
from django.db import connection, transaction

from dossiers.domain.columns import COLUMNS
from dossiers.models import Dossier
from dossiers.services.intake import import_dossiers
from foundation.models import ImportBatch, RejectedRow

Counts = tuple[int, int, int, int, int]


def counts(batch: ImportBatch) -> Counts:
    """Rows = created + changed + unchanged + rejected."""
    return (
        batch.rows,
        batch.created_rows,
        batch.changed_rows,
        batch.unchanged_rows,
        batch.rejected_rows,
    )


def test_a_known_code_is_an_update(take, dossier):
    take({"outcome": "Đang giải quyết", "finished": ""})

    batch = take({"outcome": "Từ chối giải quyết", "finished": "15/01/2024 09:00"})

    assert counts(batch) == (1, 0, 1, 0, 0)
    assert dossier().outcome == "refused"
    assert dossier().source_file == batch.stored_file


@pytest.mark.parametrize(
    "changes",
    [
        {"unit_code": "so-y-te"},
        {"procedure_code": "1.002"},
        {"channel": "Bưu chính"},
        {"received": "05/01/2024 08:01"},
        {"finished": "11/01/2024 10:01"},
        {"outcome": "Người nộp rút"},
        {"due": "12/01/2024 17:01"},
    ],
)
def test_any_other_cell_is_a_change_and_then_unchanged(take, make_unit, changes):
    make_unit("so-y-te")
    take({})

    changed, again = take(changes), take(changes)

    assert counts(changed) == (1, 0, 1, 0, 0)
    assert counts(again) == (1, 0, 0, 1, 0)


def test_a_code_that_names_a_dossier_already_needs_no_look_at_its_form(take, make_dossier):
    due_at = datetime(2024, 1, 12, 17, tzinfo=UTC)
    known = make_dossier(due_at, None, "open")
    known.save()

    new, update = take({"code": "cũ-1"}), take({"code": known.code})

    assert new.rejects.get().code == "code_format"
    assert counts(update) == (1, 0, 1, 0, 0)


def test_the_same_file_twice_changes_nothing_and_keeps_both_batches(take):
    rows = [{"code": f"H32.10-240105-{n:04}"} for n in range(1, 6)]
    bad = {"code": "x"}

    first, second = take(*rows, bad), take(*rows, bad)

    assert counts(first) == (6, 5, 0, 0, 1)
    assert counts(second) == (6, 0, 0, 5, 1)
    assert first.stored_file == second.stored_file
    assert RejectedRow.objects.count() == 2


def test_a_file_of_new_known_changed_and_bad_rows_is_counted_row_by_row(take):
    take({"code": "H32.10-240105-0001"}, {"code": "H32.10-240105-0002"})

    batch = take(
        {"code": "H32.10-240105-0001"},
        {"code": "H32.10-240105-0002", "channel": "Trực tiếp"},
        {"code": "H32.10-240105-0003"},
        {"code": "H32.10-240105-0004", "channel": "Fax", "procedure_code": "?"},
    )

    # 4 rows = 1 new + 1 changed + 1 unchanged + 1 refused, though for two reasons.
    assert counts(batch) == (4, 1, 1, 1, 1)
    assert batch.rejects.count() == 2


def test_whoever_takes_a_file_in_stands_on_its_batch(office, stored_file, dossier_csv, make_user):
    clerk = make_user()

    batch = import_dossiers(stored_file(dossier_csv({})), by=clerk)

    assert (batch.kind, batch.created_by) == ("dossiers", clerk)


def test_every_row_of_20_000_random_ones_is_accounted_for(
    office, stored_file, dossier_csv, working_calendar
):
    random = Random(1)
    rows = [random_row(random, number) for number in range(20_000)]

    first = import_dossiers(stored_file(dossier_csv(*rows)), by=None)
    again = import_dossiers(stored_file(dossier_csv(*rows)), by=None)

    accepted = first.rows - first.rejected_rows
    assert 0 < first.rejected_rows < first.rows == len(rows)
    assert counts(first) == (len(rows), accepted, 0, 0, first.rejected_rows)
    assert counts(again) == (len(rows), 0, 0, accepted, first.rejected_rows)
    assert Dossier.objects.count() == accepted
    assert first.rejects.values("line").distinct().count() == first.rejected_rows


def random_row(random: Random, number: int) -> dict[str, str]:
    """Return a row that is mostly good; each column is spoilt now and then, some codes repeat."""
    row = {"code": f"H32.{number // 10_000 + 1}-240105-{number % 10_000:04}"}
    if random.random() < 0.02:
        row["code"] = f"H32.1-240105-{random.randrange(10_000):04}"
    for column in COLUMNS:
        if random.random() < 0.02:
            row[column.name] = random.choice(["", " ", "?", "31/02/2024", "\0", "1\n2", "'", "%s"])
    return row


@pytest.mark.django_db(transaction=True)
def test_a_crash_after_the_merge_leaves_nothing(office, stored_file, dossier_csv, monkeypatch):
    stored = stored_file(dossier_csv({}, {"code": "x"}))

    def crash(*args: object, **kwargs: object) -> None:
        assert Dossier.objects.count() == 1
        raise RuntimeError("the power went off")

    monkeypatch.setattr(ImportBatch, "save", crash)
    with pytest.raises(RuntimeError, match="power"):
        import_dossiers(stored, by=None)

    assert not Dossier.objects.exists()
    assert not RejectedRow.objects.exists()
    assert tables_of_this_session() == 0


def test_an_intake_leaves_no_staging_behind(take):
    take({})

    assert tables_of_this_session() == 0


@pytest.fixture
def slow_dossiers(transactional_db) -> Iterator[None]:
    """Let every dossier take five milliseconds, so that two intakes really meet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "create function wait() returns trigger language plpgsql as"
            " 'begin perform pg_sleep(0.005); return new; end';"
            "create trigger slow before insert on dossiers_dossier"
            " for each row execute function wait()"
        )
        yield
        cursor.execute("drop trigger slow on dossiers_dossier; drop function wait()")


def test_two_overlapping_files_at_once_neither_block_each_other_for_good_nor_double(
    slow_dossiers, office, stored_file, dossier_csv, beside
):
    rows = [{"code": f"H32.10-240105-{n:04}"} for n in range(50)]
    changed = [row | {"channel": "Trực tiếp"} for row in reversed(rows)]
    files = [stored_file(dossier_csv(*rows)), stored_file(dossier_csv(*changed))]
    start = threading.Barrier(2)

    def take_in(stored):
        start.wait()
        return import_dossiers(stored, by=None)

    batches = [work.result() for work in [beside(take_in, stored) for stored in files]]

    # Whichever came first made all 50; the other changed all 50.
    assert sorted(counts(batch)[1:3] for batch in batches) == [(0, 50), (50, 0)]
    assert Dossier.objects.count() == 50


def tables_of_this_session() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_class where relnamespace = pg_my_temp_schema()"
            " and relkind in ('r', 'v')"
        )
        return cursor.fetchone()[0]


def test_an_old_file_does_not_reopen_a_dossier_that_has_ended(take, dossier):
    still_open = {"finished": "", "outcome": "Đang giải quyết"}
    take(still_open)
    take({})

    batch = take(still_open)

    assert [(r.column, r.code) for r in batch.rejects.all()] == [("Kết quả", "reopened")]
    assert dossier().outcome == "granted"


@pytest.mark.django_db(transaction=True)
def test_a_file_that_overlaps_another_sees_what_that_one_wrote(
    take, dossier, beside, until_somebody_waits
):
    still_open = {"finished": "", "outcome": "Đang giải quyết"}
    take(still_open)
    with transaction.atomic():
        take({})
        late = beside(take, still_open)
        until_somebody_waits()

    assert late.result().rejects.get().code == "reopened"
    assert dossier().outcome == "granted"


@pytest.mark.django_db(transaction=True)
def test_statistics_that_believe_in_an_empty_table_mislead_nobody(take):
    pauses = "08/01/2024 08:00 - 09/01/2024 08:00: Chờ nghĩa vụ tài chính"
    codes = [f"H{region}.10-240105-{n:04}" for region in (32, 33) for n in range(10_000)]
    rows = [{"code": code, "pauses": pauses} for code in codes]
    with transaction.atomic():
        take(*rows)
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("vacuum (truncate off) dossiers_dossier")
        cursor.execute("set statement_timeout = '1min'")

    try:
        assert take(*rows).created_rows == 20_000
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset statement_timeout")
