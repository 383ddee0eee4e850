"""Which cycles and sheets stand on the life of a unit: the map is that of a cycle's last day.

Whoever takes no part does not stand on it: such a unit may be gone by then.
"""

from units.services.standing import Standing, register_standing

_SHEETS = Standing(
    "phiếu chấm điểm",
    "scoring_assessment x join scoring_cycle c on c.id = x.cycle_id",
    "x.unit_id",
    "c.last_on",
    "(x.standing = 'excluded' or {life} @> c.last_on)",
    advice="ghi tư cách Không tham gia kèm lý do trước",
)
_CYCLES = Standing(
    "kỳ đánh giá do đơn vị tổ chức",
    "scoring_cycle x",
    "x.organiser_id",
    "x.last_on",
    "{life} @> x.last_on",
)


def register_standings() -> None:
    """Make both known to whoever changes units."""
    register_standing("units", _SHEETS)
    register_standing("units", _CYCLES)
