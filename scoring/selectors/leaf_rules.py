"""How a leaf's mark becomes points, in one sentence that its points can be redone by."""

from fractions import Fraction
from typing import Any

from foundation.domain.vietnamese import number
from scoring.selectors.wording import short_percent

_ROLES = {"bonus": "điểm thưởng: cộng vào tổng", "penalty": "điểm trừ: lấy khỏi tổng"}


def rule_text(leaf: dict[str, Any]) -> str:
    """Return the sentence of a leaf, and whether its points are a bonus or a penalty."""
    words = marking_text(leaf)
    role = leaf.get("role")
    return f"{words}; {_ROLES[role]}" if role else words


def marking_text(leaf: dict[str, Any]) -> str:
    """Return the sentence of a leaf, with its maximum and its own rounding, without its role."""
    words = _kind_text(leaf["scoring"], number(leaf["max_points"]))
    if leaf.get("decimals") is None:
        return words
    return f"{words}; làm tròn {leaf['decimals']} chữ số"


def _kind_text(scoring: dict[str, Any], most: str) -> str:
    words = f"chấm trực tiếp, tối đa {most}"
    match scoring["kind"]:
        case "choice":
            words = f"một phương án ({_options(scoring, 'points')})"
        case "checklist":
            words = f"cộng các phương án đạt ({_options(scoring, 'points')}), tối đa {most}"
        case "bands":
            words = _steps(scoring)
        case "ratio":
            words = _proportion(scoring, most)
        case "deduction":
            words = f"{most} trừ {number(scoring['per_fault'])} mỗi lỗi, không dưới 0"
        case "count":
            words = f"{number(scoring['per_item'])} mỗi việc, tối đa {most}"
        case "answers":
            words = f"mức trung bình của các câu trả lời ({_options(scoring, 'worth')}) × {most}"
    return words


def _options(scoring: dict[str, Any], gives: str) -> str:
    """Return what every option gives: "A: 1; B: 0,5"."""
    return "; ".join(f"{option['code']}: {number(option[gives])}" for option in scoring["options"])


def _steps(scoring: dict[str, Any]) -> str:
    """Return "từ 90 %: 1; từ 70 %: 0,5; thấp hơn: 0", best first."""
    steps = sorted(scoring["steps"], key=lambda step: Fraction(step["at_least"]), reverse=True)
    said = [f"từ {short_percent(s['at_least'])}: {number(s['points'])}" for s in steps]
    if Fraction(steps[-1]["at_least"]) > 0:
        said.append("thấp hơn: 0")
    share = "(1 − tỷ lệ) " if scoring.get("invert") else ""
    return share + "; ".join(said)


def _proportion(scoring: dict[str, Any], most: str) -> str:
    """Return the sentence of a ratio: inversion, target, cap and floor only where they matter."""
    share = "(1 − tỷ lệ)" if scoring.get("invert") else "tỷ lệ"
    target, floor = scoring.get("target", "1"), scoring.get("floor", "0")
    goal = "" if target == "1" else f" / {short_percent(target)}"
    may_exceed = scoring.get("allow_over") or Fraction(target) < 1
    cap = f", tối đa {most}" if may_exceed else ""
    lowest = "" if floor == "0" else f"; dưới {short_percent(floor)} được 0"
    return f"{share}{goal} × {most}{cap}{lowest}"
