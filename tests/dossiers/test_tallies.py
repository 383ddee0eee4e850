"""Tallies: in step with every dossier that is written, rebuilt, compared, cut by periods."""

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from dossiers.models import ClosedTally, Dossier, OpenTally, PeriodStart, Procedure
from dossiers.selectors.tallies import tally_differences
from dossiers.services.intake import import_dossiers
from dossiers.services.tallies import ensure_periods, rebuild_tallies

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
OPEN = {"outcome": "Đang giải quyết", "finished": ""}


def at(day: int, month: int, hour: int = 17) -> datetime:
    return datetime(2024, month, day, hour, tzinfo=HANOI)


def closed() -> list[tuple]:
    """Return due period, finished period, verdict and number of each tally of ended dossiers."""
    keys = ("due_period", "finished_period", "verdict", "count")
    return sorted(ClosedTally.objects.values_list(*keys), key=str)


def opened() -> list[tuple]:
    return sorted(OpenTally.objects.values_list("due_on", "count"), key=str)


def test_a_file_is_tallied_by_month_and_verdict(take):
    codes = [f"H32.10-240105-{n:04}" for n in range(1, 7)]
    late = {"finished": "12/02/2024 08:00"}
    batch = take(
        {"code": codes[0]},
        {"code": codes[1]},
        {"code": codes[2], **late},
        {"code": codes[3], **late, "outcome": "Người nộp rút"},
        {"code": codes[4], **late, "due": "", "procedure_code": "1.002"},
        {"code": codes[5], **OPEN},
    )

    january, february = date(2024, 1, 1), date(2024, 2, 1)
    assert batch.created_rows == 6
    assert closed() == [
        (None, february, "undetermined", 1),
        (january, january, "on_time", 2),
        (january, february, "late", 1),
        (january, february, "not_counted", 1),
    ]
    assert opened() == [(date(2024, 1, 12), 1)]


def test_an_update_moves_a_dossier_from_one_tally_to_another_and_leaves_no_empty_one(take):
    take(OPEN)

    take({})

    assert opened() == []
    assert closed() == [(date(2024, 1, 1), date(2024, 1, 1), "on_time", 1)]


def test_a_dossier_that_waits_or_has_no_deadline_has_no_due_day(take):
    take(
        {"code": "H32.10-240105-0001", **OPEN, "pauses": "11/01/2024 08:00 - : Chờ bổ sung hồ sơ"},
        {"code": "H32.10-240105-0002", **OPEN, "due": "", "procedure_code": "1.002"},
    )

    assert opened() == [(None, 2)]


def test_whoever_writes_dossiers_the_tallies_follow(make_dossier, make_person):
    first, second = (
        make_dossier(at(10, 6), at(9, 6), "granted"),
        make_dossier(at(10, 6), None, "open"),
    )
    Dossier.objects.bulk_create([first, second])
    Dossier.objects.filter(pk=first.pk).update(handler=make_person("cb-1"), channel="post")
    second.outcome, second.finished_at = "refused", at(11, 7)
    second.save()
    first.delete()

    assert tally_differences() == []
    assert closed() == [(date(2024, 6, 1), date(2024, 7, 1), "late", 1)]


def test_a_procedure_that_moves_to_another_field_takes_its_tallies_along(make_dossier):
    make_dossier(at(10, 6), at(9, 6), "granted").save()
    make_dossier(at(10, 6), None, "open").save()

    Procedure.objects.filter(code="1.001").update(field="Đất đai")

    assert tally_differences() == []
    assert {*ClosedTally.objects.values_list("field", flat=True)} == {"Đất đai"}


def test_random_writes_leave_the_tallies_right(make_dossier):
    random = Random(3)
    for _ in range(30):
        due = at(1, 1) + timedelta(hours=random.randrange(9_000))
        ends = [None, due + timedelta(hours=random.randrange(-90, 90))]
        batch = [
            make_dossier(due, end, "granted" if end else "open")
            for end in random.choices(ends, k=5)
        ]
        Dossier.objects.bulk_create(batch)
        some = Dossier.objects.order_by("?")[:3]
        random.choice(
            [
                lambda some=some: Dossier.objects.filter(pk__in=[d.pk for d in some]).delete(),
                lambda some=some: Dossier.objects.filter(pk__in=[d.pk for d in some]).update(
                    channel=random.choice(Dossier.Channel.values)
                ),
            ]
        )()

    assert tally_differences() == []
    assert not ClosedTally.objects.filter(count=0).exists()


def test_a_rolled_back_file_leaves_no_tally(make_dossier):
    with pytest.raises(RuntimeError), transaction.atomic():
        make_dossier(at(10, 6), at(9, 6), "granted").save()
        raise RuntimeError

    assert closed() == []


def test_a_wrong_tally_is_found_and_rebuilding_mends_it(take, make_dossier):
    take({}, {"code": "H32.10-240105-0002", **OPEN})
    ClosedTally.objects.update(count=5)
    OpenTally.objects.all().delete()

    found = tally_differences()
    rebuild_tallies()

    assert [(d.verdict, d.tallied, d.counted) for d in found] == [("on_time", 5, 1), (None, 0, 1)]
    assert tally_differences() == []


def test_rebuilding_leaves_right_tallies_alone_and_takes_out_those_of_nothing(take):
    take({}, {"code": "H32.10-240105-0002", **OPEN})
    right = [ClosedTally.objects.get().pk, OpenTally.objects.get().pk]
    for tally in (ClosedTally.objects.get(), OpenTally.objects.get()):
        tally.pk, tally.field, tally.handler_id = None, "Đất đai", 7
        tally.save(force_insert=True)

    rebuild_tallies()

    assert [ClosedTally.objects.get().pk, OpenTally.objects.get().pk] == right
    assert tally_differences() == []


def test_a_tally_never_falls_below_nothing(take):
    take({}, {"code": "H32.10-240105-0002"})
    ClosedTally.objects.update(count=1)

    with pytest.raises(IntegrityError, match="count"):
        Dossier.objects.all().delete()


def test_the_command_tells_right_from_wrong(take, capsys):
    take({})
    call_command("tallies")
    ClosedTally.objects.update(count=5)

    with pytest.raises(CommandError, match="1 dòng cộng sai"):
        call_command("tallies")
    call_command("tallies", rebuild=True)

    assert "5 ≠ 1" in capsys.readouterr().out
    assert ClosedTally.objects.get().count == 1


def test_a_new_period_cuts_a_month_in_two(make_dossier):
    for day in (20, 21):
        make_dossier(at(day, 6), at(day, 6), "granted").save()

    ensure_periods([date(2024, 6, 21), date(2024, 7, 1)])
    make_dossier(at(30, 6), at(21, 6, hour=0), "granted").save()

    # The first of July begins a period anyway.
    assert [*PeriodStart.objects.values_list("day", flat=True)] == [date(2024, 6, 21)]
    june, cut = date(2024, 6, 1), date(2024, 6, 21)
    assert closed() == [(june, june, "on_time", 1), (cut, cut, "on_time", 2)]


def test_asking_for_the_same_periods_again_does_nothing(make_dossier):
    make_dossier(at(20, 6), at(20, 6), "granted").save()
    ensure_periods([date(2024, 6, 21)])
    key = ClosedTally.objects.get().pk

    ensure_periods([date(2024, 6, 21), date(2024, 5, 1)])

    assert ClosedTally.objects.get().pk == key


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_waits_for_a_file_and_counts_it(take, beside, until_somebody_waits):
    with transaction.atomic():
        take({})
        rebuilt = beside(rebuild_tallies)
        until_somebody_waits()

    rebuilt.result()
    assert tally_differences() == []
    assert ClosedTally.objects.get().count == 1


@pytest.mark.django_db(transaction=True)
def test_files_rebuilds_and_single_dossiers_at_once_leave_the_tallies_right(
    stored_file, dossier_csv, make_dossier, beside
):
    rows = [{"code": f"H32.10-240105-{n:04}"} for n in range(40)]
    changed = [row | {"channel": "Trực tiếp"} for row in reversed(rows)]
    files = [stored_file(dossier_csv(*rows)), stored_file(dossier_csv(*changed))]
    singles = [make_dossier(at(10, 6), None, "open") for _ in range(10)]

    works = [beside(import_dossiers, file, by=None) for file in files]
    works += [beside(single.save) for single in singles]
    works += [beside(rebuild_tallies), beside(ensure_periods, [date(2024, 6, 21)])]
    for work in works:
        work.result()

    assert tally_differences() == []
    assert (sum(row[-1] for row in closed()), sum(row[-1] for row in opened())) == (40, 10)


def test_an_unchanged_file_rewrites_no_row(take):
    paused = {"pauses": "08/01/2024 08:00 - 09/01/2024 08:00: Chờ bổ sung hồ sơ"}
    take(paused, {"code": "H32.10-240105-0002", "pauses": ""})
    before = versions()

    batch = take(paused, {"code": "H32.10-240105-0002", "pauses": ""})

    assert batch.unchanged_rows == 2
    assert versions() == before


def versions() -> list[tuple]:
    """Return where each row lies, and which transactions wrote and locked it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select 'd', id, ctid::text, xmin::text, xmax::text from dossiers_dossier union all"
            " select 'p', id, ctid::text, xmin::text, xmax::text from dossiers_pause union all"
            " select 't', id, ctid::text, xmin::text, xmax::text from dossiers_closedtally"
            " order by 1, 2"
        )
        return cursor.fetchall()
