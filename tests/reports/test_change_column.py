"""The change on last year: figure, ranks, and why two years may not be compared."""

import json
from decimal import Decimal

import pytest

from reports.selectors.change_cells import change_cell
from reports.services.annex import annex_html
from scoring.selectors.changes import Change
from scoring.services.runs import ranked, store_run
from tests.reports.test_pages import RANKING, SHEET, words


@pytest.fixture
def last_year(run, other_year):
    """Store last year's result: alpha 95.00 and first, gamma 54.00; beta was only scored.

    alpha 5.5 + 4 = 9.5 of 10.
    """
    bundle = json.loads(run.bundle)
    units = {unit["code"]: unit for unit in bundle["units"]}
    units["alpha"]["marks"]["1.1"] = {"points": "5.5"}
    units["beta"] |= {"standing": "scored", "reason": "Mới thành lập"}
    texts = ranked(other_year, bundle, {"units": {}}, is_provisional=False)
    return store_run(other_year, texts, by=None)


def test_without_last_year_there_is_no_such_column(client, people):
    client.force_login(people["appraiser"])

    assert "So với 2023" not in words(client.get(RANKING))


def test_the_ranking_shows_figure_and_ranks(client, people, last_year):
    client.force_login(people["appraiser"])

    page = words(client.get(RANKING))

    assert "So với 2023" in page
    assert "−10,00 hạng 1 → 2" in page  # alpha 85.00 − 95.00
    assert "0,00 hạng 2 → 3" in page  # gamma
    assert "không so sánh Bị chặn" in page  # beta
    assert "Năm trước chấm điểm, không xếp hạng: Mới thành lập" in page  # among beta's notes


def test_those_without_a_change_stand_last_in_its_order(client, people, last_year):
    client.force_login(people["appraiser"])

    rising = words(client.get(f"{RANKING}?sap-xep=thay-doi"))
    falling = words(client.get(f"{RANKING}?sap-xep=-thay-doi"))

    assert rising.index("Sở gamma") < rising.index("Sở alpha") < rising.index("Sở beta")
    assert falling.index("Sở alpha") < falling.index("Sở gamma") < falling.index("Sở beta")


def test_a_sheet_says_what_the_unit_had(client, people, last_year):
    client.force_login(people["appraiser"])

    page = words(client.get(SHEET.replace("beta", "alpha")))

    assert "−10,00 hạng 1 → 2 năm trước: Tốt, 95,00" in page


def test_why_two_years_are_not_compared_stands_among_the_notes():
    cell = change_cell(Change(note="hợp nhất từ Sở A, Sở B, không so sánh"), 1, "Sở C")

    assert (cell.short, cell.aside) == ("không so sánh", "Hợp nhất từ Sở A, Sở B, không so sánh")


def test_what_to_mind_takes_no_figure_away():
    change = Change(previous_rank=2, difference=Decimal("1.25"), note="đã nhận thêm Sở A")

    cell = change_cell(change, 1, "Sở C")

    assert (cell.figure, cell.ranks, cell.short) == ("+1,25", "hạng 2 → 1", "")
    assert cell.aside == "Đã nhận thêm Sở A"


@pytest.mark.parametrize(("name", "said"), [("Sở A", ""), ("Sở B", "theo kết quả của Sở A")])
def test_a_predecessor_of_the_same_name_is_not_named_again(name, said):
    assert change_cell(Change(predecessor_name="Sở A"), 1, name).predecessor == said


def test_the_annex_has_the_same_column(run, last_year):
    paper = annex_html(run)

    assert "So với năm trước" in paper
    assert "−10,00" in paper
