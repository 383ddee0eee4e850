"""Who read personal data or took something out of the portal, the newest first."""

from datetime import datetime

from django.db.models import Q, QuerySet

from foundation.models import AccessRecord


def access_records(
    *,
    person: str = "",
    words: str = "",
    kind: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    after: int | None = None,
) -> QuerySet[AccessRecord]:
    """Return records by person, by words of the page or of whom it was about, by time.

    `until` is not included; `after` is the key at which the page before this one ended.
    """
    found = AccessRecord.objects.select_related("user").order_by("-pk")
    if person:
        found = found.filter(
            Q(user__username__icontains=person) | Q(user__full_name__icontains=person)
        )
    if words:
        found = found.filter(Q(page__icontains=words) | Q(about__icontains=words))
    narrow = {"kind": kind, "at__gte": since, "at__lt": until, "pk__lt": after}
    return found.filter(**{key: value for key, value in narrow.items() if value})
