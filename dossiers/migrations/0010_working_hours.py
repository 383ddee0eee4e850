"""Due times promised in working days or in working hours."""

from django.db import migrations

# The shifts of a working day in seconds since midnight, and how much of the day's work lies before
# each of them. Shifts that meet or overlap are one.
SHIFTS = """
create function opening_hours() returns int4multirange language sql stable parallel safe as $$
    select coalesce(range_agg(int4range(extract(epoch from starts)::int,
                                        extract(epoch from ends)::int)),
                    '{[28800,43200),[46800,61200)}')
    from foundation_workingshift
$$;
create function shifts() returns table (starts integer[], ends integer[], before integer[],
                                        a_day integer)
language sql stable parallel safe rows 1 as $$
    select array_agg(lower(s) order by s), array_agg(upper(s) order by s),
           array_agg((worked - upper(s) + lower(s))::int order by s), max(worked)::int
    from (
        select s, sum(upper(s) - lower(s)) over (order by s) as worked
        from unnest(opening_hours()) s
    ) shift
$$;
create function closing_time() returns time language sql stable parallel safe as $$
    select time '00:00' + make_interval(secs => upper(opening_hours()))
$$;
create function end_of_working_day(day date) returns timestamptz
language sql stable parallel safe as $$
    select (day + closing_time()) at time zone 'Asia/Ho_Chi_Minh'
$$
"""
DROP_SHIFTS = """
drop function end_of_working_day(date);
drop function closing_time();
drop function shifts();
drop function opening_hours()
"""

# One row, or none when nothing is promised or the calendar does not reach. Work is counted in
# seconds since the calendar began: all days before, and what of the day received is over. A promise
# in days stands at the end of its day; of nought days, what comes after closing or on a day off is
# due on the next working day. Hours end with a shift, not with the beginning of the next. A table,
# so that the planner puts it in place and asks for the shifts once for all rows.
WORKING_DUE = """
create function working_due(received_at timestamptz, working_days integer, working_hours integer)
returns table (due_at timestamptz) language sql stable parallel safe rows 1 as $$
    select (due.day + make_interval(secs => case
               when working_hours is null then upper((select opening_hours()))
               else (select starts from shifts())[last.shift]
                    + last.seconds - (select before from shifts())[last.shift]
               end)) at time zone 'Asia/Ho_Chi_Minh'
    from (
        select position, is_working, (select a_day from shifts()) as a_day,
               ceil(extract(epoch from (received_at at time zone 'Asia/Ho_Chi_Minh')::time))::int
                   as seconds
        from foundation_calendarday
        where day = local_day(received_at)
          and (working_days is not null or working_hours is not null)
        offset 0
    ) taken
    cross join lateral (
        select width_bucket(taken.seconds, (select starts from shifts())) as shift
        offset 0
    ) at
    cross join lateral (
        select (taken.position - taken.is_working::int) * taken.a_day
               + case when taken.is_working and at.shift > 0
                      then (select before from shifts())[at.shift]
                           + least(taken.seconds, (select ends from shifts())[at.shift])
                           - (select starts from shifts())[at.shift]
                      else 0 end
               + working_hours * 3600 as seconds
        offset 0
    ) promised
    cross join lateral (
        select case when working_hours is not null then (promised.seconds - 1) / taken.a_day + 1
                    else taken.position + greatest(working_days, case
                        when taken.is_working and taken.seconds <= upper((select opening_hours()))
                        then 0 else 1 end)
               end as position
        offset 0
    ) day
    join foundation_calendarday due on due.is_working and due.position = day.position
    cross join lateral (
        select seconds, width_bucket(seconds - 1, (select before from shifts())) as shift
        from (select promised.seconds - (day.position - 1) * taken.a_day as seconds) rest
        offset 0
    ) last
$$
"""
DROP_WORKING_DUE = "drop function working_due(timestamptz, integer, integer)"


class Migration(migrations.Migration):
    """The hours of a working day, and the due time of what is promised in days or hours."""

    dependencies = [("dossiers", "0009_intake_at_scale"), ("foundation", "0007_working_shifts")]

    operations = [
        migrations.RunSQL(SHIFTS, DROP_SHIFTS),
        migrations.RunSQL(WORKING_DUE, DROP_WORKING_DUE),
    ]
