"""Every stage of a leaf in words, as its pages set them side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scoring.models import Appraisal
from scoring.selectors.appraisal_course import Course
from scoring.selectors.appraisal_words import given_text
from scoring.selectors.wording import mark_text


@dataclass(frozen=True, slots=True)
class Word:
    """What one stage said: points and mark in words, the text with it, who and when."""

    stage: str
    points: str
    mark: str
    text: str
    by: str
    at: datetime | None
    is_differing: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """The stages of a leaf; one that was not reached is None, an explanation has no points."""

    claim: Word | None
    blind: tuple[Word, ...]
    first: Word | None
    explanation: Word | None
    second: Word | None
    council: Word | None
    is_objected: bool

    @property
    def stages(self) -> Iterator[Word]:
        """Every stage that was reached, in their order."""
        rest = (self.first, self.explanation, self.second, self.council)
        yield from (word for word in (self.claim, *self.blind, *rest) if word)


def said_of(course: Course, *, shows_blind: bool = True) -> Said:
    """Return the course of a leaf in words, what was given blind only where it may be shown."""
    blind = course.blind if shows_blind else ()
    return Said(
        claim=_claim(course),
        blind=tuple(_word(it, course) for it in blind),
        first=_word(course.first, course) if course.first else None,
        explanation=_explanation(course),
        second=_word(course.second, course) if course.second else None,
        council=_word(course.council, course) if course.council else None,
        is_objected=course.is_objected,
    )


def _claim(course: Course) -> Word | None:
    claim = course.claim
    if claim is None:
        return None
    mark = mark_words(claim.content) if claim.content else "đơn vị không tự chấm"
    by, points = str(claim.claimed_by), given_text(claim.content, claim.points)
    return Word("Tự chấm", points, mark, claim.explanation, by, claim.claimed_at)


def _explanation(course: Course) -> Word | None:
    said = course.explanation
    if said is None:
        return None
    stance, by = said.get_stance_display(), str(said.explained_by)
    return Word(f"Giải trình: {stance.lower()}", "", "", said.text, by, said.explained_at)


def _word(appraisal: Appraisal, course: Course) -> Word:
    return Word(
        stage=str(appraisal.get_round_display()),
        points=given_text(appraisal.content, appraisal.points),
        mark=mark_words(appraisal.content),
        text=appraisal.reason,
        by=f"{appraisal.appraised_by}, {appraisal.appraiser_unit}",
        at=appraisal.appraised_at,
        is_differing=course.differs(appraisal.points),
    )


def mark_words(content: dict[str, Any]) -> str:
    """Return the mark in words, "" where it is nothing but its points."""
    return "" if set(content) <= {"points", "state", "reason"} else mark_text(content)
