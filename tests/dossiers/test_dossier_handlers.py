"""Who handles a dossier: the official of that code and unit when it ended, or else when it came."""

from datetime import date

import pytest

from dossiers.models import DossierChange

OPEN = {"outcome": "Đang giải quyết", "finished": ""}


def test_the_handler_is_the_official_of_the_day_of_the_end(take, dossier, make_person):
    make_person("cb-1", last=date(2024, 1, 10))
    of_the_day = make_person("cb-1", first=date(2024, 1, 11), last=date(2024, 1, 11))
    make_person("cb-1", first=date(2024, 1, 12))
    make_person("cb-1", role="head")

    batch = take({"handler": "cb-1"})

    assert (batch.created_rows, dossier().handler) == (1, of_the_day)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("cb-9", "unknown_handler"),
        ("head", "unknown_handler"),
        ("gone", "unknown_handler"),
        ("sister", "handler_of_another_unit"),
    ],
)
def test_anybody_else_is_refused_with_a_sentence(take, make_person, make_unit, code, reason):
    make_person("head", role="head")
    make_person("gone", last=date(2024, 1, 4))
    make_person("sister", unit=make_unit("so-y-te"))

    batch = take({"handler": code})

    assert [(r.column, r.code) for r in batch.rejects.all()] == [("Người thụ lý", reason)]


def test_another_handler_is_a_change_an_empty_cell_is_none_and_no_column_says_nothing(
    take, make_person
):
    make_person("cb-1"), make_person("cb-2")
    take({"handler": "cb-1"})

    batches = [take(row) for row in ({}, {"handler": "cb-2"}, {"handler": "cb-2"}, {"handler": ""})]

    # Nothing said; another one; the same; nobody.
    assert [batch.changed_rows for batch in batches] == [0, 1, 0, 1]
    assert [batch.unchanged_rows for batch in batches] == [1, 0, 1, 0]


def test_a_handler_taken_away_is_nobody(take, dossier, make_person):
    handler = make_person("cb-1")

    found = [take(row) and dossier().handler for row in ({"handler": "cb-1"}, {}, {"handler": ""})]

    assert found == [handler, handler, None]


@pytest.mark.parametrize("row", [{}, OPEN])
def test_who_took_office_after_the_dossier_came_may_have_taken_it_over(
    take, dossier, make_person, row
):
    heir = make_person("cb-1", first=date(2024, 1, 8))

    take({"handler": "cb-1"} | row)

    assert dossier().handler == heir


@pytest.mark.parametrize("row", [{}, OPEN])
def test_who_left_before_the_end_is_known_by_the_day_the_dossier_came(
    take, dossier, make_person, make_unit, row
):
    handler = make_person("cb-1", last=date(2024, 1, 8))
    make_person("cb-1", unit=make_unit("so-y-te"), first=date(2024, 1, 9))

    take({"handler": "cb-1"} | row)

    assert dossier().handler == handler


def test_a_dossier_that_moves_to_another_unit_leaves_its_handler_behind(
    take, dossier, make_person, make_unit
):
    make_person("cb-1"), make_unit("so-y-te")
    take({"handler": "cb-1"})

    batch = take({"unit_code": "so-y-te"})

    assert (batch.changed_rows, dossier().unit.code, dossier().handler) == (1, "so-y-te", None)


def test_another_term_of_the_same_person_in_the_same_unit_is_no_other_handler(
    take, dossier, make_person
):
    first = make_person("cb-1", last=date(2024, 1, 10))
    make_person("cb-1", first=date(2024, 1, 11))
    take({"handler": "cb-1", "finished": "10/01/2024 10:00"})

    # The end is corrected to a day of the second term: the end alone is a change.
    take({"handler": "cb-1", "finished": "11/01/2024 10:00"})

    assert dossier().handler == first
    assert [change.field for change in DossierChange.objects.all()] == ["finished"]
