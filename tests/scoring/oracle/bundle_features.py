"""Which features of the format a bundle reaches: by what it says, and by what it comes to."""

from collections.abc import Iterator

from oracle_leaves import Tree, answer_of, leaves_below, measured
from oracle_numbers import compared, minus, number
from oracle_units import rules_of


def features(bundle: Tree, result: Tree) -> set[str]:
    groups = {group["code"]: group["criteria_set"] for group in bundle["groups"]}
    found = set(of_rules(bundle))
    for group in bundle["groups"]:
        found |= set(of_set(group["criteria_set"]))
        rules = rules_of(bundle, group["code"])
        found |= set(of_rows([it for it in result["units"] if it["group"] == group["code"]], rules))
    for unit in bundle["units"]:
        found |= set(of_unit(unit, groups[unit["group"]], rules_of(bundle, unit["group"])))
    return found | set(of_groups(result["groups"]))


def of_rules(bundle: Tree) -> Iterator[str]:
    rules = bundle["rule_set"]
    for key in ("tie_break", "total_cap", "blocks", "by_group"):
        if key not in rules:
            yield f"left out: {key}"
    for own in rules.get("by_group", {}).values():
        yield from (f"by_group: {key}" for key in own)
    for group in bundle["groups"]:
        yield from of_rules_in_force(rules_of(bundle, group["code"]))


def of_rules_in_force(rules: Tree) -> Iterator[str]:
    for key in ("basis", "rank_on", "ties", "decimals", "rounding", "unmarked", "total_cap"):
        yield f"{key}: {rules[key]}"
    if any(breaker != "code" for breaker in rules["tie_break"]):
        yield "tie_break: area"
    for better, worse in zip(rules["bands"], rules["bands"][1:], strict=False):
        yield "band: above" if "above" in better else "band: at_least"
        if better.get("above", "-") == worse.get("at_least"):
            yield "band: above and at_least of one bound"
    for block in rules["blocks"]:
        yield f"block: {block['test']}"
        yield f"block: when missing {block['when_missing']}"


def of_set(criteria_set: Tree) -> Iterator[str]:
    yield f"aggregation: {criteria_set['aggregation']}"
    for cap in ("bonus_cap", "penalty_cap"):
        if criteria_set.get(cap) is not None:
            yield f"set: {cap}"
    for area in criteria_set["areas"]:
        yield f"nesting: {depth_of(area)}"
        if area["max_points"] == "0":
            yield "area: of bonus and penalty only"
        for leaf in leaves_below(area):
            yield from of_leaf(leaf)


def depth_of(node: Tree) -> int:
    return 1 + max(depth_of(child) for child in node["criteria"]) if "criteria" in node else 0


def of_leaf(leaf: Tree) -> Iterator[str]:
    scoring = leaf["scoring"]
    kind = scoring["kind"]
    yield f"kind: {kind}"
    if "role" in leaf:
        yield f"role: {leaf['role']}, {kind}"
    if leaf["max_points"] == "0":
        yield "leaf: no maximum"
    if "decimals" in leaf:
        yield f"leaf: decimals {leaf['decimals']}"
    for key in ("from_fact", "floor", "target", "invert", "allow_over"):
        if scoring.get(key):
            yield f"{kind}: {key}"


def of_unit(unit: Tree, criteria_set: Tree, rules: Tree) -> Iterator[str]:
    yield f"standing: {unit.get('standing', 'left out')}"
    for code, fact in unit.get("facts", {}).items():
        yield from (f"fact: {key}" for key in fact)
        if all(code != block["fact"] for block in rules["blocks"]):
            yield "fact: read by no block"
    if unit.get("standing") == "excluded":
        return
    for area in criteria_set["areas"]:
        for leaf in leaves_below(area):
            yield from of_answer(leaf, answer_of(leaf, unit), unit)
    for block in rules["blocks"]:
        fact = unit.get("facts", {}).get(block["fact"], {"state": "missing"})
        if "state" not in fact and compared(measured(fact), number(block["threshold"])) == 0:
            yield f"boundary: block {block['test']}"
        if fact == {"state": "missing"}:
            yield f"block: fact missing, {block['when_missing']}"


def of_answer(leaf: Tree, answer: Tree, unit: Tree) -> Iterator[str]:
    scoring = leaf["scoring"]
    source = "fact" if "from_fact" in scoring else "mark"
    if "state" in answer:
        told = "" if source == "fact" or leaf["code"] in unit.get("marks", {}) else ", not told"
        yield f"{source}: {answer['state']}{told}"
    elif scoring["kind"] in ("bands", "ratio"):
        yield from of_measure(scoring, answer)
    elif answer.get("choices") == []:
        yield "checklist: nothing chosen"
    elif "counts" in answer and len(answer["counts"]) < len(scoring["options"]):
        yield "answers: an option nobody took left out"


def of_measure(scoring: Tree, answer: Tree) -> Iterator[str]:
    kind, value = scoring["kind"], measured(answer)
    if compared(value, (1, 1)) > 0:
        yield f"{kind}: above 1, by {'value' if 'value' in answer else 'ratio'}"
    turned = minus((1, 1), value) if scoring.get("invert") else value
    bounds = {"step": [step["at_least"] for step in scoring.get("steps", [])]}
    bounds |= {key: [scoring[key]] for key in ("floor", "target") if key in scoring}
    for name, texts in bounds.items():
        if any(compared(turned, number(text)) == 0 for text in texts):
            yield f"boundary: {name}{', inverted' if scoring.get('invert') else ''}"


def of_rows(rows: list[Tree], rules: Tree) -> Iterator[str]:
    ranks = [row["rank"] for row in rows if row["rank"]]
    if len(set(ranks)) < len(ranks):
        yield f"tied ranks: {rules['ties']}"
    for row in rows:
        yield f"result: {row['standing']}"
        if row["standing"] == "pending" and row["index"] is None:
            yield "result: pending and nothing marked"
        if row["standing"] == "pending" and not row["unmarked"]:
            yield "result: pending for a block's fact"
        if row["standing"] == "pending" and row["reason"]:
            yield "result: pending that was to be scored"
        if row["unmarked"] and rules["unmarked"] == "zero":
            yield "result: unmarked counted as zero"
        if row["band"]:
            yield from of_banded(row, rules)


def of_banded(row: Tree, rules: Tree) -> Iterator[str]:
    if row["waived"]:
        yield "result: waived"
    if row["blocked_by"]:
        changed = row["band"] != row["band_by_points"]
        yield "result: block lowers" if changed else "result: block changes nothing"
    if len(row["blocked_by"]) > 1:
        yield "result: two blocks hold"
    if any(area["index"] is None for area in row["areas"].values()):
        yield "result: area with nothing applicable"
    if len(row["points"].partition(".")[2]) == 10:
        yield "result: ten digits or no finite decimal"
    exact = row["published"] if rules["rank_on"] == "published" else row[rules["basis"]]
    for band in rules["bands"][:-1]:
        key = "above" if "above" in band else "at_least"
        if compared(number(exact), number(band[key])) == 0:
            yield f"boundary: band {key}, {rules['rank_on']}"
    if compared(number(row["index"]), (100, 1)) > 0:
        yield "result: index above 100"
    if row["points"] == "0":
        yield "result: no points"


def of_groups(groups: list[Tree]) -> Iterator[str]:
    for group in groups:
        yield "group: no mean" if group["mean_published"] is None else "group: mean"
