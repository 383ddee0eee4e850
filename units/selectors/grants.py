"""What a person may see."""

from dataclasses import dataclass

from units.models import Grant, User

_SEES_EVERY_SHEET = {
    Grant.Role.HOME_AFFAIRS,
    Grant.Role.APPRAISER,
    Grant.Role.LEADER,
    Grant.Role.READER,
}


@dataclass(frozen=True, slots=True)
class Sight:
    """The sheets open to one person: every one, or those of their own units (by code)."""

    is_whole_province: bool
    unit_codes: frozenset[str]

    @property
    def is_blind(self) -> bool:
        """Whether nothing at all is open: a signed-in person without any grant."""
        return not self.is_whole_province and not self.unit_codes

    def covers(self, unit_code: str) -> bool:
        """Return whether the sheet of that unit is open, down to its leaves."""
        return self.is_whole_province or unit_code in self.unit_codes


def sight_of(user: User) -> Sight:
    """Return what the person's grants open; a superuser sees every sheet."""
    grants = list(user.grants.select_related("unit"))
    return Sight(
        is_whole_province=user.is_superuser or any(g.role in _SEES_EVERY_SHEET for g in grants),
        unit_codes=frozenset(grant.unit.code for grant in grants if grant.unit),
    )
