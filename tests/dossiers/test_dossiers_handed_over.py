"""A dossier that came before its unit was born stands with the successor that it was handed to."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from dossiers.models import ClosedTally, DossierChange, OpenTally, Source, SourceUnit
from dossiers.services.intake import import_dossiers
from units.models import Succession
from units.services.standing import left_by_unit

OPEN = {"finished": "", "outcome": "Đang giải quyết"}
# The merger of the tests: what ended on 09/01/2024 went on as another from 10/01/2024.
LAST, FIRST = date(2024, 1, 9), date(2024, 1, 10)


@pytest.fixture
def merge(make_unit):
    """Let a unit go into a newly born one."""

    def into(old, code, first=FIRST, extent="whole", last=None):
        heir = make_unit(code, first=first, last=last)
        Succession.objects.create(predecessor=old, successor=heir, extent=extent)
        return heir

    return into


@pytest.fixture
def heir(office, merge):
    """so-moi, which took so-tu-phap over on 10/01/2024."""
    office.valid = DateRange(None, FIRST)
    office.save()
    return merge(office, "so-moi")


@pytest.mark.parametrize("row", [{}, OPEN])
def test_a_successor_may_bring_a_dossier_that_came_before_it(take, dossier, heir, row):
    # Received on 05/01/2024, five days before so-moi; ended on the 11th, or open to this day.
    batch = take(row | {"unit_code": "so-moi"})

    assert (batch.created_rows, dossier().unit) == (1, heir)


def test_an_open_dossier_moves_to_the_successor_and_its_tally_follows(take, dossier, heir, office):
    take(OPEN)
    assert OpenTally.objects.get().unit == office

    batch = take(OPEN | {"unit_code": "so-moi"})

    assert (batch.changed_rows, dossier().unit) == (1, heir)
    assert OpenTally.objects.get().unit == heir
    change = DossierChange.objects.get()
    assert (change.field, change.became) == ("unit", str(heir.pk))


def test_what_the_successor_has_stays_with_it_and_ends_there(take, dossier, heir):
    take(OPEN | {"unit_code": "so-moi"})

    again, ended = take(OPEN | {"unit_code": "so-moi"}), take({"unit_code": "so-moi"})

    assert (again.unchanged_rows, ended.changed_rows) == (1, 1)
    assert ClosedTally.objects.get().unit == dossier().unit == heir


@pytest.mark.parametrize("extent", ["whole", "part"])
def test_a_successor_of_a_successor_is_one(take, dossier, office, merge, extent):
    middle = merge(office, "so-giua", last=date(2024, 1, 31))
    last = merge(middle, "so-cuoi", first=date(2024, 2, 1), extent=extent)
    take(OPEN)

    batch = take(OPEN | {"unit_code": "so-cuoi"})

    assert (batch.changed_rows, dossier().unit) == (1, last)


@pytest.mark.parametrize(
    "row",
    [
        # It ended on the 9th, a day before there was so-moi.
        {"finished": "09/01/2024 10:00"},
        # Nothing so-la was has gone into it.
        {"unit_code": "so-la"},
        # What went into so-xa was not there when the dossier came.
        {"unit_code": "so-xa"},
    ],
)
def test_nobody_else_may_bring_it(take, heir, make_unit, merge, row):
    make_unit("so-la", first=FIRST)
    merge(make_unit("so-muon", first=date(2024, 1, 6)), "so-xa")

    (reject,) = take({"unit_code": "so-moi"} | row).rejects.all()

    assert reject.message == "Đơn vị mang mã này không tồn tại vào ngày tiếp nhận."


def test_a_dossier_of_another_unit_is_not_handed_to_a_successor_of_this_one(
    take, heir, make_unit, dossier
):
    sister = make_unit("so-y-te")
    take(OPEN | {"unit_code": "so-y-te"})

    (reject,) = take(OPEN | {"unit_code": "so-moi"}).rejects.all()

    assert (reject.code, dossier().unit) == ("unit_not_there_yet", sister)


def test_a_code_of_the_source_is_understood_as_of_the_end(dossier_csv, stored_file, dossier, heir):
    source = Source.objects.create(code="mc", name="Một cửa")
    life = DateRange(FIRST, None)
    SourceUnit.objects.create(source=source, code="H32.99", unit_code="so-moi", valid=life)

    import_dossiers(stored_file(dossier_csv({"unit_code": "H32.99"})), by=None, source=source)

    assert dossier().unit == heir


def test_the_handler_of_a_dossier_handed_over_is_of_the_successor(take, dossier, heir, make_person):
    make_person("cb-1", last=LAST)
    there = make_person("cb-1", unit=heir, first=FIRST)
    take(OPEN | {"handler": "cb-1"})

    take({"unit_code": "so-moi", "handler": "cb-1"})

    assert dossier().handler == there


@pytest.mark.parametrize(
    ("row", "first", "said"),
    [
        # Ended on 11/01/2024: so-moi may begin until then, and not after.
        ({}, date(2024, 1, 11), ""),
        ({}, date(2024, 1, 12), "1 hồ sơ tiếp nhận (05/01/2024)"),
        (OPEN, date(2024, 1, 12), ""),
    ],
)
def test_a_successor_does_not_begin_after_the_end_of_what_it_was_handed(
    take, heir, row, first, said
):
    take(row | {"unit_code": "so-moi"})

    heir.valid = DateRange(first, None)

    assert left_by_unit(heir) == said


def test_a_unit_that_took_nobody_over_does_not_begin_after_its_dossiers_came(take, office):
    take(OPEN)

    office.valid = DateRange(FIRST, None)

    assert left_by_unit(office) == "1 hồ sơ tiếp nhận (05/01/2024)"
