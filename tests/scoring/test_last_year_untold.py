"""What a sheet says of a year whose appraisal is not over: only rounds that its unit may read."""

from datetime import date, datetime

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from scoring.models import Assessment, Cycle
from scoring.selectors.claim_past import past_year
from tests.appraisal_world import (
    appraised,
    build_appraisal,
    close_stage,
    leaf_of,
    open_stage,
    published,
    words,
)
from tests.scoring_world import HANOI
from units.models import Unit


@pytest.fixture
def cycle(marker) -> Cycle:
    """Return the year 2024, whose first appraisal is announced."""
    cycle = build_appraisal(marker)
    open_stage(cycle, "explanation")
    return cycle


@pytest.fixture
def next_sheet(cycle) -> Assessment:
    """Return the sheet of Sở Tài chính for 2025, of the same set."""
    after = Cycle.objects.create(
        organiser=cycle.organiser,
        year=2025,
        title="Kỳ 2025",
        first_on=date(2025, 1, 1),
        last_on=date(2025, 12, 31),
        cutoff_at=datetime(2025, 12, 31, 23, 59, 59, tzinfo=HANOI),
        rule_set=cycle.rule_set,
    )
    block = cycle.groups.get()
    own = after.groups.create(group=block.group, criteria_set=block.criteria_set, position=1)
    open_stage(after, "self_scoring")
    unit = Unit.through_time.get(code="tai-chinh")
    return Assessment.objects.create(cycle=after, cycle_group=own, unit=unit)


def told(cycle: Cycle, sheet: Assessment, code: str = "A.1") -> tuple[str, str]:
    """Return points and mark that this year's sheet says of a leaf of last year."""
    leaf = leaf_of(cycle, code)
    past = past_year(sheet, [leaf]).marks[leaf.pk]
    return past.points, past.mark


def test_the_council_is_not_told_before_the_year_is_published(
    client, cycle, next_sheet, marker, make_user
):
    appraised(cycle, "tai-chinh", "A.1", "2", marker)
    appraised(cycle, "tai-chinh", "A.1", "3.3", marker, round="council")
    client.force_login(make_user("officer", next_sheet.unit))

    page = words(client.get("/phieu/56/2025/tai-chinh/"))

    assert told(cycle, next_sheet) == ("2", "2 điểm")
    assert "3,3" not in page


def test_the_second_appraisal_is_told_once_its_stage_is_over(cycle, next_sheet, marker):
    appraised(cycle, "tai-chinh", "A.1", "2", marker)
    appraised(cycle, "tai-chinh", "A.1", "3.1", marker, round="second")
    open_stage(cycle, "second_appraisal")

    assert told(cycle, next_sheet) == ("2", "2 điểm")

    close_stage(cycle, "second_appraisal")
    assert told(cycle, next_sheet) == ("3,1", "3,1 điểm")


def test_a_blind_round_is_never_told(cycle, next_sheet, marker):
    appraised(cycle, "tai-chinh", "A.1", "1.7", marker, round="blind")

    assert told(cycle, next_sheet) == ("–", "")


def test_a_decision_made_since_the_year_was_published_is_not_told(cycle, next_sheet, marker):
    published(cycle, marker)
    late = Unit.through_time.create(
        code="y-te", name="Sở Y tế", level="department", valid=DateRange(None, None)
    )
    Assessment.objects.create(cycle=cycle, cycle_group=cycle.groups.get(), unit=late)
    Assessment.objects.filter(pk=next_sheet.pk).update(unit=late)
    appraised(cycle, "y-te", "A.1", "3.3", marker, round="council")

    assert told(cycle, Assessment.objects.get(pk=next_sheet.pk)) == ("–", "")
