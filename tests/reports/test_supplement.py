"""What a run keeps beside its facts: intervals of surveys, dossiers outside the late rate."""

import json

import pytest
from pypdf import PdfReader

from reports.selectors.rankings import ranking_of
from reports.services.annex import annex_html, annex_pdf
from tests.reports.test_pages import RANKING, SHEET, words

SUPPLEMENT = {
    "units": {
        "alpha": {"satisfaction": {"low": "0.7000", "high": "0.9900"}},
        "beta": {
            "satisfaction": {"low": "0.8912", "high": "0.9534"},
            "late_rate": {"undetermined": 2},
        },
    }
}
OUTSIDE = "2 hồ sơ không xác định được hạn, ngoài tỷ lệ"


@pytest.fixture
def rows(next_run, surveyed):
    """Return the lines of a run with a supplement, by unit code."""
    ranking = ranking_of(next_run(surveyed, SUPPLEMENT))
    return {row.code: row for row in ranking.groups[0].rows}


def test_a_satisfaction_has_its_count_its_sample_and_its_interval(rows):
    _, satisfaction = rows["beta"].facts

    assert satisfaction.behind == "2.310/2.500 · 1.500 phiếu"
    assert satisfaction.interval == "89,1–95,3 %"


def test_a_late_rate_says_how_many_dossiers_it_leaves_out(rows):
    late_rate, satisfaction = rows["beta"].facts

    assert late_rate.outside == OUTSIDE
    assert late_rate.interval == ""
    assert satisfaction.outside == ""


def test_a_figure_that_is_not_shown_has_no_interval_either(rows):
    waived, missing = rows["alpha"].facts[1], rows["gamma"].facts[1]

    assert (waived.text, waived.interval) == ("không áp dụng", "")
    assert (missing.text, missing.interval) == ("chưa có số liệu", "")


def test_a_run_without_supplement_shows_its_facts_alone(run):
    run.supplement = "{}"

    facts = [row.facts[0] for row in ranking_of(run).groups[0].rows]

    assert {(fact.interval, fact.outside) for fact in facts} == {("", "")}


def test_no_dossier_outside_is_not_worth_a_word(run):
    run.supplement = json.dumps({"units": {"beta": {"late_rate": {"undetermined": 0}}}})

    assert all(row.facts[0].outside == "" for row in ranking_of(run).groups[0].rows)


@pytest.mark.parametrize("address", [RANKING, SHEET])
def test_table_and_sheet_show_both(client, people, next_run, surveyed, address):
    next_run(surveyed, SUPPLEMENT)
    client.force_login(people["appraiser"])

    page = words(client.get(address))

    assert "2.310/2.500 · 1.500 phiếu" in page
    assert "khoảng tin cậy 95 %: 89,1–95,3 %" in page
    assert OUTSIDE in page


def test_the_annex_shows_both_and_says_what_the_interval_is(next_run, surveyed):
    pdf = PdfReader(annex_pdf(next_run(surveyed, SUPPLEMENT)))

    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())

    assert "89,1–95,3 %" in text
    assert OUTSIDE in text
    assert "khoảng đi kèm: khoảng tin cậy 95 %" in text


def test_a_unit_that_takes_no_part_has_nothing_beside_its_name(next_run, surveyed):
    unit = next(unit for unit in surveyed["units"] if unit["code"] == "beta")
    unit |= {"standing": "excluded", "reason": "Mới thành lập", "marks": {}}

    paper = annex_html(next_run(surveyed, SUPPLEMENT))

    assert OUTSIDE not in paper
