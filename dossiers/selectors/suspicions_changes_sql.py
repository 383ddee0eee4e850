"""The SQL that finds suspicious changes among all that later files and corrections changed."""

from dossiers.domain.suspicions import REPORTED_WITHIN, Kind
from dossiers.selectors import suspicions_finish_sql as finish
from dossiers.selectors.suspicions_finish_sql import origin

PARAMETERS = {**finish.PARAMETERS, "reported_within": REPORTED_WITHIN}

_TELLING = f"""
c.field in ('due', 'rescheduled', 'deadline', 'pauses', 'unit')
or c.field in ('finished', 'handler') and c.was is not null
or c.field = 'outcome' and c.became in ('not_accepted', 'withdrawn', 'cancelled')
or case when c.field = 'finished' then {finish.TELLING} end
"""


def _open_pause(pauses: str) -> str:
    """Return the SQL for the start of the pause without an end, null if there is none."""
    first = f"jsonb_path_query_first({pauses}, 'strict $[*] ? (@[1] == null)[0]')"
    return f"({first} #>> '{{}}')::timestamptz"


# A correction by hand is told only where it clears a late dossier; others stand in the history.
# Most changes are the end of an open dossier told in time: they are left out first. Of
# the others: how the dossier stood before (the earliest change of a field from then on tells what
# it was, else it is as it is) and what the same file made of it at the same instant.
_GROUND = """
told as (
    select c.* from dossiers_dossierchange c
    where c.changed_at >= %(start)s and c.changed_at < %(end)s
      and ({telling})
),
stood as (
    select c.*, l.made,
           case when l.was ? 'unit' then (l.was ->> 'unit')::bigint else d.unit_id end as unit_id,
           case when l.was ? 'handler' then (l.was ->> 'handler')::bigint
                else d.handler_id end as handler_id,
           case when l.was ? 'deadline' then (l.was ->> 'deadline')::timestamptz
                else d.deadline_at end as deadline_at,
           case when l.was ? 'finished' then (l.was ->> 'finished')::timestamptz
                else d.finished_at end as finished_at,
           case when l.was ? 'pauses' then {open_before}
                else d.paused_since end as waits_from,
           coalesce(l.was ->> 'outcome', d.outcome)
               not in ('not_accepted', 'withdrawn', 'cancelled') as counted
    from told c
    join dossiers_dossier d on d.id = c.dossier_id
    cross join lateral (
        select jsonb_object_agg(l.field, l.was) as was,
               jsonb_object_agg(l.field, l.became) filter (where l.changed_at = c.changed_at)
                   as made
        from (
            select distinct on (l.field) l.field, l.was, l.became, l.changed_at
            from dossiers_dossierchange l
            where l.dossier_id = c.dossier_id and l.changed_at >= c.changed_at
            order by l.field, l.changed_at, l.id
        ) l
    ) l
),
made as (
    select s.*,
           case when s.made ? 'deadline' then (s.made ->> 'deadline')::timestamptz
                else s.deadline_at end as deadline_made,
           case when s.made ? 'finished' then (s.made ->> 'finished')::timestamptz
                else s.finished_at end as finished_made,
           case when s.made ? 'pauses' then {open_after}
                else s.waits_from end as waits_then
    from stood s
    where s.counted or s.field = 'finished' and s.made ->> 'outcome' in ('granted', 'refused')
),
judged as materialized (
    select m.*,
           coalesce(m.deadline_at < coalesce(m.finished_at,
                                             least(m.changed_at, m.finished_made)), false)
           and not (m.finished_at is null and coalesce(m.waits_from < m.deadline_at, false))
               as was_late,
           coalesce(m.finished_at is null and m.deadline_at < m.changed_at, false)
           and not coalesce(m.waits_from < m.deadline_at, false) as was_overdue,
           coalesce(m.deadline_made < coalesce(m.finished_made, m.changed_at), false)
           and not (m.finished_made is null and coalesce(m.waits_then < m.deadline_made, false))
               as is_late
    from made m
)
"""

_FINDING = """
select '{kind}' as kind, j.dossier_id, j.unit_id, j.handler_id, j.file_id, j.correction_id,
       j.changed_at as at, j.field, j.was, j.became, j.deadline_at, {cleared} as is_cleared,
       {reasons} || {two_sources} as reasons
from judged j {rule}
"""
_CLEARED, _NO_REASONS = "j.was_late and not j.is_late", "array[]::text[]"

# The last change of the same field came from a file of another source.
_TWO_SOURCES = f"""(
    select case when nullif({origin("p.file_id", "p.changed_at")}, '')
                     <> nullif({origin("j.file_id", "j.changed_at")}, '')
                then array['two_sources'] end
    from dossiers_dossierchange p
    where p.dossier_id = j.dossier_id and p.field = j.field and p.changed_at < j.changed_at
    order by p.changed_at desc limit 1
)"""  # noqa: S608 - our own text

# A deadline that moves with the due time or a pause is told by that, an appointment by the former.
_LATER = f"""
where j.was_late and (j.correction_id is null or {_CLEARED}) and case
    when j.field = 'due' or j.field = 'deadline' and not j.made ?| array['due', 'pauses']
    then j.was is not null and coalesce(j.became::timestamptz, 'infinity') > j.was::timestamptz
    when j.field = 'rescheduled' and not j.made ? 'due'
    then j.became::timestamptz > coalesce(j.was::timestamptz, j.deadline_at) end
"""

# A pause has grown if nothing in the old list began with it and lasted as long.
_PAUSED = """
cross join lateral (
    select bool_or(grown.began_at < j.changed_at - %(reported_within)s::interval) as began_long_ago,
           bool_or(grown.began_at < (
               select max(e.changed_at) from dossiers_dossierchange e
               where e.dossier_id = j.dossier_id and e.changed_at < j.changed_at
                 and e.file_id is not null
           )) as was_left_out
    from (
        select (b.pause ->> 0)::timestamptz as began_at
        from jsonb_array_elements(coalesce(j.became, '[]')::jsonb) b(pause)
        where not exists (
            select from jsonb_array_elements(coalesce(j.was, '[]')::jsonb) a(pause)
            where (a.pause ->> 0)::timestamptz = (b.pause ->> 0)::timestamptz
              and coalesce((a.pause ->> 1)::timestamptz, 'infinity')
                  >= coalesce((b.pause ->> 1)::timestamptz, 'infinity'))
    ) grown
    having count(*) > 0
) p
cross join lateral (
    select array_remove(array[
        case when j.was_late then 'was_late' end,
        case when j.finished_at is not null then 'had_ended' end,
        case when p.was_left_out then 'was_left_out' end,
        case when p.began_long_ago then 'began_long_ago' end], null) as found
) reason
where j.field = 'pauses' and cardinality(reason.found) > 0
"""

# An end that the same file tells, though another still had the dossier open then, is not believed.
_REMOVED = f"""
cross join lateral (
    select case when j.was_overdue and not j.was_late
                     and {finish.known_open("j", "j.finished_made")}
                then array['was_known_open'] else {_NO_REASONS} end as found
) reason
where (j.was_late or cardinality(reason.found) > 0)
  and (j.field = 'outcome'
       or j.field = 'handler' and not j.made ? 'unit' and not exists (
           select from units_person a join units_person b on b.code = a.code
           where a.id::text = j.was and b.id::text = j.became)
       or j.field = 'unit' and not exists (
           select from units_succession s
           where s.predecessor_id::text = j.was and s.successor_id::text = j.became))
"""  # noqa: S608 - our own text

GROUND = _GROUND.format(
    telling=_TELLING,
    open_before=_open_pause("(l.was ->> 'pauses')::jsonb"),
    open_after=_open_pause("(s.made ->> 'pauses')::jsonb"),
)


def _finding(kind: Kind, rule: str, *, cleared: str = _CLEARED, reasons: str = _NO_REASONS) -> str:
    return _FINDING.format(
        kind=kind, rule=rule, cleared=cleared, reasons=reasons, two_sources=_TWO_SOURCES
    )


FINDINGS = {
    Kind.FINISH_EARLIER: _finding(
        Kind.FINISH_EARLIER,
        finish.EARLIER,
        cleared="(j.was_late or j.was_overdue) and not j.is_late",
        reasons=f"reason.found || {finish.OPENED_AGAIN}",
    ),
    Kind.DUE_LATER: _finding(Kind.DUE_LATER, _LATER),
    Kind.PAUSE_ADDED: _finding(Kind.PAUSE_ADDED, _PAUSED, reasons="reason.found"),
    Kind.LATE_REMOVED: _finding(
        Kind.LATE_REMOVED, _REMOVED, cleared="j.field <> 'handler'", reasons="reason.found"
    ),
}
