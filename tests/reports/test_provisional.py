"""Provisional runs: never taken for a result, and what waits is shown as waiting."""

import json

import pytest
from pypdf import PdfReader

from reports.services.annex import annex_pdf
from scoring.models import RankingRun
from scoring.services.runs import ranked, store_run
from tests.reports.test_pages import RANKING, words


@pytest.fixture
def provisional(run, next_run) -> RankingRun:
    """Return a second run, provisional, in which nobody has marked leaf 1.1 of beta."""
    bundle = json.loads(run.bundle)
    bundle["rule_set"]["unmarked"] = "pending"
    beta = next(unit for unit in bundle["units"] if unit["code"] == "beta")
    beta["marks"] = {}
    return next_run(bundle, is_provisional=True)


def test_the_result_stays_what_is_shown_first(client, people, provisional):
    client.force_login(people["appraiser"])

    page = words(client.get(RANKING))

    assert "lần xếp hạng số 1" in page
    assert "TẠM TÍNH" not in page
    assert "số 2" in page  # it can be chosen


def test_what_waits_is_neither_zero_nor_ranked(client, people, provisional):
    client.force_login(people["appraiser"])

    response = client.get(f"{RANKING}?lan=2")

    page = words(response)
    assert "TẠM TÍNH – không phải kết quả." in page
    assert page.index("Sở alpha") < page.index("Đang chờ chấm đủ") < page.index("Sở beta")
    assert "– Sở beta – – đang chờ" in page  # rank, points and index are dashes
    assert "Còn thiếu 1/2 tiêu chí" in page


def test_a_head_reads_only_the_own_line_of_it(client, people, provisional):
    client.force_login(people["own"])

    page = words(client.get(f"{RANKING}?lan=2"))

    assert "TẠM TÍNH – không phải kết quả." in page
    assert "Sở beta" in page
    assert "Sở alpha" not in page and "Sở gamma" not in page
    assert client.get(f"{RANKING}phu-luc/2.pdf").status_code == 404


def test_its_sheet_says_so_too(client, people, provisional):
    client.force_login(people["appraiser"])

    page = words(client.get(f"{RANKING}don-vi/beta/?lan=2"))

    assert "TẠM TÍNH – không phải kết quả." in page
    assert "Còn thiếu 1/2 tiêu chí" in page
    assert "chưa chấm" in page


def test_its_annex_says_so_on_every_page_and_has_no_heads(provisional):
    pages = [page.extract_text() for page in PdfReader(annex_pdf(provisional)).pages]

    assert all("TẠM TÍNH" in page.upper() for page in pages)
    assert "CỘNG HÒA XÃ HỘI" not in pages[0]
    assert "Kèm theo Quyết định" not in pages[0]


def test_a_cycle_without_any_run_says_so(client, people, other_year):
    client.force_login(people["appraiser"])

    page = words(client.get("/xep-hang/56/2023/"))

    assert "chưa có lần xếp hạng nào mở cho bạn" in page


def test_before_the_first_result_it_is_shown_to_those_who_may_see_it(
    client, people, run, other_year
):
    texts = ranked(other_year, json.loads(run.bundle), {"units": {}}, is_provisional=True)
    store_run(other_year, texts, by=None, is_provisional=True)
    pages = {}
    for who in ("appraiser", "own"):
        client.force_login(people[who])
        pages[who] = words(client.get("/xep-hang/56/2023/"))

    assert "TẠM TÍNH – không phải kết quả." in pages["appraiser"]
    assert "lần tính số 1" in pages["appraiser"]
    assert "TẠM TÍNH – không phải kết quả." in pages["own"]
    assert "Sở alpha" in pages["appraiser"]
    assert "Sở alpha" not in pages["own"]


@pytest.mark.parametrize("tail", ["", "ho-so/"])
@pytest.mark.parametrize(("who", "status"), [("own", 200), ("sister", 403), ("appraiser", 200)])
def test_before_the_first_result_a_unit_opens_its_own_sheet(
    client, people, run, other_year, tail, who, status
):
    texts = ranked(other_year, json.loads(run.bundle), {"units": {}}, is_provisional=True)
    store_run(other_year, texts, by=None, is_provisional=True)
    client.force_login(people[who])

    response = client.get(f"/xep-hang/56/2023/don-vi/beta/{tail}")

    assert response.status_code == status


@pytest.mark.parametrize("tail", ["", "don-vi/beta/", "don-vi/beta/ho-so/"])
def test_without_any_run_a_head_is_told_that_there_is_none(client, people, other_year, tail):
    client.force_login(people["own"])

    response = client.get(f"/xep-hang/56/2023/{tail}")

    assert response.status_code == 200
    assert "chưa có lần xếp hạng nào mở cho bạn" in words(response)
