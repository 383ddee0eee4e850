"""More than one block of units: each has its own table, and words find units in all of them."""

import copy
import json

import pytest

from tests.reports.test_pages import RANKING, words
from units.models import UnitGroup


@pytest.fixture
def two_blocks(client, people, run, next_run, make_unit):
    """Store a run with a second block: the communes, one of them."""
    cycle, bundle = run.cycle, json.loads(run.bundle)
    group = UnitGroup.objects.create(code="communes", title="Xã, phường")
    block = cycle.groups.create(
        group=group, criteria_set=cycle.groups.get().criteria_set, position=2
    )
    commune = make_unit("22333", "Phường Vĩnh Phước", level="commune")
    cycle.assessments.create(cycle_group=block, unit=commune)
    bundle["groups"].append(
        copy.deepcopy(bundle["groups"][0]) | {"code": "communes", "title": "Xã, phường"}
    )
    alpha = next(unit for unit in bundle["units"] if unit["code"] == "alpha")
    bundle["units"].append(
        alpha | {"code": "22333", "name": "Phường Vĩnh Phước", "group": "communes"}
    )
    client.force_login(people["appraiser"])
    return next_run(bundle)


def test_the_first_block_is_shown_and_the_others_are_a_click_away(client, two_blocks):
    response = client.get(RANKING)

    assert "Sở beta" in words(response)
    assert "Phường Vĩnh Phước" not in words(response)
    assert 'href="?khoi=communes"' in response.content.decode()


def test_a_block_shows_its_own_units(client, two_blocks):
    page = words(client.get(f"{RANKING}?khoi=communes"))

    assert "Phường Vĩnh Phước" in page
    assert "Sở beta" not in page


def test_words_that_find_nobody_here_point_to_where_they_do(client, two_blocks):
    response = client.get(f"{RANKING}?tim=vinh phuoc")

    assert "Không có đơn vị nào khớp." in words(response)
    assert "Xã, phường (1)" in words(response)
    assert 'href="?khoi=communes&amp;tim=vinh+phuoc"' in response.content.decode()


def test_a_code_of_digits_alone_has_a_sheet(client, two_blocks):
    assert "Phường Vĩnh Phước" in words(client.get(f"{RANKING}don-vi/22333/"))
