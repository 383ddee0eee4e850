"""Random rules that fit their groups: bands, blocks, ties, rounding, and a group's own."""

from random import Random

from random_sets import LATTICE, RATE_FACTS, RATING, Tree, hundredths, likely, points

BAND_CODES = (
    ("tot", "kha", "trung-binh", "yeu"),
    ("xuat-sac", "tot", "kha", "trung-binh", "yeu"),
    ("A", "B", "C"),
    ("dat", "khong-dat"),
)
OWN_KEYS = [
    "basis",
    "rank_on",
    "ties",
    "tie_break",
    "decimals",
    "rounding",
    "unmarked",
    "total_cap",
    "bands",
    "blocks",
]


def bands(chance: Random, most: int, codes: tuple[str, ...]) -> list[Tree]:
    """Return a class for each code, best first; bounds on a lattice of twentieths of the most."""
    bounds = chance.sample(range(1, 20), len(codes) - 1)
    made = []
    for code, bound in zip(codes, sorted(bounds, reverse=True), strict=False):
        key = chance.choice(("at_least", "at_least", "above"))
        made.append({"code": code, "label": code.upper(), key: points(bound * most // 20)})
    if len(made) > 1 and "above" in made[0] and likely(chance, 0.4):
        made[1] = {"code": codes[1], "label": "Đúng mức", "at_least": made[0]["above"]}
    if likely(chance, 0.1):
        made[-1] = {"code": codes[-2], "label": "Trên không", "above": "0"}
    return [*made, {"code": codes[-1], "label": "Cuối", "at_least": "0"}]


def blocks(chance: Random, bands_in_force: list[Tree]) -> list[Tree]:
    made = []
    for place in range(chance.choice((0, 1, 1, 2, 3))):
        fact = chance.choice((*RATE_FACTS, RATING))
        threshold = chance.choice(("2.5", "3.5", "4") if fact == RATING else LATTICE)
        made.append(
            {
                "code": f"block-{place}",
                "title": "Khống chế",
                "fact": fact,
                "test": chance.choice((">=", "<=", ">", "<")),
                "threshold": threshold,
                "bars": chance.choice(bands_in_force[:-1])["code"],
                "when_missing": chance.choice(("refuse", "ignore")),
            }
        )
    return made


def tie_break(chance: Random, areas: list[str]) -> list[str]:
    breakers = [f"area:{area}" for area in chance.sample(areas, chance.randint(0, len(areas)))]
    if likely(chance, 0.4) or not breakers:
        breakers.insert(chance.randint(0, len(breakers)), "code")
    return breakers


def all_rules(chance: Random, criteria_set: Tree, areas: list[str]) -> Tree:
    """Return every rule that a group may have for itself."""
    summed = criteria_set["aggregation"] == "sum"
    basis = chance.choice(("index", "index", "points")) if summed else "index"
    most = 10000 if basis == "index" else hundredths(criteria_set["max_points"])
    made = bands(chance, most, chance.choice(BAND_CODES))
    return {
        "basis": basis,
        "rank_on": chance.choice(("unrounded", "published")),
        "ties": chance.choice(("competition", "dense", "ordinal", "ordinal")),
        "tie_break": tie_break(chance, areas),
        "decimals": chance.choice((0, 1, 1, 2, 2, 3, 6)),
        "rounding": chance.choice(("half_up", "half_even", "down")),
        "unmarked": chance.choice(("refuse", "zero", "pending")),
        "total_cap": chance.choice((None, "max")) if summed else None,
        "bands": made,
        "blocks": blocks(chance, made),
    }


def rule_set(chance: Random, groups: list[Tree]) -> Tree:
    """Return rules made for the first group, and for others what they need or happen to have."""
    made = all_rules(chance, groups[0]["criteria_set"], ["1"])
    own = {}
    for group in groups:
        found = own_rules(chance, group["criteria_set"], made)
        if found or likely(chance, 0.1):
            own[group["code"]] = found
    for key, default in (("tie_break", ["code"]), ("total_cap", None), ("blocks", [])):
        if made[key] == default and likely(chance, 0.5):
            del made[key]
    sources = [{"document": "Quyết định", "clause": "Điều 1"}]
    rules = {"code": "thu", "sources": sources, **made}
    return rules | {"by_group": own} if own or likely(chance, 0.5) else rules


def own_rules(chance: Random, criteria_set: Tree, common: Tree) -> Tree:
    """Return a group's own rules: the bands bring their blocks along."""
    other = all_rules(chance, criteria_set, [it["code"] for it in criteria_set["areas"]])
    keys = {key for key in OWN_KEYS if likely(chance, 0.15)}
    if criteria_set["aggregation"] == "weighted":
        keys |= {key for key in ("basis", "total_cap") if common[key] != other[key]}
    if "bands" in keys:
        keys.add("blocks")
    elif "blocks" in keys:
        other["blocks"] = blocks(chance, common["bands"])
    if "basis" in keys and criteria_set["aggregation"] == "weighted":
        other["basis"] = "index"
    return {key: other[key] for key in OWN_KEYS if key in keys}
