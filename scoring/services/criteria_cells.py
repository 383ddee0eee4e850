"""A criteria set in the cells of a sheet: its columns, and each row of the set in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from foundation.domain.tables import Column
from foundation.domain.vietnamese import fold
from scoring.models import CriteriaSet, Criterion
from scoring.selectors.bundles import plain
from scoring.selectors.criteria_words import AGGREGATIONS, FACTS, KINDS
from scoring.services.criteria_leaves import TypedLeaf, typed_leaf, written

COLUMNS = (
    Column("part", "Mục"),
    Column("code", "Mã"),
    Column("parent", "Mã cha"),
    Column("title", "Tên"),
    Column("max", "Điểm tối đa"),
    Column("weight", "Trọng số", is_required=False),
    Column("kind", "Cách chấm"),
    Column("options", "Phương án hoặc bậc", is_required=False),
    Column("each", "Mỗi lỗi hoặc việc", is_required=False),
    Column("floor", "Dưới mức được 0", is_required=False),
    Column("target", "Đạt trọn từ", is_required=False),
    Column("inverted", "Càng thấp càng tốt", is_required=False),
    Column("over", "Được vượt", is_required=False),
    Column("fact", "Chỉ số tự động", is_required=False),
    Column("role", "Vai trò", is_required=False),
    Column("decimals", "Làm tròn", is_required=False),
    Column("evidence", "Tài liệu", is_required=False),
    Column("self", "Tự chấm", is_required=False),
    Column("guidance", "Hướng dẫn", is_required=False),
    Column("was", "Mã năm trước", is_required=False),
    Column("comparable", "So sánh được", is_required=False),
)
PARTS = {
    "set": "Bộ",
    "source": "Nguồn",
    "clause": "Điều, khoản",
    "aggregation": "Cách gộp",
    "bonus_cap": "Thưởng nhiều nhất",
    "penalty_cap": "Trừ nhiều nhất",
    "based_on": "Sao từ bộ",
    "area": "Lĩnh vực",
    "criterion": "Tiêu chí",
    "leaf": "Thành phần",
}
ROLES = {"bonus": "Thưởng", "penalty": "Trừ"}
EVIDENCE = {"required": "Bắt buộc", "explain": "Hoặc giải trình", "none": "Không"}
YES, NO = "Có", "Không"
OPTION_MARK, BETWEEN = ": ", "\n"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a column and what each stands for, found without case and accents."""

    known: Mapping[str, Any]

    def of(self, text: str) -> str | None:
        """Return what a word stands for, None if it is unknown."""
        folded = {fold(str(word)): key for key, word in self.known.items()}
        folded |= {fold(key): key for key in self.known}
        return folded.get(fold(text))

    @property
    def listed(self) -> str:
        """Return the words, for a sentence on one that is unknown."""
        return ", ".join(f"“{word}”" for word in self.known.values())


WORDS = {
    "part": Words(PARTS),
    "kind": Words(KINDS),
    "fact": Words(FACTS),
    "role": Words(ROLES),
    "evidence": Words(EVIDENCE),
    "aggregation": Words(AGGREGATIONS),
}


def set_cells(criteria_set: CriteriaSet) -> list[dict[str, str]]:
    """Return the rows by which a set says what it is."""
    based_on = criteria_set.replaces or criteria_set.based_on
    most = written(plain(criteria_set.max_points))
    rows = [
        {"part": "set", "code": criteria_set.code, "title": criteria_set.title, "max": most},
        {"part": "source", "title": criteria_set.source},
        {"part": "clause", "title": criteria_set.clause},
        {"part": "aggregation", "title": str(AGGREGATIONS[criteria_set.aggregation])},
    ]
    for name in ("bonus_cap", "penalty_cap"):
        cap = getattr(criteria_set, name)
        rows += [] if cap is None else [{"part": name, "max": written(plain(cap))}]
    if based_on is not None:
        rows.append({"part": "based_on", "code": based_on.code, "title": based_on.title})
    return [row | {"part": PARTS[row["part"]]} for row in rows]


def criterion_cells(criterion: Criterion) -> dict[str, str]:
    """Return one criterion as cells by the names of their columns."""
    part = "leaf" if criterion.leaf else "criterion" if criterion.parent else "area"
    cells = {
        "part": PARTS[part],
        "code": criterion.code,
        "parent": criterion.parent.code if criterion.parent else "",
        "title": criterion.title,
        "max": written(plain(criterion.max_points)),
        "weight": "" if criterion.weight is None else written(plain(criterion.weight)),
        "guidance": criterion.guidance,
        "was": criterion.was.code if criterion.was else "",
        "comparable": _word(criterion.is_comparable) if criterion.was else "",
    }
    return cells | (_leaf_cells(criterion) if criterion.leaf else {})


def _leaf_cells(criterion: Criterion) -> dict[str, str]:
    typed = typed_leaf(criterion.leaf)
    return {
        "kind": str(KINDS.get(typed.kind, typed.kind)),
        "options": BETWEEN.join(OPTION_MARK.join(option) for option in typed.options),
        "each": typed.each,
        "floor": typed.floor,
        "target": typed.target,
        "inverted": YES if typed.is_inverted else "",
        "over": YES if typed.may_exceed else "",
        "fact": str(FACTS.get(typed.fact, typed.fact)),
        "role": ROLES.get(typed.role, ""),
        "decimals": typed.decimals,
        "evidence": EVIDENCE[criterion.evidence_rule],
        "self": _word(criterion.is_self_scored),
    }


def leaf_of_cells(cells: Mapping[str, str], found: Mapping[str, str]) -> TypedLeaf:
    """Return how a leaf is marked; `found` has what the words of its cells stand for."""
    return TypedLeaf(
        kind=found.get("kind", ""),
        options=tuple(map(_option, _parts(cells["options"]))),
        each=cells["each"],
        floor=cells["floor"],
        target=cells["target"],
        is_inverted=is_yes(cells["inverted"]),
        may_exceed=is_yes(cells["over"]),
        fact=found.get("fact", ""),
        role=found.get("role", ""),
        decimals=cells["decimals"],
    )


def is_yes(text: str, *, default: bool = False) -> bool:
    """Return whether a cell says yes; a blank one says the default."""
    return fold(text) in ("co", "x", "1", "true", "dung") if text else default


def _word(is_so: bool) -> str:
    return YES if is_so else NO


def _parts(text: str) -> list[str]:
    """Return the options of a cell: a line each, or parted by semicolons in one line."""
    return [part for part in text.split("\n" if "\n" in text else ";") if part.strip()]


def _option(part: str) -> tuple[str, str]:
    code, _, figure = part.rpartition(":")
    return code.strip(), figure.strip()
