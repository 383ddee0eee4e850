"""Who may appraise which area of whose sheet: the owner's people, and never of their own unit.

Whom a unit carried on whole, or who carried it on, counts as the unit itself.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.models import AreaAppraiser, AreaOwner, Cycle
from units.models import Grant, Unit, User
from units.selectors.kin import kin_of, with_kin

APPRAISING = (Grant.Role.APPRAISER, Grant.Role.HOME_AFFAIRS)
"""The roles whose people appraise, each for the unit that their grant names."""


@dataclass(frozen=True, slots=True)
class Appraiser:
    """A person as an appraiser: whom they work for, and every unit that any grant ties them to.

    `tied_to` holds the units of the grants (`belongs_to`) and all that these carried on whole, or
    that carried these on.
    """

    user_id: int
    is_appraiser: bool
    works_for: frozenset[int]
    belongs_to: frozenset[int]
    tied_to: frozenset[int]


@dataclass(frozen=True, slots=True)
class Area:
    """An area of a block with the unit that appraises it, its substitute and the people named.

    `named` are user ids by the unit that they work for today, in the order in which they were
    named; somebody named who works for neither unit is in none of them. `owner_kin` are the units
    that the owner carried on whole, or that carried it on.
    """

    owner: Unit
    substitute: Unit | None
    named: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    owner_kin: frozenset[int] = frozenset()

    def in_charge(self, assessed_unit: int) -> Unit | None:
        """Return the unit that appraises a unit's sheet; None where a substitute is lacking."""
        is_own = assessed_unit == self.owner.pk or assessed_unit in self.owner_kin
        return self.substitute if is_own else self.owner

    def lead(self, assessed_unit: int) -> int | None:
        """Return the person named first of the unit in charge, who settles what differs."""
        unit = self.in_charge(assessed_unit)
        named = self.named.get(unit.pk, ()) if unit else ()
        return named[0] if named else None


@dataclass(frozen=True, slots=True)
class Right:
    """Whether a person may appraise an area of a sheet, for which unit, or why not."""

    unit: Unit | None
    why_not: str = ""

    @property
    def is_given(self) -> bool:
        """Whether the person may."""
        return self.unit is not None


def appraiser_of(user: User) -> Appraiser:
    """Return what a person's grants say now; nothing is remembered from an earlier page."""
    grants = list(Grant.objects.filter(user=user).values_list("role", "unit_id"))
    belongs_to = frozenset(unit for _, unit in grants if unit)
    return Appraiser(
        user_id=user.pk,
        is_appraiser=any(role in APPRAISING for role, _ in grants),
        works_for=frozenset(unit for role, unit in grants if unit and role in APPRAISING),
        belongs_to=belongs_to,
        tied_to=with_kin(belongs_to),
    )


def areas_of(cycle: Cycle) -> dict[tuple[int, int], Area]:
    """Return the areas of a cycle that have an owner, by block id and area id, by three queries."""
    owners = AreaOwner.objects.filter(cycle_group__cycle=cycle)
    rows, named = list(owners.select_related("owner", "substitute")), _named_in(cycle)
    kin = kin_of({row.owner_id for row in rows})
    return {
        (row.cycle_group_id, row.area_id): Area(
            row.owner, row.substitute, named.get(row.pk, {}), kin[row.owner_id]
        )
        for row in rows
    }


def right_to(appraiser: Appraiser, area: Area | None, assessed: Unit) -> Right:
    """Return a person's right to appraise an area of a unit's sheet, None for an ownerless area."""
    if not appraiser.is_appraiser:
        return Right(None, "Bạn không phải người thẩm định.")
    if assessed.pk in appraiser.tied_to - appraiser.belongs_to:
        return Right(
            None,
            f"Đơn vị của bạn kế tục toàn bộ {assessed}, hoặc được {assessed} kế tục;"
            " không ai thẩm định đơn vị của chính mình.",
        )
    if assessed.pk in appraiser.belongs_to:
        return Right(None, f"Bạn thuộc {assessed}; không ai thẩm định đơn vị của chính mình.")
    if not appraiser.works_for:
        return Right(
            None,
            "Tài khoản của bạn chưa gắn với cơ quan nào nên chưa thẩm định được;"
            " hãy nhờ Sở Nội vụ ghi cơ quan của bạn.",
        )
    if area is None:
        return Right(None, "Lĩnh vực này chưa được giao cho cơ quan nào.")
    return _right_in(appraiser, area, assessed)


def why_not_decide(user: User, unit: Unit) -> str:
    """Return why a person decides nothing about how a unit takes part, and who does; "" if they do.

    That is its standing, more time, areas opened again, facts and criteria not asked of it.
    """
    person = appraiser_of(user)
    if unit.pk not in person.tied_to:
        return ""
    why = f"Bạn thuộc {unit}"
    if unit.pk not in person.belongs_to:
        why = f"Đơn vị của bạn kế tục toàn bộ {unit}, hoặc được {unit} kế tục"
    return (
        f"{why}; không ai quyết định cho đơn vị của chính mình. Người quyết định là người có vai"
        f" trò Sở Nội vụ mà không thuộc {unit}, hoặc người quản trị cổng."
    )


def _right_in(appraiser: Appraiser, area: Area, assessed: Unit) -> Right:
    """Return the right of a person who works for some unit and is not tied to the assessed one."""
    unit = area.in_charge(assessed.pk)
    if unit is None:
        return Right(None, f"Chưa có cơ quan thẩm định thay cho phiếu của chính {assessed}.")
    if unit.pk == assessed.pk or unit.pk not in appraiser.works_for:
        return Right(None, f"Lĩnh vực này của {assessed} do {unit} thẩm định.")
    named = area.named.get(unit.pk)
    if named and appraiser.user_id not in named:
        return Right(None, f"{unit} đã giao lĩnh vực này cho người khác.")
    return Right(unit)


def _named_in(cycle: Cycle) -> dict[int, dict[int, tuple[int, ...]]]:
    """Return who was named for each area and works for a unit today, by owner row and unit."""
    rows = AreaAppraiser.objects.filter(
        area_owner__cycle_group__cycle=cycle,
        user__is_active=True,
        user__grants__role__in=APPRAISING,
        user__grants__unit__isnull=False,
    ).order_by("pk")
    named: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, user, unit in rows.values_list("area_owner_id", "user_id", "user__grants__unit_id"):
        if user not in named[row][unit]:
            named[row][unit].append(user)
    return {
        row: {unit: tuple(users) for unit, users in by_unit.items()}
        for row, by_unit in named.items()
    }
