"""A unit sees itself whole, and others as they were published."""

import json
from datetime import date

import pytest

from reports.selectors.sheets import line_of, sheet_of
from scoring.models import Cycle
from scoring.services.ranking import rank_cycle
from scoring.services.runs import ranked, store_run
from tests.reports.test_pages import ANNEX, RANKING, SHEET, words
from tests.scoring_world import create_dossiers, publish
from units.models import Unit, User


@pytest.fixture
def read(client, people):
    """Return a function that reads a page as somebody."""

    def read(who: str, address: str = RANKING) -> str:
        client.force_login(people[who])
        return words(client.get(address))

    return read


@pytest.fixture
def correction(run, published):
    """Publish the run and rank again after alpha got one more dossier; the new run is number 2."""
    create_dossiers(Unit.through_time.get(code="alpha"), 1, 0, prefix="them")
    return rank_cycle(run.cycle_id, by=None)


@pytest.mark.parametrize(
    ("who", "own", "others"),
    [
        ("own", "Sở beta", ("Sở alpha", "Sở gamma")),
        ("sister", "Sở gamma", ("Sở alpha", "Sở beta")),
    ],
)
def test_before_publication_a_unit_reads_its_own_line_alone(read, run, who, own, others):
    page = read(who)

    assert own in page
    assert not any(other in page for other in others)
    assert "CHƯA CÔNG BỐ." in page
    assert "bạn chỉ thấy đơn vị của mình" in page


def test_before_publication_a_unit_reads_no_figure_of_its_block(read, run):
    page = read("own")

    assert "Chỉ số trung bình" not in page
    assert "Đơn vị xếp hạng" not in page


@pytest.mark.parametrize("who", ["appraiser", "home_affairs", "leader", "reader"])
def test_before_publication_the_others_read_everything(read, people, run, make_user, who):
    people.setdefault(who, people.get(who) or make_user(who, username=f"who-{who}"))

    page = read(who)

    assert all(name in page for name in ("Sở alpha", "Sở beta", "Sở gamma"))
    assert "CHƯA CÔNG BỐ." in page
    assert "chỉ thấy đơn vị của mình" not in page


def test_what_is_looked_for_is_not_found_among_hidden_lines(read, run):
    assert "Sở gamma" not in read("own", f"{RANKING}?tim=gamma")
    assert "Sở alpha" not in read("own", f"{RANKING}?loai=good")


@pytest.mark.parametrize("who", ["own", "sister", "appraiser"])
def test_once_published_everybody_reads_every_line(read, published, who):
    page = read(who)

    assert all(name in page for name in ("Sở alpha", "Sở beta", "Sở gamma"))
    assert "CHƯA CÔNG BỐ." not in page
    assert "Quyết định số 05/QĐ-UBND ngày 15/01/2025" in page
    assert f"http://testserver/xac-minh/{published.run_id}/" in page


@pytest.mark.parametrize(("who", "status"), [("own", 200), ("sister", 403), ("appraiser", 200)])
def test_publication_opens_no_sheet_of_others(client, people, published, who, status):
    client.force_login(people[who])

    assert client.get(SHEET).status_code == status


@pytest.mark.parametrize("who", ["own", "sister", "appraiser"])
def test_once_published_everybody_prints_the_annex(client, people, published, who):
    client.force_login(people[who])

    assert client.get(ANNEX).status_code == 200


def test_a_unit_goes_on_reading_what_is_published_while_a_correction_is_made(read, correction):
    page = read("own")

    assert "lần xếp hạng số 1" in page
    assert "Sở alpha" in page


def test_who_reads_the_correction_is_told_which_run_is_published(
    read, correction, people, make_user
):
    people["leader"] = make_user("leader")

    page = read("leader")

    assert "lần xếp hạng số 2" in page
    assert "Kết quả đang được công bố: lần số 1, Quyết định số 05/QĐ-UBND" in page


def test_a_superseded_run_stays_readable_and_is_marked(read, correction):
    publish(correction, User.objects.get(username="marker"), reason="Sót 1 hồ sơ")

    page = read("own", f"{RANKING}?lan=1")

    assert "ĐÃ THAY THẾ – không còn hiệu lực." in page
    assert "Sở alpha" in page
    assert "ĐÃ THAY THẾ" not in read("own")


def test_the_sheet_says_that_nothing_is_published(read, run):
    assert "CHƯA CÔNG BỐ." in read("own", SHEET)


@pytest.mark.parametrize("address", [SHEET, "/"])
def test_before_publication_a_unit_reads_its_rank_and_no_figure_of_its_block(read, run, address):
    """Beta is first of three; the mean is (98 + 85 + 54) / 3 = 79.00."""
    page = read("own", address)

    assert "Hạng 1" in page and "98,00" in page
    assert "trung bình khối" not in page and "79,00" not in page
    assert "trên 3 đơn vị" not in page


@pytest.mark.parametrize("address", [SHEET, "/"])
def test_once_published_a_unit_reads_the_figures_of_its_block(read, published, address):
    page = read("own", address)

    assert "trên 3 đơn vị" in page and "trung bình khối 79,00" in page


def test_before_publication_an_appraiser_reads_the_figures_of_the_block(read, run):
    page = read("appraiser", SHEET)

    assert "trên 3 đơn vị" in page and "trung bình khối 79,00" in page


def test_before_publication_a_sheet_does_not_tell_that_another_prints_the_same(run, next_run):
    """Alpha with 5.7996 + 4 prints 98.00 as beta does, one rank apart."""
    bundle = json.loads(run.bundle)
    alpha = next(unit for unit in bundle["units"] if unit["code"] == "alpha")
    alpha["marks"]["1.1"] = {"points": "5.7996"}
    line = line_of(next_run(bundle), "beta")

    said = [sheet_of(line, is_whole=is_whole).row.unrounded for is_whole in (True, False)]

    assert (said[0] != "", said[1]) == (True, "")


def test_the_first_page_says_so_too_and_lists_no_result(read, run):
    page = read("own", "/")

    assert "CHƯA CÔNG BỐ." in page
    assert "chưa công bố kết quả" in page


def test_the_first_page_shows_a_unit_where_it_stands_in_the_newest_year(read, run, other_year):
    """The year after the published one has a provisional run only."""
    days = {"year": 2025, "first_on": date(2025, 1, 1), "last_on": date(2025, 12, 31)}
    Cycle.objects.filter(pk=other_year.pk).update(title="Kỳ 2025", **days)
    texts = ranked(other_year, json.loads(run.bundle), {"units": {}}, is_provisional=True)
    store_run(other_year, texts, by=None, is_provisional=True)

    page = read("own", "/")

    assert "TẠM TÍNH – không phải kết quả." in page
    assert "Sở beta Sở, ban, ngành" in page


def test_the_first_page_shows_a_complete_run_before_a_provisional_one(read, run, next_run):
    bundle = json.loads(run.bundle)
    bundle["rule_set"]["unmarked"] = "pending"
    next_run(bundle, is_provisional=True)

    assert "TẠM TÍNH" not in read("own", "/")


def test_a_unit_outside_the_cycle_is_told_to_wait(client, make_user, make_unit, run):
    client.force_login(make_user("officer", make_unit("delta", "Sở delta"), username="delta"))

    page = words(client.get(RANKING))

    assert "chưa có lần xếp hạng nào mở cho bạn" in page


def test_the_annex_names_the_decision_and_where_to_verify(published):
    from reports.services.annex import annex_html

    html = " ".join(annex_html(published.run, "https://cchc.example/xac-minh/7/").split())

    assert "Kèm theo Quyết định số 05/QĐ-UBND ngày 15 tháng 01 năm 2025 của" in html
    assert "Đã công bố theo Quyết định số 05/QĐ-UBND ngày 15/01/2025" in html
    assert "https://cchc.example/xac-minh/7/" in html


def test_the_annex_of_the_very_run_that_was_published_names_the_decision(run):
    from reports.services.annex import annex_html

    draft = annex_html(run)
    publish(run, User.objects.get(username="marker"))

    assert "Chưa công bố." in draft
    assert "Đã công bố theo Quyết định số 05/QĐ-UBND ngày 15/01/2025" in annex_html(run)


def test_the_annex_of_an_unpublished_run_leaves_the_decision_open(run):
    from reports.services.annex import annex_html

    html = annex_html(run)

    assert "Quyết định số ......../QĐ-UBND ngày" in html
    assert "Chưa công bố." in html
