"""What one rule set says otherwise than another, line by line, in the words that people read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dossiers.domain.late_rates import LateDefinition
from foundation.domain.vietnamese import number
from scoring.models import RuleSet
from scoring.selectors import rule_sentences, wording
from scoring.selectors.criteria_words import FACTS
from scoring.selectors.rule_words import (
    CHOICES,
    DEFINITIONS,
    LABELS,
    choice,
    labels_of,
    people_rule,
)

NO_TITLES: Mapping[str, str] = {}
_UNLESS_SAID = {"total_cap": None, "tie_break": ["code"]}
_CHOSEN = ("basis", "rank_on", "ties", "rounding", "unmarked", "total_cap")


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One thing that is said otherwise; "" where nothing was, or is, said."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Item:
    """A class, a rule or a setting: how it is called, all of it in words, and its parts."""

    label: str
    words: str
    parts: Mapping[str, str]


_Items = dict[tuple[str, ...], _Item]


def changes_between(
    old: RuleSet, new: RuleSet, *, groups: Mapping[str, str] = NO_TITLES
) -> list[RuleChange]:
    """Return everything that a rule set says otherwise than another.

    `groups` are the titles of blocks of units by code; without one, the code is said.
    """
    return [
        *_differing(_settings(old), _settings(new)),
        *document_changes(old.document, new.document, groups=groups),
        *people_changes(old, new),
    ]


def document_changes(
    old: Mapping[str, Any], new: Mapping[str, Any], *, groups: Mapping[str, str] = NO_TITLES
) -> list[RuleChange]:
    """Return what differs between two rule sets as the ranking bundle has them.

    Raises LookupError, TypeError or AttributeError for what was never a rule set.
    """
    return list(_differing(_items(old, groups), _items(new, groups)))


def people_changes(old: RuleSet, new: RuleSet) -> list[RuleChange]:
    """Return what differs between the rules on people of two rule sets.

    Each side calls the classes as its own set does. Raises as document_changes does.
    """
    return list(_differing(_people(old), _people(new)))


def _differing(old: _Items, new: _Items) -> Iterator[RuleChange]:
    """Yield a line for what came or went whole, and one for each part that changed."""
    for key in dict.fromkeys([*new, *old]):
        if key not in old:
            yield RuleChange(new[key].label, "", new[key].words)
        elif key not in new:
            yield RuleChange(old[key].label, old[key].words, "")
        else:
            yield from _of_one(old[key], new[key])


def _of_one(before: _Item, after: _Item) -> Iterator[RuleChange]:
    for part, words in after.parts.items():
        if before.parts.get(part, "") != words:
            label = ", ".join(filter(None, (after.label, part)))
            yield RuleChange(label, before.parts.get(part, ""), words)


def _settings(rule_set: RuleSet) -> _Items:
    definition = str(DEFINITIONS[LateDefinition(rule_set.late_definition)])
    sample = number(str(rule_set.minimum_sample))
    return {
        ("title",): _plain(_("Tên"), rule_set.title),
        ("late_definition",): _plain(_("Cách tính tỷ lệ trễ hạn"), definition),
        ("minimum_sample",): _plain(_("Số phiếu tối thiểu"), sample),
    }


def _items(document: Mapping[str, Any], groups: Mapping[str, str]) -> _Items:
    """Return what a document says, by key; the rules of single blocks of units come last."""
    labels = labels_of(document)
    items = _rules(_UNLESS_SAID | dict(document), (), labels, "")
    if "sources" in document:
        items["sources",] = _plain(str(LABELS["sources"]), _sources(document["sources"]))
    for code, own in document.get("by_group", {}).items():
        group = _("Khối %(title)s: ") % {"title": groups.get(code, code)}
        items |= _rules(own, ("by_group", code), labels, group)
    return items


def _rules(
    rules: Mapping[str, Any], of: tuple[str, ...], labels: Mapping[str, str], group: str
) -> _Items:
    """Return the rules of all blocks of units, or of one; their labels begin with `group`."""
    items: _Items = {}
    for key in _CHOSEN:
        if key in rules:
            items[*of, key] = _plain(f"{group}{LABELS[key]}", choice(key, rules[key]))
    if "decimals" in rules:
        items[*of, "decimals"] = _plain(f"{group}{LABELS['decimals']}", str(rules["decimals"]))
    if "tie_break" in rules:
        words = rule_sentences.tie_break(rules)
        items[*of, "tie_break"] = _plain(f"{group}{LABELS['tie_break']}", words)
    for band in rules.get("bands", ()):
        items[*of, "bands", band["code"]] = _band(band, group)
    for block in rules.get("blocks", ()):
        items[*of, "blocks", block["code"]] = _block(block, group, labels)
    return items


def _plain(label: str, words: str) -> _Item:
    return _Item(label, words, {"": words})


def _band(band: Mapping[str, Any], group: str) -> _Item:
    bound = _("%(bound)s điểm") % {"bound": rule_sentences.band_bound(band)}
    label = _("Xếp loại %(label)s") % {"label": band["label"]}
    return _Item(group + label, bound, {"": bound, str(LABELS["label"]): band["label"]})


def _block(block: Mapping[str, Any], group: str, labels: Mapping[str, str]) -> _Item:
    fact = str(FACTS.get(block["fact"], block["fact"]))
    condition = f"{fact} {wording.block_test(dict(block))}"
    bars = labels.get(block["bars"], block["bars"])
    label = _("Quy tắc chặn “%(title)s”") % {"title": block["title"]}
    parts = {
        _("điều kiện"): condition,
        str(LABELS["bars"]): bars,
        str(LABELS["when_missing"]): str(CHOICES["when_missing"][block["when_missing"]]),
        str(LABELS["title"]): block["title"],
    }
    words = _("%(condition)s thì không xếp loại %(bars)s")
    return _Item(group + label, words % {"condition": condition, "bars": bars}, parts)


def _people(rule_set: RuleSet) -> _Items:
    labels = labels_of(rule_set.document)
    items: _Items = {}
    for rule in rule_set.accountability_rules:
        said = people_rule(rule, labels)
        parts = {
            _("điều kiện"): said.condition,
            _("hệ quả"): said.effect,
            _("điều khoản"): said.clause,
            _("áp dụng cho"): said.applies_to,
        }
        words = f"{said.condition}: {said.effect}"
        label = _("%(who)s, quy tắc “%(code)s”") % {"who": said.applies_to, "code": rule["code"]}
        items["rules", rule["code"]] = _Item(label, words, parts)
    return items


def _sources(sources: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(f"{source['document']} ({source['clause']})" for source in sources)
