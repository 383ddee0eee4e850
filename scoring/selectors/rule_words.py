"""A rule set in words: what each choice is called, what a set says, where in it a problem lies."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dossiers.domain.late_rates import LateDefinition
from scoring.models import RuleSet
from scoring.selectors import review_words, rule_sentences
from scoring.selectors.band_lists import rules_of
from scoring.selectors.criteria_words import FACTS
from scoring.selectors.people_bundles import CLAUSE

DEFINITIONS = {
    LateDefinition.RESOLVED_OR_OVERDUE: gettext_lazy("Đã giải quyết và đang quá hạn (mặc định)"),
    LateDefinition.RESOLVED_ONLY: gettext_lazy("Chỉ hồ sơ đã giải quyết"),
    LateDefinition.DUE_IN_PERIOD: gettext_lazy("Hồ sơ đến hạn trong kỳ"),
}
CHOICES: dict[str, dict[str, Any]] = {
    "basis": {
        "index": gettext_lazy("Chỉ số: điểm đạt trên điểm tối đa áp dụng × 100"),
        "points": gettext_lazy("Tổng điểm đạt được"),
    },
    "rank_on": {
        "unrounded": gettext_lazy("Số chưa làm tròn"),
        "published": gettext_lazy("Số công bố, đã làm tròn"),
    },
    "ties": {
        "competition": gettext_lazy("Cùng hạng, hạng kế tiếp để trống (1, 2, 2, 4)"),
        "dense": gettext_lazy("Cùng hạng, hạng kế tiếp không để trống (1, 2, 2, 3)"),
        "ordinal": gettext_lazy("Phân hạng từng đơn vị (1, 2, 3, 4)"),
    },
    "rounding": {
        "half_up": gettext_lazy("Từ nửa trở lên thì làm tròn lên"),
        "half_even": gettext_lazy("Đúng nửa thì làm tròn về số chẵn"),
        "down": gettext_lazy("Bỏ phần lẻ"),
    },
    "unmarked": {
        "refuse": gettext_lazy("Chưa đủ điểm thì chưa xếp hạng được"),
        "zero": gettext_lazy("Tính là 0 điểm"),
        "pending": gettext_lazy("Đơn vị đó chờ, chưa có hạng và loại"),
    },
    "total_cap": {
        "": gettext_lazy("Không giới hạn"),
        "max": gettext_lazy("Không vượt điểm tối đa áp dụng"),
    },
    "when_missing": {
        "refuse": gettext_lazy("chưa xếp hạng được"),
        "ignore": gettext_lazy("coi như không vi phạm"),
    },
    "test": {
        ">=": gettext_lazy("từ … trở lên"),
        ">": gettext_lazy("trên …"),
        "<=": gettext_lazy("từ … trở xuống"),
        "<": gettext_lazy("dưới …"),
    },
    "applies_to": {
        "official": gettext_lazy("Cán bộ, công chức, viên chức"),
        "head": gettext_lazy("Người đứng đầu"),
        "collective": gettext_lazy("Tập thể"),
    },
}
"""The words of a document that stand for a choice, and what people call them."""
LABELS = {
    "sources": gettext_lazy("Nguồn"),
    "basis": gettext_lazy("Xếp theo"),
    "rank_on": gettext_lazy("Số dùng để xếp"),
    "ties": gettext_lazy("Đơn vị bằng nhau"),
    "tie_break": gettext_lazy("Phân định đồng hạng theo"),
    "decimals": gettext_lazy("Số chữ số thập phân"),
    "rounding": gettext_lazy("Làm tròn"),
    "unmarked": gettext_lazy("Tiêu chí chưa chấm"),
    "total_cap": gettext_lazy("Điểm thưởng nâng tổng điểm"),
    "bands": gettext_lazy("Bảng xếp loại"),
    "blocks": gettext_lazy("Quy tắc chặn"),
    "by_group": gettext_lazy("Quy tắc riêng của khối"),
    "rules": gettext_lazy("Hệ quả với người"),
    "document": gettext_lazy("văn bản"),
    CLAUSE: gettext_lazy("điều khoản"),
    "label": gettext_lazy("tên"),
    "title": gettext_lazy("tên"),
    "at_least": gettext_lazy("mốc"),
    "above": gettext_lazy("mốc"),
    "fact": gettext_lazy("số liệu"),
    "test": gettext_lazy("phép so sánh"),
    "threshold": gettext_lazy("ngưỡng"),
    "bars": gettext_lazy("loại bị chặn"),
    "when_missing": gettext_lazy("khi thiếu số liệu"),
    "applies_to": gettext_lazy("áp dụng cho"),
    "band_at_most": gettext_lazy("mức xếp loại"),
    "requires_band": gettext_lazy("mức xếp loại"),
    "years": gettext_lazy("số năm"),
    "bars_rating": gettext_lazy("hệ quả"),
    "measure": gettext_lazy("hệ quả"),
    "code": gettext_lazy("mã"),
}
"""What people call the parts of a rule set."""
_STEP = re.compile(r'([A-Za-z_]+)|\[(\d+)\]|\["([^"]*)"\]')


@dataclass(frozen=True, slots=True)
class PeopleRule:
    """A rule on people in words: on whom, when, with what effect, written where."""

    applies_to: str
    condition: str
    effect: str
    clause: str


@dataclass(frozen=True, slots=True)
class OwnRules:
    """The rules of one kind of unit: "" as the group for those that all others share."""

    group: str
    sentences: tuple[str, ...]


def rules_in_words(rule_set: RuleSet) -> tuple[OwnRules, ...]:
    """Return what ranks and classes go by, for all blocks and for those with rules of their own.

    The sentences are those of the public method of a run.
    """
    document = rule_set.document
    groups = ["", *document.get("by_group", {})]
    return tuple(OwnRules(it, tuple(_sentences(rules_of(document, it)))) for it in groups)


def _sentences(rules: Mapping[str, Any]) -> Iterator[str]:
    is_points = rules["basis"] == "points"
    yield rule_sentences.OF_POINTS if is_points else rule_sentences.OF_INDEX
    yield rule_sentences.reading(rules)
    yield rule_sentences.ties(rules)
    if rules["bands"]:
        yield rule_sentences.bands(rules)
    titles = {code: str(title) for code, title in FACTS.items()}
    for block in rules.get("blocks", ()):
        yield rule_sentences.block(block, rules, titles)
    if rules.get("total_cap") == "max":
        yield rule_sentences.CAPPED
    if rules["unmarked"] in rule_sentences.UNMARKED:
        yield rule_sentences.UNMARKED[rules["unmarked"]]


def people_rules_in_words(rule_set: RuleSet) -> tuple[PeopleRule, ...]:
    """Return the consequences for people that a rule set has."""
    labels = labels_of(rule_set.document)
    return tuple(people_rule(rule, labels) for rule in rule_set.accountability_rules)


def people_rule(rule: Mapping[str, Any], labels: Mapping[str, str]) -> PeopleRule:
    """Return a rule on people in words; `labels` are the classes by code."""
    effects = [f"{key}:{rule[key]}" for key in ("bars_rating", "measure") if key in rule]
    facts = {code: str(title) for code, title in FACTS.items()}
    return PeopleRule(
        choice("applies_to", rule["applies_to"]),
        review_words.rule_text(dict(rule), labels, facts),
        "; ".join(map(review_words.effect_text, effects)),
        rule.get(CLAUSE, ""),
    )


def labels_of(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the classes of a rule set by code, those of single blocks of units too."""
    own = document.get("by_group", {}).values()
    lists = [*(rules.get("bands", ()) for rules in own), document.get("bands", ())]
    return {band["code"]: band["label"] for bands in lists for band in bands}


def choice(key: str, value: Any) -> str:
    """Return what people call a choice; an unknown one stays as it is."""
    return str(CHOICES[key].get("" if value is None else value, value))


def place_in_words(
    place: str, document: Any, rules: Any = (), *, groups: Mapping[str, str] | None = None
) -> str:
    """Return where a problem lies: `bands[1].at_least` is "Xếp loại Khá, mốc".

    `place` is one of a rule set's document, or begins with `rules` for one of the rules on people;
    `groups` are the titles of blocks of units by code.
    """
    words: list[str] = []
    titles: Mapping[str, Any] = {}
    node: Any = {"rules": rules} if place.startswith("rules") else document
    for key, order, quoted in _STEP.findall(place):
        name = key or quoted
        node = _inner(node, int(order) if order else name)
        if order:
            words[-1] = _member(words[-1], int(order), node)
        else:
            words.append(str(titles.get(name) or LABELS.get(name, name)))
        titles = groups or {} if name == "by_group" else {}
    return ", ".join(words)


def _inner(node: Any, key: int | str) -> Any:
    """Return a part of a document, None where there is none."""
    if isinstance(node, list) and isinstance(key, int):
        return node[key] if key < len(node) else None
    return node.get(key) if isinstance(node, dict) else None


def _member(of: str, order: int, node: Any) -> str:
    """Return what a member of a list is called: by its name, else by its number."""
    named = node if isinstance(node, dict) else {}
    if isinstance(named.get("label"), str) and named["label"]:
        return _("Xếp loại %(label)s") % {"label": named["label"]}
    if isinstance(named.get("title"), str) and named["title"]:
        return _("Quy tắc chặn “%(title)s”") % {"title": named["title"]}
    return f"{of} {order + 1}"
