"""Who reads a page: what their grants open to them."""

from dataclasses import dataclass

from units.models import Grant, User
from units.selectors.grants import Sight, sight_of

_SEES_PEOPLE = {Grant.Role.HOME_AFFAIRS, Grant.Role.LEADER}
_SEES_ALL_DOSSIERS = _SEES_PEOPLE | {Grant.Role.APPRAISER}


@dataclass(frozen=True, slots=True)
class Reader:
    """One signed-in person: their sight of sheets, their roles, and the pages these open."""

    sight: Sight
    roles: frozenset[str]
    is_superuser: bool

    @property
    def sees_people(self) -> bool:
        """Whether the list of people under review is open: Sở Nội vụ and leaders."""
        return self.is_superuser or bool(self.roles & _SEES_PEOPLE)

    @property
    def runs_the_portal(self) -> bool:
        """Whether the work of the year is theirs: Sở Nội vụ."""
        return self.is_superuser or Grant.Role.HOME_AFFAIRS in self.roles

    def opens_sheet(self, unit_id: int) -> bool:
        """Return whether the unit's sheet is open: a sister unit's is not."""
        return self.sight.is_whole_province or unit_id in {unit.pk for unit in self.sight.units}

    def opens_dossiers(self, unit_id: int) -> bool:
        """Return whether the dossiers behind the unit's figures are open; not to mere readers."""
        is_own = unit_id in {unit.pk for unit in self.sight.units}
        return is_own or self.is_superuser or bool(self.roles & _SEES_ALL_DOSSIERS)


def reader_of(user: User) -> Reader:
    """Return what the person's grants open."""
    return Reader(
        sight=sight_of(user),
        roles=frozenset(user.grants.values_list("role", flat=True)),
        is_superuser=user.is_superuser,
    )
