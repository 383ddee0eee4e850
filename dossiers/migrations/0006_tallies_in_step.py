"""SQL that keeps the tallies in step with the dossiers, whoever writes them."""

from django.db import migrations

# Whoever changes dossiers does it alone, like an intake of dossiers: it is that intake's own lock.
HOLD = """
create function hold_dossiers() returns void language sql as $$
    select pg_advisory_xact_lock(hashtext('intake dossiers'))
$$;
create function hold_dossiers_first() returns trigger language plpgsql as $$
begin
    perform hold_dossiers();
    return null;
end
$$
"""
DROP_HOLD = "drop function hold_dossiers_first(), hold_dossiers()"

REBUILD = """
create function rebuild_tallies() returns void language plpgsql as $$
begin
    perform hold_dossiers();
    delete from dossiers_closedtally;
    insert into dossiers_closedtally (unit_id, handler_id, finished_period, due_period, channel,
                                      verdict, field, count)
    select * from dossiers_closed_now;
    delete from dossiers_opentally;
    insert into dossiers_opentally (unit_id, handler_id, due_on, channel, field, count)
    select * from dossiers_open_now;
end
$$;
select rebuild_tallies()
"""
DROP_REBUILD = """
drop function rebuild_tallies();
delete from dossiers_closedtally;
delete from dossiers_opentally
"""

# %s stands for the dossiers that changed, each with its weight: -1 as it was, 1 as it is. A tally
# is either taken from or added to, and one that comes to nothing goes. The statements are planned
# anew each time, for it may be one dossier that changed or a million.
TALLY = """
create function tally_dossiers() returns trigger language plpgsql as $body$
declare
    dossier constant text := ' as weight, p.field, d.unit_id, d.handler_id, d.channel,'
        ' d.deadline_at, d.paused_since, d.finished_at, d.outcome from ';
    of_procedure constant text := ' d join dossiers_procedure p on p.id = d.procedure_id';
    were constant text := 'select -1' || dossier || 'old_rows' || of_procedure;
    are constant text := 'select 1' || dossier || 'new_rows' || of_procedure;
    moved constant text := 'select p.weight' || dossier || 'dossiers_dossier d join ('
        'select v.* from old_rows o join new_rows n using (id) cross join lateral'
        ' (values (o.id, o.field, -1), (n.id, n.field, 1)) v(id, field, weight)'
        ' where o.field <> n.field) p on p.id = d.procedure_id';
    changed text;
    emptied bigint[];
begin
    changed := case
        when tg_table_name = 'dossiers_procedure' then moved
        when tg_op = 'INSERT' then are
        when tg_op = 'DELETE' then were
        else were || ' union all ' || are
    end;
    execute format($$
        with change as materialized (
            select d.unit_id, d.handler_id, period_of(d.finished_at, s.starts) as finished_period,
                   period_of(d.deadline_at, s.starts) as due_period, d.channel,
                   dossier_verdict(d.outcome, d.deadline_at, d.finished_at) as verdict, d.field,
                   sum(d.weight) as count
            from (%s) d cross join (select period_starts() as starts offset 0) s
            where d.finished_at is not null
            group by 1, 2, 3, 4, 5, 6, 7
            having sum(d.weight) <> 0
        ),
        taken as (
            update dossiers_closedtally t set count = t.count + c.count
            from change c
            where c.count < 0 and t.unit_id = c.unit_id
              and t.handler_id is not distinct from c.handler_id
              and t.finished_period = c.finished_period
              and t.due_period is not distinct from c.due_period
              and t.channel = c.channel and t.verdict = c.verdict and t.field = c.field
            returning t.id, t.count
        ),
        added as (
            insert into dossiers_closedtally as t (unit_id, handler_id, finished_period, due_period,
                                                   channel, verdict, field, count)
            select * from change where count > 0
            on conflict (unit_id, handler_id, finished_period, due_period, channel, verdict, field)
            do update set count = t.count + excluded.count
        )
        select array_agg(id) filter (where count = 0) from taken
    $$, changed) into emptied;
    delete from dossiers_closedtally where id = any(emptied);
    execute format($$
        with change as materialized (
            select d.unit_id, d.handler_id,
                   case when d.paused_since is null then local_day(d.deadline_at) end as due_on,
                   d.channel, d.field, sum(d.weight) as count
            from (%s) d
            where d.finished_at is null
            group by 1, 2, 3, 4, 5
            having sum(d.weight) <> 0
        ),
        taken as (
            update dossiers_opentally t set count = t.count + c.count
            from change c
            where c.count < 0 and t.unit_id = c.unit_id
              and t.handler_id is not distinct from c.handler_id
              and t.due_on is not distinct from c.due_on
              and t.channel = c.channel and t.field = c.field
            returning t.id, t.count
        ),
        added as (
            insert into dossiers_opentally as t (unit_id, handler_id, due_on, channel, field, count)
            select * from change where count > 0
            on conflict (unit_id, handler_id, due_on, channel, field)
            do update set count = t.count + excluded.count
        )
        select array_agg(id) filter (where count = 0) from taken
    $$, changed) into emptied;
    delete from dossiers_opentally where id = any(emptied);
    return null;
end
$body$
"""
DROP_TALLY = "drop function tally_dossiers()"

TRIGGERS = """
create trigger dossiers_are_held before insert or update or delete on dossiers_dossier
    for each statement execute function hold_dossiers_first();
create trigger dossiers_are_held before update on dossiers_procedure
    for each statement execute function hold_dossiers_first();
create trigger inserted_dossiers_are_tallied after insert on dossiers_dossier
    referencing new table as new_rows for each statement execute function tally_dossiers();
create trigger updated_dossiers_are_tallied after update on dossiers_dossier
    referencing old table as old_rows new table as new_rows
    for each statement execute function tally_dossiers();
create trigger deleted_dossiers_are_tallied after delete on dossiers_dossier
    referencing old table as old_rows for each statement execute function tally_dossiers();
create trigger moved_fields_are_tallied after update on dossiers_procedure
    referencing old table as old_rows new table as new_rows
    for each statement execute function tally_dossiers()
"""
DROP_TRIGGERS = """
drop trigger moved_fields_are_tallied on dossiers_procedure;
drop trigger deleted_dossiers_are_tallied on dossiers_dossier;
drop trigger updated_dossiers_are_tallied on dossiers_dossier;
drop trigger inserted_dossiers_are_tallied on dossiers_dossier;
drop trigger dossiers_are_held on dossiers_procedure;
drop trigger dossiers_are_held on dossiers_dossier
"""


class Migration(migrations.Migration):
    """Tallies by triggers, and from nothing."""

    dependencies = [("dossiers", "0005_what_tallies_say")]

    operations = [
        migrations.RunSQL(HOLD, DROP_HOLD),
        migrations.RunSQL(REBUILD, DROP_REBUILD),
        migrations.RunSQL(TALLY, DROP_TALLY),
        migrations.RunSQL(TRIGGERS, DROP_TRIGGERS),
    ]
