"""Which dossiers, figures and letters stand on the life of a unit or on somebody's term."""

from units.services.standing import Standing, register_standing

_RECEIVED, _FINISHED = "local_day(x.received_at)", "local_day(x.finished_at)"

# A unit that took others over has their dossiers too, received before its time and not ended then.
_OF_UNITS = Standing(
    "hồ sơ tiếp nhận",
    "dossiers_dossier x",
    "x.unit_id",
    _RECEIVED,
    f"({{life}} @> {_RECEIVED} or {{life}} && daterange({_RECEIVED}, {_FINISHED}, '[]')"
    " and exists (select from units_succession where successor_id = x.unit_id))",
)
# As intake has it: whoever bore the code on the last day, or on the first. An open dossier may have
# come to its handler, or go to the next, on any day since it came.
_OF_PEOPLE = Standing(
    "hồ sơ thụ lý",
    "dossiers_dossier x",
    "x.handler_id",
    f"coalesce({_FINISHED}, {_RECEIVED})",
    f"x.unit_id = {{unit}} and case when x.finished_at is null"
    f" then {{life}} && daterange({_RECEIVED}, null)"
    f" else {{life}} @> {_FINISHED} or {{life}} @> {_RECEIVED} end",
)
_FIGURES = Standing(
    "số liệu nguồn công bố",
    "dossiers_statedfigure x",
    "x.unit_id",
    "x.last",
    "{life} && daterange(x.first, x.last, '[]')",
)
_LETTERS = Standing(
    "thư xin lỗi đã ký",
    "dossiers_apology x join dossiers_dossier d on d.id = x.dossier_id",
    "x.signed_by_id",
    "local_day(x.sent_at)",
    "d.unit_id = {unit} and {life} @> local_day(x.sent_at)",
)


def register_standings() -> None:
    """Make all of them known to whoever changes units and people."""
    for standing in (_OF_UNITS, _FIGURES):
        register_standing("units", standing)
    for standing in (_OF_PEOPLE, _LETTERS):
        register_standing("people", standing)
