"""What keeps a run from being published: all that is still open in it, sentence by sentence."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F

from scoring.domain import Problem
from scoring.models import Assessment, CriteriaSet, RankingLine, RankingRun, RuleSet
from scoring.selectors.appraisal_pending import open_appraisals
from scoring.selectors.band_lists import rules_of
from scoring.selectors.stage_pending import open_course
from scoring.selectors.undecided_facts import undecided_fact
from units.selectors.units import units_on


def pending_in(run: RankingRun) -> list[Problem]:
    """Return everything that a run leaves open: sets, units that wait, marks, facts, sheets.

    Each problem's place is a unit's code, "" where it is about the run. It reads what the run
    stored, the map of the cycle's last day, and what stages and appraisal leave open now.
    """
    rows = run.lines.order_by("position").values(
        "standing",
        group_code=F("group__code"),
        code=F("given__code"),
        name=F("given__name"),
        unmarked=F("entry__unmarked"),
        facts=F("given__facts"),
    )
    problems = [problem for row in rows for problem in _of_unit(run, row)]
    open_ones = [*open_course(run.cycle), *open_appraisals(run.cycle)]
    return [*_unapproved(run), *problems, *open_ones, *_without_sheet(run)]


def _unapproved(run: RankingRun) -> Iterator[Problem]:
    """Yield the rules of the cycle and the sets of its blocks that nobody has approved."""
    for rules in RuleSet.objects.filter(cycles=run.cycle_id, state=RuleSet.State.DRAFT):
        yield Problem("rules_not_approved", "", f"Bộ quy tắc “{rules.title}” chưa được duyệt.")
    blocks = run.cycle.groups.filter(criteria_set__state=CriteriaSet.State.DRAFT)
    for block in blocks.select_related("group", "criteria_set"):
        message = f"{block.group.title}: bộ tiêu chí “{block.criteria_set.title}” chưa được duyệt."
        yield Problem("set_not_approved", "", message)


def _of_unit(run: RankingRun, row: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what one unit lacks; whoever takes no part lacks nothing."""
    if row["standing"] == Assessment.Standing.EXCLUDED:
        return
    if row["unmarked"]:
        message = f"{row['name']}: {row['unmarked']} tiêu chí chưa có điểm."
        yield Problem("unmarked_leaves", row["code"], message)
    titles = {fact["code"]: fact.get("title", fact["code"]) for fact in run.frame["facts"]}
    blocks = rules_of(run.frame["rule_set"], row["group_code"]).get("blocks", [])
    for fact in dict.fromkeys(block["fact"] for block in blocks):
        if fact not in (row["facts"] or {}):
            lacking = f"chưa có số liệu “{titles.get(fact, fact)}”"
            message = f"{row['name']}: {lacking}, cũng chưa có quyết định không xét."
            yield undecided_fact(row["code"], fact, message)


def _without_sheet(run: RankingRun) -> Iterator[Problem]:
    """Yield the units beside those of the cycle (same level, same superior) that nobody decided on.

    How each takes part is said by its sheet; a unit that is left out needs one too, with a reason.
    """
    lines = RankingLine.objects.filter(run=run)
    taking_part = set(lines.values_list("unit_id", flat=True))
    places = set(lines.values_list("unit__level", "unit__parent_id"))
    levels = {level for level, _ in places}
    there = units_on(run.cycle.last_on).filter(level__in=levels).exclude(pk__in=taking_part)
    for code, name, level, parent in there.values_list("code", "name", "level", "parent_id"):
        if (level, parent) in places:
            message = f"{name}: chưa có phiếu trong kỳ này; hãy xếp hạng hoặc loại ra kèm lý do."
            yield Problem("no_standing", code, message)
