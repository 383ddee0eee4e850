"""Taking marks in: every leaf kind's own mark, and every way to get one wrong."""

import pytest

from scoring.models import Appraisal, Assessment, Criterion, Mark
from scoring.services.marks_intake import import_marks
from units.models import Grant, Unit

HEADER = "Mã đơn vị,Mã tiêu chí,Điểm,Giá trị,Tử số,Mẫu số,Số lượng,Lựa chọn,Không áp dụng vì\n"
OPTIONS = {"options": [{"code": "a", "points": "1"}, {"code": "b", "points": "2"}]}


@pytest.fixture
def leaf(cycle):
    """Return a function that makes leaf 1.1 one of another kind."""

    def change(kind: str, **keys) -> Criterion:
        criterion = Criterion.objects.get(code="1.1")
        criterion.leaf = {"scoring": {"kind": kind, **keys}}
        criterion.save()
        return criterion

    return change


@pytest.mark.parametrize(
    ("kind", "keys", "cells", "content"),
    [
        ("direct", {}, '"4,25",,,,,,', {"points": "4.25"}),
        ("direct", {}, '"4,50",,,,,,', {"points": "4.5"}),
        ("direct", {}, "0,,,,,,", {"points": "0"}),
        ("ratio", {}, ',"0,93",,,,,', {"value": "0.93"}),
        ("ratio", {}, ",,93,100,,,", {"numerator": 93, "denominator": 100}),
        ("ratio", {"allow_over": True}, ",,12,10,,,", {"numerator": 12, "denominator": 10}),
        ("bands", {"steps": []}, ",,1,3,,,", {"numerator": 1, "denominator": 3}),
        ("deduction", {"per_fault": "1"}, ",,,,3,,", {"count": 3}),
        ("count", {"per_item": "1"}, ",,,,0,,", {"count": 0}),
        ("choice", OPTIONS, ",,,,,b,", {"choices": ["b"]}),
        ("checklist", OPTIONS, ",,,,,a; b,", {"choices": ["a", "b"]}),
        (
            "direct",
            {},
            ",,,,,,Không có việc này",
            {"state": "not_applicable", "reason": "Không có việc này"},
        ),
    ],
)
def test_each_kind_of_leaf_takes_its_own_mark(
    cycle, marker, leaf, stored_file, kind, keys, cells, content
):
    leaf(kind, **keys)

    batch = import_marks(stored_file(f"{HEADER}alpha,1.1,{cells}\n"), cycle=cycle, by=marker)

    assert batch.rejected_rows == 0
    assert Mark.objects.get(assessment__unit__code="alpha").content == content


@pytest.mark.parametrize(
    ("kind", "keys", "row", "column", "code"),
    [
        ("direct", {}, "delta,1.1,1,,,,,,", "Mã đơn vị", "unknown_unit"),
        ("direct", {}, "alpha,9.9,1,,,,,,", "Mã tiêu chí", "unknown_leaf"),
        ("direct", {}, "alpha,1,1,,,,,,", "Mã tiêu chí", "unknown_leaf"),
        ("direct", {}, "alpha,2.1,1,,,,,,", "Mã tiêu chí", "reads_a_fact"),
        ("direct", {}, "alpha,1.1,,,,,,,", "Mã tiêu chí", "one_mark_per_row"),
        ("direct", {}, "alpha,1.1,1,,,,2,,", "Mã tiêu chí", "one_mark_per_row"),
        ("direct", {}, "alpha,1.1,,,1,2,,,", "Mã tiêu chí", "one_mark_per_row"),
        ("direct", {}, "alpha,1.1,sáu,,,,,,", "Điểm", "number"),
        ("direct", {}, "alpha,1.1,-1,,,,,,", "Điểm", "number"),
        ("direct", {}, "alpha,1.1,1e2,,,,,,", "Điểm", "number"),
        ("direct", {}, 'alpha,1.1,"6,01",,,,,,', "Điểm", "above_maximum"),
        ("ratio", {}, "alpha,1.1,,,3,2,,,", "Tử số", "ratio_above_one"),
        ("ratio", {}, "alpha,1.1,,,1,0,,,", "Tử số", "ratio"),
        ("ratio", {}, "alpha,1.1,,,1,,,,", "Tử số", "ratio"),
        ("ratio", {}, "alpha,1.1,,x,,,,,", "Giá trị", "number"),
        ("deduction", {"per_fault": "1"}, "alpha,1.1,,,,,-1,,", "Số lượng", "whole_number"),
        ("choice", OPTIONS, "alpha,1.1,,,,,,c,", "Lựa chọn", "unknown_option"),
        ("choice", OPTIONS, "alpha,1.1,,,,,,a; b,", "Lựa chọn", "unknown_option"),
        ("checklist", OPTIONS, "alpha,1.1,,,,,,a; a,", "Lựa chọn", "unknown_option"),
        ("ratio", {"invert": True}, 'alpha,1.1,,"1,5",,,,,', "Giá trị", "inverted_above_one"),
        (
            "ratio",
            {"invert": True, "allow_over": True},
            "alpha,1.1,,,12,10,,,",
            "Tử số",
            "inverted_above_one",
        ),
        ("direct", {}, "alpha,1.1,1", "Mã đơn vị", "cell_count"),
        ("direct", {}, "alpha,1.1,,,,,,,\t", "Mã tiêu chí", "one_mark_per_row"),
    ],
)
def test_a_wrong_mark_stays_behind_with_its_reason(
    cycle, marker, leaf, stored_file, kind, keys, row, column, code
):
    leaf(kind, **keys)
    Mark.objects.all().delete()

    batch = import_marks(stored_file(f"{HEADER}{row}\n"), cycle=cycle, by=marker)

    found = [(r.line, r.column, r.code) for r in batch.rejects.all()]
    assert (2, column, code) in found
    assert not Mark.objects.exists()


def test_the_same_leaf_twice_names_both_lines(cycle, marker, stored_file):
    rows = "alpha,1.1,1,,,,,,\nbeta,1.1,2,,,,,,\nalpha,1.1,3,,,,,,\n"

    batch = import_marks(stored_file(HEADER + rows), cycle=cycle, by=marker)

    assert [(r.line, r.code) for r in batch.rejects.all()] == [(2, "mark_twice"), (4, "mark_twice")]
    assert "dòng 2, lần cuối ở dòng 4." in batch.rejects.first().message
    assert batch.changed_rows == 1  # beta's 6 became 2


def test_taking_the_same_marks_again_changes_nothing(cycle, marker, stored_file):
    file = stored_file(f"{HEADER}alpha,1.1,5,,,,,,\n")
    import_marks(file, cycle=cycle, by=marker)

    again = import_marks(file, cycle=cycle, by=marker)

    assert (again.created_rows, again.changed_rows, again.unchanged_rows) == (0, 0, 1)


def test_an_excluded_unit_takes_no_marks(cycle, marker, stored_file):
    Assessment.objects.filter(unit__code="alpha").update(standing="excluded", reason="Giải thể")

    batch = import_marks(stored_file(f"{HEADER}alpha,1.1,5,,,,,,\n"), cycle=cycle, by=marker)

    assert batch.rejects.get().code == "unknown_unit"


def test_blanks_around_a_cell_are_nothing(cycle, marker, stored_file):
    row = "\u00a0alpha\u00a0,1.1 ,\u00a05,,,,,,\n"

    batch = import_marks(stored_file(HEADER + row), cycle=cycle, by=marker)

    assert batch.rejected_rows == 0
    assert Mark.objects.get(assessment__unit__code="alpha").content == {"points": "5"}


WORTHS = {"options": [{"code": "A", "worth": "1"}, {"code": "B", "worth": "0.6"}]}


def test_answers_are_counted_by_option(cycle, marker, leaf, stored_file):
    leaf("answers", **WORTHS)
    file = stored_file("Mã đơn vị,Mã tiêu chí,Số trả lời\nalpha,1.1,A: 10; B:5\n")

    import_marks(file, cycle=cycle, by=marker)

    mark = Mark.objects.get(assessment__unit__code="alpha")
    assert mark.content == {"counts": {"A": 10, "B": 5}}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("A: 0; B: 00", "no_answers"),
        ("A 10", "answer_counts"),
        ("A: 1; A: 2", "answer_counts"),
        ("C: 3", "unknown_option"),
    ],
)
def test_wrong_answers_stay_behind(cycle, marker, leaf, stored_file, cell, code):
    leaf("answers", **WORTHS)
    file = stored_file(f"Mã đơn vị,Mã tiêu chí,Số trả lời\nalpha,1.1,{cell}\n")

    batch = import_marks(file, cycle=cycle, by=marker)

    assert [(r.column, r.code) for r in batch.rejects.all()] == [("Số trả lời", code)]


@pytest.mark.parametrize(
    ("round_", "found"),
    [
        ("blind", []),
        ("first", [("Mã tiêu chí", "appraised")]),
        ("second", [("Mã tiêu chí", "appraised")]),
        ("council", [("Mã tiêu chí", "appraised")]),
    ],
)
def test_a_file_overrules_no_appraisal(cycle, marker, stored_file, round_, found):
    sheet = cycle.assessments.get(unit__code="alpha")
    Appraisal.objects.create(
        assessment=sheet,
        criterion=Criterion.objects.get(code="1.1"),
        round=round_,
        content={"points": "3"},
        points=3,
        appraised_by=marker,
        appraiser_unit=Unit.through_time.get(code="beta"),
        assessed_unit=sheet.unit,
    )

    rows = stored_file(f"{HEADER}alpha,1.1,5,,,,,,\nbeta,1.1,5,,,,,,\n")
    batch = import_marks(rows, cycle=cycle, by=marker)

    assert [(r.column, r.code) for r in batch.rejects.all()] == found


@pytest.mark.parametrize("role", ["home_affairs", "head"])
def test_nobody_takes_in_marks_of_a_unit_of_their_own(cycle, marker, stored_file, role):
    Grant.objects.create(user=marker, role=role, unit=Unit.through_time.get(code="alpha"))
    rows = stored_file(f"{HEADER}alpha,1.1,5,,,,,,\nbeta,1.1,5,,,,,,\n")

    batch = import_marks(rows, cycle=cycle, by=marker)

    assert [(r.line, r.column, r.code) for r in batch.rejects.all()] == [
        (2, "Mã đơn vị", "own_unit")
    ]
    assert Mark.objects.get(assessment__unit__code="beta").content == {"points": "5"}
