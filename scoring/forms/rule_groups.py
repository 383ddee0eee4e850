"""What single blocks of units have of their own in a rule set, as it is typed: four tables.

Every row names its block. A block has a table of classes, of rules that bar, or an order that tells
equal units apart of its own as soon as one row names it, and then goes by none of the common ones.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from scoring.forms import rule_rows
from scoring.forms.rule_rows import Row
from scoring.forms.rule_tables import Choices, Table, table_of
from scoring.selectors.rule_words import CHOICES

GROUP = "khoi"
CHOSEN = {
    "xep_theo": "basis",
    "so_xep": "rank_on",
    "dong_hang": "ties",
    "lam_tron": "rounding",
    "chua_cham": "unmarked",
    "tran": "total_cap",
}
"""The columns and fields that choose a word of the document, by the word's key."""
DECIMALS, BARRED, NONE = "so_chu_so", "chan", "none"
OWN_CHOICES: dict[str, dict[str, Any]] = {
    key: {value or NONE: label for value, label in CHOICES[key].items()} for key in CHOSEN.values()
}
"""What a block may have of its own; no cap is a choice too, since the common rules may have one."""
_SETTINGS: dict[str, Choices] = {
    **{it: [("", _("như chung")), *OWN_CHOICES[key].items()] for it, key in CHOSEN.items()},
    BARRED: [("", _("như chung hoặc bảng dưới")), (NONE, _("không có quy tắc chặn nào"))],
}
_COLUMNS = {
    "own_settings": (GROUP, *CHOSEN, DECIMALS, BARRED),
    "own_bands": (GROUP, *rule_rows.BAND),
    "own_ties": (GROUP, *rule_rows.TIE),
    "own_blocks": (GROUP, *rule_rows.BLOCK),
}
_NAMING = {
    "own_settings": (GROUP,),
    "own_bands": ("hang_ten", "hang_moc"),
    "own_ties": rule_rows.TIE,
    "own_blocks": ("chan_ten", "chan_nguong"),
}


class GroupRules:
    """The rules of single blocks as a form has them; `titles` are the blocks' by code."""

    def __init__(
        self, data: QueryDict | None, stored: Mapping[str, Any], titles: Mapping[str, str]
    ) -> None:
        self._stored = stored
        self._titles = {code: titles.get(code, code) for code in (*titles, *stored)}
        self._rows = _stored_rows(stored) if data is None else _typed_rows(data)

    @property
    def is_blank(self) -> bool:
        """Whether every block goes by the common rules."""
        return not any(self._rows.values())

    @property
    def classes(self) -> list[tuple[str, str]]:
        """The classes that single blocks have of their own, by code."""
        return [
            (code, row.typed["hang_ten"])
            for rows in self._by_group("own_bands").values()
            for row, code in zip(rows, _band_codes(rows), strict=True)
            if row.typed["hang_ten"]
        ]

    def tables(self, choices: Mapping[str, Choices]) -> list[Table]:
        """Return the tables as a page shows them; `choices` are those of the common ones."""
        own = {**_SETTINGS, **choices, GROUP: [("", "–"), *self._titles.items()]}
        return [
            table_of(name, rows, own, prefix=_prefix(name)) for name, rows in self._rows.items()
        ]

    def read(self, bands: Sequence[str], breakers: Mapping[str, str]) -> dict[str, dict[str, Any]]:
        """Return the rules by block as documents spell them, noting in the rows what is wrong.

        `bands` are the codes of the common classes, `breakers` what may tell equal units apart.
        """
        for row in chain(*self._rows.values()):
            if row.typed[GROUP] not in self._titles:
                row.faults[GROUP] = str(_("Hãy chọn khối."))
        found = {code: _settings_of(rows) for code, rows in self._by_group("own_settings").items()}
        for code, rows in self._by_group("own_bands").items():
            rule_rows.note_namesakes(rows)
            read = list(map(rule_rows.band_of, rows, _band_codes(rows)))
            found.setdefault(code, {})["bands"] = rule_rows.from_the_best(read)
        for code, rows in self._by_group("own_ties").items():
            ties = [rule_rows.breaker_of(row, breakers) for row in rows]
            found.setdefault(code, {})["tie_break"] = ties
        for code, rows in self._by_group("own_blocks").items():
            own = found.setdefault(code, {})
            if "blocks" in own:
                rows[0].faults[GROUP] = str(_("Khối này ghi là không có quy tắc chặn."))
            own["blocks"] = self._barring(code, rows, own, bands)
        return {code: own for code, own in found.items() if own or code in self._stored}

    def faults(self) -> Iterator[str]:
        """Yield what is wrong, each with its block and its table."""
        for name, what, named_by in (
            ("own_settings", _("Cách tính riêng"), DECIMALS),
            ("own_bands", _("Xếp loại riêng"), "hang_ten"),
            ("own_ties", _("Phân định đồng hạng riêng"), "phan_dinh"),
            ("own_blocks", _("Quy tắc chặn riêng"), "chan_ten"),
        ):
            for code, rows in self._by_group(name).items():
                block = f" ({self._titles[code]})" if code in self._titles else ""
                yield from rule_rows.faults_in(rows, f"{what}{block}", named_by)

    def _by_group(self, name: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self._rows[name]:
            found.setdefault(row.typed[GROUP], []).append(row)
        return found

    def _barring(
        self, code: str, rows: Sequence[Row], own: Mapping[str, Any], bands: Sequence[str]
    ) -> list[Any]:
        """Return the rules that bar a class in one block: of its own classes if it has any."""
        known = [band["code"] for band in own["bands"]] if "bands" in own else bands
        codes = rule_rows.codes_of(rows, "chan_ma", "chan_ten")
        read = [rule_rows.block_of(row, key, known) for row, key in zip(rows, codes, strict=True)]
        return rule_rows.spelt_as(read, self._stored.get(code, {}).get("blocks", ()))


def _typed_rows(data: QueryDict) -> dict[str, list[Row]]:
    return {
        name: rule_rows.rows_of(data, columns, naming=_NAMING[name], prefix=_prefix(name))
        for name, columns in _COLUMNS.items()
    }


def _stored_rows(stored: Mapping[str, Any]) -> dict[str, list[Row]]:
    """Return what stands there as it is typed."""
    rows: dict[str, list[Row]] = {name: [] for name in _COLUMNS}
    for code, own in stored.items():
        rows["own_settings"].append(_settings_row(code, own))
        ties = own["tie_break"] or ["code"] if "tie_break" in own else []
        lists = {
            "own_bands": map(rule_rows.band_row, own.get("bands", ())),
            "own_ties": map(rule_rows.breaker_row, ties),
            "own_blocks": map(rule_rows.block_row, own.get("blocks", ())),
        }
        for name, common in lists.items():
            rows[name] += [Row({GROUP: code} | row.typed) for row in common]
    return rows


def _settings_row(code: str, own: Mapping[str, Any]) -> Row:
    typed = {column: own.get(key, "") or NONE for column, key in CHOSEN.items() if key in own}
    has_no_blocks = own.get("blocks") == []
    typed |= {DECIMALS: str(own.get("decimals", "")), BARRED: NONE if has_no_blocks else ""}
    return Row(dict.fromkeys(_COLUMNS["own_settings"], "") | {GROUP: code} | typed)


def _settings_of(rows: Sequence[Row]) -> dict[str, Any]:
    """Return what one block has of its own of the settings; it has one row."""
    for again in rows[1:]:
        again.faults[GROUP] = str(_("Khối này đã có ở dòng trên."))
    row = rows[0]
    own: dict[str, Any] = {}
    for column, key in CHOSEN.items():
        if row.typed[column]:
            chosen = row.chosen(column, OWN_CHOICES[key])
            own[key] = None if chosen == NONE else chosen
    if row.typed[DECIMALS]:
        own["decimals"] = row.whole(DECIMALS, 0, rule_rows.MOST_DECIMALS)
    if row.typed[BARRED] and row.chosen(BARRED, (NONE,)):
        own["blocks"] = []
    return own


def _band_codes(rows: Sequence[Row]) -> list[str]:
    return rule_rows.codes_of(rows, "hang_ma", "hang_ten")


def _prefix(name: str) -> str:
    """Return what stands before the columns of a table: the common ones have them too."""
    return f"{name}-"
