"""What is said beside a unit's line: one wording on page, sheet and paper."""

import pytest

from reports.selectors.rankings import ranking_of
from reports.services.annex import annex_html
from tests.reports.test_pages import RANKING, words


@pytest.fixture
def notes(next_run, surveyed):
    """Return the notes of every unit, by code, each as (sentence, is it bad)."""
    ranking = ranking_of(next_run(surveyed))
    return {
        row.code: [(note.text, note.is_bad) for note in row.notes] for row in ranking.groups[0].rows
    }


def test_a_block_that_lowers_a_class_holds_the_unit_back(notes):
    assert notes["beta"] == [("Bị chặn: Từ 5 % hồ sơ trễ hạn trở lên", True)]


def test_a_block_that_changes_nothing_says_so(notes):
    said = "Vi phạm, không đổi xếp loại: Từ 5 % hồ sơ trễ hạn trở lên"

    assert notes["gamma"] == [(said, True)]


def test_a_fact_is_marked_as_blocking_only_where_the_class_was_lowered(next_run, surveyed):
    rows = ranking_of(next_run(surveyed)).groups[0].rows

    badges = {row.code: row.facts[0].badge for row in rows}

    assert badges == {"beta": "chặn", "gamma": "vi phạm", "alpha": ""}


def test_a_waived_fact_is_named_once_and_briefly(notes):
    assert notes["alpha"] == [("Chỉ số hài lòng: không xét – Mới có 18 phiếu", False)]


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        ("scored", "Chấm điểm, không xếp hạng – Mới thành lập"),
        ("excluded", "Không tham gia – Mới thành lập"),
    ],
)
def test_a_unit_that_is_not_ranked_says_why(next_run, surveyed, standing, said):
    unit = next(unit for unit in surveyed["units"] if unit["code"] == "gamma")
    unit |= {"standing": standing, "reason": "Mới thành lập"}
    unit["marks"] = {} if standing == "excluded" else unit["marks"]

    row = ranking_of(next_run(surveyed)).groups[0].rows[-1]

    assert row.notes[0].text == said


def test_page_and_annex_print_the_same_sentences(client, people, next_run, surveyed):
    run = next_run(surveyed)
    client.force_login(people["appraiser"])

    page, paper = words(client.get(RANKING)), annex_html(run)

    said = [note.text for row in ranking_of(run).groups[0].rows for note in row.notes]
    assert len(said) == 3
    assert all(sentence in page and sentence in paper for sentence in said)
