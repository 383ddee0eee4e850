"""The change on last year: figure, ranks, and why two years may not be compared."""

import json
from decimal import Decimal

import pytest

from reports.selectors.change_cells import change_cell
from reports.services.annex import annex_html
from scoring.selectors.changes import Change
from scoring.services.runs import ranked, store_run
from tests.reports.test_pages import RANKING, SHEET, words
from tests.stage_world import make_known
from units.models import User

ALPHA = SHEET.replace("beta", "alpha")


@pytest.fixture
def unpublished(run, other_year):
    """Return a function that ranks last year by alpha's points for 1.1, and publishes nothing.

    gamma had 54.00, beta was only scored.
    """

    def store(points="5.5"):
        bundle = json.loads(run.bundle)
        units = {unit["code"]: unit for unit in bundle["units"]}
        units["alpha"]["marks"]["1.1"] = {"points": points}
        units["beta"] |= {"standing": "scored", "reason": "Mới thành lập"}
        texts = ranked(other_year, bundle, {"units": {}}, is_provisional=False)
        return store_run(other_year, texts, by=None)

    return store


@pytest.fixture
def last_year(unpublished):
    """Publish last year's result: alpha 5.5 + 4 = 9.5 of 10, 95.00 and first."""
    before = unpublished()
    make_known(before, User.objects.get(username="marker"))
    return before


@pytest.fixture
def read(client, people, make_user):
    """Return a function that reads a page as somebody."""

    def read(who, address):
        people[who] = people.get(who) or make_user(who)
        client.force_login(people[who])
        return words(client.get(address))

    return read


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

    page = words(client.get(ALPHA))

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


@pytest.mark.parametrize("who", ["home_affairs", "leader"])
def test_who_decides_reads_what_last_year_was_not_published_with(read, unpublished, who):
    unpublished()

    ranking, sheet = read(who, RANKING), read(who, ALPHA)

    assert "So với 2023 (chưa công bố)" in ranking
    assert "−10,00 hạng 1 → 2" in ranking
    assert "So với năm trước (chưa công bố) −10,00 hạng 1 → 2 năm trước: Tốt, 95,00" in sheet


@pytest.mark.parametrize("who", ["appraiser", "reader"])
def test_nobody_else_reads_it_anywhere(read, unpublished, who):
    unpublished()

    pages = [read(who, address) for address in (RANKING, ALPHA, "/")]

    assert "85,00" in pages[0] and "85,00" in pages[1]
    assert not [page for page in pages if "So với 2023" in page or "−10,00" in page]
    assert "95,00" not in "".join(pages)


def test_a_head_does_not_read_it_of_the_own_unit(client, make_user, run, unpublished):
    """beta was only scored; alpha's own head would read 95.00."""
    unpublished()
    alpha = run.lines.get(unit__code="alpha").unit
    client.force_login(make_user("head", alpha))

    pages = [words(client.get(address)) for address in (RANKING, ALPHA, "/")]

    assert all("85,00" in page for page in pages)
    assert not [page for page in pages if "95,00" in page or "−10,00" in page]


def test_what_is_public_says_nothing_of_it(client, unpublished, published):
    unpublished()

    page = words(client.get("/cong-bo/56/2024/"))

    assert "85,00" in page
    assert "So với 2023" not in page


def test_paper_says_nothing_of_it(run, unpublished):
    unpublished()

    assert "So với năm trước" not in annex_html(run)


@pytest.mark.parametrize("who", ["home_affairs", "leader"])
def test_who_rose_against_an_unpublished_year_is_told_to_who_decides(read, unpublished, who):
    """alpha had 2 + 4 = 6 of 10, 60.00 and Khá; now it has 85.00 and Tốt."""
    unpublished("2")

    page = read(who, "/")

    assert "Lên loại so với năm trước (chưa công bố): 1" in page
    assert "Sở alpha : Khá → Tốt" in page
