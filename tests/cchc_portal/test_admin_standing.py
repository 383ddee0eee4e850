"""What no file may leave outside a life, no form may either."""

from datetime import date

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from foundation.services.intake_locks import hold_intakes
from tests.scoring_world import build_cycle
from units.models import Person, Unit

pytestmark = pytest.mark.usefixtures("kit_templates")


@pytest.fixture(autouse=True)
def alpha(client, make_user) -> Unit:
    """Return a unit with twenty dossiers of 2024 and a sheet; Sở Nội vụ is signed in."""
    user = make_user("home_affairs")
    client.force_login(user)
    build_cycle(user)
    return Unit.through_time.get(code="alpha")


def refusals(response) -> list[str]:
    """Return what the form as a whole said."""
    return response.context["adminform"].form.errors["__all__"]


def change(client, unit: Unit, **days: str):
    """Store the unit with those days."""
    form = {"code": unit.code, "name": unit.name, "level": unit.level}
    return client.post(f"/quan-tri/units/unit/{unit.pk}/change/", form | days)


@pytest.mark.parametrize("days", [{"last_on": "31/12/2023"}, {"first_on": "01/01/2026"}])
def test_a_unit_is_not_cut_short_under_its_dossiers(client, alpha, days):
    before = alpha.valid

    response = change(client, alpha, **days)

    assert "20 hồ sơ tiếp nhận (" in refusals(response)[0]
    alpha.refresh_from_db()
    assert alpha.valid == before


def test_a_unit_may_end_after_all_that_stands_on_it(client, alpha):
    change(client, alpha, last_on="31/12/2099")

    alpha.refresh_from_db()
    assert alpha.valid.upper == date(2100, 1, 1)


def test_a_handler_is_not_moved_away_from_their_dossiers(client, alpha):
    person = Person.objects.create(
        code="O9", name="A", role="official", unit=alpha, valid=DateRange(date(2020, 1, 1), None)
    )
    alpha.dossiers.update(handler=person)
    beta = Unit.through_time.get(code="beta")

    response = client.post(
        f"/quan-tri/units/person/{person.pk}/change/",
        {"code": "O9", "name": "A", "role": "official", "unit": beta.pk, "first_on": "01/01/2020"},
    )

    assert "20 hồ sơ thụ lý (" in refusals(response)[0]


@pytest.mark.django_db(transaction=True)
def test_a_form_waits_for_a_file_that_needs_units(client, alpha, beside, until_somebody_waits):
    with transaction.atomic():
        hold_intakes("units")
        storing = beside(change, client, alpha, last_on="31/12/2099")
        until_somebody_waits()
        Person.objects.create(
            code="P1", name="A", role="head", unit=alpha, valid=DateRange(date(2100, 1, 1), None)
        )

    assert "1 người chịu trách nhiệm (01/01/2100)" in refusals(storing.result())[0]
