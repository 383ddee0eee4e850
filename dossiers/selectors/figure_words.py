"""Figures, periods and what contradicts them, in words."""

from datetime import date, timedelta

from dossiers.domain.figures import Breach
from dossiers.selectors.figures import Figure, Span
from foundation.domain.vietnamese import fold, number

WORDS = {figure: fold(str(figure.label)).replace(" ", "-") for figure in Figure}
"""What an address calls each figure: "tre-han"."""


def period_title(span: Span) -> str:
    """Return what a period is called: "năm 2024", "tháng 02/2024", else its two days."""
    first, following = span.first, span.last + timedelta(days=1)
    if (first.month, first.day) == (1, 1) and following == date(first.year + 1, 1, 1):
        return f"năm {first.year}"
    if first.day == 1 and following == _next_month(first):
        return f"tháng {first:%m/%Y}"
    return f"kỳ {first:%d/%m/%Y} – {span.last:%d/%m/%Y}"


def breach_sentence(breach: Breach) -> str:
    """Return what does not hold: "Tổng số 100 ≠ Từ chối tiếp nhận 5 + Đã tiếp nhận 96 = 101"."""
    parts = " + ".join(f"{_label(name)} {counted(count)}" for name, count in breach.parts)
    total = f" = {counted(breach.sum)}" if len(breach.parts) > 1 else ""
    sign = "<" if breach.is_partial else "≠"
    return f"{_label(breach.whole)} {counted(breach.count)} {sign} {parts}{total}"


def counted(count: int) -> str:
    """Return a whole number as Vietnamese write it."""
    return number(str(count))


def signed(difference: int) -> str:
    """Return a difference with its sign, a real minus: "+12", "−1.200", "0"."""
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return sign + counted(abs(difference))


def _label(name: str) -> str:
    return str(Figure(name).label)


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
