"""What a person under review answered, written down by Sở Nội vụ; never changed afterwards."""

import json
from typing import Any

from django.db import transaction

from scoring.models import RankingRun, ReviewReply
from scoring.selectors.history_tables import table_of
from units.models import Person


class ReplyRefused(Exception):
    """An answer cannot be written down; the sentence says why."""


@transaction.atomic
def record_reply(
    run: RankingRun, *, unit: str, person: str, rule: str, text: str, by: Any
) -> ReviewReply:
    """Add an answer to one case of a run's review; earlier answers stay.

    Raises ReplyRefused for an empty text, a case that the review does not have, and a person who
    is no longer in the register.
    """
    if not text.strip():
        raise ReplyRefused("Hãy ghi ý kiến của người được xem xét.")
    role = _role_in_case(run, unit, person, rule)
    found = _person_in_case(run, unit, {"code": person, "role": role})
    if found is None:
        raise ReplyRefused("Người này không còn trong danh mục của đơn vị.")
    return ReviewReply.objects.create(
        run=run,
        person=found,
        unit_code=unit,
        person_code=person,
        rule=rule,
        text=text.strip(),
        recorded_by=by,
    )


def _person_in_case(run: RankingRun, unit: str, borne: dict[str, str]) -> Person | None:
    """Return who bore a code and a role in a unit when the run was made; None if they are gone.

    The history of the register says so; where it began later, the first row of each person.
    """
    events = table_of(Person).model._default_manager.order_by("pgh_id")
    ids = run.lines.filter(given__code=unit).values("unit")
    rows = events.filter(**borne, unit__in=ids, valid__contains=run.cycle.last_on)
    first = events.order_by("pgh_obj_id", "pgh_id").distinct("pgh_obj_id").values("pk")
    then = rows.filter(pgh_created_at__lte=run.created_at).values_list("pgh_obj_id", flat=True)
    begun = rows.filter(pk__in=first).values_list("pgh_obj_id", flat=True)
    found = then.last() or begun.first()
    return Person.objects.filter(pk=found).first() if found else None


def _role_in_case(run: RankingRun, unit: str, person: str, rule: str) -> str:
    """Return the role in which a rule concerns a person; raises ReplyRefused without a case."""
    entries = json.loads(run.people_result)["entries"] if run.people_result else []
    cases = {(entry["unit"], entry["person"], entry["rule"]) for entry in entries}
    if (unit, person, rule) not in cases:
        raise ReplyRefused("Danh sách của lần xếp hạng này không có trường hợp đó.")
    rules = {it["code"]: it for it in json.loads(run.people_bundle)["rules"]}
    return str(rules[rule]["applies_to"])
