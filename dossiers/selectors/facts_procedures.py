"""The procedures behind a unit's facts, each leading to its dossiers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from dossiers.domain.shares import ProcedureUse, share
from dossiers.models import Dossier, Procedure
from dossiers.selectors import facts_groups as groups
from dossiers.selectors.facts_parts import KNOWN, LEVELS, NOT_KNOWN, UNKNOWN, Fact, Links
from dossiers.selectors.facts_spans import Span
from dossiers.selectors.shares import procedures_used
from foundation.domain.vietnamese import number
from units.models import Unit

_LEVELS: dict[str, tuple[tuple[str, ...], Any]] = {
    **{word: ((level,), title) for word, (level, title) in LEVELS.items()},
    KNOWN: (tuple(level for level, _title in LEVELS.values()), _("đã biết mức độ trực tuyến")),
    NOT_KNOWN: (("",), _("chưa biết mức độ trực tuyến")),
}
_ONE_STOP = {
    "co": ((True,), _("qua một cửa")),
    KNOWN: ((True, False), _("đã biết có qua một cửa hay không")),
}
HEADERS = {
    "Mã thủ tục": 28,
    "Thủ tục": 60,
    "Mức độ trực tuyến": 20,
    "Một cửa": 12,
    "Hồ sơ đã giải quyết": 20,
    "Nộp trực tuyến": 16,
}


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """One procedure in words; `fact` is the share of its dossiers handed in online."""

    code: str
    name: str
    level: str
    one_stop: str
    dossiers: int
    online: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class ProcedureList:
    """The procedures asked for, and what they are called."""

    title: str
    rows: list[ProcedureRow]
    query: dict[str, str]

    def cells(self) -> Iterator[tuple[str, ...]]:
        """Yield the procedures as rows under HEADERS."""
        for row in self.rows:
            figures = number(str(row.dossiers)), number(str(row.online))
            yield (row.code, row.name, row.level, row.one_stop, *figures)


def procedure_list(unit: Unit, span: Span, asked: Mapping[str, str]) -> ProcedureList | None:
    """Return the procedures a unit used in a period, of the level asked for; None for no such."""
    level, answer = asked.get("muc-do", ""), asked.get("mot-cua", "")
    if level not in ("", *_LEVELS) or answer not in ("", *_ONE_STOP):
        return None
    uses, names = procedures_used(unit, span), [str(_("Thủ tục có hồ sơ đã giải quyết"))]
    if level:
        levels, name = _LEVELS[level]
        uses = [use for use in uses if use.level in levels]
        names.append(str(name))
    if answer:
        answers, name = _ONE_STOP[answer]
        uses = [use for use in uses if use.is_one_stop in answers]
        names.append(str(name))
    query = {"muc-do": level, "mot-cua": answer}
    links = Links(unit, span)
    return ProcedureList(" · ".join(names), [_row(use, links) for use in uses], query)


def _row(use: ProcedureUse, links: Links) -> ProcedureRow:
    of_it = {"thu-tuc": use.code}
    online = groups.WORD_OF_CHANNEL[Dossier.Channel.ONLINE]
    return ProcedureRow(
        code=use.code,
        name=use.name,
        level=str(Procedure.OnlineLevel(use.level).label if use.level else UNKNOWN),
        one_stop={True: "Có", False: "Không", None: str(UNKNOWN)}[use.is_one_stop],
        dossiers=use.dossiers,
        online=use.online,
        fact=Fact(
            title=use.name,
            formula="",
            rate=share(use.online, use.dossiers),
            above=links.dossiers(groups.RESOLVED, **of_it, kenh=online) if use.online else "",
            below=links.dossiers(groups.RESOLVED, **of_it),
        ),
    )
