"""What a person may see."""

from dataclasses import dataclass
from datetime import date

from units.models import Grant, Unit, User

_SEES_EVERY_SHEET = {
    Grant.Role.HOME_AFFAIRS,
    Grant.Role.APPRAISER,
    Grant.Role.LEADER,
    Grant.Role.READER,
}


@dataclass(frozen=True, slots=True)
class Sight:
    """The sheets open to one person: every one, or those of their own units."""

    is_whole_province: bool
    units: tuple[Unit, ...]

    @property
    def is_blind(self) -> bool:
        """Whether nothing at all is open: a signed-in person without any grant."""
        return not self.is_whole_province and not self.units

    def covers(self, unit_code: str, day: date) -> bool:
        """Return whether the sheet of the unit that bore the code on that day is open."""
        own = any(unit.code == unit_code and day in unit.valid for unit in self.units)
        return self.is_whole_province or own


def sight_of(user: User) -> Sight:
    """Return what the person's grants open; a superuser sees every sheet."""
    grants = list(user.grants.select_related("unit"))
    return Sight(
        is_whole_province=user.is_superuser or any(g.role in _SEES_EVERY_SHEET for g in grants),
        units=tuple(g.unit for g in grants if g.unit and g.role in Grant.OF_A_UNIT),
    )
