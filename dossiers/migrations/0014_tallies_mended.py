"""Rebuilding counts every dossier anew, but writes only the tallies that were wrong."""

from importlib import import_module

from django.db import migrations

_before = import_module("dossiers.migrations.0009_intake_at_scale")

# `except` takes two nothings for the same. Tallies of what no dossier is go; all others that are
# not as counted are set right, or put in, in the order of their keys.
REBUILD = """
create or replace function rebuild_tallies() returns void language plpgsql
set work_mem = '64MB' set jit = off as $$
begin
    perform hold_dossiers();
    with counted as materialized (
        select d.unit_id, d.handler_id, period_of(d.finished_at, s.starts) as finished_period,
               case when d.finished_at is not null then period_of(d.deadline_at, s.starts)
                    when d.paused_since is null then
                         (d.deadline_at at time zone interval '07:00')::date end as due_day,
               d.channel,
               case when d.finished_at is not null
                    then dossier_verdict(d.outcome, d.deadline_at, d.finished_at)
               end as verdict,
               p.field, count(*) as count
        from dossiers_dossier d
        join dossiers_procedure p on p.id = d.procedure_id
        cross join (select period_starts() as starts offset 0) s
        group by 1, 2, 3, 4, 5, 6, 7
    ),
    closed_gone as (
        delete from dossiers_closedtally t
        using (select unit_id, handler_id, finished_period, due_period, channel, verdict, field
               from dossiers_closedtally
               except
               select unit_id, handler_id, finished_period, due_day, channel, verdict, field
               from counted) g
        where t.unit_id = g.unit_id and t.handler_id is not distinct from g.handler_id
          and t.finished_period = g.finished_period
          and t.due_period is not distinct from g.due_period
          and t.channel = g.channel and t.verdict = g.verdict and t.field = g.field
    ),
    closed as (
        insert into dossiers_closedtally (unit_id, handler_id, finished_period, due_period, channel,
                                          verdict, field, count)
        select * from (
            select unit_id, handler_id, finished_period, due_day, channel, verdict, field, count
            from counted where finished_period is not null
            except
            select unit_id, handler_id, finished_period, due_period, channel, verdict, field, count
            from dossiers_closedtally) wrong
        order by unit_id, handler_id, finished_period, due_day
        on conflict (unit_id, handler_id, finished_period, due_period, channel, verdict, field)
        do update set count = excluded.count
    ),
    open_gone as (
        delete from dossiers_opentally t
        using (select unit_id, handler_id, due_on, channel, field from dossiers_opentally
               except
               select unit_id, handler_id, due_day, channel, field
               from counted where finished_period is null) g
        where t.unit_id = g.unit_id and t.handler_id is not distinct from g.handler_id
          and t.due_on is not distinct from g.due_on
          and t.channel = g.channel and t.field = g.field
    )
    insert into dossiers_opentally (unit_id, handler_id, due_on, channel, field, count)
    select * from (
        select unit_id, handler_id, due_day, channel, field, count
        from counted where finished_period is null
        except
        select unit_id, handler_id, due_on, channel, field, count from dossiers_opentally) wrong
    order by unit_id, handler_id, due_day
    on conflict (unit_id, handler_id, due_on, channel, field) do update set count = excluded.count;
end
$$
"""


class Migration(migrations.Migration):
    """What is right is left alone when tallies are rebuilt."""

    dependencies = [("dossiers", "0013_tallies_follow_every_writer")]

    operations = [migrations.RunSQL(REBUILD, _before.REBUILD)]
