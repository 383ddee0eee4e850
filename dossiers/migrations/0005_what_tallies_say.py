"""SQL that says of dossiers what tallies keep: period, verdict, number; and where the two differ."""

from django.db import migrations

# A period begins on the first of a month and on every day of dossiers_periodstart.
FUNCTIONS = """
create function first_instant(day date) returns timestamptz
language sql immutable parallel safe as $$
    select day::timestamp at time zone 'Asia/Ho_Chi_Minh'
$$;
create function period_starts() returns date[] language sql stable as $$
    select coalesce(array_agg(day order by day), '{}') from dossiers_periodstart
$$;
create function period_of(instant timestamptz, starts date[]) returns date
language sql immutable parallel safe as $$
    select greatest(date_trunc('month', instant at time zone 'Asia/Ho_Chi_Minh')::date,
                    starts[width_bucket((instant at time zone 'Asia/Ho_Chi_Minh')::date, starts)])
$$;
create function dossier_verdict(outcome text, deadline_at timestamptz, finished_at timestamptz)
returns text language sql immutable parallel safe as $$
    select case when outcome in ('not_accepted', 'withdrawn', 'cancelled') then 'not_counted'
                when deadline_at is null then 'undetermined'
                when finished_at > deadline_at then 'late'
                else 'on_time' end
$$
"""
DROP_FUNCTIONS = """
drop function dossier_verdict(text, timestamptz, timestamptz);
drop function period_of(timestamptz, date[]);
drop function period_starts();
drop function first_instant(date)
"""

# `offset 0` has the period starts gathered once for all rows.
VIEWS = """
create view dossiers_closed_now as
select d.unit_id, d.handler_id, period_of(d.finished_at, s.starts) as finished_period,
       period_of(d.deadline_at, s.starts) as due_period, d.channel,
       dossier_verdict(d.outcome, d.deadline_at, d.finished_at) as verdict, p.field,
       count(*) as count
from dossiers_dossier d
join dossiers_procedure p on p.id = d.procedure_id
cross join (select period_starts() as starts offset 0) s
where d.finished_at is not null
group by 1, 2, 3, 4, 5, 6, 7;

create view dossiers_open_now as
select d.unit_id, d.handler_id,
       case when d.paused_since is null then local_day(d.deadline_at) end as due_on,
       d.channel, p.field, count(*) as count
from dossiers_dossier d
join dossiers_procedure p on p.id = d.procedure_id
where d.finished_at is null
group by 1, 2, 3, 4, 5;

create view dossiers_tally_difference as
select unit_id, handler_id, field, channel, due_day, finished_period, verdict,
       sum(tallied)::bigint as tallied, sum(counted)::bigint as counted
from (
    select unit_id, handler_id, field, channel, due_period as due_day, finished_period, verdict,
           count as tallied, 0 as counted
    from dossiers_closedtally
    union all
    select unit_id, handler_id, field, channel, due_period, finished_period, verdict, 0, count
    from dossiers_closed_now
    union all
    select unit_id, handler_id, field, channel, due_on, null, null, count, 0
    from dossiers_opentally
    union all
    select unit_id, handler_id, field, channel, due_on, null, null, 0, count
    from dossiers_open_now
) told
group by 1, 2, 3, 4, 5, 6, 7
having sum(tallied) <> sum(counted)
"""
DROP_VIEWS = "drop view dossiers_tally_difference, dossiers_open_now, dossiers_closed_now"


class Migration(migrations.Migration):
    """What the dossiers are at this moment, in the words of the tallies."""

    dependencies = [("dossiers", "0004_clock_of_pauses"), ("foundation", "0002_intake_functions")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.RunSQL(VIEWS, DROP_VIEWS),
    ]
