"""While a file of dossiers is at work, the units and people that it asked for stay as they are."""

import pytest
from django.db import transaction

from foundation.services.intake_locks import own_intakes
from units.services.units_intake import import_units

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def end_office(stored_file):
    """Let the office end before its dossiers came."""
    header = "Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cha,Từ ngày,Đến ngày\n"
    row = 'so-tu-phap,Sở Tư pháp,"Sở, ban, ngành",,,31/12/2023\n'
    file = stored_file(header + row, "units.csv")
    return lambda: import_units(file, by=None)


def test_a_unit_does_not_end_under_a_file_that_is_being_written(
    take, end_office, beside, until_somebody_waits
):
    with transaction.atomic():
        take({})
        ending = beside(end_office)
        until_somebody_waits()

    assert ending.result().rejects.get().message.endswith("1 hồ sơ tiếp nhận (05/01/2024).")


def test_dossiers_wait_for_units_that_are_being_changed(
    take, end_office, beside, until_somebody_waits
):
    with transaction.atomic():
        own_intakes("units")
        coming = beside(take, {})
        until_somebody_waits()
        end_office()

    assert coming.result().rejects.get().code == "unit_not_there_yet"
