"""The SQL that counts late dossiers from tallies, exact for any cutoff."""

# A tally stands for its dossiers by the first instant of its periods, which falls on the same side
# of every bound as the dossiers themselves do: only those that ended or fell due between the cutoff
# and the next bound ("near") may not. They are taken out as tallied and put in as they are.
# Whatever has no deadline is tallied for its number only, and read here one by one; what waits is
# neither late nor due. `is_left_out` is about outcomes that never count. {key} is whose counts they
# are, {only} a condition on the columns that dossiers and tallies share.
COUNTS = """
with near as materialized (
    select d.* from units_unit u
    cross join lateral (
        select * from dossiers_dossier
        where unit_id = u.id and deadline_at >= %(cutoff)s and deadline_at < %(until)s
        union all
        select * from dossiers_dossier
        where unit_id = u.id and finished_at > %(cutoff)s and finished_at < %(until)s
          and (deadline_at < %(cutoff)s or deadline_at >= %(until)s)
    ) d
    where d.paused_since is null and {only}
),
undetermined as (
    select d.* from units_unit u
    join lateral (select * from dossiers_dossier where unit_id = u.id and deadline_at is null) d
      on {only}
),
standing as (
    select {key} as owner, first_instant(finished_period) as finished_at,
           first_instant(due_period) as deadline_at, verdict = 'not_counted' as is_left_out,
           verdict = 'late' as is_late, count
    from dossiers_closedtally where due_period is not null and {only}
    union all
    select {key}, null, first_instant(due_on), false, false, count
    from dossiers_opentally where due_on is not null and {only}
    union all
    select {key}, first_instant(period_of(finished_at, starts)),
           first_instant(case when finished_at is null then local_day(deadline_at)
                              else period_of(deadline_at, starts) end),
           dossier_verdict(outcome, deadline_at, finished_at) = 'not_counted',
           dossier_verdict(outcome, deadline_at, finished_at) = 'late', -1
    from near cross join (select period_starts() as starts offset 0) s
    union all
    select {key}, finished_at, deadline_at,
           dossier_verdict(outcome, deadline_at, finished_at) = 'not_counted',
           dossier_verdict(outcome, deadline_at, finished_at) = 'late', 1
    from (select * from near union all select * from undetermined) d
    where received_at <= %(cutoff)s
),
seen as (
    select owner, count, deadline_at is null as is_undetermined,
           coalesce(finished_at <= %(cutoff)s, false) as is_ended,
           finished_at >= %(first)s and finished_at < %(end)s as is_of_period,
           case when finished_at <= %(cutoff)s then is_late
                else deadline_at < %(cutoff)s end as is_late,
           deadline_at >= %(first)s and deadline_at < %(end)s
               and deadline_at <= %(cutoff)s as is_due
    from standing
    where owner is not null and not (is_left_out and coalesce(finished_at <= %(cutoff)s, false))
)
select owner,
       sum(count) filter (where is_ended and is_of_period and not is_undetermined),
       sum(count) filter (where is_ended and is_of_period and is_late),
       sum(count) filter (where not is_ended and is_late),
       sum(count) filter (where is_due),
       sum(count) filter (where is_due and is_late),
       sum(count) filter (where is_undetermined and (not is_ended or is_of_period))
from seen group by owner
"""
