"""Addresses of rankings and sheets: codes of any form, years of more than one organiser."""

from datetime import date

import pytest

from scoring.models import Cycle
from scoring.services.ranking import rank_cycle
from tests.reports.test_pages import ANNEX, RANKING, SHEET, words
from units.models import Unit


@pytest.mark.parametrize("code", ["H32.12", "12/SNV"])
def test_a_sheet_has_an_address_whatever_its_units_code(client, people, run, code):
    Unit.through_time.filter(code="alpha").update(code=code)
    rank_cycle(run.cycle_id, by=None)
    client.force_login(people["appraiser"])
    address = f"/xep-hang/2024/don-vi/{code}/"

    page = client.get(RANKING)

    assert page.status_code == 200
    assert f'href="{address}"' in page.content.decode()
    assert "Sở alpha" in words(client.get(address))


@pytest.fixture
def second_organiser(run, make_unit) -> Cycle:
    """Return a cycle of the same year by a district."""
    return Cycle.objects.create(
        organiser=make_unit("568", "Thành phố Nha Trang", level="district"),
        year=run.cycle.year,
        title="Kỳ của thành phố",
        first_on=date(2024, 1, 1),
        last_on=date(2024, 12, 31),
        cutoff_at=run.cycle.cutoff_at,
        rule_set=run.cycle.rule_set,
    )


@pytest.mark.parametrize("address", [RANKING, SHEET, ANNEX])
def test_a_year_of_two_organisers_shows_neither_as_the_other(
    client, people, second_organiser, address
):
    client.force_login(people["appraiser"])

    response = client.get(address)

    assert response.status_code == 404
    assert "Năm 2024 có kỳ đánh giá của nhiều cơ quan" in words(response)
