"""The SQL that writes the good rows of a dossier file: dossiers and their pauses, set by set."""

# Tallies follow by themselves. A set of pauses is replaced whole when it differs; the new ones wait
# for the old ones to be gone, because both may begin at the same instant.
MERGE = """
with fresh as (
    insert into dossiers_dossier (
        code, unit_id, procedure_id, channel, received_at, due_at, rescheduled_due_at, finished_at,
        outcome, handler_id, deadline_at, paused_since, source_file_id)
    select code, unit_id, procedure_id, channel_value, received_at, first_due_at, null, finished_at,
           outcome_value, handler_id, deadline_at, paused_since, %(file)s
    from good where known_id is null
    returning id, code
),
moved as (
    update dossiers_dossier d
    set unit_id = t.unit_id, procedure_id = t.procedure_id, channel = t.channel_value,
        received_at = t.received_at, due_at = t.first_due_at,
        rescheduled_due_at = t.rescheduled_due_at, finished_at = t.finished_at,
        outcome = t.outcome_value, handler_id = t.handler_id, deadline_at = t.deadline_at,
        paused_since = t.paused_since, source_file_id = %(file)s
    from good t
    where d.id = t.known_id
      and (t.pauses_differ
           or (d.unit_id, d.procedure_id, d.channel, d.received_at, d.due_at, d.rescheduled_due_at,
               d.finished_at, d.outcome, d.handler_id)
              is distinct from (t.unit_id, t.procedure_id, t.channel_value, t.received_at,
                                t.first_due_at, t.rescheduled_due_at, t.finished_at,
                                t.outcome_value, t.handler_id))
    returning d.id
),
unpaused as (
    delete from dossiers_pause p using good t
    where p.dossier_id = t.known_id and t.pauses_differ
    returning p.id
),
paused as (
    insert into dossiers_pause (dossier_id, started_at, ended_at, reason)
    select coalesce(t.known_id, fresh.id), i.started_at, i.ended_at, i.reason
    from good t
    left join fresh on fresh.code = t.code
    cross join lateral unnest(t.starts, t.ends, t.reasons) i(started_at, ended_at, reason)
    where t.starts is not null and (t.known_id is null or t.pauses_differ)
      and (select count(*) from unpaused) >= 0
)
select (select count(*) from fresh), (select count(*) from moved),
       (select count(*) from good) - (select count(*) from fresh) - (select count(*) from moved)
"""
