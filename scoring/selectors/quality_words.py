"""The signs of a cycle's appraisal in words and figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from foundation.domain.vietnamese import number
from scoring.selectors import wording
from scoring.selectors.bundles import plain
from scoring.selectors.contrasts import Contrast
from scoring.selectors.quality import FEWEST_APPRAISALS, FEWEST_UNITS, HASTE, Quality

MOST_ROWS = 50
"""Rows of a table; what stands out most comes first."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sign as a table: its title, what it means, its columns and rows; the first is a name."""

    anchor: str
    title: str
    meaning: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int

    @property
    def cells(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each row as its name and the other cells with their column's title."""
        return [(row[0], list(zip(self.columns[1:], row[1:], strict=True))) for row in self.rows]


def quality_tables(quality: Quality) -> list[Table]:
    """Return the four tables, what stands out most first in each."""
    return [
        _table(
            "chenh-lech",
            "Chênh lệch giữa hai người chấm kín",
            "Hai người chấm độc lập cùng một tiêu chí của cùng một đơn vị mà khác nhau.",
            ("Đơn vị", "Tiêu chí", "Điểm của từng người", "Chênh lệch"),
            [
                (it.unit, f"{it.leaf} {it.title}", _each(it.points), _percent(it.share))
                for it in quality.spreads
            ],
        ),
        _table(
            "giong-nhau",
            "Điểm giống hệt nhau",
            f"Một người cho từ {FEWEST_UNITS} đơn vị cùng một điểm, dù họ tự chấm khác nhau.",
            ("Tiêu chí", "Người thẩm định", "Số đơn vị", "Điểm", "Mức tự chấm khác nhau"),
            [
                (f"{it.leaf} {it.title}", it.by, str(it.units), _points(it.points), str(it.claims))
                for it in quality.samenesses
            ],
        ),
        _table(
            "tu-cham-cao",
            "Tự chấm cao hơn điểm cuối",
            "Cộng trên các tiêu chí có cả điểm tự chấm và điểm thẩm định; điểm trừ mang dấu trừ."
            " Không tính tiêu chí không áp dụng, đơn vị không tham gia.",
            ("Đơn vị", "Số tiêu chí", "Tự chấm", "Điểm cuối", "Cao hơn", "Tỷ lệ"),
            [
                (
                    it.unit,
                    str(it.leaves),
                    _points(it.claimed),
                    _points(it.final),
                    wording.signed(Decimal(plain(it.over))),
                    _percent(it.share) if it.share is not None else wording.NONE,
                )
                for it in quality.over_claims
            ],
        ),
        _table(
            "toc-do",
            "Tốc độ thẩm định",
            f"Người thẩm định từ {FEWEST_APPRAISALS} tiêu chí; “vội” là cách lần trước dưới"
            f" {HASTE.seconds} giây, kể cả khi chấp nhận hàng loạt.",
            ("Người thẩm định", "Số tiêu chí", "Trung vị mỗi lần", "Số lần vội", "Bằng tự chấm"),
            [
                (
                    it.by,
                    number(str(it.appraisals)),
                    _duration(it.median),
                    number(str(it.hasty)),
                    number(str(it.as_claimed)),
                )
                for it in quality.paces
            ],
        ),
    ]


def contrast_line(contrast: Contrast) -> dict[str, object]:
    """Return one unit's leaf beside its figure, in words."""
    return {
        "unit": contrast.unit,
        "points": wording.points(contrast.points),
        "share": _percent(contrast.share),
        "fact": wording.fact_text(dict(contrast.fact)),
        "counted": wording.counted(dict(contrast.fact)),
        "is_odd": contrast.is_odd,
    }


def _table(
    anchor: str,
    title: str,
    meaning: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
) -> Table:
    left_out = max(len(rows) - MOST_ROWS, 0)
    return Table(anchor, title, meaning, columns, tuple(rows[:MOST_ROWS]), left_out)


def _points(points: Decimal) -> str:
    return wording.points(plain(points)).replace("-", "−")


def _each(given: Iterable[tuple[str, Decimal]]) -> str:
    return "; ".join(f"{by}: {_points(points)}" for by, points in given)


def _percent(share: Fraction) -> str:
    """Return a share as a percentage; one below zero with a real minus."""
    return f"−{wording.percent(-share)}" if share < 0 else wording.percent(share)


def _duration(time: timedelta) -> str:
    seconds = round(time.total_seconds())
    if seconds < 120:
        return f"{seconds} giây"
    return f"{number(str(seconds // 60))} phút"
