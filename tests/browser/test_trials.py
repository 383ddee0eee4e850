"""The pages on which rules are tried, in a browser: whatever they say, everybody can read it."""

import pytest

from scoring.models import Mark
from scoring.services.ranking import rank_cycle
from tests.browser.test_accessibility import faults
from tests.scoring_world import build_cycle
from units.models import Person, Unit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]),
]
TRY = "/ky-danh-gia/56/2024/thu/"
RULE = {"code": "tt", "applies_to": "collective", "requires_band": "good", "measure": "review"}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_on_a_trial_or_where_none_can_be_made(
    page, sign_in, make_user, live_server, scheme, width
):
    staff = make_user("home_affairs")
    cycle = build_cycle(staff)
    Person.objects.create(
        code="tt-beta",
        name="Tập thể",
        role="collective",
        unit=Unit.through_time.get(code="beta"),
        valid=(None, None),
    )
    cycle.rule_set.accountability_rules = [RULE]
    cycle.rule_set.save()
    marks = list(Mark.objects.filter(assessment__unit__code="gamma"))
    Mark.objects.filter(assessment__unit__code="gamma").delete()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(staff)

    page.goto(live_server.url + TRY)
    assert "Còn thiếu" in page.locator("main").inner_text()
    found = [(faults(page), page.evaluate("document.documentElement.scrollWidth"))]
    Mark.objects.bulk_create(marks)
    rank_cycle(cycle.pk, by=staff)
    page.goto(f"{live_server.url}{TRY}?nguong:late_dossiers=6+%25")
    assert "bớt 1" in page.locator("main").inner_text()
    found.append((faults(page), page.evaluate("document.documentElement.scrollWidth")))

    assert found == [([], width), ([], width)]
