"""Who reads what is before the council, and who records its decisions on whose sheet."""

from dataclasses import dataclass

from scoring.models import Assessment
from units.models import Grant, Unit, User
from units.selectors.kin import kin_of, tied_to

_ONLY_HOME_AFFAIRS = "Chỉ Sở Nội vụ ghi quyết định của hội đồng về phiếu này."


@dataclass(frozen=True, slots=True)
class Recorder:
    """A person before the council's decisions, as their grants say now.

    `works_for` are the units for which they are Sở Nội vụ, `tied_to` every unit that any of their
    grants names, and `home` the units of all who are Sở Nội vụ; each with those it carried on whole
    or that carried it on, but for `works_for`.
    """

    is_home_affairs: bool
    is_leader: bool
    works_for: tuple[Unit, ...]
    tied_to: frozenset[int]
    home: frozenset[int]

    def unit_for(self, assessment: Assessment) -> Unit | None:
        """Return for which unit the person records a decision on a sheet, None where they may not.

        Sở Nội vụ records for the unit of their grant. Without one they do so for the organiser, but
        on no sheet of Sở Nội vụ's own; there a leader records for it. Nobody does on a sheet of a
        unit of theirs.
        """
        if assessment.unit_id in self.tied_to:
            return None
        is_own_sheet = assessment.unit_id in self.home
        if self.works_for:
            unit = self.works_for[0]
        elif self.is_leader if is_own_sheet else self.is_home_affairs:
            unit = assessment.cycle.organiser
        else:
            return None
        return unit if unit.pk != assessment.unit_id else None

    def why_not(self, assessment: Assessment) -> str:
        """Return why the person records nothing on a sheet, and who does; "" where they may."""
        unit = assessment.unit
        if self.unit_for(assessment) is not None:
            return ""
        is_own_sheet, is_tied = unit.pk in self.home, unit.pk in self.tied_to
        is_without_unit = self.is_home_affairs and is_own_sheet and not is_tied
        if not is_without_unit and not (is_tied and (self.is_home_affairs or self.is_leader)):
            return _ONLY_HOME_AFFAIRS
        why = f"Bạn thuộc {unit}" if is_tied else "Vai trò Sở Nội vụ của bạn không gắn đơn vị nào"
        others = f"người có vai trò Sở Nội vụ mà không thuộc {unit}"
        if is_own_sheet:
            others = "lãnh đạo tỉnh, hoặc người có vai trò Sở Nội vụ của đơn vị khác"
        return f"{why} nên không ghi quyết định về phiếu này; người ghi là {others}."


def reads_council(user: User) -> bool:
    """Return whether a person reads what is before the council: Sở Nội vụ and leaders."""
    roles = (Grant.Role.HOME_AFFAIRS, Grant.Role.LEADER)
    return user.is_superuser or Grant.objects.filter(user=user, role__in=roles).exists()


def recorder_of(user: User) -> Recorder:
    """Return what a person's grants say now of recording decisions."""
    grants = list(Grant.objects.filter(user=user).select_related("unit").order_by("pk"))
    own = [grant for grant in grants if grant.role == Grant.Role.HOME_AFFAIRS]
    staff = Grant.objects.filter(role=Grant.Role.HOME_AFFAIRS, unit__isnull=False)
    home = frozenset(staff.values_list("unit_id", flat=True))
    return Recorder(
        is_home_affairs=bool(own),
        is_leader=any(grant.role == Grant.Role.LEADER for grant in grants),
        works_for=tuple(grant.unit for grant in own if grant.unit),
        tied_to=tied_to(user),
        home=home.union(*kin_of(home).values()),
    )
