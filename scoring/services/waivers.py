"""Decisions about facts that the data cannot give."""

from typing import Any

from django.db import transaction

from scoring.models import Assessment, FactWaiver
from scoring.selectors.facts import unit_facts


class FactIsThere(Exception):
    """The data give this fact, so it cannot be waived."""

    def __init__(self, assessment: Assessment, fact: str) -> None:
        super().__init__(f"{assessment}: đã có số liệu {fact}, không miễn được.")
        self.assessment, self.fact = assessment, fact


@transaction.atomic
def waive_fact(*, assessment: Assessment, fact: str, reason: str, by: Any) -> FactWaiver:
    """Record that a fact is not applicable to a unit this year, because a person decided so.

    Raises FactIsThere if the data give the fact: nobody waives a figure they do not like.
    """
    given = unit_facts(assessment.cycle).get(assessment.unit_id, {}).get(fact, {})
    if given and "state" not in given:
        raise FactIsThere(assessment, fact)
    waiver, _ = FactWaiver.objects.update_or_create(
        assessment=assessment, fact=fact, defaults={"reason": reason, "decided_by": by}
    )
    return waiver
