"""The SQL that finds work ended in crowds just before due, at night or on days off."""

from dossiers.domain.suspicions import (
    CROWD_OF_OFFICIAL,
    CROWD_OF_UNIT,
    DAY_BEGINS,
    DAY_ENDS,
    JUST_BEFORE_DUE,
    Kind,
)

PARAMETERS = {
    "just_before": JUST_BEFORE_DUE,
    "crowd_of_unit": CROWD_OF_UNIT,
    "crowd_of_official": CROWD_OF_OFFICIAL,
    "day_begins": DAY_BEGINS,
    "day_ends": DAY_ENDS,
}

GROUND = """
released as not materialized (
    select d.id, d.unit_id, d.handler_id, d.finished_at, d.deadline_at, d.source_file_id
    from dossiers_dossier d
    where d.finished_at >= %(start)s and d.finished_at < %(end)s
      and d.outcome not in ('not_accepted', 'withdrawn', 'cancelled')
      and (%(unit)s::bigint is null or d.unit_id = %(unit)s)
)
"""

_FINDING = """
select '{kind}' as kind, r.id as dossier_id, r.unit_id, r.handler_id, r.source_file_id as file_id,
       null::bigint as correction_id,
       r.finished_at as at, 'finished' as field, null as was, null as became, r.deadline_at,
       false as is_cleared, {reasons} as reasons
from {rows}
"""

_CROWDED = """
(
    select c.*, count(*) over (partition by c.unit_id, c.minute) as of_unit,
           case when c.handler_id is null then 0
                else count(*) over (partition by c.handler_id, c.minute) end as of_official
    from (
        select d.*, date_trunc('minute', d.finished_at, 'UTC') as minute from released d
        where d.finished_at < d.deadline_at
          and d.finished_at >= d.deadline_at - %(just_before)s::interval
    ) c
) r
where r.of_unit >= %(crowd_of_unit)s or r.of_official >= %(crowd_of_official)s
"""

_OFF_HOURS = """
(
    select d.*, (d.finished_at at time zone 'Asia/Ho_Chi_Minh')::time as clock,
           local_day(d.finished_at) as ended_on
    from released d
) r
left join foundation_calendarday off on off.day = r.ended_on and not off.is_working
where r.clock < %(day_begins)s or r.clock > %(day_ends)s or off.day is not null
"""

FINDINGS = {
    Kind.CROWDED: _FINDING.format(
        kind=Kind.CROWDED,
        rows=_CROWDED,
        reasons="array['of_unit:' || r.of_unit, 'of_official:' || r.of_official]",
    ),
    Kind.OFF_HOURS: _FINDING.format(
        kind=Kind.OFF_HOURS,
        rows=_OFF_HOURS,
        reasons="""array_remove(array[
            case when r.clock < %(day_begins)s or r.clock > %(day_ends)s then 'night' end,
            'day_off:' || off.note], null)""",
    ),
}
