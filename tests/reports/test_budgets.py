"""What a page costs in queries: the same for three units and for thirty, and no dossier is read."""

import json

import pytest

from tests.reports.test_pages import RANKING, SHEET

BUDGETS = {"/": 16, RANKING: 13, SHEET: 13, f"{SHEET}ho-so/": 12, "/xep-hang/": 8}


@pytest.fixture
def thirty_units(next_run, run, make_unit):
    """Store a run of thirty units."""
    bundle = json.loads(run.bundle)
    beta = next(unit for unit in bundle["units"] if unit["code"] == "beta")
    block = run.cycle.groups.get()
    for order in range(27):
        unit = make_unit(f"u{order}", f"Sở thứ {order}")
        run.cycle.assessments.create(cycle_group=block, unit=unit)
        bundle["units"].append(beta | {"code": unit.code, "name": unit.name})
    return next_run(bundle)


@pytest.mark.parametrize("address", BUDGETS)
def test_a_page_keeps_to_its_budget(client, people, address, django_assert_max_num_queries):
    client.force_login(people["own"])

    with django_assert_max_num_queries(BUDGETS[address]):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", BUDGETS)
def test_units_do_not_add_queries(
    client, people, thirty_units, address, django_assert_max_num_queries
):
    client.force_login(people["own"])

    with django_assert_max_num_queries(BUDGETS[address]):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/", RANKING, SHEET])
def test_no_page_reads_the_long_texts_or_a_dossier(
    client, people, address, django_assert_max_num_queries
):
    client.force_login(people["own"])

    with django_assert_max_num_queries(99) as asked:
        client.get(address)

    said = " ".join(query["sql"] for query in asked.captured_queries)
    assert '"scoring_rankingrun"."bundle",' not in said
    assert '"scoring_rankingrun"."result"' not in said
    assert "dossiers_dossier" not in said
