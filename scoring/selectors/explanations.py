"""What a unit reads and says of its first appraisal, once it is announced."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from scoring.models import Appraisal, Assessment, Explanation, Stage
from scoring.selectors.appraisal_course import NO_COURSE, Course, course_of
from scoring.selectors.appraisal_leaves import AppraisedLeaf, leaves_of
from scoring.selectors.appraisal_said import Said, said_of
from scoring.selectors.appraisal_sheets import StageClock, clocks_of, why_closed
from scoring.selectors.appraisal_words import points_text
from scoring.selectors.publications import current_publication
from scoring.selectors.wording import anchor
from units.models import User
from units.selectors.grants import sight_of

AGREE, OBJECT = Explanation.Stance.AGREE, Explanation.Stance.OBJECT
_ROUND = Appraisal.Round


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and not saved; `theirs` is what somebody else saved meanwhile."""

    stance: str
    text: str
    sentence: str = ""
    theirs: Explanation | None = None

    @property
    def said(self) -> list[tuple[str, str]]:
        """What was typed, each text with its label."""
        stances = {value: str(label) for value, label in Explanation.Stance.choices}
        said = [("Ý kiến", stances.get(self.stance, "")), ("Giải trình", self.text)]
        return [(label, text) for label, text in said if text]


@dataclass(frozen=True, slots=True)
class Answer:
    """One leaf that was appraised, and what the unit says to it; `seen` is the latest it said."""

    leaf: AppraisedLeaf
    max_points: str
    anchor: str
    said: Said
    explanation: Explanation | None
    is_open: bool
    is_differing: bool
    seen: str
    typed: Typed | None = None

    @property
    def stance(self) -> str:
        """What is chosen in the form."""
        return self.typed.stance if self.typed else _stance(self.explanation)

    @property
    def text(self) -> str:
        """What is written in the form."""
        return self.typed.text if self.typed else self.explanation.text if self.explanation else ""

    @property
    def is_silent(self) -> bool:
        """Whether nothing was said and the time for it is over: that counts as agreed."""
        return self.explanation is None and not self.is_open


@dataclass(frozen=True, slots=True)
class ExplanationPage:
    """The answers of a sheet by area, how many there are of each kind, and until when."""

    assessment: Assessment
    areas: tuple[tuple[str, str, tuple[Answer, ...]], ...]
    is_open: bool
    why_closed: str
    last_day: date | None
    waiting: int
    objected: int
    total: int

    def answer(self, criterion: int) -> Answer | None:
        """Return the answer for a leaf (id), None where the page has none."""
        answers = (it for *_, found in self.areas for it in found)
        return next((it for it in answers if it.leaf.criterion.pk == criterion), None)


def is_of_the_unit(user: User, assessment: Assessment) -> bool:
    """Return whether a person is head or officer of the sheet's unit."""
    return any(unit.pk == assessment.unit_id for unit in sight_of(user).units)


def may_read(user: User, assessment: Assessment) -> bool:
    """Return whether a person reads what a unit says: its own people, and who sees every sheet."""
    return is_of_the_unit(user, assessment) or user.has_perm("scoring.view_rankingrun")


def explanation_page(
    assessment: Assessment, *, at: datetime, typed: dict[int, Typed] | None = None
) -> ExplanationPage:
    """Return every appraised leaf of a sheet with what its unit says; for after announcing only."""
    clock = clock_of(assessment)
    closed = why_closed(clock, assessment, at=at)
    answers = _answers(assessment, at=at, is_open=not closed, typed=typed or {})
    return ExplanationPage(
        assessment=assessment,
        areas=tuple(_by_area(answers)),
        is_open=not closed,
        why_closed=closed,
        last_day=clock.last_day(assessment.pk),
        waiting=sum(it.explanation is None and it.is_open for it in answers),
        objected=sum(it.said.is_objected for it in answers),
        total=len(answers),
    )


def clock_of(assessment: Assessment) -> StageClock:
    """Return the clock of the stage in which units explain."""
    return clocks_of(assessment.cycle)[Stage.Kind.EXPLANATION]


def rounds_shown(assessment: Assessment, *, at: datetime) -> frozenset[Appraisal.Round]:
    """Return the rounds of its appraisal that a unit may read at an instant; never a blind one.

    The first once explanations were opened, the second once its own stage is over for the unit,
    and every one once the year is published.
    """
    if current_publication(assessment.cycle):
        return frozenset({_ROUND.FIRST, _ROUND.SECOND, _ROUND.COUNCIL})
    clocks = clocks_of(assessment.cycle)
    announcing = clocks[Stage.Kind.EXPLANATION].stage
    if announcing is None or announcing.opened_at is None:
        return frozenset()
    is_over = clocks[Stage.Kind.SECOND_APPRAISAL].is_over(assessment.pk, at)
    return frozenset({_ROUND.FIRST, _ROUND.SECOND} if is_over else {_ROUND.FIRST})


def settled_at(assessment: Assessment) -> datetime | None:
    """Return when the result that holds was published: what was written since is not shown yet.

    It becomes known by the next publication. None before the first one.
    """
    holding = current_publication(assessment.cycle)
    return holding.published_at if holding else None


def seen_of(explanation: Explanation | None) -> str:
    """Return what a page saw of an explanation, to be compared when it is saved."""
    return explanation.explained_at.isoformat() if explanation else ""


def _answers(
    assessment: Assessment, *, at: datetime, is_open: bool, typed: dict[int, Typed]
) -> list[Answer]:
    courses, rounds = course_of(assessment), rounds_shown(assessment, at=at)
    until = settled_at(assessment)
    criteria_set = assessment.cycle_group.criteria_set_id
    answers = []
    for leaf in leaves_of([criteria_set])[criteria_set]:
        course = courses.get(leaf.criterion.pk, NO_COURSE)
        if course.first is not None and not course.is_excused:
            said = said_of(_as_shown(course, rounds, until), shows_blind=False)
            answers.append(_answer(leaf, course, said, is_open, typed.get(leaf.criterion.pk)))
    return answers


def _as_shown(course: Course, rounds: frozenset[Appraisal.Round], until: datetime | None) -> Course:
    """Return a course without later rounds that are not among those shown, or written since."""

    def shown(appraisal: Appraisal | None) -> Appraisal | None:
        if appraisal is None or appraisal.round not in rounds:
            return None
        return appraisal if until is None or appraisal.appraised_at <= until else None

    return replace(course, second=shown(course.second), council=shown(course.council))


def _answer(
    leaf: AppraisedLeaf, course: Course, said: Said, is_open: bool, typed: Typed | None
) -> Answer:
    is_decided = course.second is not None or course.council is not None
    first = course.first
    return Answer(
        leaf=leaf,
        max_points=points_text(leaf.criterion.max_points),
        anchor=anchor(leaf.criterion.code),
        said=said,
        explanation=course.explanation,
        is_open=is_open and not is_decided,
        is_differing=first is not None and course.differs(first.points),
        seen=seen_of(course.explanation),
        typed=typed,
    )


def _by_area(answers: Iterable[Answer]) -> Iterable[tuple[str, str, tuple[Answer, ...]]]:
    areas: dict[tuple[str, str], list[Answer]] = {}
    for answer in answers:
        area = answer.leaf.area
        areas.setdefault((area.code, area.title), []).append(answer)
    for (code, title), found in areas.items():
        yield code, title, tuple(found)


def _stance(explanation: Explanation | None) -> str:
    return explanation.stance if explanation else ""
