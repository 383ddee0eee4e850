"""The SQL that writes the good rows of a dossier file: dossiers, their pauses, what was changed."""

_PAUSES_DIFFER = """
(t.starts, t.ends, t.reasons) is distinct from (t.known_starts, t.known_ends, t.known_reasons)
"""

# A row that says nothing new of a known dossier. Another source that says the same is nothing new,
# unless none was known.
SAME = f"""
t.known_id is not null
and (t.unit_id, t.procedure_id, t.channel_value, t.received_at, t.outcome_value)
    = (t.known_unit_id, t.known_procedure_id, t.known_channel, t.known_received_at, t.known_outcome)
and (t.first_due_at, t.rescheduled_due_at, t.finished_at, t.handler_id)
    is not distinct from (t.known_due_at, t.known_rescheduled_due_at, t.known_finished_at,
                          t.known_handler_id)
and not {_PAUSES_DIFFER}
and (t.known_source_id is not null or %(source)s::bigint is null)
"""

# Known dossiers of which the file says anything new, as they will be.
_MOVED = f"""
create temp table moved as
select t.*, {_PAUSES_DIFFER} as pauses_differ
from good t where t.known_id is not null and not is_no_news
"""  # noqa: S608 - our own text

_PAUSES = """(
    select json_agg(json_build_array(p.started_at, p.ended_at, p.reason)
                    order by p.started_at)::text
    from unnest({0}starts, {0}ends, {0}reasons) p(started_at, ended_at, reason)
)"""

# One row for each field that changed; a dossier's source is no field of it. The instant is that of
# the statement, after the lock: a transaction that began sooner may well write later.
_HISTORY = f"""
insert into dossiers_dossierchange (
    dossier_id, field, was, became, file_id, file_before_id, changed_at)
select t.known_id, c.field, c.was, c.became, %(file)s, t.known_source_file_id, statement_timestamp()
from moved t
cross join lateral (values
    ('unit', t.known_unit_id::text, t.unit_id::text),
    ('procedure', t.known_procedure_id::text, t.procedure_id::text),
    ('channel', t.known_channel, t.channel_value),
    ('received', t.known_received_at::text, t.received_at::text),
    ('due', t.known_due_at::text, t.first_due_at::text),
    ('rescheduled', t.known_rescheduled_due_at::text, t.rescheduled_due_at::text),
    ('finished', t.known_finished_at::text, t.finished_at::text),
    ('outcome', t.known_outcome, t.outcome_value),
    ('handler', t.known_handler_id::text, t.handler_id::text),
    ('pauses', {_PAUSES.format("t.known_")}, {_PAUSES.format("t.")}),
    ('deadline', t.known_deadline_at::text, t.deadline_at::text)
) c(field, was, became)
where c.was is distinct from c.became
"""  # noqa: S608 - our own text; values are bound

_UPDATE = """
update dossiers_dossier d
set unit_id = t.unit_id, procedure_id = t.procedure_id, channel = t.channel_value,
    received_at = t.received_at, due_at = t.first_due_at,
    rescheduled_due_at = t.rescheduled_due_at, finished_at = t.finished_at,
    outcome = t.outcome_value, handler_id = t.handler_id, deadline_at = t.deadline_at,
    paused_since = t.paused_since, source_id = coalesce(%(source)s, d.source_id),
    source_file_id = %(file)s
from moved t
where d.id = t.known_id
"""

# By unit and end, so that neighbours in the indexes come one after the other.
_INSERT = """
insert into dossiers_dossier (
    code, unit_id, procedure_id, channel, received_at, due_at, rescheduled_due_at, finished_at,
    outcome, handler_id, deadline_at, paused_since, source_id, source_file_id)
select code, unit_id, procedure_id, channel_value, received_at, first_due_at, null, finished_at,
       outcome_value, handler_id, deadline_at, paused_since, %(source)s, %(file)s
from good where known_id is null
order by unit_id, finished_at
"""

# A set of pauses is replaced whole when it differs.
_UNPAUSE = """
delete from dossiers_pause p using moved t where p.dossier_id = t.known_id and t.pauses_differ
"""
# What was inserted just now is looked up by its code, one by one: no statistics tell of it yet, and
# a planner that believes in an empty table would walk over the file once for each dossier.
_PAUSE = """
insert into dossiers_pause (dossier_id, started_at, ended_at, reason)
select t.id, i.started_at, i.ended_at, i.reason
from (
    select d.id, starts, ends, reasons
    from good t
    cross join lateral (select id from dossiers_dossier where code = t.code offset 0) d
    where starts is not null and known_id is null
    union all
    select known_id, starts, ends, reasons from moved where starts is not null and pauses_differ
) t
cross join lateral unnest(t.starts, t.ends, t.reasons) i(started_at, ended_at, reason)
"""

# The keys of every dossier that is written, and how many are new.
_WRITTEN = """
create temp table written as
select unit_id, procedure_id, handler_id, count(*) as created
from good where known_id is null group by 1, 2, 3
union all
select distinct unit_id, procedure_id, handler_id, 0 from moved
"""

WRITES = (_MOVED, "analyze moved", _WRITTEN, _UNPAUSE)
VOUCHED = (_UPDATE, _HISTORY, _INSERT, _PAUSE)
"""In this order, in the transaction of the file; tallies follow by themselves."""
LEADS_TO = {
    "units_unit": "select unit_id from written",
    "dossiers_procedure": "select procedure_id from written",
    "units_person": "select handler_id from written",
    "dossiers_source": "select %(source)s::bigint",
    "foundation_storedfile": "select %(file)s::bigint union all"
    " select known_source_file_id from moved",
}
"""Where the keys of what is vouched for lead, but for the dossiers that are written with it."""

MERGE = """
select created, changed, %(rows)s - %(rejected)s - created - changed
from (select coalesce(sum(created), 0)::int as created from written) w,
     (select count(*) as changed from moved) m
"""
