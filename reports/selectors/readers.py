"""Who reads a page: what their grants open to them."""

from dataclasses import dataclass

from django.db.models import Q

from scoring.models import RankingRun
from scoring.selectors.publications import publication_of
from scoring.selectors.runs import open_whole_to, sees_every_run, sees_unpublished
from units.models import Grant, User
from units.selectors.grants import Sight, sight_of

_SEES_PEOPLE = {Grant.Role.HOME_AFFAIRS, Grant.Role.LEADER}
_SEES_ALL_DOSSIERS = _SEES_PEOPLE | {Grant.Role.APPRAISER}


@dataclass(frozen=True, slots=True)
class Reader:
    """One signed-in person: their sight of sheets, their roles, and the pages these open.

    `open_runs` is which runs are open to them whole, for queries of runs; who `sees_unpublished`
    ones is shown a year beside one that was never published too.
    """

    sight: Sight
    roles: frozenset[str]
    is_superuser: bool
    sees_every_run: bool
    sees_unpublished: bool
    open_runs: Q

    @property
    def own_ids(self) -> frozenset[int]:
        """The units that the person answers for or works in."""
        return frozenset(unit.pk for unit in self.sight.units)

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
        return self.sight.is_whole_province or unit_id in self.own_ids

    def reads_whole(self, run: RankingRun) -> bool:
        """Return whether every unit's line of a run is open; an unpublished one is for staff."""
        return self.sees_every_run or publication_of(run) is not None

    def opens_dossiers(self, unit_id: int) -> bool:
        """Return whether the dossiers behind the unit's figures are open; not to mere readers."""
        return unit_id in self.own_ids or self.is_superuser or bool(self.roles & _SEES_ALL_DOSSIERS)


def reader_of(user: User) -> Reader:
    """Return what the person's grants open."""
    return Reader(
        sight=sight_of(user),
        roles=frozenset(user.grants.values_list("role", flat=True)),
        is_superuser=user.is_superuser,
        sees_every_run=sees_every_run(user),
        sees_unpublished=sees_unpublished(user),
        open_runs=open_whole_to(user),
    )
