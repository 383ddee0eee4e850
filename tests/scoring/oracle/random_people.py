"""Random valid accountability bundles: every kind of rule, broken runs, tenures at the edge."""

from random import Random

from random_marks import NOT_APPLICABLE, rate
from random_sets import LATTICE, Tree, likely

YEAR = 2024
NOW = ("xuat-sac", "tot", "kha", "trung-binh", "yeu")
EARLIER = (("tot", "kha", "trung-binh", "yeu"), ("A", "tot", "kha", "yeu"), ("dat", "yeu"))
SHARED = ("tot", "kha", "yeu")  # in the list of every group of this year
FACTS = ("late_rate", "satisfaction")


def random_people(seed: int) -> Tree:
    chance = Random(seed)
    groups = chance.sample(["so", "xa", "huyen"], chance.randint(1, 3))
    now = {group: list(chance.choice((NOW, EARLIER[0], ("A", *SHARED)))) for group in groups}
    earlier = {year: lists(chance, groups) for year in chance.sample(years(), chance.randint(0, 3))}
    units = [unit(chance, place, now, earlier) for place in range(chance.randint(0, 6))]
    chance.shuffle(units)
    people = [person for it in units for person in staff(chance, it["code"])]
    chance.shuffle(people)
    bundle = {
        "format": "cchc-accountability-bundle/1",
        "year": YEAR,
        "ranking_sha256": f"{chance.getrandbits(256):064x}",
        "bands": now,
        "rules": rules(chance),
        "units": units,
        "people": people,
    }
    return bundle | {"bands_by_year": earlier} if earlier or likely(chance, 0.5) else bundle


def years() -> list[str]:
    return [str(YEAR - back) for back in range(1, 5)]


def lists(chance: Random, groups: list[str]) -> Tree:
    """Return a year's own lists, for some of the groups only."""
    return {group: list(chance.choice(EARLIER)) for group in groups if likely(chance, 0.7)}


def unit(chance: Random, place: int, now: Tree, earlier: Tree) -> Tree:
    group = chance.choice(list(now))
    made = {
        "code": f"{chance.choice('bđZ')}{place}",
        "group": group,
        "band": low(chance, now[group]),
    }
    history: Tree = {}
    for year in years() if likely(chance, 0.85) else ():
        if likely(chance, 0.8):
            history[year] = {"band": low(chance, earlier.get(year, {}).get(group, now[group]))}
            if likely(chance, 0.2):
                history[year]["note"] = "Đơn vị tiền thân"
    return made | {"history": history} if history or likely(chance, 0.5) else made


def low(chance: Random, order: list[str]) -> str:
    """Return a band, the worse half more often, so that years run together."""
    return chance.choice([*order, *order[len(order) // 2 :], *order[len(order) // 2 :]])


def rules(chance: Random) -> list[Tree]:
    made = []
    for place in range(chance.randint(0, 6)):
        applies_to = chance.choice(("official", "head", "head", "collective"))
        rule = {"code": f"{chance.choice('zaĐ')}{place}", "applies_to": applies_to}
        rule |= CONDITIONS[applies_to](chance)
        rule |= chance.choice(({"bars_rating": "tot"}, {"measure": "xem-xet"}))
        made.append(rule)
    return made


def official(chance: Random) -> Tree:
    test = chance.choice((">=", "<=", ">", "<"))
    return {
        "fact": chance.choice(FACTS),
        "test": test,
        "threshold": chance.choice(("0.1", *LATTICE)),
    }


def head(chance: Random) -> Tree:
    return {"band_at_most": chance.choice(SHARED), "years": chance.choice((1, 1, 2, 2, 3, 5))}


def collective(chance: Random) -> Tree:
    return {"requires_band": chance.choice(SHARED)}


CONDITIONS = {"official": official, "head": head, "collective": collective}


def staff(chance: Random, code: str) -> list[Tree]:
    """Return people of a unit; one code may stand for a person in each of the roles."""
    found = []
    for place in range(chance.randint(0, 3)):
        for role in chance.sample(list(CONDITIONS), chance.randint(1, 3)):
            person = {"code": f"{chance.choice('pPđ')}{place}-{code}", "unit": code, "role": role}
            found.append(person | EXTRAS[role](chance))
    return list({(person["code"], person["role"]): person for person in found}.values())


def facts(chance: Random) -> Tree:
    made = {}
    for code in FACTS:
        if likely(chance, 0.75):
            found = {"value": "0.10"} if likely(chance, 0.3) else rate(chance)
            made[code] = found | chance.choice(({}, {"sample": 30}))
        if likely(chance, 0.15):
            made[code] = dict(NOT_APPLICABLE)
    if likely(chance, 0.2):
        made["findings"] = {"count": 2}
    return {"facts": made} if made or likely(chance, 0.5) else {}


def since(chance: Random) -> Tree:
    """Return a tenure, if any, that began on the first day of a year, a day later, or else."""
    day = chance.choice(("01-01", "01-01", "01-02", "12-31", "02-28"))
    return {"since": f"{YEAR - chance.randint(0, 5)}-{day}"} if likely(chance, 0.8) else {}


EXTRAS = {"official": facts, "head": since, "collective": lambda chance: {}}
