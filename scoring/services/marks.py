"""Writing the mark that counts."""

from collections.abc import Mapping
from typing import Any

from scoring.models import Assessment, Criterion, Mark


def put_mark(
    *, assessment: Assessment, criterion: Criterion, content: Mapping[str, Any], by: Any
) -> Mark:
    """Make a content the mark that counts of a leaf; to be called inside the caller's transaction.

    Whoever calls has checked it against the leaf. The history keeps what was there before.
    """
    mark, is_new = Mark.objects.select_for_update().get_or_create(
        assessment=assessment,
        criterion=criterion,
        defaults={"content": dict(content), "marked_by": by},
    )
    if not is_new and mark.content != content:
        mark.content, mark.marked_by = dict(content), by
        mark.save(update_fields=["content", "marked_by", "marked_at"])
    return mark
