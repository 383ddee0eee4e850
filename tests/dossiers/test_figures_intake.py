"""Figures that a source states, out of a file or typed in."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from dossiers.models import Source, SourceUnit, StatedFigure
from dossiers.services.figures_intake import COLUMNS, import_figures, preview_figures
from dossiers.services.figures_stated import FiguresRefused, state_figures
from foundation.domain.tables import UnreadableTable
from foundation.models import ImportBatch, StoredFile

HEAD = "Mã đơn vị,Từ ngày,Đến ngày,Tổng số,Trễ hạn"
YEAR = "so-tu-phap,01/01/2024,31/12/2024"


@pytest.fixture
def source(db) -> Source:
    return Source.objects.create(code="mot-cua", name="Một cửa điện tử")


@pytest.fixture
def take(office, source, stored_file):
    """Take rows in under the header of total and late, or another."""

    def take_in(*rows: str, head: str = HEAD) -> ImportBatch:
        stored = stored_file("\n".join([head, *rows]) + "\n")
        return import_figures(stored, source=source, by=None)

    return take_in


def stated() -> dict[tuple[str, str], int]:
    figures = StatedFigure.objects.select_related("unit")
    return {(figure.unit.code, figure.figure): figure.count for figure in figures}


def outcome(batch: ImportBatch) -> tuple[int, int, int, int]:
    return batch.created_rows, batch.changed_rows, batch.unchanged_rows, batch.rejected_rows


def reasons(batch: ImportBatch) -> set[tuple[str, str]]:
    return set(batch.rejects.values_list("column", "code"))


def test_a_row_states_each_figure_that_it_gives(take, source):
    batch = take(f'{YEAR},"1.234",0')

    assert outcome(batch) == (1, 0, 0, 0)
    assert stated() == {("so-tu-phap", "total"): 1234, ("so-tu-phap", "late"): 0}
    figure = StatedFigure.objects.get(figure="total")
    assert (figure.source, figure.first, figure.last) == (
        source,
        date(2024, 1, 1),
        date(2024, 12, 31),
    )
    assert batch.origin == "Một cửa điện tử"


def test_a_preview_says_what_would_become_of_each_row(office, source, stored_file):
    rows = f"{HEAD}\n{YEAR},100,7\nso-x,01/01/2024,31/12/2024,1,1\n"

    seen = preview_figures(stored_file(rows), source=source)

    assert (seen.rows, seen.created, seen.rejected) == (2, 1, 1)
    assert not StatedFigure.objects.exists()


def test_the_same_file_again_changes_nothing(take):
    take(f"{YEAR},100,7")

    assert outcome(take(f"{YEAR},100,7")) == (0, 0, 1, 0)
    assert StatedFigure.objects.count() == 2


def test_a_later_file_changes_what_it_states_and_nothing_else(take):
    take(f"{YEAR},100,7")

    batch = take(f"{YEAR},90,12", head="Mã đơn vị,Từ ngày,Đến ngày,Tổng số,Trước hạn")

    assert outcome(batch) == (0, 1, 0, 0)
    assert stated() == {
        ("so-tu-phap", "total"): 90,
        ("so-tu-phap", "late"): 7,
        ("so-tu-phap", "early"): 12,
    }
    assert StatedFigure.objects.get(figure="total").file_id == batch.stored_file_id
    assert StatedFigure.objects.get(figure="late").file_id != batch.stored_file_id


def test_a_cell_left_empty_withdraws_the_figure(take):
    take(f"{YEAR},100,7")

    assert outcome(take(f"{YEAR},100,")) == (0, 1, 0, 0)

    assert stated() == {("so-tu-phap", "total"): 100}


def test_another_period_and_another_source_stand_beside_it(take, source, stored_file):
    take(f"{YEAR},100,7", "so-tu-phap,01/01/2024,31/01/2024,9,1")
    other = Source.objects.create(code="khac", name="Khác")

    import_figures(stored_file(f"{HEAD}\n{YEAR},50,5\n"), source=other, by=None)

    assert StatedFigure.objects.filter(source=source).count() == 4
    assert StatedFigure.objects.filter(source=other).count() == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",01/01/2024,31/12/2024,1,1", ("Mã đơn vị", "code_missing")),
        ("so-khac,01/01/2024,31/12/2024,1,1", ("Mã đơn vị", "unknown_unit")),
        ("so-tu-phap,,31/12/2024,1,1", ("Từ ngày", "day")),
        ("so-tu-phap,01/01/2024,31/02/2024,1,1", ("Đến ngày", "day")),
        ("so-tu-phap,01/01/2567,31/12/2567,1,1", ("Từ ngày", "day")),
        ("so-tu-phap,31/12/2024,01/01/2024,1,1", ("Đến ngày", "ends_before_it_starts")),
        ("so-tu-phap,01/01/2090,31/12/2090,1,1", ("Từ ngày", "in_the_future")),
        (f"{YEAR},,", ("Mã đơn vị", "nothing_stated")),
        (f"{YEAR},1,-1", ("Trễ hạn", "count")),
        (f'{YEAR},"1,5",1', ("Tổng số", "count")),
        (f"{YEAR},1.5,1", ("Tổng số", "count")),
        (f"{YEAR},1e3,1", ("Tổng số", "count")),
        (f"{YEAR},9999999999,1", ("Tổng số", "count")),
        (f"{YEAR},mười,1", ("Tổng số", "count")),
        (f"{YEAR},1", ("Mã đơn vị", "cell_count")),
    ],
)
def test_what_makes_no_sense_is_sent_back_with_its_column(take, row, reason):
    batch = take("so-tu-phap,01/01/2023,31/12/2023,5,1", row)

    assert reason in reasons(batch)
    assert outcome(batch) == (1, 0, 0, 1)


def test_a_unit_and_period_given_twice_is_sent_back_both_times(take):
    batch = take(f"{YEAR},1,1", f"{YEAR},2,1")

    assert outcome(batch) == (0, 0, 0, 2)
    assert "dòng 2" in batch.rejects.first().message


def test_a_file_without_the_days_is_no_such_table(take):
    with pytest.raises(UnreadableTable, match="Đến ngày"):
        take("so-tu-phap,1", head="Mã đơn vị,Tổng số")


def test_a_unit_is_the_one_that_bore_the_code_in_the_period(take, make_unit):
    old = make_unit("p-1", first=date(2020, 1, 1), last=date(2024, 6, 30))
    new = make_unit("p-1", first=date(2024, 7, 1))

    batch = take(
        "p-1,01/01/2024,30/06/2024,5,1",
        "p-1,01/07/2024,31/12/2024,6,1",
        "p-1,01/01/2024,31/12/2024,11,2",
    )

    assert reasons(batch) == {("Mã đơn vị", "two_units")}
    totals = StatedFigure.objects.filter(figure="total").order_by("first")
    assert [(figure.unit, figure.count) for figure in totals] == [(old, 5), (new, 6)]


def test_a_source_may_call_a_unit_by_its_own_code(take, source):
    SourceUnit.objects.create(
        source=source,
        code="H32.15",
        unit_code="so-tu-phap",
        valid=DateRange(date(2024, 1, 1), date(2025, 1, 1)),
    )

    batch = take("H32.15,01/01/2024,31/12/2024,5,1", "H32.15,01/01/2022,31/12/2022,5,1")

    assert outcome(batch) == (1, 0, 0, 1)
    assert stated()["so-tu-phap", "total"] == 5


def test_a_unit_called_by_two_codes_is_given_twice(take, source):
    SourceUnit.objects.create(
        source=source, code="H32.15", unit_code="so-tu-phap", valid=DateRange(None, None)
    )

    batch = take(f"{YEAR},1,1", "H32.15,01/01/2024,31/12/2024,5,1")

    assert reasons(batch) == {("Mã đơn vị", "unit_twice")}


FOREIGN = [{"separator": ";"}, {"encoding": "utf-16"}, {"encoding": "cp1258", "separator": "\t"}]
"""How the dossiers of a source may come, which says nothing of its figures."""
SPAN = {"first": date(2024, 1, 1), "last": date(2024, 12, 31)}


@pytest.mark.parametrize("form", FOREIGN)
def test_a_file_of_figures_has_the_portal_s_own_form_whatever_the_source_s(
    take, source, form, stored_file
):
    Source.objects.filter(pk=source.pk).update(**form)
    source.refresh_from_db()
    text = f"\ufeff{HEAD}\n{YEAR},100,7\n"

    batch = take(f"{YEAR},100,7")
    seen = preview_figures(stored_file(text), source=source)
    with_semicolons = preview_figures(stored_file(text.replace(",", ";")), source=source)

    assert outcome(batch) == (1, 0, 0, 0)
    assert (seen.unchanged, with_semicolons.unchanged) == (1, 1)


@pytest.mark.parametrize("form", FOREIGN)
def test_figures_are_typed_in_for_a_source_whose_files_are_of_another_form(office, source, form):
    Source.objects.filter(pk=source.pk).update(**form)
    source.refresh_from_db()

    state_figures(source=source, unit_code="so-tu-phap", **SPAN, counts={"late": "7"}, by=None)

    assert stated() == {("so-tu-phap", "late"): 7}


def test_figures_that_make_no_table_are_refused_with_a_sentence(office, source, settings):
    settings.INTAKE_LIMITS = settings.INTAKE_LIMITS | {"text_megabytes": 0}

    with pytest.raises(FiguresRefused) as refused:
        state_figures(source=source, unit_code="so-tu-phap", **SPAN, counts={"late": "7"}, by=None)

    ((column, sentence),) = refused.value.reasons
    assert (column, "lớn quá 0 MB" in sentence) == ("", True)
    assert not StoredFile.objects.filter(name__startswith="nhap-tay").exists()


def test_figures_typed_in_leave_a_file_behind(office, source, make_user):
    clerk = make_user("home_affairs")

    state_figures(
        source=source, unit_code="so-tu-phap", **SPAN, counts={"total": "1.200"}, by=clerk
    )

    assert stated() == {("so-tu-phap", "total"): 1200}
    kept = StatedFigure.objects.get().file
    assert (kept.name, kept.created_by) == ("nhap-tay-mot-cua-2024-01-01-2024-12-31.csv", clerk)


def test_figures_typed_in_wrongly_leave_nothing_behind(office, source):

    with pytest.raises(FiguresRefused) as refused:
        state_figures(source=source, unit_code="so-x", **SPAN, counts={"total": "x"}, by=None)

    assert {column for column, _message in refused.value.reasons} == {"Mã đơn vị", "Tổng số"}
    assert not StatedFigure.objects.exists()
    assert not ImportBatch.objects.exists()
    assert not StoredFile.objects.filter(name__startswith="nhap-tay").exists()


def test_every_figure_has_a_column_by_its_vietnamese_name():
    assert [column.header for column in COLUMNS[3:]] == StatedFigure.Figure.labels
