"""Which answers stand on the life of a unit: those about it, on the day they were given."""

from units.services.standing import Standing, register_standing

_ANSWERS = Standing(
    "phiếu trả lời khảo sát",
    "surveys_answer x",
    "x.unit_id",
    "x.answered_on",
    "{life} @> x.answered_on",
)


def register_standings() -> None:
    """Make them known to whoever changes units."""
    register_standing("units", _ANSWERS)
