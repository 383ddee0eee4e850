"""Who appraises which area of a cycle, whom it could be given to, and what is still open."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from scoring.models import AreaAppraiser, AreaOwner, Assessment, Criterion, Cycle, CycleGroup
from scoring.selectors.appraisal_rights import APPRAISING
from units.models import Grant, Unit, User
from units.selectors.units import units_on


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be named for an area, and whether they are."""

    user: User
    units: tuple[str, ...]
    is_named: bool


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area of a block as it is given now; `seen` tells whether somebody changed it since."""

    block: CycleGroup
    area: Criterion
    given: AreaOwner | None
    candidates: tuple[Candidate, ...]
    gaps: tuple[str, ...]
    seen: str

    @property
    def key(self) -> str:
        """A name of the row that is its own on the page."""
        return f"{self.block.pk}-{self.area.pk}"

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is open about the area, each with the place that it is about."""
        place = f"{self.block.group}, {self.area.code} {self.area.title}"
        return tuple(f"{place}: {gap}" for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class BlockRows:
    """A block with its areas in their order."""

    block: CycleGroup
    rows: tuple[AreaRow, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What every row of the page is made from."""

    owners: dict[tuple[int, int], AreaOwner]
    named: dict[int, tuple[int, ...]]
    workers: dict[int, dict[User, list[str]]]
    users: dict[int, User]
    taking_part: set[tuple[int, int]]


def possible_owners(cycle: Cycle) -> QuerySet[Unit]:
    """Return whom an area can be given to: departments of the cycle's last day, the organiser."""
    there = Q(level=Unit.Level.DEPARTMENT) | Q(pk=cycle.organiser_id)
    return units_on(cycle.last_on).filter(there)


def area_rows(cycle: Cycle) -> list[BlockRows]:
    """Return every area of every block, by a number of queries that does not grow with them."""
    known, areas = _known(cycle), _areas(cycle)
    blocks = cycle.groups.select_related("group", "criteria_set")
    return [
        BlockRows(block, tuple(_row(block, area, known) for area in areas[block.criteria_set_id]))
        for block in blocks
    ]


def gaps_of(cycle: Cycle) -> list[str]:
    """Return everything that keeps some area of some sheet from being appraised, in sentences."""
    return [gap for block in area_rows(cycle) for row in block.rows for gap in row.sentences]


def seen_of(owner: AreaOwner | None, named: tuple[int, ...]) -> str:
    """Return what a page saw of an area, to be compared when it is saved."""
    if owner is None:
        return "-"
    people = ",".join(str(pk) for pk in sorted(named))
    return f"{owner.owner_id}/{owner.substitute_id or ''}/{people}"


def named_people(owners: QuerySet[AreaOwner]) -> dict[int, tuple[int, ...]]:
    """Return the user ids named for each area, in the order in which they were named."""
    named: dict[int, tuple[int, ...]] = defaultdict(tuple)
    rows = AreaAppraiser.objects.filter(area_owner__in=owners).order_by("pk")
    for row, user in rows.values_list("area_owner_id", "user_id"):
        named[row] += (user,)
    return named


def _known(cycle: Cycle) -> _Known:
    rows = AreaOwner.objects.filter(cycle_group__cycle=cycle)
    owners = {
        (row.cycle_group_id, row.area_id): row for row in rows.select_related("owner", "substitute")
    }
    named, workers = named_people(rows), _workers()
    wanted = {user for users in named.values() for user in users}
    sheets = Assessment.objects.filter(cycle=cycle)
    taking_part = sheets.exclude(standing=Assessment.Standing.EXCLUDED)
    return _Known(
        owners=owners,
        named=named,
        workers=workers,
        users={user.pk: user for user in User.objects.filter(pk__in=wanted)},
        taking_part=set(taking_part.values_list("cycle_group_id", "unit_id")),
    )


def _workers() -> dict[int, dict[User, list[str]]]:
    """Return who appraises for each unit today, by unit id, with the unit's name."""
    grants = Grant.objects.filter(
        role__in=APPRAISING, unit__isnull=False, user__is_active=True
    ).select_related("user", "unit")
    workers: dict[int, dict[User, list[str]]] = defaultdict(dict)
    for grant in grants.order_by("user__full_name", "user__username", "pk"):
        if grant.unit:
            workers[grant.unit.pk].setdefault(grant.user, [grant.unit.name])
    return workers


def _areas(cycle: Cycle) -> dict[int, list[Criterion]]:
    areas: dict[int, list[Criterion]] = defaultdict(list)
    of_cycle = Criterion.objects.filter(criteria_set__cycle_groups__cycle=cycle, parent=None)
    for area in of_cycle.distinct().order_by("position"):
        areas[area.criteria_set_id].append(area)
    return areas


def _row(block: CycleGroup, area: Criterion, known: _Known) -> AreaRow:
    given = known.owners.get((block.pk, area.pk))
    named = known.named.get(given.pk, ()) if given else ()
    candidates = _candidates(given, named, known) if given else ()
    gaps = tuple(_gaps(block, given, candidates, known))
    return AreaRow(block, area, given, candidates, gaps, seen_of(given, named))


def _candidates(given: AreaOwner, named: tuple[int, ...], known: _Known) -> tuple[Candidate, ...]:
    """Return those of the owner, then those of the substitute, then the named of neither."""
    units: dict[User, list[str]] = {}
    for unit in filter(None, (given.owner_id, given.substitute_id)):
        for user, names in known.workers.get(unit, {}).items():
            units.setdefault(user, []).extend(names)
    for pk in named:
        units.setdefault(known.users[pk], [])
    return tuple(Candidate(user, tuple(at), user.pk in named) for user, at in units.items())


def _gaps(
    block: CycleGroup,
    given: AreaOwner | None,
    candidates: tuple[Candidate, ...],
    known: _Known,
) -> Iterator[str]:
    """Yield what is open about one area."""
    if given is None:
        yield "chưa giao cho cơ quan nào."
        return
    is_assessed = (block.pk, given.owner_id) in known.taking_part
    if is_assessed and given.substitute is None:
        yield f"{given.owner} cũng được chấm trong khối, cần cơ quan thẩm định thay."
    for unit in filter(None, (given.owner, given.substitute if is_assessed else None)):
        if not known.workers.get(unit.pk):
            yield f"{unit} chưa có tài khoản thẩm định nào."
    for person in candidates:
        if person.is_named and not person.units:
            yield f"{person.user} không còn thẩm định cho cơ quan nào được giao."
