"""What is typed to try other rules on a run; it stands in the address and is stored nowhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from foundation.domain.vietnamese import number
from scoring.domain.entry import (
    EntryRefused,
    leaf_of,
    typed_decimal,
    typed_mark,
    typed_share,
)
from scoring.domain.scratch import Changes, leaves_of
from scoring.selectors.leaf_rules import rule_text
from scoring.selectors.mark_inputs import Input, inputs_for
from scoring.selectors.wording import short_percent

THRESHOLD, LIFTED, BOUND, WEIGHT = "nguong", "bo", "moc", "trong-so"
RULE_SET, UNIT, LEAF = "bo-quy-tac", "don-vi", "tieu-chi"


@dataclass(frozen=True, slots=True)
class Box:
    """One field: its name in the address, its label, what stands in the run, what was typed."""

    name: str
    label: str
    stands: str
    typed: str


@dataclass(frozen=True, slots=True)
class BlockBox:
    """The fields of one rule that bars a class: its threshold, and whether it is lifted."""

    threshold: Box
    lift: str
    is_lifted: bool


class TrialForm:
    """Reads what was typed against one run's bundle; `errors` are sentences."""

    def __init__(self, bundle: Mapping[str, Any], typed: QueryDict) -> None:
        self._bundle = bundle
        self._typed = typed
        self.errors: list[str] = []

    @property
    def rule_set_code(self) -> str:
        """The code of another rule set to try, "" for the run's own."""
        return self._typed.get(RULE_SET, "").strip()

    @property
    def blocks(self) -> list[BlockBox]:
        """The rules that bar a class, each once, however many blocks of units share it."""
        return [
            BlockBox(
                self._box(THRESHOLD, (block["code"],), block["title"], _percent(block)),
                f"{LIFTED}:{block['code']}",
                f"{LIFTED}:{block['code']}" in self._typed,
            )
            for block in self._blocks()
        ]

    @property
    def bands(self) -> list[tuple[str, list[Box]]]:
        """The bounds of classes: those that blocks of units share, and those of their own."""
        return [
            (title, [self._bound(group, band) for band in bands[:-1]])
            for group, title, bands in self._band_lists()
        ]

    @property
    def weights(self) -> list[tuple[str, list[Box]]]:
        """The weights of every block's areas; a set that is summed has none so far."""
        return [
            (
                group["title"],
                [
                    self._box(
                        WEIGHT,
                        (group["code"], area["code"]),
                        f"{area['code']}. {area['title']}",
                        number(area["weight"]) if "weight" in area else "",
                    )
                    for area in group["criteria_set"]["areas"]
                ],
            )
            for group in self._bundle["groups"]
        ]

    @property
    def units(self) -> list[tuple[str, str, bool]]:
        """Code and name of every unit that a mark may be tried on, and whether it is chosen."""
        chosen = self._typed.get(UNIT, "")
        given = [unit for unit in self._bundle["units"] if "marks" in unit]
        return [(unit["code"], unit["name"], unit["code"] == chosen) for unit in given]

    @property
    def leaf(self) -> Mapping[str, Any] | None:
        """The leaf whose mark is tried, as the bundle has it; None where none is chosen."""
        unit, wanted = self._unit(), self._typed.get(LEAF, "").strip()
        if unit is None or not wanted:
            return None
        leaves = self._leaves(unit["group"])
        return next((leaf for leaf in leaves if leaf["code"] == wanted), None)

    @property
    def leaves(self) -> list[tuple[str, str, bool]]:
        """Code and title of every leaf that takes a mark, of the chosen unit or of all blocks."""
        unit, chosen = self._unit(), self._typed.get(LEAF, "").strip()
        groups = [unit["group"]] if unit else [group["code"] for group in self._bundle["groups"]]
        known = {leaf["code"]: leaf["title"] for code in groups for leaf in self._leaves(code)}
        return [(code, f"{code} {title}", code == chosen) for code, title in known.items()]

    @property
    def inputs(self) -> list[Input]:
        """The fields of the chosen leaf's mark; none where none is chosen."""
        return inputs_for(self.leaf["scoring"], dict(self._typed.lists())) if self.leaf else []

    @property
    def has_weights(self) -> bool:
        """Whether any weight was typed."""
        return any(True for _ in self._given(WEIGHT))

    @property
    def leaf_rule(self) -> str:
        """How the mark of the chosen leaf becomes points, "" where none is chosen."""
        return rule_text(dict(self.leaf)) if self.leaf else ""

    def changes(self) -> Changes:
        """Return what was asked for; what could not be read is left out and said in `errors`."""
        return Changes(
            thresholds=dict(self._shares(THRESHOLD)),
            lifted=frozenset(it.lift.partition(":")[2] for it in self.blocks if it.is_lifted),
            bounds={_pair(key): text for key, text in self._decimals(BOUND)},
            weights={_pair(key): text for key, text in self._decimals(WEIGHT)},
            marks=self._marks(),
        )

    def _marks(self) -> dict[tuple[str, str], Mapping[str, Any] | None]:
        unit, wanted, leaf = self._unit(), self._typed.get(LEAF, "").strip(), self.leaf
        if unit is None and not wanted:
            return {}
        if unit is None or leaf is None:
            self.errors.append("Hãy chọn cả đơn vị và một tiêu chí của khối đơn vị đó.")
            return {}
        in_core = leaf_of(leaf["code"], leaf["max_points"], leaf)
        try:
            mark = typed_mark(in_core, dict(self._typed.lists()))
        except EntryRefused as refusal:
            self.errors.append(f"{leaf['code']}: {' '.join(refusal.sentences)}")
            return {}
        return {(unit["code"], leaf["code"]): mark} if mark else {}

    def _shares(self, kind: str) -> Iterator[tuple[str, str]]:
        for key, text in self._given(kind):
            try:
                yield key, typed_share(text)
            except EntryRefused as refusal:
                self.errors += refusal.sentences

    def _decimals(self, kind: str) -> Iterator[tuple[str, str]]:
        for key, text in self._given(kind):
            try:
                yield key, typed_decimal(text if "," in text else text.replace(".", ","))
            except EntryRefused as refusal:
                self.errors += refusal.sentences

    def _given(self, kind: str) -> Iterator[tuple[str, str]]:
        for name in self._typed:
            head, _, key = name.partition(":")
            if head == kind and (text := str(self._typed[name]).strip()):
                yield key, text

    def _unit(self) -> Mapping[str, Any] | None:
        chosen = self._typed.get(UNIT, "")
        units = (unit for unit in self._bundle["units"] if "marks" in unit)
        return next((unit for unit in units if unit["code"] == chosen), None)

    def _leaves(self, group: str) -> list[Mapping[str, Any]]:
        sets = {it["code"]: it["criteria_set"] for it in self._bundle["groups"]}
        leaves = leaves_of(sets[group])
        return [leaf for leaf in leaves if "from_fact" not in leaf["scoring"]]

    def _blocks(self) -> list[Mapping[str, Any]]:
        rules = self._bundle["rule_set"]
        lists = [rules, *rules.get("by_group", {}).values()]
        return [*{block["code"]: block for it in lists for block in it.get("blocks", ())}.values()]

    def _band_lists(self) -> Iterator[tuple[str, str, list[Mapping[str, Any]]]]:
        rules = self._bundle["rule_set"]
        titles = {group["code"]: group["title"] for group in self._bundle["groups"]}
        own = {code: it["bands"] for code, it in rules.get("by_group", {}).items() if "bands" in it}
        if "bands" in rules and set(titles) - set(own):
            yield "", ", ".join(titles[code] for code in titles if code not in own), rules["bands"]
        for code, bands in own.items():
            yield code, titles.get(code, code), bands

    def _bound(self, group: str, band: Mapping[str, Any]) -> Box:
        stands = number(band["above"] if "above" in band else band["at_least"])
        return self._box(BOUND, (group, band["code"]), band["label"], stands)

    def _box(self, kind: str, key: tuple[str, ...], label: str, stands: str) -> Box:
        name = f"{kind}:{'|'.join(key)}"
        return Box(name, label, stands, self._typed.get(name, ""))


def _pair(key: str) -> tuple[str, str]:
    first, _, second = key.partition("|")
    return first, second


def _percent(block: Mapping[str, Any]) -> str:
    return short_percent(block["threshold"])
