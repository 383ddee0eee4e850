"""The columns a kind of file has, and where they stand in the header of one file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from foundation.domain.tables.limits import USUAL, Limits, too_many_columns
from foundation.domain.tables.lookalikes import lookalike
from foundation.domain.tables.old_letters import old_typing
from foundation.domain.tables.refusals import UnreadableTable
from foundation.domain.vietnamese import fold

NEAR = 0.6
"""How alike two headers are (0 to 1) for one to be offered in place of the other."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column a file may have: `name` in staging, `header` as written in the file.

    The cells of a code are keys: a letter in them that only looks like another is refused.
    """

    name: str
    header: str
    is_required: bool = True
    is_code: bool = False


def columns_found(
    header: Sequence[str], columns: Sequence[Column], limits: Limits = USUAL
) -> list[int | None]:
    """Return each column's place in the header, None for an optional one that is not there.

    Headers are compared without case, accents and surplus blanks.
    Raises UnreadableTable if there are too many, a required one is missing or one stands twice.
    """
    if len(header) > limits.columns:
        raise UnreadableTable(too_many_columns(len(header), limits))
    folded = [fold(cell) for cell in header]
    missing = [c.header for c in columns if c.is_required and fold(c.header) not in folded]
    if missing:
        unknown = _unknown(header, columns)
        hint = " Dòng đầu phải là tên các cột." if len(unknown) == len(set(folded)) else ""
        raise UnreadableTable(_sentence(missing, unknown) + hint)
    twice = [c.header for c in columns if folded.count(fold(c.header)) > 1]
    if twice:
        raise UnreadableTable(f"Cột có hai lần: {', '.join(twice)}.")
    return [folded.index(fold(c.header)) if fold(c.header) in folded else None for c in columns]


def named(columns: Sequence[Column], headers: Mapping[str, str]) -> list[Column]:
    """Return the columns under the headers that a file gives them, by their names in staging."""
    return [replace(column, header=headers.get(column.name, column.header)) for column in columns]


def _unknown(header: Sequence[str], columns: Sequence[Column]) -> dict[str, str]:
    """Return the headers that are no column's, by their folded form."""
    known = {fold(column.header) for column in columns}
    return {fold(cell): " ".join(cell.split())[:100] for cell in header if fold(cell) not in known}


def _sentence(missing: Iterable[str], unknown: dict[str, str]) -> str:
    """Return what is missing, what the file may have meant by it, and why it was not understood."""
    sentences = [f"Thiếu cột: {', '.join(missing)}."]
    for wanted in missing:
        for near in get_close_matches(fold(wanted), unknown, n=1, cutoff=NEAR):
            sentences.append(f"Có phải ý là “{wanted}” ở cột “{unknown[near]}”?")
            sentences.extend(filter(None, [lookalike(unknown[near])]))
    typing = old_typing(" ".join(unknown.values()))
    if typing:
        sentences.append(f"Tên cột có vẻ gõ theo {typing}; hãy chuyển sang Unicode.")
    return " ".join(sentences)
