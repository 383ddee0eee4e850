"""What appraisal leaves open in a cycle before its result may be published."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet

from scoring.domain import Problem
from scoring.models import Appraisal, Assessment, Cycle, Explanation, Mark, Stage
from scoring.selectors.appraisal_changes import changed_after_appraisal
from scoring.selectors.claim_sheets import changed_since_signing
from scoring.selectors.criteria_applicability import excused_leaf

_DECIDING = (Appraisal.Round.SECOND, Appraisal.Round.COUNCIL)
_COUNTING = (Appraisal.Round.FIRST, *_DECIDING)


def open_appraisals(cycle: Cycle) -> Iterator[Problem]:
    """Yield what is open as it stands now, a sentence a unit; a leaf without a mark is not here.

    Objections that nobody decided on, and claims that changed after their sheet was signed or after
    they were appraised; in a cycle that has the stage for it, sheets that were not signed, and
    marks of leaves that units claim which no appraiser has looked at.
    """
    yield from _sentences(
        _open_objections(cycle),
        "open_objection",
        "{name}: {n} tiêu chí không đồng ý, chưa có thẩm định lần hai hay quyết định của hội đồng.",
    )
    yield from _changed_since_signing(cycle)
    changed = "{name}: {n} tiêu chí đổi điểm tự chấm hoặc tài liệu sau thẩm định, chưa xem lại."
    yield from _sentences(changed_after_appraisal(cycle), "changed_after_appraisal", changed)
    stages = set(Stage.objects.filter(cycle=cycle).values_list("kind", flat=True))
    if Stage.Kind.SELF_SCORING in stages:
        yield from _unsigned(cycle)
    if Stage.Kind.APPRAISAL in stages:
        unseen = "{name}: {n} tiêu chí có điểm nhưng chưa qua thẩm định."
        yield from _sentences(_unappraised(cycle), "not_appraised", unseen)


def _open_objections(cycle: Cycle) -> QuerySet[Explanation]:
    objected = Explanation.objects.filter(assessment__cycle=cycle, stance=Explanation.Stance.OBJECT)
    return objected.exclude(assessment__standing=Assessment.Standing.EXCLUDED).filter(
        ~Exists(_appraisals(_DECIDING)), ~Exists(excused_leaf())
    )


def _unappraised(cycle: Cycle) -> QuerySet[Mark]:
    marks = Mark.objects.filter(assessment__cycle=cycle, criterion__is_self_scored=True)
    taking_part = marks.exclude(assessment__standing=Assessment.Standing.EXCLUDED)
    applicable = taking_part.exclude(content__has_key="state")
    return applicable.filter(~Exists(_appraisals(_COUNTING)))


def _appraisals(rounds: tuple[Appraisal.Round, ...]) -> QuerySet[Appraisal]:
    return Appraisal.objects.filter(
        assessment=OuterRef("assessment"), criterion=OuterRef("criterion"), round__in=rounds
    )


def _sentences(leaves: QuerySet, code: str, sentence: str) -> Iterator[Problem]:
    """Yield one sentence a unit, in the order of their names."""
    rows = leaves.order_by("assessment__unit__sort_key", "assessment__unit__code")
    units = Counter(rows.values_list("assessment__unit__code", "assessment__unit__name"))
    for (unit, name), n in units.items():
        yield Problem(code, unit, sentence.format(name=name, n=n))


def _unsigned(cycle: Cycle) -> Iterator[Problem]:
    sheets = Assessment.objects.filter(cycle=cycle).exclude(state=Assessment.State.SIGNED)
    taking_part = sheets.exclude(standing=Assessment.Standing.EXCLUDED)
    for sheet in taking_part.select_related("unit").order_by("unit__sort_key", "unit__code"):
        yield Problem("not_signed", sheet.unit.code, f"{sheet.unit}: phiếu chưa được ký, nộp.")


def _changed_since_signing(cycle: Cycle) -> Iterator[Problem]:
    words = "đổi điểm tự chấm hoặc tài liệu sau khi ký, thủ trưởng chưa ký lại."
    for sheet in changed_since_signing(cycle):
        yield Problem("changed_since_signing", sheet.unit.code, f"{sheet.unit}: {words}")
