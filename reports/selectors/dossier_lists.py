"""The dossiers behind a unit's late rate, part by part, next to the figure that a run froze."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils.timezone import localtime

from dossiers.domain.late_rates import LateDefinition
from dossiers.models import Dossier
from dossiers.selectors.late_lists import dossiers_behind
from dossiers.selectors.late_parts import DENOMINATOR, NUMERATOR, LatePart, part_conditions
from dossiers.selectors.late_rows import DossierRow, dossier_row
from scoring.models import RankingLine
from scoring.selectors import wording
from scoring.selectors.facts import LATE_RATE

PAGE = 50
WORDS = {
    LatePart.RESOLVED_LATE: "giai-quyet-tre",
    LatePart.OPEN_OVERDUE: "qua-han",
    LatePart.RESOLVED_ON_TIME: "dung-han",
    LatePart.DUE_LATE: "den-han-tre",
    LatePart.DUE_ON_TIME: "den-han-dung",
    LatePart.UNDETERMINED: "khong-ro-han",
    LatePart.NOT_COUNTED: "khong-tinh",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the rate: how many dossiers it has, and whether the rate counts them as late."""

    part: LatePart
    title: str
    count: int
    link: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class DossierPage:
    """The page of one part; `now` is the rate as counted today, `frozen` as it stands on the sheet.

    Each is "6/120 = 5,00 %", or "" where nothing counts.
    """

    definition: str
    scope: str
    parts: tuple[Part, ...]
    title: str
    page: Page
    rows: tuple[DossierRow, ...]
    now: str
    frozen: str

    @property
    def is_as_frozen(self) -> bool:
        """Whether the data still give what the sheet says."""
        return self.now == self.frozen


def dossier_page(line: RankingLine, asked: Mapping[str, str]) -> DossierPage | None:
    """Return the page of the part asked for; None if the run counted no dossiers at all."""
    declared = next((it for it in line.run.frame["facts"] if it["code"] == LATE_RATE), None)
    if declared is None:
        return None
    span = _span(declared)
    definition = LateDefinition(line.run.cycle.rule_set.late_definition)
    counts = _counts(line, span)
    part = _part(asked.get("nhom", ""), definition, counts)
    dossiers = dossiers_behind(line.unit, **span, part=part)
    pages = Paginator(dossiers, PAGE)
    pages.count = counts[part]  # known already, so nothing is counted twice
    page = pages.get_page(asked.get("trang"))
    return DossierPage(
        definition=declared.get("definition", ""),
        scope=_scope(span),
        parts=tuple(_parts(definition, counts, part, asked)),
        title=str(part.label),
        page=page,
        rows=tuple(dossier_row(dossier) for dossier in page.object_list),
        now=_now(definition, counts),
        frozen=_said(line.given.get("facts", {}).get(LATE_RATE)),
    )


def _span(declared: dict[str, Any]) -> dict[str, Any]:
    """Return the period and the cutoff that the run counted by."""
    first, last = (date.fromisoformat(day) for day in declared["period"])
    return {"first": first, "last": last, "cutoff": datetime.fromisoformat(declared["as_of"])}


def _scope(span: dict[str, Any]) -> str:
    days = f"{span['first']:%d/%m/%Y} – {span['last']:%d/%m/%Y}"
    return f"kỳ {days}, tính đến {_instant(span['cutoff'])}"


def _counts(line: RankingLine, span: dict[str, Any]) -> dict[LatePart, int]:
    """Return how many of the unit's dossiers are of each part, by one query."""
    conditions: dict[LatePart, Q] = part_conditions(**span)
    counts = Dossier.objects.filter(unit=line.unit_id).aggregate(
        **{part.value: Count("pk", filter=condition) for part, condition in conditions.items()}
    )
    return {part: counts[part.value] for part in conditions}


def _shown(definition: LateDefinition) -> tuple[LatePart, ...]:
    """Return the parts to show: the late ones, the punctual ones, those outside the rate."""
    late, all_parts = NUMERATOR[definition], DENOMINATOR[definition]
    punctual = tuple(part for part in all_parts if part not in late)
    return (*late, *punctual, LatePart.UNDETERMINED, LatePart.NOT_COUNTED)


def _part(word: str, definition: LateDefinition, counts: dict[LatePart, int]) -> LatePart:
    """Return the part asked for, else the first late one that has any dossier."""
    shown = _shown(definition)
    asked = next((part for part in shown if WORDS[part] == word), None)
    late = NUMERATOR[definition]
    return asked or next((part for part in late if counts[part]), late[0])


def _parts(
    definition: LateDefinition,
    counts: dict[LatePart, int],
    current: LatePart,
    asked: Mapping[str, str],
) -> list[Part]:
    run = f"&lan={asked['lan']}" if asked.get("lan", "").isdecimal() else ""
    return [
        Part(part, str(part.label), counts[part], f"?nhom={WORDS[part]}{run}", part is current)
        for part in _shown(definition)
    ]


def _now(definition: LateDefinition, counts: dict[LatePart, int]) -> str:
    numerator = sum(counts[part] for part in NUMERATOR[definition])
    denominator = sum(counts[part] for part in DENOMINATOR[definition])
    return _said({"numerator": numerator, "denominator": denominator}) if denominator else ""


def _said(fact: dict[str, Any] | None) -> str:
    if not fact or "numerator" not in fact:
        return ""
    return f"{wording.counted(fact)} = {wording.fact_text(fact)}"


def _instant(instant: datetime) -> str:
    return f"{localtime(instant):%d/%m/%Y %H:%M}"
