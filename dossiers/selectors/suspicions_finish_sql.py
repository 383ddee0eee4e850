"""The SQL of ends that moved back: against what was told of them, and what other files say."""

from dossiers.domain.suspicions import END_TOLD_WITHIN, FILE_IS_OLD, SMALLEST_MOVE

PARAMETERS = {
    "smallest_move": SMALLEST_MOVE,
    "file_is_old": FILE_IS_OLD,
    "end_told_within": END_TOLD_WITHIN,
}


def origin(file: str, instant: str) -> str:
    """Return the SQL for the source that sent the file which was taken in at the instant."""
    return f"""(
        select b.origin from foundation_importbatch b
        where b.kind = 'dossiers' and b.stored_file_id = {file} and b.created_at >= {instant}
        order by b.created_at limit 1)"""  # noqa: S608 - our own text


def _opened_again(change: str) -> str:
    """Return the SQL for when the dossier was last opened again, before what is looked at."""
    return f"""(
        select coalesce(max(r.changed_at), '-infinity') from dossiers_dossierchange r
        where r.dossier_id = {change}.dossier_id and r.changed_at < {change}.changed_at
          and r.field = 'finished' and r.became is null)"""  # noqa: S608 - our own text


def _changed_open(change: str, ended: str) -> str:
    """Return the SQL for: a file since that end changed the dossier and still had it open."""
    return f"""exists (
        select from dossiers_dossierchange e
        where e.dossier_id = {change}.dossier_id and e.changed_at < {change}.changed_at
          and e.changed_at > {ended} + %(file_is_old)s::interval
          and e.file_id is not null and e.changed_at > {_opened_again(change)})"""


def _brought_open(change: str, ended: str) -> str:
    """Return the SQL for: the file that the dossier was by came since that end.

    It had the dossier open, unless somebody opened it again by hand afterwards. Of a file that came
    more than once the first time says how old it is at most.
    """
    return f"""((
        select min(b.created_at) from foundation_importbatch b
        where b.kind = 'dossiers' and b.stored_file_id = {change}.file_before_id
    ) > {ended} + %(file_is_old)s::interval and {_opened_again(change)} = '-infinity')"""  # noqa: S608


def known_open(change: str, ended: str) -> str:
    """Return the SQL for: a file since that end still had the dossier `judged` open.

    Nearly every dossier has a file that brought it, so that one speaks only of what was overdue.
    """
    return f"""({_changed_open(change, ended)}
        or {change}.was_overdue and {ended} <= {change}.deadline_at
           and {_brought_open(change, ended)})"""


# The end of an open dossier that may be told too late, or that had another end before somebody
# opened it again; all others are left out at once.
TELLING = f"""
c.field = 'finished' and c.was is null
and (c.dossier_id in (
         select k.dossier_id from dossiers_dossiercorrection k where k.kind = 'reopened')
     or c.became::timestamptz < c.changed_at - %(file_is_old)s::interval
     and (c.became::timestamptz < c.changed_at - %(end_told_within)s::interval
          or {_changed_open("c", "c.became::timestamptz")}
          or {_brought_open("c", "c.became::timestamptz")}))
"""  # noqa: S608 - our own text; values are bound

# An end that was not known before is held against other files: those that changed the dossier
# since, or brought it, or any of the same source, if the deadline had passed when the end was told.
REASONS = f"""
cross join lateral (
    select array_remove(array[
        case when j.was is null and {known_open("j", "j.became::timestamptz")}
             then 'was_known_open' end,
        case when j.was is null and j.was_overdue and j.became::timestamptz <= j.deadline_at
                  and exists (
                      select from foundation_importbatch o
                      where o.kind = 'dossiers' and o.created_at < j.changed_at
                        and o.created_at > j.became::timestamptz + %(end_told_within)s::interval
                        and o.created_at > {_opened_again("j")}
                        and o.origin = {origin("j.file_id", "j.changed_at")})
             then 'told_long_after' end,
        case when not j.counted then 'counts_again' end], null) as found
) reason
"""  # noqa: S608 - our own text; values are bound

# A day without a time stands at the deadline or when offices close: an end that went from one to
# the other did not move back, unless that made the dossier punctual. Of a dossier that was opened
# again, the end that was taken back is the one before.
EARLIER = f"""
cross join lateral (
    select case when j.field = 'finished' then coalesce(j.was, (
               select r.was from dossiers_dossierchange r
               where r.dossier_id = j.dossier_id and r.changed_at < j.changed_at
                 and r.field = 'finished' and r.became is null
               order by r.changed_at desc limit 1))::timestamptz end as was_at,
           case when j.field = 'finished' then j.became::timestamptz end as became_at
) e
cross join lateral (select end_of_working_day(local_day(e.became_at)) as closes_at) c
{REASONS}
where j.field = 'finished' and (
    j.was is null and cardinality(reason.found) > 0
    or e.became_at <= e.was_at - %(smallest_move)s::interval
       and (j.deadline_at < e.was_at and not j.is_late
            or local_day(e.became_at) <> local_day(e.was_at)
            or e.was_at not in (coalesce(j.deadline_at, 'infinity'), c.closes_at)
            or e.became_at not in (coalesce(j.deadline_made, 'infinity'), c.closes_at)))
"""  # noqa: S608 - our own text; values are bound

OPENED_AGAIN = """
case when j.was is null and e.became_at <= e.was_at - %(smallest_move)s::interval
     then array['opened_again:'
                || to_char(e.was_at at time zone interval '07:00', 'DD/MM/YYYY HH24:MI')]
     else array[]::text[] end
"""
