"""What the random bundles must reach, each in several bundles: the table of their coverage."""

from itertools import product

KINDS = ["direct", "choice", "checklist", "bands", "ratio", "deduction", "count", "answers"]
TESTS = (">=", "<=", ">", "<")
RULE_KEYS = [
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

RULE_VALUES = {
    "basis": ("index", "points"),
    "rank_on": ("unrounded", "published"),
    "ties": ("competition", "dense", "ordinal"),
    "rounding": ("half_up", "half_even", "down"),
    "unmarked": ("refuse", "zero", "pending"),
    "total_cap": (None, "max"),
    "decimals": (0, 1, 2, 3, 6),
    "left out": ("tie_break", "total_cap", "blocks", "by_group"),
    "by_group": RULE_KEYS,
    "tie_break": ("area",),
    "band": ("at_least", "above", "above and at_least of one bound"),
    "block": (*TESTS, "when missing refuse", "when missing ignore"),
}
SET_VALUES = {
    "aggregation": ("sum", "weighted"),
    "set": ("bonus_cap", "penalty_cap"),
    "nesting": (1, 2, 3),
    "area": ("of bonus and penalty only",),
    "kind": KINDS,
    "role": tuple(f"{role}, {kind}" for role, kind in product(("bonus", "penalty"), KINDS)),
    "leaf": ("no maximum", *(f"decimals {digits}" for digits in (0, 1, 2, 3, 6))),
    "bands": ("from_fact", "invert"),
    "ratio": ("from_fact", "invert", "floor", "target", "allow_over"),
    "deduction": ("from_fact",),
    "count": ("from_fact",),
}
UNIT_VALUES = {
    "standing": ("left out", "ranked", "scored", "excluded"),
    "mark": ("not_applicable", "unmarked", "unmarked, not told"),
    "fact": (
        *("numerator", "denominator", "value", "count", "sample", "reason"),
        *("not_applicable", "unmarked", "read by no block"),
    ),
    "block": ("fact missing, refuse", "fact missing, ignore"),
    "bands": ("above 1, by value",),
    "ratio": ("above 1, by value", "above 1, by ratio"),
    "checklist": ("nothing chosen",),
    "answers": ("an option nobody took left out",),
    "boundary": (
        *(f"block {test}" for test in TESTS),
        *("step", "step, inverted", "floor", "floor, inverted", "target", "target, inverted"),
        *("band at_least, unrounded", "band at_least, published"),
        *("band above, unrounded", "band above, published"),
    ),
}
RESULT_VALUES = {
    "tied ranks": ("competition", "dense"),
    "group": ("mean", "no mean"),
    "result": (
        *("ranked", "scored", "excluded", "pending"),
        *("pending and nothing marked", "pending for a block's fact"),
        *("pending that was to be scored", "unmarked counted as zero"),
        *("waived", "block lowers", "block changes nothing", "two blocks hold"),
        *("area with nothing applicable", "ten digits or no finite decimal"),
        *("index above 100", "no points"),
    ),
}
RANKING_FEATURES = {
    f"{subject}: {value}"
    for table in (RULE_VALUES, SET_VALUES, UNIT_VALUES, RESULT_VALUES)
    for subject, values in table.items()
    for value in values
}
