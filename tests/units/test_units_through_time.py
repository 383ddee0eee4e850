"""Units live for a while, and a code names one unit only together with a day."""

import unicodedata
from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.db.backends.postgresql.psycopg_any import DateRange

from units.models import ApiClient, Unit, UnitGroup
from units.selectors.units import units_on

MERGED_ON, EVE = date(2025, 7, 1), date(2025, 6, 30)


@pytest.fixture
def reused_code(make_unit) -> tuple[Unit, Unit]:
    """22333, that was Phường Vĩnh Phước and is Phường Bắc Nha Trang."""
    return (
        make_unit("22333", "Phường Vĩnh Phước", last=EVE, level="commune"),
        make_unit("22333", "Phường Bắc Nha Trang", first=MERGED_ON, level="commune"),
    )


def test_a_reused_code_names_each_unit_on_its_own_days(reused_code):
    vinh_phuoc, bac_nha_trang = reused_code

    assert list(units_on(EVE)) == [vinh_phuoc]
    assert list(units_on(MERGED_ON)) == [bac_nha_trang]


def test_a_unit_without_bounds_exists_on_every_day(make_unit):
    province = make_unit("56", "Tỉnh Khánh Hòa", level="province")

    assert list(units_on(date(1900, 1, 1))) == list(units_on(date(2999, 1, 1))) == [province]


def test_units_of_a_day_come_in_vietnamese_order_of_names(make_unit):
    for code, name in [("a", "Sở Y tế"), ("b", "Sở Địa chính"), ("c", "Sở Dân vận")]:
        make_unit(code, name)

    names = [unit.name for unit in units_on(EVE)]

    assert names == ["Sở Dân vận", "Sở Địa chính", "Sở Y tế"]


def test_names_are_ordered_by_bytes_whatever_the_servers_language(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select collation_name from information_schema.columns"
            " where table_name = 'units_unit' and column_name = 'sort_key'"
        )
        assert cursor.fetchone() == ("C",)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (None, None),
        (EVE, None),
        (EVE, EVE),
        (None, date(2000, 1, 1)),
        (date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_code_cannot_name_two_units_on_one_day(make_unit, first, last):
    make_unit("22333", "Phường Vĩnh Phước", last=EVE)

    with pytest.raises(IntegrityError, match="one_unit_per_code_and_day"):
        make_unit("22333", "Phường khác", first=first, last=last)


def test_a_unit_exists_at_least_a_day(db):
    nothing = DateRange(MERGED_ON, MERGED_ON)

    with pytest.raises(IntegrityError, match="a_unit_exists_at_least_a_day"):
        Unit.through_time.create(code="x", name="x", level="commune", valid=nothing)


def test_a_name_is_kept_composed_and_its_keys_follow_it(make_unit):
    unit = make_unit("x", unicodedata.normalize("NFD", "  Sở  Tài chính "))
    assert (unit.name, unit.search_key) == ("Sở Tài chính", "so tai chinh")
    before = unit.sort_key

    unit.name = "Đảng ủy"
    unit.save()

    assert unit.search_key == "dang uy"
    assert unit.sort_key < before


def test_a_block_of_units_has_one_code(db):
    UnitGroup.objects.create(code="departments", title="Sở, ban, ngành")

    with pytest.raises(IntegrityError, match="code"):
        UnitGroup.objects.create(code="departments", title="Khác")


def test_a_connected_system_has_one_client_id(db):
    kind = {"client_type": "confidential", "authorization_grant_type": "client-credentials"}
    ApiClient.objects.create(name="a", client_id="x", **kind)

    with pytest.raises(IntegrityError, match="client_id"):
        ApiClient.objects.create(name="b", client_id="x", **kind)
