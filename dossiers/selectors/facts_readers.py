"""To whom facts are open: a unit's numbers, those of its officials, those of all units."""

from units.models import Grant, Unit, User
from units.selectors.grants import sight_of


def may_see_facts(user: User, unit: Unit) -> bool:
    """Return whether the unit's numbers are open: to its own people and whoever sees all sheets."""
    sight = sight_of(user)
    return sight.is_whole_province or unit in sight.units


def may_see_officials(user: User, unit: Unit) -> bool:
    """Return whether the rates of the unit's officials are open: to its head, and as below."""
    headed = user.grants.filter(role=Grant.Role.HEAD, unit=unit)
    return may_see_everybody(user) or headed.exists()


def may_see_everybody(user: User) -> bool:
    """Return whether all units side by side, and every official, are open: Sở Nội vụ, leaders."""
    return user.has_perm("dossiers.view_closedtally")
