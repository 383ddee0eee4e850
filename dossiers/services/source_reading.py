"""How the files of a source are read: as SQL over `staging s`, and as words on the file itself."""

from django.db.models import TextChoices

from dossiers.models import Source
from dossiers.services.words import words
from foundation.domain.tables import AS_IT_STANDS, Reading


def reading_of(source: Source | None) -> Reading:
    """Return what is known of the files of a source; nothing of the portal's own form."""
    if source is None:
        return AS_IT_STANDS
    return Reading(source.encoding, source.separator, source.headers)


def instant_sql(column: str, time_of_day: str, source: Source | None) -> str:
    """Return SQL for the instant in a column of `staging s`; a day alone stands at that time."""
    return f"intake_instant(s.{column}, '{time_of_day}')"


def words_sql(alias: str, choices: type[TextChoices], column: str, source: Source | None) -> str:
    """Return a choice list as an SQL table (label folded, value), the source's own words added."""
    return words(alias, choices)
