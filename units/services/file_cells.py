"""How the files of this app spell words, days, codes and names, as SQL over `staging s`."""

from collections.abc import Iterable, Sequence

from django.db import models

from foundation.domain.vietnamese import fold
from foundation.services.intake import Check
from foundation.services.row_checks import whole_rows as whole_rows  # noqa: PLC0414 - asked for here too

CODE = "^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$"
"""Plain letters only, so that no letter of another alphabet passes for one of them."""
_BLANKS = "[\\s\u00a0\u2000-\u200a\u202f\u3000]+"
_DAY = r"^(\d{1,2}/\d{1,2}/(19|20)\d\d|(19|20)\d\d-\d\d-\d\d)$"
DAY_SENTENCE = "Không phải một ngày có thật; hãy viết như 01/07/2025."


def words(alias: str, choices: type[models.TextChoices]) -> str:
    """Return the labels of a choice list as an SQL table (label folded, value)."""
    pairs = ", ".join(f"('{fold(str(label))}', '{value}')" for value, label in choices.choices)
    return f"(values {pairs}) {alias}(label, value)"


def labels(choices: type[models.TextChoices]) -> str:
    """Return the labels of a choice list as a sentence names them."""
    return " | ".join(map(str, choices.labels))


def day(cell: str) -> str:
    """Return SQL for the day a cell says, null for a blank and for what is no day.

    Intake sets the session's DateStyle to DMY; years 1900 to 2099.
    """
    return (
        f"case when {cell} ~ '{_DAY}' and pg_input_is_valid({cell}, 'date') then {cell}::date end"
    )


def tidied(cell: str) -> str:
    """Return SQL for a cell with every run of blanks one blank."""
    return f"btrim(regexp_replace({cell}, '{_BLANKS}', ' ', 'g'))"


def days_between(first: str, last: str) -> str:
    """Return SQL for the days from first to last, both included; null if last comes first."""
    return f"case when ({first} > {last}) is not true then daterange({first}, {last}, '[]') end"


def shown(days: str) -> str:
    """Return SQL for a range of days as people write it."""
    first = f"coalesce(to_char(lower({days}), 'DD/MM/YYYY'), '…')"
    last = f"coalesce(to_char(upper({days}) - 1, 'DD/MM/YYYY'), '…')"
    return f"({first} || ' – ' || {last})"


def code_checks(column: str, code: str, header: str) -> tuple[Check, ...]:
    """Return the checks of a cell that must hold a code."""
    return (
        Check(column, "code_missing", f"Thiếu {header}.", f"coalesce(t.{code}, '') = ''"),
        Check(
            column,
            "code_format",
            "Mã chỉ gồm chữ cái không dấu, chữ số và dấu . _ - (nhiều nhất 40 ký tự),"
            " không lẫn chữ trông giống của bảng chữ cái khác.",
            f"t.{code} <> '' and t.{code} !~ '{CODE}'",
        ),
    )


_FALLEN = """
fallen(line, needed) as (
    select t.line, t.line from {rows} t where {wrong}
    union
    select n.line, f.line from ({needs}) n(line, needed) join fallen f on f.line = n.needed
    where n.line <> n.needed
),
fallen_on as (
    select line, min(needed) as needed from fallen where line <> needed group by line
)"""


def fallen(rows: str, checks: Iterable[Check], needs: Sequence[str]) -> str:
    """Return the CTE `fallen_on(line, needed)`: rows that stand on a row that is wrong.

    `rows` names the CTE of typed rows; every one of `needs` selects a row and another row of the
    file without which it cannot be written. A row that stands on a fallen one has fallen too.
    """
    wrong = "\n or ".join(f"({check.fails})" for check in checks)
    return _FALLEN.format(rows=rows, wrong=wrong, needs="\n union all ".join(needs))


def stands_on_fallen(column: str) -> Check:
    """Return the check that a row does not need another that was refused."""
    return Check(
        column,
        "stands_on_a_rejected_row",
        "Dòng này dựa vào dòng ",
        "t.is_whole and t.fallen_line is not null",
        "t.fallen_line || ' đang bị trả lại.'",
    )
