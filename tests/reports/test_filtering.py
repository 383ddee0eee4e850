"""Finding one's way in a ranking: words, class, order, all by the address alone."""

import json
import re
import unicodedata

import pytest

from tests.reports.test_pages import RANKING, words

NAMES = {"alpha": "Sở Đất đai", "beta": "Ủy ban Khánh Hòa", "gamma": "Sở Dân tộc"}


@pytest.fixture
def reader(client, people, run, next_run, make_unit):
    """Return a function that opens the ranking and returns its names in order, and the page.

    Published: beta 98.00 (fair, blocked), alpha 85.00 (good), gamma 54.00 (weak, blocked); late:
    beta 1/20, alpha 0/20, gamma 4/10. A block of communes stands second, with one pending unit.
    """
    bundle = json.loads(run.bundle)
    for unit in bundle["units"]:
        unit["name"] = NAMES[unit["code"]]
    next_run(bundle)
    client.force_login(people["appraiser"])

    def read(query: str = "") -> tuple[list[str], str]:
        page = client.get(RANKING + query)
        assert page.status_code == 200
        text = page.content.decode()
        named = re.findall(r'<th[^>]*class="unit">\s*<a[^>]*>([^<]+)</a>\s*</th>', text)
        return [name for name in named if name in NAMES.values()], words(page)

    return read


@pytest.mark.parametrize(
    "asked",
    ["khanh hoa", "KHÁNH HOÀ", "Khánh Hòa", "%20 khanh   hoa", unicodedata.normalize("NFD", "Hòa")],
)
def test_a_name_is_found_whatever_its_accents_case_and_form(reader, asked):
    assert reader(f"?tim={asked}")[0] == [NAMES["beta"]]


def test_a_unit_is_found_by_its_code(reader):
    assert reader("?tim=GAMMA")[0] == [NAMES["gamma"]]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?loai=good", ["alpha"]),
        ("?chan=1", ["beta", "gamma"]),
        ("?loai=fair&chan=1", ["beta"]),
        ("?loai=good&chan=1", []),
        ("?sap-xep=hang", ["beta", "alpha", "gamma"]),
        ("?sap-xep=-hang", ["gamma", "alpha", "beta"]),
        ("?sap-xep=ten", ["gamma", "alpha", "beta"]),  # Dân, Đất, Ủy: Đ after D
        ("?sap-xep=chi-so", ["beta", "alpha", "gamma"]),
        ("?sap-xep=-chi-so", ["gamma", "alpha", "beta"]),
        ("?sap-xep=tre-han", ["gamma", "beta", "alpha"]),
        ("?sap-xep=-tre-han", ["alpha", "beta", "gamma"]),
    ],
)
def test_class_block_and_order_are_asked_by_the_address(reader, query, codes):
    assert reader(query)[0] == [NAMES[code] for code in codes]


@pytest.mark.parametrize(
    "query",
    [
        "?khoi=khong-co",
        "?loai=tuyet-voi",
        "?sap-xep=--ten",
        "?sap-xep=mat-khau",
        "?lan=0",
        "?lan=-1",
        "?lan=²",
        "?lan=99999999999999999999",
        "?chan=true",
        "?tim=%FF%FE",
        "?nhom=x&x=y",
    ],
)
def test_what_makes_no_sense_is_let_go(reader, query):
    assert reader(query)[0] in ([NAMES["beta"], NAMES["alpha"], NAMES["gamma"]], [])


def test_nobody_found_is_said(reader):
    names, page = reader("?tim=không có ai")

    assert names == []
    assert "Không có đơn vị nào khớp." in page
    assert "0 trên 3 đơn vị" in page


def test_markup_in_the_words_stays_text(reader, client):
    page = client.get(RANKING, {"tim": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in page


def test_heads_and_tabs_keep_what_was_asked(reader, client):
    page = client.get(f"{RANKING}?tim=so&loai=good&sap-xep=ten").content.decode()

    assert 'href="?loai=good&amp;tim=so&amp;sap-xep=chi-so"' in page
    assert 'href="?loai=good&amp;tim=so&amp;sap-xep=-ten"' in page  # once more turns the order
    assert page.count("aria-sort=") == 1
    assert '<input type="hidden" name="sap-xep" value="ten">' in page


def test_a_run_that_is_not_there_is_said_and_the_result_shown(reader):
    _, page = reader("?lan=77")

    assert "Không có lần xếp hạng số 77 mở cho bạn; đang xem lần số 2." in page


def test_an_earlier_run_can_be_read_again(reader):
    _, page = reader("?lan=1")

    assert "Sở beta" in page
    assert "lần xếp hạng số 1" in page
