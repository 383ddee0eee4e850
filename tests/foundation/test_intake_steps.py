"""How much of an intake is done and how long the rest takes, worked out by hand."""

import pytest

from foundation.domain.intake_steps import CHECKING, READING, USUAL_STEPS, WRITING, Course

USUAL = {READING: 2, CHECKING: 4, WRITING: 4}


@pytest.mark.parametrize(
    ("spent", "read", "left", "done"),
    [
        # A quarter read in 5 s: 20 s of reading, so 40 of checking, 40 of writing; 15 + 40 + 40.
        ({READING: 5}, 0.25, 95, 0.05),
        ({READING: 20}, 1, 80, 0.2),
        # Read in 20 s, so 40 of checking, of which 10 are over: 30 + 40; done (2 + 4/4) / 10.
        ({READING: 20, CHECKING: 10}, 1, 70, 0.3),
        # Checking takes longer than usual: nothing is left of it, 40 of writing are.
        ({READING: 20, CHECKING: 50}, 1, 40, 0.6),
        # Reading and checking took 90 s where 6 of 10 are usual: 15 s a tenth, 60 of writing.
        ({READING: 20, CHECKING: 70, WRITING: 15}, 1, 45, 0.7),
        ({READING: 20, CHECKING: 70, WRITING: 75}, 1, 0, 1),
        # Nobody knows how many rows there are until they are read.
        ({READING: 5}, None, None, None),
        ({READING: 20, CHECKING: 10}, None, 70, 0.3),
        ({READING: 5}, 0, None, None),
        ({READING: 0}, 0.5, None, None),
        ({READING: 0, CHECKING: 3}, 1, None, None),
        ({}, 0.5, None, None),
    ],
)
def test_what_is_left_follows_from_the_steps_that_are_over(spent, read, left, done):
    course = Course(spent, read, USUAL)

    assert (course.left, course.done) == (left, pytest.approx(done) if done else done)


def test_what_is_usual_may_be_in_any_unit():
    """Half of reading took 3 s: 6 in all; checking 30 / 60 of that, writing 90 / 60."""
    course = Course({READING: 3}, 0.5, {READING: 60, CHECKING: 30, WRITING: 90})

    assert course.left == 3 + 3 + 9
    assert course.done == pytest.approx(30 / 180)


def test_the_bar_never_turns_back_from_one_step_to_the_next():
    over = [
        Course({READING: 9}, 1, USUAL_STEPS),
        Course({READING: 9, CHECKING: 0}, 1, USUAL_STEPS),
        Course({READING: 9, CHECKING: 900}, 1, USUAL_STEPS),
        Course({READING: 9, CHECKING: 900, WRITING: 0}, 1, USUAL_STEPS),
    ]

    assert [course.done for course in over] == pytest.approx([0.2, 0.2, 0.6, 0.6])
