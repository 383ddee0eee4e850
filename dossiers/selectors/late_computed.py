"""Due times that were worked out from a procedure's working time, and not given by a file."""

from collections.abc import Callable

from django.db import connection
from django.utils.translation import ngettext

_OPEN = """
select d.id, d.due_at, worked.due_at as computed_at
from units_unit u
join lateral (
    select * from dossiers_dossier where unit_id = u.id and finished_at is null
) d on true
join dossiers_procedure p on p.id = d.procedure_id
left join lateral working_due(d.received_at, p.working_days, p.working_hours) worked on true
"""
_COMPUTED = f"""
select coalesce(array_agg(id), '{{}}') from ({_OPEN}) o where due_at = computed_at
"""  # noqa: S608 - our own
_MOVED = f"""
select count(*) from ({_OPEN}) o where id = any(%s) and due_at is distinct from computed_at
"""  # noqa: S608 - our own


def due_times_kept() -> Callable[[], str]:
    """Return what to ask after a change of working time: how many due times it does not change.

    A due time that was promised stays; the sentence says how many open dossiers have one that
    would be another by the new calendar, "" if none has.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COMPUTED)
        (computed,) = cursor.fetchone()
    return lambda: _kept(computed)


def _kept(computed: list[int]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, [computed])
        (count,) = cursor.fetchone()
    sentence = ngettext(
        "%d hồ sơ đang giải quyết có hạn tính theo lịch cũ: hạn đã hẹn giữ nguyên.",
        "%d hồ sơ đang giải quyết có hạn tính theo lịch cũ: hạn đã hẹn giữ nguyên.",
        count,
    )
    return sentence % count if count else ""
