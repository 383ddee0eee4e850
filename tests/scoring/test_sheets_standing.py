"""A unit does not end before the last day of a cycle in which it has a sheet."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from tests.scoring_world import build_cycle
from units.models import Unit
from units.services.standing import left_by_unit


@pytest.mark.parametrize(
    ("last", "is_left"), [(date(2024, 12, 31), False), (date(2024, 12, 30), True)]
)
def test_a_unit_with_a_sheet_lives_on_the_last_day_of_the_cycle(make_user, last, is_left):
    build_cycle(make_user("home_affairs"))
    alpha = Unit.through_time.get(code="alpha")

    alpha.valid = DateRange(None, date.fromordinal(last.toordinal() + 1))

    assert ("1 phiếu chấm điểm (31/12/2024)" in left_by_unit(alpha)) is is_left


def test_an_organiser_lives_on_the_last_day_of_its_cycles(make_user):
    organiser = build_cycle(make_user("home_affairs")).organiser

    organiser.valid = DateRange(None, date(2024, 12, 31))

    assert "1 kỳ đánh giá do đơn vị tổ chức (31/12/2024)" in left_by_unit(organiser)
