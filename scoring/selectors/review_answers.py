"""What people under review answered, case by case."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from scoring.models import RankingRun, ReviewReply

Asked = tuple[str, str, str]
"""Person code, role and rule."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what was said, and when and by whom it was written down."""

    text: str
    at: datetime
    by: str


def answers_to(run: RankingRun) -> dict[Asked, list[Answer]]:
    """Return the answers to a run's review, the latest first; nobody's earlier answer is lost."""
    found: dict[Asked, list[Answer]] = defaultdict(list)
    replies = ReviewReply.objects.filter(run=run).select_related("person", "recorded_by")
    for reply in replies.order_by("-pk"):
        case = (reply.person.code, reply.person.role, reply.rule)
        found[case].append(Answer(reply.text, reply.recorded_at, str(reply.recorded_by)))
    return found
