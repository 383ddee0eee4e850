"""The SQL that meets a file with what is known: which rows only repeat it, word for word.

A file comes again far more often than it says anything new. A row is told to repeat its dossier by
writing the dossier as we would write it and comparing texts; it then needs no reading, no checks
and no comparing. Every other row goes the whole way, which would find the same.
"""

from dossiers.models import Source
from dossiers.services.source_reading import (
    named_sql,
    our_unit_code_sql,
    writes_instants_as_we_do,
)
from foundation.services.intake import ROWS_PREVIEWED

_RECEIVED_ON = "(d.received_at at time zone interval '07:00')::date"
_WRITTEN = "to_char({0} at time zone interval '07:00', 'DD/MM/YYYY HH24:MI')"


def _stands(cell: str, instant: str) -> str:
    """Return SQL that is true where a cell is an instant written in our way, to the minute."""
    return f"({cell} = {_WRITTEN.format(instant)} and date_trunc('minute', {instant}) = {instant})"


# The first due time stays for good, and whoever says nothing of it repeats it. A pause written in
# the file is read like any other cell, as are the first rows, which a preview shows.
_MET = f"""
select s.line, d.id,
       coalesce(
           {{can_repeat}} and s.is_whole and s.oddities is null and twice.code is null
           and s.line > (
               select max(line) from (select line from staging limit {ROWS_PREVIEWED}) first)
           and {{our_unit_code}} = u.code and s.procedure_code = p.code
           and {_stands("s.received", "d.received_at")}
           and (d.due_at is not null and s.due = '' or {_stands("s.due", "d.due_at")})
           and (d.finished_at is null and s.finished = ''
                or {_stands("s.finished", "d.finished_at")})
           and (d.handler_id is null and coalesce(s.handler, '') = ''
                or held.unit_id = d.unit_id and coalesce(s.handler, held.code) = held.code)
           and (s.pauses is null or s.pauses = '' and not exists (
               select from dossiers_pause pause where pause.dossier_id = d.id))
           and c.value = d.channel and o.value = d.outcome
           and u.valid @> {_RECEIVED_ON}
           and (d.source_id is not null or %(source)s::bigint is null),
           false) as is_repeated
from staging s
join dossiers_dossier d on d.code = s.code
join units_unit u on u.id = d.unit_id
join dossiers_procedure p on p.id = d.procedure_id
left join units_person held on held.id = d.handler_id
{{named}}
left join twice on twice.code = s.code
left join channel_word c on c.cell = s.channel
left join outcome_word o on o.cell = s.outcome
"""  # noqa: S608 - our own text; values are bound

NOT_REPEATED = "not exists (select from met where met.line = s.line and met.is_repeated)"
"""SQL over `staging s`, true for the rows that have to be read."""


def met(source: Source | None) -> str:
    """Return the table of the file's known dossiers: line, id and whether the row repeats it.

    It reads `twice`, `channel_word` and `outcome_word`. Where a source writes its instants in a way
    of its own, every row is read.
    """
    return _MET.format(
        can_repeat="true" if writes_instants_as_we_do(source) else "false",
        named=named_sql(_RECEIVED_ON, source),
        our_unit_code=our_unit_code_sql(source),
    )
