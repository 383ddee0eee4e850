"""A unit does not end before the last answer about it."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from surveys.models import Answer
from units.services.standing import left_by_unit


@pytest.mark.parametrize(
    ("upper", "said"),
    [(date(2024, 10, 2), ""), (date(2024, 10, 1), "1 phiếu trả lời khảo sát (01/10/2024)")],
)
def test_a_unit_lives_on_the_day_of_every_answer(
    make_unit, make_campaign, stored_file, upper, said
):
    unit = make_unit("so-tu-phap")
    Answer.objects.create(
        campaign=make_campaign("q1"),
        code="P1",
        unit=unit,
        answered_on=date(2024, 10, 1),
        levels={"q1": 5},
        source_file=stored_file("x"),
    )

    unit.valid = DateRange(None, upper)

    assert left_by_unit(unit) == said
