"""The tables of a rule set as they are typed: sources, classes, ties, rules that bar, on people.

A table is a list of fields of one name for each column; a row that is left blank is none.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import zip_longest
from typing import Any
from unicodedata import category, normalize

from django.http import QueryDict

from foundation.domain.vietnamese import fold, number
from scoring.domain.entry import EntryRefused, typed_decimal, typed_share
from scoring.selectors.criteria_words import FACTS
from scoring.selectors.people_bundles import CLAUSE
from scoring.selectors.rule_words import CHOICES
from scoring.selectors.wording import short_percent

MOST_ROWS = 200
_MOST_SHOWN = 300
MOST_DECIMALS = 6
LONGEST = 300
_CODES = {
    "xuat sac": "excellent",
    "tot": "good",
    "kha": "fair",
    "trung binh": "average",
    "yeu": "weak",
}
"""The codes that classes have in every rule set, so that years can be compared."""
_MOST_YEARS = 20


@dataclass(slots=True)
class Row:
    """One row: what was typed or stands there by column, and what is wrong by column.

    What is wrong with the row itself stands under no column: "".
    """

    typed: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)

    def text(self, column: str, *, least: int = 1) -> str:
        """Return a text, noting one that is missing, too long or cannot be printed."""
        text = self.typed[column]
        if len(text) < least:
            self.faults[column] = "Hãy ghi mục này."
        if len(text) > LONGEST:
            self.faults[column] = f"Dài quá {LONGEST} chữ."
        if any(category(letter) == "Cc" for letter in text):
            self.faults[column] = "Có ký tự không in được."
        return text

    def chosen(self, column: str, known: Mapping[str, Any] | Sequence[str]) -> str:
        """Return a choice, noting one that there is not."""
        if self.typed[column] not in known:
            self.faults[column] = "Hãy chọn."
        return self.typed[column]

    def figure(self, column: str, read: Callable[[str], str]) -> str:
        """Return a number as documents spell it, noting what is none."""
        try:
            return read(self.text(column))
        except EntryRefused as refusal:
            self.faults.setdefault(column, " ".join(refusal.sentences))
            return "0"

    def whole(self, column: str, least: int, most: int, what: str = "Phải là số nguyên") -> int:
        """Return a whole number, noting one that is none or out of bounds."""
        text = self.typed[column]
        is_short = text.isascii() and text.isdigit() and len(text) <= 4
        if not (is_short and least <= int(text) <= most):
            self.faults[column] = f"{what} từ {least} đến {most}."
            return least
        return int(text)


def rows_of(
    data: QueryDict, columns: Sequence[str], *, naming: Sequence[str], prefix: str = ""
) -> list[Row]:
    """Return the rows that were typed; a row without any of the `naming` columns is blank.

    `prefix` stands before the columns in the names of the fields. Too many rows are at fault, and
    come back to be shortened; what is far too many for a page does not.
    """
    lists = [[_composed(text) for text in data.getlist(prefix + name)] for name in columns]
    rows = zip_longest(*lists, fillvalue="")
    read = [Row(dict(zip(columns, row, strict=True))) for row in rows]
    found = [row for row in read if any(row.typed[name] for name in naming)]
    if len(found) > MOST_ROWS:
        found[MOST_ROWS].faults[""] = f"Bảng có {len(found)} dòng, nhiều nhất {MOST_ROWS}."
    return found[:_MOST_SHOWN]


def _composed(text: str) -> str:
    """Return a text composed and trimmed; a blank that holds a number to its sign stays one."""
    return re.sub(r"[ \t\r\n]+", " ", normalize("NFC", text)).strip(" ")


SOURCE = ("nguon_van_ban", "nguon_dieu_khoan")


def source_of(row: Row) -> dict[str, str]:
    """Return a source; a draft may lack its clause."""
    return {"document": row.text(SOURCE[0]), CLAUSE: row.text(SOURCE[1], least=0)}


def source_row(source: Mapping[str, str]) -> Row:
    """Return a source as it is typed."""
    return Row(dict(zip(SOURCE, (source["document"], source[CLAUSE]), strict=True)))


BAND = ("hang_ma", "hang_ten", "hang_dau", "hang_moc")
BOUNDS = {"at_least": "từ", "above": "trên"}


def band_of(row: Row, code: str) -> dict[str, str]:
    """Return a class with its code and its bound; a bound without its sign is one to begin at."""
    label = row.text("hang_ten")
    sign = row.chosen("hang_dau", BOUNDS)
    return {
        "code": code,
        "label": label,
        sign if sign in BOUNDS else "at_least": row.figure("hang_moc", typed_decimal),
    }


def from_the_best(bands: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Return classes by their bounds, the highest first; above a bound is more than from it."""

    def bound(band: dict[str, str]) -> tuple[Fraction, bool]:
        sign = "above" if "above" in band else "at_least"
        return Fraction(band[sign]), sign == "above"

    return sorted(bands, key=bound, reverse=True)


def note_namesakes(rows: Sequence[Row]) -> None:
    """Note every class that is called as one before it."""
    names = set()
    for row in rows:
        name = row.typed["hang_ten"].casefold()
        if name and name in names:
            row.faults.setdefault("hang_ten", "Đã có mức mang tên này.")
        names.add(name)


def band_row(band: Mapping[str, str]) -> Row:
    """Return a class as it is typed."""
    sign = "above" if "above" in band else "at_least"
    return Row(
        dict(zip(BAND, (band["code"], band["label"], sign, _typed(band[sign])), strict=True))
    )


def code_of(label: str) -> str:
    """Return the code of a class that has none yet: that of every year, else one of its letters."""
    folded = fold(label)
    return _CODES.get(folded) or re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:40] or "x"


TIE = ("phan_dinh",)


def breaker_of(row: Row, known: Mapping[str, str]) -> str:
    """Return what tells equal units apart: "code", or "area:" with the code of an area."""
    return row.chosen(TIE[0], known)


def breaker_row(breaker: str) -> Row:
    """Return what tells equal units apart as it is chosen."""
    return Row({TIE[0]: breaker})


BLOCK = (
    *("chan_ma", "chan_ten", "chan_so_lieu", "chan_phep", "chan_nguong"),
    *("chan_loai", "chan_thieu"),
)


def block_of(row: Row, code: str, bands: Sequence[str]) -> dict[str, str]:
    """Return a rule that bars a class, with its code; `bands` are the codes of all classes."""
    return {
        "code": code,
        "title": row.text("chan_ten"),
        "fact": row.chosen("chan_so_lieu", FACTS),
        "test": row.chosen("chan_phep", CHOICES["test"]),
        "threshold": row.figure("chan_nguong", typed_share),
        "bars": row.chosen("chan_loai", bands),
        "when_missing": row.chosen("chan_thieu", CHOICES["when_missing"]),
    }


def block_row(block: Mapping[str, str]) -> Row:
    """Return a rule that bars a class as it is typed."""
    keys = ("code", "title", "fact", "test", "threshold", "bars", "when_missing")
    said = {**block, "threshold": short_percent(block["threshold"])}
    return Row(dict(zip(BLOCK, (said[key] for key in keys), strict=True)))


PEOPLE = (
    *("nguoi_ma", "nguoi_ai", "nguoi_phep", "nguoi_nguong", "nguoi_loai", "nguoi_nam"),
    *("nguoi_he_qua", "nguoi_dieu_khoan"),
)
EFFECTS = (
    *("bars_rating:excellent", "bars_rating:good", "bars_rating:average"),
    "measure:review",
)


def people_rule_of(row: Row, bands: Sequence[str], effects: Sequence[str]) -> dict[str, Any]:
    """Return a rule on people; which columns count depends on whom it is for."""
    who = row.chosen("nguoi_ai", CHOICES["applies_to"])
    rule: dict[str, Any] = {"code": _code(row.typed["nguoi_ma"]), "applies_to": who}
    if who == "official":
        rule["fact"] = "late_rate"
        rule["test"] = row.chosen("nguoi_phep", CHOICES["test"])
        rule["threshold"] = row.figure("nguoi_nguong", typed_share)
    else:
        key = "band_at_most" if who == "head" else "requires_band"
        rule[key] = row.chosen("nguoi_loai", bands)
    if who == "head":
        rule["years"] = row.whole("nguoi_nam", 1, _MOST_YEARS, "Số năm liền phải")
    kind, _, code = row.chosen("nguoi_he_qua", effects).partition(":")
    rule[kind or "measure"] = code
    if clause := row.text("nguoi_dieu_khoan", least=0):
        rule[CLAUSE] = clause
    return rule


def people_rule_row(rule: Mapping[str, Any]) -> Row:
    """Return a rule on people as it is typed."""
    effects = [f"{key}:{rule[key]}" for key in ("bars_rating", "measure") if key in rule]
    values = (
        rule["code"],
        rule["applies_to"],
        rule.get("test", ""),
        short_percent(rule["threshold"]) if "threshold" in rule else "",
        rule.get("band_at_most") or rule.get("requires_band") or "",
        str(rule.get("years", "")),
        effects[0],
        rule.get(CLAUSE, ""),
    )
    return Row(dict(zip(PEOPLE, values, strict=True)))


def spelt_as(rules: Sequence[dict[str, Any]], stored: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Return rules whose thresholds are spelt as they were where only the spelling is another."""
    known = {rule["code"]: rule["threshold"] for rule in stored if "threshold" in rule}

    def kept(rule: dict[str, Any]) -> dict[str, Any]:
        was = known.get(rule["code"])
        is_same = was and "threshold" in rule and Fraction(was) == Fraction(rule["threshold"])
        return rule | {"threshold": was} if is_same else rule

    return [kept(rule) for rule in rules]


def named(rules: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rules that have codes of their own; new ones get theirs from whom they touch."""
    taken = {rule["code"] for rule in rules if rule["code"]}
    return [rule | {"code": rule["code"] or _free(rule["applies_to"], taken)} for rule in rules]


def codes_of(rows: Sequence[Row], code: str, name: str) -> list[str]:
    """Return a code for each row: the one it was sent with, else a free one of its name."""
    taken = {_code(row.typed[code]) for row in rows}
    return [_code(row.typed[code]) or _of_name(row.typed[name], taken) for row in rows]


def _of_name(name: str, taken: set[str]) -> str:
    base = code_of(name)
    if base in taken:
        return _free(base, taken)
    taken.add(base)
    return base


def _free(base: str, taken: set[str]) -> str:
    order = 1
    while (code := f"{base}_{order}") in taken:
        order += 1
    taken.add(code)
    return code


def _code(text: str) -> str:
    """Return a code that a row was sent with, "" for what is none."""
    return text if re.fullmatch(r"[A-Za-z0-9_-]{1,60}", text) else ""


def _typed(text: str) -> str:
    """Return a number as it is typed: without dots between thousands."""
    return number(text).replace(".", "")


def faults_in(rows: Sequence[Row], what: str, name: str) -> Iterator[str]:
    """Yield what is wrong with rows, each by its name, or its number where it has none."""
    for order, row in enumerate(rows, start=1):
        called = f"“{row.typed[name]}”" if row.typed[name] else str(order)
        for sentence in dict.fromkeys(row.faults.values()):
            yield f"{what} {called}: {sentence}"
