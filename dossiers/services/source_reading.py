"""How the files of a source are read: as SQL over `staging s`, and as words on the file itself."""

from django.db.models import TextChoices
from psycopg import sql

from dossiers.models import Source
from dossiers.services.words import words
from foundation.domain.tables import AS_IT_STANDS, Reading
from foundation.domain.vietnamese import fold

LOCAL = "Asia/Ho_Chi_Minh"

_NAMED = """
left join dossiers_sourceunit named
       on named.source_id = %(source)s and named.code = s.unit_code and named.valid @> {day}
"""


def reading_of(source: Source | None) -> Reading:
    """Return what is known of the files of a source; nothing of the portal's own form."""
    if source is None:
        return AS_IT_STANDS
    day_first = source.date_format in (Source.DateFormat.AUTO, Source.DateFormat.DAY_FIRST)
    return Reading(source.encoding, source.separator, source.headers, dates_are_iso=not day_first)


def writes_instants_as_we_do(source: Source | None) -> bool:
    """Say whether the instants of a source are the portal's own: day first, time of Việt Nam."""
    return source is None or (not source.date_format and source.time_zone == LOCAL)


def instant_sql(column: str, time_of_day: str, source: Source | None) -> str:
    """Return SQL for the instant in a column of `staging s`; a day alone stands at that time.

    It is null where the cell is no instant in the source's way of writing. An instant with a time
    is the source's local one; a day alone is a day in Việt Nam wherever the source's clock stands.
    """
    if source is None or writes_instants_as_we_do(source):
        return f"intake_instant(s.{column}, '{time_of_day}')"
    read = f"intake_instant(x.cell, '{time_of_day}')"
    if source.time_zone != LOCAL:
        on_its_clock = on_the_clock_of(source, read)
        read = f"case when strpos(x.cell, ':') > 0 then {on_its_clock} else {read} end"
    # `offset 0` makes a column of the cell, so that the planner can inline what reads it.
    rewritten = _as_we_write(f"s.{column}", source.date_format)
    return f"(select {read} from (select {rewritten} as cell offset 0) x)"  # noqa: S608 - our own


def on_the_clock_of(source: Source | None, instant: str) -> str:
    """Return SQL for an instant that was read as one of Việt Nam but is the source's local one."""
    if source is None or source.time_zone == LOCAL:
        return instant
    return f"({instant} at time zone '{LOCAL}') at time zone {_literal(source.time_zone)}"


def _as_we_write(cell: str, date_format: str) -> str:
    """Return SQL that turns a day into 5/1/2024, which is what the portal reads.

    2024-01-05, as a workbook gives a real date, is understood as it stands. Cutting text is many
    times faster than patterns.
    """
    slashed = f"translate(left({cell}, 10), '-.', '//')"
    given = f"case when strpos({cell}, '-') = 5 then {cell} else"
    if date_format == Source.DateFormat.DAY_FIRST:
        return f"{given} {slashed} || substr({cell}, 11) end"
    if date_format == Source.DateFormat.MONTH_FIRST:
        first, second = f"split_part({slashed}, '/', 1)", f"split_part({slashed}, '/', 2)"
        rest = f"substr({cell}, length({first}) + length({second}) + 3)"
        return f"{given} {second} || '/' || {first} || '/' || {rest} end"
    if date_format == Source.DateFormat.COMPACT:
        return _year_first(cell, slashed)
    return cell


def _year_first(cell: str, slashed: str) -> str:
    """Return SQL for 20240105, 2024/01/05 and 2024-1-5 as 5/1/2024, null without the year first."""
    day, month, year = f"substr({cell}, 7, 2)", f"substr({cell}, 5, 2)", f"left({cell}, 4)"
    return (
        rf"case when {cell} ~ '^\d{{8}}(\D|$)'"
        rf" then {day} || '/' || {month} || '/' || {year} || substr({cell}, 9)"
        rf" when {cell} ~ '^\d{{4}}' then regexp_replace({slashed} || substr({cell}, 11),"
        r" '^(\d{4})/(\d\d?)/(\d\d?)(?!\d)', '\3/\2/\1') end"
    )


def words_sql(alias: str, choices: type[TextChoices], column: str, source: Source | None) -> str:
    """Return a choice list as an SQL table (label folded, value), the source's own words added.

    Where a source uses one of our words for something else, the source is believed.
    """
    own = source.words.get(column, {}) if source else {}
    if not own:
        return words(alias, choices)
    values = {fold(str(label)): value for value, label in choices.choices}
    meant = values | {
        fold(word): values[fold(label)] for word, label in own.items() if fold(label) in values
    }
    pairs = ", ".join(f"({_literal(word)}, {_literal(value)})" for word, value in meant.items())
    return f"(values {pairs}) {alias}(label, value)"


def _literal(text: str) -> str:
    """Return text as an SQL literal within a statement that has parameters."""
    return sql.Literal(text).as_string().replace("%", "%%")


def named_sql(day: str, source: Source | None) -> str:
    """Return the join, as `named`, that tells which unit a source's code names on a day."""
    return _NAMED.format(day=day) if source else ""


def our_unit_code_sql(source: Source | None) -> str:
    """Return SQL, over `staging s` and `named`, for the code that we know a row's unit by."""
    return "coalesce(named.unit_code, s.unit_code)" if source else "s.unit_code"
