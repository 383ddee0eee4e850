"""Grants as Django permissions: the one place that says which role may do what."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Model

from units.models import Grant, User

_OWN_APPS = ("foundation", "units", "dossiers", "surveys", "scoring")
OWN_SHEETS = "own.sheets"
"""No permission of a model: whether the person fills in or signs sheets of their own unit."""
_OPEN_TO: dict[str, set[Grant.Role]] = {
    "scoring.view_rankingrun": {Grant.Role.APPRAISER, Grant.Role.LEADER, Grant.Role.READER},
    "foundation.view_job": {Grant.Role.APPRAISER, Grant.Role.LEADER},
    "dossiers.view_closedtally": {Grant.Role.LEADER},
    "scoring.add_appraisal": {Grant.Role.APPRAISER},
    "scoring.view_appraisal": {Grant.Role.LEADER},
    OWN_SHEETS: set(Grant.OF_A_UNIT),
}
"""What is open to others than Sở Nội vụ; `view_closedtally` is all units' figures side by side,
`view_appraisal` what the council has before it, and every run that is not published yet."""


class GrantBackend(ModelBackend):
    """Sign-in by password; what a person may do follows from their grants and nothing else.

    Sở Nội vụ may do everything the portal offers (each page or admin form still says what exists).
    Appraisers, leaders and readers see ranking runs whole, provisional ones too, leaders at any
    time; the first two see all jobs as well, and leaders the figures of all units. Heads and
    officers have sheets of their own: what else is open to them is their units' `Sight`.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Model | None = None) -> bool:
        """Return whether an active person has the permission `app.codename`."""
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        return user_obj.is_superuser or _allows(_roles(user_obj), perm)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Return whether an active person may open the app's part of the admin."""
        return self.has_perm(user_obj, f"{app_label}.view")

    def get_all_permissions(self, user_obj: Any, obj: Model | None = None) -> set[str]:
        """Return nothing: permissions are asked for one by one."""
        return set()


def _allows(roles: frozenset[str], perm: str) -> bool:
    app = perm.partition(".")[0]
    if Grant.Role.HOME_AFFAIRS in roles and app in _OWN_APPS:
        return True
    return not roles.isdisjoint(_OPEN_TO.get(perm, ()))


def _roles(user: User) -> frozenset[str]:
    """Return the person's roles, read once for as long as the object lives."""
    kept: frozenset[str] | None = vars(user).get("_roles")
    if kept is None:
        kept = vars(user)["_roles"] = frozenset(user.grants.values_list("role", flat=True))
    return kept
