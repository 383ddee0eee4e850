"""What accountability rules read of an official is what the official's page says."""

import json
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from dossiers.domain.late_rates import LateDefinition
from dossiers.selectors.facts_spans import year_span
from dossiers.selectors.officials import official_page
from scoring.services.ranking import rank_cycle
from tests.scoring_world import create_dossiers
from units.models import Person, Unit


def test_the_rate_of_an_official_is_the_same_in_both_places(cycle, people_rules, make_person):
    # 2 of 20 at beta until June, 1 of 5 at alpha since: 3 of 25.
    beta, alpha = (Unit.through_time.get(code=code) for code in ("beta", "alpha"))
    there = make_person("cb-1", "official", "beta")
    Person.objects.filter(pk=there.pk).update(valid=DateRange(None, date(2024, 7, 1)))
    here = make_person("cb-1", "official", "alpha", since=date(2024, 7, 1))
    create_dossiers(beta, 20, 2, prefix="cu", handler=there)
    create_dossiers(alpha, 5, 1, prefix="moi", handler=here)

    run = rank_cycle(cycle.pk, by=None)
    page = official_page("cb-1", year_span(2024), LateDefinition.RESOLVED_OR_OVERDUE)

    (person,) = (it for it in json.loads(run.people_bundle)["people"] if it["code"] == "cb-1")
    assert person["facts"]["late_rate"] == {"numerator": 3, "denominator": 25}
    assert (page.total.rate.numerator, page.total.rate.denominator) == (3, 25)
