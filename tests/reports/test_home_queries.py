"""What waits for an appraiser costs the first page the same, however many units and leaves wait.

Sở Nội vụ owns area A (A.1, A.2) and does not appraise itself, so at first two units wait with two
leaves each; Sở Tài chính and Sở Tư pháp have signed.
"""

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from scoring.models import Assessment, Criterion, Cycle
from tests.appraisal_world import build_appraisal, claim_sheet, leaf_of, words
from units.models import Unit


@pytest.fixture
def cycle(make_user) -> Cycle:
    """Return the small year under appraisal."""
    return build_appraisal(make_user("home_affairs", username="nguoi-ky"))


def add_units(cycle: Cycle, many: int) -> None:
    """Let so many more units take part and sign."""
    signer = cycle.assessments.first().signed_by
    for number in range(many):
        unit = Unit.through_time.create(
            code=f"so-{number}",
            name=f"Sở thứ {number}",
            level="department",
            valid=DateRange(None, None),
        )
        block = cycle.groups.get()
        sheet = Assessment.objects.create(cycle=cycle, cycle_group=block, unit=unit)
        claim_sheet(sheet, signer)


def add_leaf(cycle: Cycle) -> None:
    """Give area A a third leaf."""
    beside = leaf_of(cycle, "A.2")
    Criterion.objects.create(
        criteria_set=beside.criteria_set,
        parent=beside.parent,
        code="A.3",
        title="Thêm",
        max_points=1,
        position=beside.position + 100,
        leaf={"scoring": {"kind": "direct"}},
    )


@pytest.mark.parametrize("role", ["appraiser", "home_affairs"])
def test_neither_units_nor_leaves_add_queries_to_the_first_page(client, cycle, make_user, role):
    """Two units of two leaves, then six of two, then six of three."""
    client.force_login(make_user(role, Unit.through_time.get(code="noi-vu"), "nguoi-cham"))
    client.get("/")

    def seen() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as queries:
            page = words(client.get("/"))
        return page.partition("tiêu chí chờ thẩm định")[0].split()[-1], len(queries)

    waiting, at_first = seen()
    add_units(cycle, 4)
    more_waiting, with_units = seen()
    add_leaf(cycle)
    most_waiting, with_leaves = seen()

    assert (waiting, more_waiting, most_waiting) == ("4", "12", "18")
    assert with_units == with_leaves == at_first
