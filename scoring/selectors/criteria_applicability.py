"""The leaves that do not apply to one unit or another, cycle by cycle."""

from django.db.models import OuterRef, QuerySet

from scoring.models import Assessment, Criterion, Cycle, Mark


def not_applicable_in(cycle: Cycle) -> QuerySet[Mark]:
    """Return the marks by which leaves do not apply to units of a cycle, unit by unit."""
    marks = Mark.objects.filter(assessment__cycle=cycle, content__state="not_applicable")
    related = marks.select_related("assessment__unit", "criterion", "marked_by")
    return related.order_by("assessment__unit__sort_key", "criterion__position")


def excused_leaf() -> QuerySet[Mark]:
    """Return the mark by which the leaf of an outer row does not apply to its unit, if any."""
    return Mark.objects.filter(
        assessment=OuterRef("assessment"),
        criterion=OuterRef("criterion"),
        content__state="not_applicable",
    )


def sheets_in(cycle: Cycle) -> QuerySet[Assessment]:
    """Return the sheets of a cycle whose units take part, by block and name."""
    sheets = cycle.assessments.exclude(standing=Assessment.Standing.EXCLUDED)
    related = sheets.select_related("unit", "cycle_group__group", "cycle_group__criteria_set")
    return related.order_by("cycle_group__position", "unit__sort_key")


def leaves_that_take_marks(assessment: Assessment) -> QuerySet[Criterion]:
    """Return the leaves of a sheet that somebody marks; a fact marks the others."""
    criteria = assessment.cycle_group.criteria_set.criteria.filter(leaf__isnull=False)
    return criteria.exclude(leaf__scoring__has_key="from_fact").order_by("position")
