"""The SQL that reads a staged dossier row: instants, words, units, people, deadline."""

from dossiers.models import Dossier, Pause
from dossiers.services.pause_cells import GIVEN, KEPT
from dossiers.services.words import words

# Cells are read once, before anything is asked about them; a word once for all rows that have it.
_READ = """
channel_word as materialized (
    select s.channel as cell, c.value
    from (select distinct channel from staging) s
    join {channels} on c.label = intake_word(s.channel)
),
outcome_word as materialized (
    select s.outcome as cell, o.value
    from (select distinct outcome from staging) s
    join {outcomes} on o.label = intake_word(s.outcome)
),
cells as materialized (
    select s.*, intake_instant(s.received, '00:00') as received_at,
           intake_instant(s.due, '17:00') as given_due_at,
           intake_instant(s.finished, '17:00') as ended_at,
           c.value as channel_value, o.value as outcome_value
    from staging s
    left join channel_word c on c.cell = s.channel
    left join outcome_word o on o.cell = s.outcome
),
days as materialized (
    select *, local_day(received_at) as received_on,
           local_day(coalesce(ended_at, now())) as handled_on
    from cells
),
same_code as (
    select coalesce(code, '') as code, min(line) as first_line, max(line) as last_line
    from staging group by 1
)
"""

# `offset 0` keeps the clock from being asked about dossiers that never paused.
# The first due time stays for good. A computed one is nobody's appointment, so it never stands
# against a due time already known. Without its column a file says nothing of handlers or pauses,
# but a dossier that moves to another unit leaves its handler behind. A handler is who bears the
# code when the dossier ends (today, if it is open), or else when it came, and sooner of the unit.
# An end without a time is never later than a deadline of that day.
_TYPED = """
select s.*, same.first_line, same.last_line, u.id as unit_id, p.id as procedure_id, p.working_days,
       known.id as known_id, known.outcome as known_outcome, due.first_due_at,
       case when s.given_due_at <> known.due_at then s.given_due_at
            else known.rescheduled_due_at end as rescheduled_due_at,
       case when s.handler is not null then h.id
            when held.unit_id = u.id then held.id end as handler_id,
       h.unit_id as handler_unit_id, pause.starts, pause.ends, pause.reasons,
       (pause.starts, pause.ends, pause.reasons)
           is distinct from (kept.starts, kept.ends, kept.reasons) as pauses_differ,
       deadline.deadline_at, clock.paused_since,
       case when strpos(s.finished, ':') > 0 then s.ended_at
            when local_day(s.ended_at) = local_day(deadline.deadline_at)
                then greatest(s.received_at, least(s.ended_at, deadline.deadline_at))
            when local_day(s.ended_at) = s.received_on then greatest(s.received_at, s.ended_at)
            else s.ended_at end as finished_at,
       given.is_unreadable or s.pauses <> '' and given.line is null as pause_is_unreadable,
       given.has_unknown_reason as pause_has_unknown_reason,
       given.ends_too_soon as pause_ends_too_soon, given.overlaps as pauses_overlap,
       given.goes_on_too_long as pause_goes_on_too_long, given.last_instant as last_pause_at
from days s
join same_code same on same.code = coalesce(s.code, '')
left join dossiers_procedure p on p.code = s.procedure_code
left join dossiers_dossier known on known.code = s.code
left join units_unit u on u.code = s.unit_code and u.valid @> s.received_on
left join units_person held on held.id = known.handler_id
left join units_person ending
       on ending.code = s.handler and ending.role = 'official' and ending.valid @> s.handled_on
left join units_person coming
       on coming.code = s.handler and coming.role = 'official' and coming.valid @> s.received_on
left join units_person h
       on h.id = case when coming.unit_id = u.id and ending.unit_id is distinct from u.id
                      then coming.id else coalesce(ending.id, coming.id) end
left join given on given.line = s.line
left join kept on kept.dossier_id = known.id
left join foundation_calendarday taken
       on s.given_due_at is null and known.due_at is null and taken.day = s.received_on
left join lateral (
    select (day + time '17:00') at time zone 'Asia/Ho_Chi_Minh' as due_at
    from foundation_calendarday
    where is_working and position >= taken.position + p.working_days
      and (day + time '17:00') at time zone 'Asia/Ho_Chi_Minh' >= s.received_at
    order by position limit 1
) worked on true
cross join lateral (
    select coalesce(known.due_at, s.given_due_at, worked.due_at) as first_due_at
) due
cross join lateral (
    select case when s.pauses is null then kept.starts else given.starts end as starts,
           case when s.pauses is null then kept.ends else given.ends end as ends,
           case when s.pauses is null then kept.reasons else given.reasons end as reasons
) pause
left join lateral (
    select c.* from dossier_clock(due.first_due_at, pause.starts, pause.ends) c
    where pause.starts is not null offset 0
) clock on true
cross join lateral (
    select coalesce(clock.deadline_at, due.first_due_at) as deadline_at
) deadline
"""


def typing() -> str:
    """Return the statement, its vocabulary taken from the models' own labels."""
    read = _READ.format(channels=words("c", Dossier.Channel), outcomes=words("o", Dossier.Outcome))
    given = GIVEN.format(reasons=words("w", Pause.Reason))
    return f"with {read}, {given}, {KEPT} {_TYPED}"
