"""Whether the tallies say what the dossiers say."""

from dataclasses import dataclass
from datetime import date

from django.db import connection


@dataclass(frozen=True, slots=True)
class TallyDifference:
    """A tally that is wrong: what it says (`tallied`), and how many dossiers there are (`counted`).

    Open dossiers have no `finished_period` and no `verdict`, and their `due_day` is a day; that of
    ended ones is the first day of a period.
    """

    unit_id: int
    handler_id: int | None
    field: str
    channel: str
    due_day: date | None
    finished_period: date | None
    verdict: str | None
    tallied: int
    counted: int

    def __str__(self) -> str:
        state = self.verdict or "open"
        return (
            f"unit {self.unit_id}, handler {self.handler_id or '–'}, {self.field}, {self.channel},"
            f" {state}, due {self.due_day or '–'}, finished {self.finished_period or '–'}:"
            f" {self.tallied} ≠ {self.counted}"
        )


def tally_differences() -> list[TallyDifference]:
    """Return every tally that disagrees with the dossiers at this moment; none if all are right."""
    with connection.cursor() as cursor:
        cursor.execute("select * from dossiers_tally_difference order by 1, 2, 3, 4, 5, 6, 7")
        return [TallyDifference(*row) for row in cursor.fetchall()]
