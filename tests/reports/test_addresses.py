"""Addresses of rankings and sheets: codes of any form, years of more than one organiser."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from scoring.models import Cycle
from scoring.services.ranking import rank_cycle
from tests.reports.test_pages import RANKING, words
from units.models import Unit


@pytest.mark.parametrize("code", ["H32.12", "12/SNV"])
def test_a_sheet_has_an_address_whatever_its_units_code(client, people, run, code):
    Unit.through_time.filter(code="alpha").update(code=code)
    rank_cycle(run.cycle_id, by=None)
    client.force_login(people["appraiser"])
    address = f"/xep-hang/56/2024/don-vi/{code}/"

    page = client.get(RANKING)

    assert page.status_code == 200
    assert f'href="{address}"' in page.content.decode()
    assert "Sở alpha" in words(client.get(address))


@pytest.fixture
def district_cycle(run, make_unit) -> Cycle:
    """Return a cycle of the same year by a district, without a run."""
    return Cycle.objects.create(
        organiser=make_unit("568", "Thành phố Nha Trang", level="district"),
        year=run.cycle.year,
        title="Kỳ của thành phố",
        first_on=date(2024, 1, 1),
        last_on=date(2024, 12, 31),
        cutoff_at=run.cycle.cutoff_at,
        rule_set=run.cycle.rule_set,
    )


def test_two_organisers_of_one_year_are_told_apart(client, people, district_cycle):
    client.force_login(people["appraiser"])

    province, district = client.get(RANKING), client.get("/xep-hang/568/2024/")

    assert "Sở beta" in words(province)
    assert "Kỳ của thành phố" in words(district)
    assert "Sở beta" not in words(district)


def test_the_list_names_both_organisers(client, people, district_cycle):
    client.force_login(people["own"])

    listed = words(client.get("/xep-hang/"))

    assert "Tỉnh Khánh Hòa" in listed
    assert "Thành phố Nha Trang chưa công bố kết quả" in listed


def test_an_organiser_is_the_one_who_bore_the_code_on_the_last_day(client, people, run, make_unit):
    organiser = run.cycle.organiser
    organiser.valid = DateRange(None, date(2025, 7, 1))
    organiser.save()
    make_unit("56", "Tỉnh Khánh Hòa mới", first=date(2025, 7, 1), level="province")
    client.force_login(people["appraiser"])

    assert "Sở beta" in words(client.get(RANKING))
    assert client.get("/xep-hang/56/2025/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/xep-hang/56/99999999999999999999/",
        "/xep-hang/56/2024/don-vi/%F0%9F%98%80/",
        "/xep-hang/56/2024/phu-luc/99999999999999999999.pdf",
        "/xep-hang/%2e%2e/2024/",
    ],
)
def test_an_address_of_nothing_is_not_found(client, people, address):
    client.force_login(people["appraiser"])

    assert client.get(address).status_code == 404
