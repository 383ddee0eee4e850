"""The SQL that reads a staged dossier row: instants, words, units, people, deadline."""

from datetime import time

from django.db.models import TextChoices

from dossiers.models import Dossier, Source
from dossiers.services.dossier_repeats import NOT_REPEATED, met
from dossiers.services.handed_over import HEIR, LINEAGE
from dossiers.services.pause_cells import KEPT, given
from dossiers.services.source_reading import (
    instant_sql,
    named_sql,
    our_unit_code_sql,
    words_sql,
    writes_instants_as_we_do,
)
from dossiers.services.usual_instants import usual_or

# Việt Nam has kept +07 since 1975, and an interval is asked for nothing as a zone's name is.
_LOCAL_DAY = "({} at time zone interval '07:00')::date"

# Dossiers of the file of which it may say something new, with the unit of whoever handles them and
# the first due times that were set right by hand: whoever still names one says nothing new.
_KNOWN = """
select met.line, d.id, d.unit_id, d.procedure_id, d.channel, d.received_at, d.due_at,
       d.rescheduled_due_at, d.finished_at, d.outcome, d.handler_id, d.deadline_at, d.source_id,
       d.source_file_id, held.code as handler_code, held.unit_id as handler_unit_id,
       mistyped.due_ats as mistyped_due_ats
from met
join dossiers_dossier d on d.id = met.id
left join units_person held on held.id = d.handler_id
left join (
    select dossier_id, array_agg(was_at) as due_ats
    from dossiers_dossiercorrection where kind = 'due' group by dossier_id
) mistyped on mistyped.dossier_id = d.id
where not met.is_repeated
"""

# Codes that stand in the file more than once: found by their hashes, then looked at themselves.
_TWICE = """
select code, min(line) as first_line, max(line) as last_line
from staging
where hashtextextended(code, 0) in (
    select hashtextextended(code, 0) from staging where code <> '' group by 1 having count(*) > 1)
group by code having count(*) > 1
"""

# What is due by the procedure alone. A computed due time is nobody's appointment, so it never
# stands against one already known.
_WORKED = """
select s.line, w.due_at
from staging s
join dossiers_procedure p on p.code = s.procedure_code
left join known on known.line = s.line
cross join lateral working_due({received}, p.working_days, p.working_hours) w
where coalesce(s.due, '') = '' and known.due_at is null and {not_repeated}
"""

# Each cell is read once, before anything is asked about it: that is what `offset 0` is for.
# The first due time stays for good. Without its column a file says nothing of handlers or pauses,
# but a dossier that moves to another unit leaves its handler behind. A handler is who bears the
# code when the dossier ends (today, if it is open), or else when it came, and sooner of the unit;
# another term of the same person in the same unit is no other handler.
# An end without a time is what is known of that day, if it can be; else it is no later than a
# deadline of that day, and no sooner than what else is of that day.
_TYPED = """
select t.*,
       case when strpos(t.finished, ':') > 0 then t.ended_at
            when local_day(t.known_finished_at) = local_day(t.ended_at)
                 and t.known_finished_at >= greatest(t.received_at, t.paused_until)
                then t.known_finished_at
            else greatest(
                case when local_day(t.deadline_at) = local_day(t.ended_at)
                     then least(t.ended_at, t.deadline_at) else t.ended_at end,
                case when t.received_on = local_day(t.ended_at) then t.received_at end,
                case when local_day(t.paused_until) = local_day(t.ended_at) then t.paused_until end)
       end as finished_at
from (
    select t.*, t.ends[cardinality(t.ends)] as paused_until,
           case when t.starts is null then t.first_due_at
                else (dossier_clock(t.first_due_at, t.starts, t.ends)).deadline_at
           end as deadline_at,
           case when t.starts is not null
                then (dossier_clock(t.first_due_at, t.starts, t.ends)).paused_since
           end as paused_since
    from (
        select s.*, c.value as channel_value, o.value as outcome_value,
               twice.first_line, twice.last_line, {unit} as unit_id,
               {our_unit_code} as our_unit_code, p.id as procedure_id,
               coalesce(p.working_days, p.working_hours) is not null as is_promised,
               known.id as known_id, known.unit_id as known_unit_id,
               known.procedure_id as known_procedure_id, known.channel as known_channel,
               known.received_at as known_received_at, known.due_at as known_due_at,
               known.rescheduled_due_at as known_rescheduled_due_at,
               known.finished_at as known_finished_at, known.outcome as known_outcome,
               known.handler_id as known_handler_id, known.deadline_at as known_deadline_at,
               known.source_id as known_source_id, known.source_file_id as known_source_file_id,
               kept.starts as known_starts, kept.ends as known_ends, kept.reasons as known_reasons,
               coalesce(known.due_at, s.given_due_at, worked.due_at) as first_due_at,
               case when s.given_due_at <> known.due_at
                         and (s.given_due_at = any (known.mistyped_due_ats)) is not true
                    then s.given_due_at else known.rescheduled_due_at end as rescheduled_due_at,
               case when s.handler is null
                    then case when known.handler_unit_id = {unit} then known.handler_id end
                    when known.handler_code = s.handler and known.handler_unit_id = {unit}
                    then known.handler_id
                    when coming.unit_id = {unit} and ending.unit_id is distinct from {unit}
                    then coming.id
                    else coalesce(ending.id, coming.id) end as handler_id,
               case when known.handler_code = s.handler and known.handler_unit_id = {unit}
                         or coming.unit_id = {unit} then {unit}
                    else coalesce(ending.unit_id, coming.unit_id) end as handler_unit_id,
               case when s.pauses is null then kept.starts else given.starts end as starts,
               case when s.pauses is null then kept.ends else given.ends end as ends,
               case when s.pauses is null then kept.reasons else given.reasons end as reasons,
               given.is_unreadable or s.pauses <> '' and given.line is null
                   as pause_is_unreadable,
               given.has_unknown_reason as pause_has_unknown_reason,
               given.ends_too_soon as pause_ends_too_soon, given.overlaps as pauses_overlap,
               given.goes_on_too_long as pause_goes_on_too_long,
               given.last_instant as last_pause_at
        from (
            select s.*, {received_on} as received_on,
                   case when s.handler <> '' then {handled_on} end as handled_on,
                   case when s.ended_at > now() then {finished_first} end as ended_at_first
            from (
                select s.*, {received} as received_at, {due} as given_due_at,
                       {finished} as ended_at
                from staging s where {not_repeated} offset 0
            ) s offset 0
        ) s
        left join channel_word c on c.cell = s.channel
        left join outcome_word o on o.cell = s.outcome
        left join twice on twice.code = s.code
        left join dossiers_procedure p on p.code = s.procedure_code
        left join known on known.line = s.line
        {named}
        left join units_unit u on u.code = {our_unit_code} and u.valid @> s.received_on
        left join heir on heir.line = s.line
        left join units_person ending on ending.code = s.handler
              and ending.role = 'official' and ending.valid @> s.handled_on
        left join units_person coming on coming.code = s.handler
              and coming.role = 'official' and coming.valid @> s.received_on
        left join given on given.line = s.line
        left join kept on kept.dossier_id = known.id
        left join worked on worked.line = s.line
        offset 0
    ) t offset 0
) t
"""

_WORD = """
select s.cell, w.value
from (select distinct {column} as cell from staging) s
join {words} on w.label = intake_word(s.cell)
"""


def prepared(source: Source | None) -> dict[str, str]:
    """Return the tables that `typing` reads beside the staged rows, by name, in order."""
    received = _instant("received", "00:00", source)
    return {
        "channel_word": _words("channel", Dossier.Channel, source),
        "outcome_word": _words("outcome", Dossier.Outcome, source),
        "twice": _TWICE,
        "met": met(source),
        "known": _KNOWN,
        "kept": KEPT,
        "given": given(source),
        "worked": _WORKED.format(received=received, not_repeated=NOT_REPEATED),
        "lineage": LINEAGE,
        "heir": HEIR.format(
            received=received,
            received_on=_LOCAL_DAY.format("s.received_at"),
            ended_on=_LOCAL_DAY.format(f"coalesce({_instant('finished', '00:00', source)}, now())"),
            named_then=named_sql("s.received_on", source),
            named_now=named_sql("s.ended_on", source),
            our_unit_code=our_unit_code_sql(source),
        ),
    }


def typing(source: Source | None, *, closing: time) -> str:
    """Return the statement for files of a source, None for the portal's own form.

    A day without a time stands at `closing`, when offices close.

    Its vocabulary is taken from the models' own labels and the source's words. The parameter
    `source` is bound to the source's key.
    """
    return _TYPED.format(
        received=_instant("received", "00:00", source),
        due=_instant("due", f"{closing:%H:%M}", source),
        finished=_instant("finished", f"{closing:%H:%M}", source),
        finished_first=_instant("finished", "00:00", source),
        received_on=_LOCAL_DAY.format("s.received_at"),
        handled_on=_LOCAL_DAY.format("coalesce(s.ended_at, now())"),
        named=named_sql("s.received_on", source),
        our_unit_code=our_unit_code_sql(source),
        not_repeated=NOT_REPEATED,
        unit="coalesce(u.id, heir.unit_id)",
    )


def _instant(column: str, time_of_day: str, source: Source | None) -> str:
    """Return SQL for the instant in a column; the short way where it is written as we do."""
    found = instant_sql(column, time_of_day, source)
    return usual_or(f"s.{column}", found) if writes_instants_as_we_do(source) else found


def _words(column: str, choices: type[TextChoices], source: Source | None) -> str:
    """Return SQL for what the words of a column mean: each is looked at once, not in every row."""
    return _WORD.format(column=column, words=words_sql("w", choices, column, source))
