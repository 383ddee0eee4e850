"""A cycle's form in the admin is stored while others work on the cycle."""

from datetime import date

import pytest
from django.db import transaction

from foundation.services.intake_locks import hold_intakes
from scoring.models import Cycle
from tests.cchc_portal.test_admin_cycles import cycle_form
from tests.cchc_portal.test_admin_scoring import address
from tests.scoring_world import build_cycle

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("kit_templates"),
]


def test_what_others_change_meanwhile_outlives_the_form(
    client, make_user, beside, until_somebody_waits
):
    """The form waits for dossiers that are taken in, and by then the cycle has another title."""
    user = make_user("home_affairs")
    client.force_login(user)
    cycle = build_cycle(user)
    typed = cycle_form(cycle, first_on="15/12/2023")

    with transaction.atomic():
        hold_intakes("dossiers")
        storing = beside(client.post, address(cycle), typed)
        until_somebody_waits()
        Cycle.objects.update(title="Tên người khác vừa ghi")
    assert storing.result(timeout=30).status_code == 302

    cycle.refresh_from_db()
    assert (cycle.title, cycle.first_on) == ("Tên người khác vừa ghi", date(2023, 12, 15))
