"""What a person asks of the suspicious changes by the page's address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.utils.timezone import localdate

from dossiers.domain.suspicions import FAMILIES, Family, Kind, family_of
from dossiers.selectors.late_parts import midnight

DAY_FORMATS = ("%d/%m/%Y", "%Y-%m-%d")
FIRST_YEAR, LAST_YEAR = 2000, 2100
_KEY = re.compile(r"[1-9][0-9]{0,17}")
UNITS, OFFICIALS = "don-vi", "nguoi"


@dataclass(frozen=True, slots=True)
class Asked:
    """One person's wishes; None or "" where nothing is asked. What makes no sense is let go.

    Only days that are none are told, in `problems`: a period is too easily mistyped.
    """

    first: date
    last: date
    family: Family = Family.CHANGES
    kind: Kind | None = None
    unit: int | None = None
    official: int | None = None
    only_cleared: bool = False
    by: str = UNITS
    order: str = ""
    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        """Return the wishes in the parameters of an address; the current year if no days are."""
        first, last, problems = _period(given)
        kind = _kind(given.get("loai", ""))
        asked = given.get("nhom", "")
        families = {family.value: family for family in Family}
        return cls(
            first=first,
            last=last,
            family=family_of(kind) if kind else families.get(asked, Family.CHANGES),
            kind=kind,
            unit=_key(given.get("don-vi", "")),
            official=_key(given.get("nguoi", "")),
            only_cleared=given.get("het-tre") == "1",
            by=OFFICIALS if given.get("theo") == OFFICIALS else UNITS,
            order=given.get("sap-xep", "")[:40],
            problems=problems,
        )

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of the family that is looked at."""
        return FAMILIES[self.family]

    @property
    def span(self) -> dict[str, datetime]:
        """The instants between which things happened; the second is left out."""
        return {"start": midnight(self.first), "end": midnight(self.last + timedelta(days=1))}

    @property
    def is_narrowed(self) -> bool:
        """Whether less is asked for than everything of the period."""
        return bool(self.kind or self.unit or self.official or self.only_cleared)

    def parameters(self) -> dict[str, str]:
        """Return the wishes as parameters of an address, those that are not asked left out."""
        asked = {
            "tu": f"{self.first:%d/%m/%Y}",
            "den": f"{self.last:%d/%m/%Y}",
            "nhom": "" if self.family is Family.CHANGES else self.family.value,
            "loai": self.kind or "",
            "don-vi": str(self.unit or ""),
            "nguoi": str(self.official or ""),
            "het-tre": "1" if self.only_cleared else "",
            "theo": OFFICIALS if self.by == OFFICIALS else "",
            "sap-xep": self.order,
        }
        return {key: value for key, value in asked.items() if value}

    def link(self, **changes: object) -> str:
        """Return the address of the same page with some wishes changed."""
        return "?" + urlencode(replace(self, **changes).parameters())  # type: ignore[arg-type]


def _period(given: Mapping[str, str]) -> tuple[date, date, tuple[str, ...]]:
    """Return the first and the last day asked for, and what was wrong with them."""
    year = localdate().year
    usual = {"tu": date(year, 1, 1), "den": date(year, 12, 31)}
    days, problems = {}, []
    for name, otherwise in usual.items():
        text = given.get(name, "").strip()[:40]
        day = _day(text) if text else otherwise
        if day is None:
            problems.append(f"Không có ngày “{text}”; hãy viết như 01/07/2025.")
        days[name] = day or otherwise
    if days["tu"] > days["den"]:
        problems.append("Ngày đầu ở sau ngày cuối.")
        days = usual
    return days["tu"], days["den"], tuple(problems)


def _day(text: str) -> date | None:
    """Return the day that is written, None if it is none or lies beyond any file."""
    for pattern in DAY_FORMATS:
        try:
            day = datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
    return None


def _kind(word: str) -> Kind | None:
    return next((kind for kind in Kind if kind.value == word), None)


def _key(text: str) -> int | None:
    return int(text) if _KEY.fullmatch(text) else None
