"""The oracle's result document of an accountability bundle: a plain walk through the text."""

from oracle_leaves import Tree, measured
from oracle_ranking import as_text, digest
from oracle_units import is_met


def review_text(bundle: Tree) -> str:
    entries = []
    for unit in bundle["units"]:
        people = [person for person in bundle["people"] if person["unit"] == unit["code"]]
        hits = [
            (person["code"], place, entry(person, rule, bundle))
            for person in people
            for place, rule in enumerate(bundle["rules"])
            if person["role"] == rule["applies_to"]
            and HOLDS[person["role"]](rule, person, unit, bundle)
        ]
        entries += [found for _, _, found in sorted(hits, key=lambda hit: hit[:2])]
    return as_text(
        {
            "format": "cchc-accountability-result/1",
            "bundle_sha256": digest(bundle),
            "entries": entries,
        }
    )


def entry(person: Tree, rule: Tree, bundle: Tree) -> Tree:
    (effect,) = {"bars_rating", "measure"} & set(rule)
    found = {
        "person": person["code"],
        "unit": person["unit"],
        "rule": rule["code"],
        "effect": f"{effect}:{rule[effect]}",
    }
    if person["role"] == "head":
        first_day = (bundle["year"] - rule["years"] + 1, 1, 1)
        found["partial_tenure"] = "since" in person and day(person["since"]) > first_day
    return found


def day(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("-"))


def official_holds(rule: Tree, person: Tree, unit: Tree, bundle: Tree) -> bool:
    fact = person.get("facts", {}).get(rule["fact"], {"state": "not_given"})
    return "state" not in fact and is_met(rule, measured(fact))


def head_holds(rule: Tree, person: Tree, unit: Tree, bundle: Tree) -> bool:
    for back in range(rule["years"]):
        year = str(bundle["year"] - back)
        own = bundle["bands"][unit["group"]]
        order = bundle.get("bands_by_year", {}).get(year, {}).get(unit["group"], own)
        known = unit if back == 0 else unit.get("history", {}).get(year, {})
        if "band" not in known or rule["band_at_most"] not in order:
            return False
        if order.index(known["band"]) < order.index(rule["band_at_most"]):
            return False
    return True


def collective_holds(rule: Tree, person: Tree, unit: Tree, bundle: Tree) -> bool:
    order = bundle["bands"][unit["group"]]
    return order.index(unit["band"]) > order.index(rule["requires_band"])


HOLDS = {"official": official_holds, "head": head_holds, "collective": collective_holds}
