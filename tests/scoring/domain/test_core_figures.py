"""Sentences of the core as people read them: figures are written 2,5, documents keep 2.5."""

import pytest

from scoring.domain import sentence
from scoring.domain.entry import EntryRefused, leaf_of, typed_mark
from scoring.domain.problems import BundleRefused, Notes, Problem, problems_text


def noted(code, /, **details):
    notes = Notes()
    notes.add(code, "x", **details)
    with pytest.raises(BundleRefused) as refusal:
        notes.raise_if_any()
    return refusal.value.problems[0]


@pytest.mark.parametrize(
    ("code", "details", "said"),
    [
        ("above_maximum", {"value": "2.5", "maximum": "2.25"}, "Giá trị 2,5 vượt mức tối đa 2,25."),
        (
            "maxima_do_not_add_up",
            {"declared": "1234.5", "below": "1000"},
            "Điểm tối đa ghi 1.234,5, nhưng tổng các phần bên dưới là 1.000.",
        ),
        (
            "weights_do_not_add_up",
            {"total": "1.0007"},
            "Tổng trọng số các lĩnh vực là 1,0007, phải đúng bằng 1.",
        ),
        (
            "numerator_above_denominator",
            {"numerator": 12000, "denominator": 10},
            "Tử số 12.000 lớn hơn mẫu số 10.",
        ),
        ("duplicate_step", {"value": "0.5"}, "Hai nấc có cùng ngưỡng 0,5."),
    ],
)
def test_figures_are_written_as_vietnamese_write_them(code, details, said):
    assert sentence(noted(code, **details)) == said


def test_codes_that_look_like_figures_stay_as_they_are():
    assert sentence(noted("unmarked_leaf", code="1.1")) == "Tiêu chí “1.1” chưa có điểm."


def test_what_is_no_figure_stays_as_it_was_typed():
    problem = noted("above_maximum", value="1.2.3", maximum="2")

    assert sentence(problem) == "Giá trị 1.2.3 vượt mức tối đa 2."


def test_a_sentence_made_elsewhere_stays():
    assert sentence(Problem("above_maximum", "", "Có 2.5")) == "Có 2.5"


def test_documents_of_problems_keep_their_spelling():
    text = problems_text([noted("above_maximum", value="2.5", maximum="2")])

    assert '"message": "Giá trị 2.5 vượt mức tối đa 2."' in text
    assert "details" not in text


def test_a_last_problem_is_said_the_same_way():
    with pytest.raises(BundleRefused) as refusal:
        Notes().refuse("above_maximum", "", value="2.5", maximum="2")

    assert sentence(refusal.value.problems[0]) == "Giá trị 2,5 vượt mức tối đa 2."


def test_a_mark_above_its_maximum_is_refused_in_the_figures_that_were_typed():
    leaf = leaf_of("1.1", "2.5", {"scoring": {"kind": "direct"}})

    with pytest.raises(EntryRefused, match="Giá trị 3,75 vượt mức tối đa 2,5"):
        typed_mark(leaf, {"diem": ["3,75"]})
