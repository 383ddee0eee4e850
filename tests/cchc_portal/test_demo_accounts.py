"""The accounts of the demo may be worked with at once: whoever runs it has their passwords."""

import pytest

from cchc_portal.demo.province import ACCOUNTS, create_accounts
from units.models import User
from units.services.accounts import renew_password


@pytest.fixture
def units(make_unit):
    """Store the units that accounts are for."""
    for code in {code for *_, code, _days in ACCOUNTS if code}:
        make_unit(code)


def test_nobody_of_the_demo_has_to_change_a_password(units):
    create_accounts()
    head = User.objects.get(username="thutruong")
    renew_password(head, by=User.objects.get(username="sonoivu"))

    printed = create_accounts()

    assert len(printed) == len(ACCOUNTS) == User.objects.count()
    assert not User.objects.filter(must_change_password=True).exists()
