"""Random valid ranking bundles, the same for the same seed, with ties and boundaries on purpose."""

import json
from collections.abc import Iterator
from random import Random

from random_marks import NOT_APPLICABLE, facts, mark
from random_rules import rule_set
from random_sets import FACTS, Tree, criteria_set, likely

PREFIXES = ("so", "xa-", "Z", "ban_", "đ", "huyện ")


def random_bundle(seed: int) -> Tree:
    chance = Random(seed)
    codes = chance.sample(["so", "huyen", "xa", "nganh-doc"], chance.choice((1, 1, 2, 3)))
    groups = [
        {"code": code, "title": "Khối", "criteria_set": criteria_set(chance, f"bo-{code}")}
        for code in codes
    ]
    rules = rule_set(chance, groups)
    units = [unit for group in groups for unit in units_of(chance, group, rules)]
    for unit, place in zip(units, chance.sample(range(100), len(units)), strict=True):
        unit["code"] = f"{chance.choice(PREFIXES)}{place}"
    chance.shuffle(units)
    declared = declarations(chance, read_by_leaves(groups) | read_by_blocks(rules))
    return {
        "format": "cchc-ranking-bundle/1",
        "year": chance.randint(2012, 2030),
        "title": "Xếp hạng thử",
        "cutoff": "2022-12-31T23:59:59+07:00",
        "rule_set": rules,
        **({"facts": declared} if declared or likely(chance, 0.5) else {}),
        "groups": groups,
        "units": units,
    }


def leaves(node: Tree) -> Iterator[Tree]:
    for child in node.get("areas", node.get("criteria", [])):
        yield from [child] if "scoring" in child else leaves(child)


def in_force(rules: Tree, group: str) -> Tree:
    return {**rules, **rules.get("by_group", {}).get(group, {})}


def read_by_leaves(groups: list[Tree]) -> set[str]:
    scorings = [leaf["scoring"] for group in groups for leaf in leaves(group["criteria_set"])]
    return {it["from_fact"] for it in scorings if "from_fact" in it}


def read_by_blocks(rules: Tree) -> set[str]:
    own = [it for group in rules.get("by_group", {}).values() for it in group.get("blocks", [])]
    return {block["fact"] for block in [*rules.get("blocks", []), *own]}


def declarations(chance: Random, read: set[str]) -> list[Tree]:
    """Return what is read, and now and then more; some only by code, some with all they carry."""
    told = {
        "title": "Tỷ lệ",
        "definition": "resolved_or_overdue",
        "period": ["2022-01-01", "2022-12-31"],
        "as_of": "2023-01-05T08:00:00+07:00",
        "source": "Cổng dịch vụ công",
    }
    codes = [code for code in FACTS if code in read or likely(chance, 0.2)]
    return [{"code": code, **(told if likely(chance, 0.5) else {})} for code in codes]


def needed_facts(group: Tree, rules: Tree) -> set[str]:
    """Return the facts without which a unit of the group would be refused."""
    needed: set[str] = set()
    if rules["unmarked"] == "refuse":
        needed |= read_by_leaves([group])
    if rules["unmarked"] != "pending":
        stern = [it for it in rules.get("blocks", []) if it["when_missing"] == "refuse"]
        needed |= {block["fact"] for block in stern}
    return needed


def units_of(chance: Random, group: Tree, rules: Tree) -> list[Tree]:
    rules = in_force(rules, group["code"])
    made: list[Tree] = []
    for _ in range(chance.choice((0, 1, 2, 4, 5, 6))):
        if made and likely(chance, 0.35):
            made.append(rival(chance, chance.choice(made)))
        else:
            made.append(unit_of(chance, group, rules))
    for unit in made:
        give_standing(chance, unit)
    return made


def unit_of(chance: Random, group: Tree, rules: Tree) -> Tree:
    """Return a unit that can be computed: at least one ordinary leaf is open to it."""
    while True:
        unit = {"name": "Đơn vị", "group": group["code"]}
        unit["facts"] = facts(chance, needed_facts(group, rules))
        unit["marks"] = marks(chance, group["criteria_set"], rules["unmarked"])
        if rules["unmarked"] == "pending" and likely(chance, 0.05):
            unit["facts"], unit["marks"] = {}, {}
        if any(is_open(leaf, unit) for leaf in leaves(group["criteria_set"])):
            return unit


def is_open(leaf: Tree, unit: Tree) -> bool:
    source = leaf["scoring"].get("from_fact")
    answer = unit["facts"].get(source) if source else unit["marks"].get(leaf["code"])
    closed = (answer or {}).get("state") == "not_applicable"
    return not closed and "role" not in leaf and leaf["max_points"] != "0"


def marks(chance: Random, criteria: Tree, unmarked: str) -> Tree:
    """Return a mark for each leaf that takes one; whole areas and single leaves may be closed."""
    made = {}
    for area in criteria["areas"]:
        closed = likely(chance, 0.08)
        for leaf in leaves(area):
            if "from_fact" in leaf["scoring"]:
                continue
            made[leaf["code"]] = mark(chance, leaf)
            if closed or likely(chance, 0.06):
                made[leaf["code"]] = dict(NOT_APPLICABLE)
            elif unmarked != "refuse" and likely(chance, 0.06):
                made[leaf["code"]] = {"state": "unmarked"}
            elif unmarked != "refuse" and likely(chance, 0.06):
                del made[leaf["code"]]
    return made


def rival(chance: Random, other: Tree) -> Tree:
    """Return a unit with another's marks and facts, those of the twin areas changed over if any."""
    made: Tree = json.loads(json.dumps(other))
    if likely(chance, 0.7):
        made["marks"] = {
            changed_over(code, made["marks"]): it for code, it in made["marks"].items()
        }
    return made


def changed_over(code: str, marked: Tree) -> str:
    """Return the code of the same leaf in the twin area: 1.2 for T.2 and T.2 for 1.2."""
    area, _, rest = code.partition(".")
    return {"1": f"T.{rest}", "T": f"1.{rest}"}.get(area, code) if has_twin(marked) else code


def has_twin(marked: Tree) -> bool:
    return any(code.startswith("T.") for code in marked)


def give_standing(chance: Random, unit: Tree) -> None:
    roll = chance.random()
    if roll < 0.1:
        unit |= {"standing": "excluded", "reason": "Mới thành lập"}
        del unit["marks"]
        if likely(chance, 0.5):
            del unit["facts"]
    elif roll < 0.22:
        unit |= {"standing": "scored", "reason": "Chỉ chấm điểm"}
    elif roll < 0.3:
        unit |= {"standing": "ranked", "reason": chance.choice(("", "Ghi chú"))}
    for key in ("marks", "facts"):
        if unit.get(key) == {} and likely(chance, 0.5):
            del unit[key]
