"""Who may approve a draft of rules or criteria: a person of Sở Nội vụ who never wrote in it."""

from typing import Any

from django.db.models import QuerySet

from scoring.models import CriteriaSet, RuleSet
from units.models import Grant, User

MOST_NAMES = 10


def has_written(user: User, draft: RuleSet | CriteriaSet) -> bool:
    """Return whether a person ever was the author of a draft, last or before others."""
    return writers_of(draft).filter(pk=user.pk).exists()


def writers_of(draft: RuleSet | CriteriaSet) -> QuerySet[User]:
    """Return everybody who ever was the author of a draft."""
    events: Any = type(draft).pgh_event_model  # type: ignore[union-attr]
    own = events.objects.filter(pgh_obj_id=draft.pk, author__isnull=False)
    return User.objects.filter(pk__in=own.values("author")).order_by("username")


def approvers_of(draft: RuleSet | CriteriaSet) -> QuerySet[User]:
    """Return the people of Sở Nội vụ who may approve a draft."""
    staff = Grant.objects.filter(role=Grant.Role.HOME_AFFAIRS).values("user")
    others = User.objects.filter(pk__in=staff, is_active=True).exclude(pk__in=writers_of(draft))
    return others.order_by("username")


def who_approves(draft: RuleSet | CriteriaSet) -> str:
    """Return a sentence for those who wrote in a draft: who may approve it, or how that comes."""
    wrote = f"Người đã soạn hay sửa bộ này ({_names(writers_of(draft))}) không tự duyệt"
    others = _names(approvers_of(draft))
    if others:
        return f"{wrote}; hãy nhờ người khác của Sở Nội vụ: {others}."
    return (
        f"{wrote}, mà Sở Nội vụ không còn ai khác; hãy cấp vai trò Sở Nội vụ ở trang Quản trị"
        " cho một người chưa sửa bộ này."
    )


def _names(people: QuerySet[User]) -> str:
    shown = list(people[: MOST_NAMES + 1])
    return ", ".join(map(str, shown[:MOST_NAMES])) + (
        " và người khác" if shown[MOST_NAMES:] else ""
    )
