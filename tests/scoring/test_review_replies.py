"""What a review rests on, and what people answered to it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from dossiers.models import Dossier
from scoring.models import ReviewReply
from scoring.selectors.review_answers import answers_to
from scoring.selectors.review_grounds import review_of
from scoring.services.ranking import rank_cycle
from scoring.services.review_replies import ReplyRefused, record_reply
from units.models import Person, Succession, Unit


@pytest.fixture
def gamma_head(cycle, people_rules, make_person):
    """Return the head of gamma, which is weak, in office since the middle of 2023."""
    return make_person("gd-1", "head", "gamma", since=date(2023, 7, 1))


def reply(run, by, **other):
    """Record an answer of gamma's head."""
    given = {"unit": "gamma", "person": "gd-1", "rule": "head_weak", "text": "Đã khắc phục."}
    return record_reply(run, **(given | other), by=by)


def test_an_officials_grounds_are_the_dossiers_counted(cycle, people_rules, make_person):
    """gamma's official handled all of its dossiers: 4 of 10 late."""
    official = make_person("cb-1", "official", "gamma")
    Dossier.objects.filter(unit__code="gamma").update(handler=official)

    review = review_of(rank_cycle(cycle.pk, by=None))

    grounds = review.grounds["gamma", "cb-1", "official_late"]
    assert (grounds.inputs, grounds.history, grounds.tenure) == (("4/10 = 40,00 %",), (), "")


def test_a_heads_grounds_are_the_class_of_each_year_counted(cycle, gamma_head, published_before):
    """gamma: 2024 54 points, weak; 2023 4 of 10, weak. Two years count from 01/01/2023."""
    published_before()

    review = review_of(rank_cycle(cycle.pk, by=None))

    twice = review.grounds["gamma", "gd-1", "head_low_twice"]
    once = review.grounds["gamma", "gd-1", "head_weak"]
    assert twice.inputs == ("Năm 2024: Yếu", "Năm 2023: Yếu")
    assert twice.tenure == "Giữ chức từ 01/07/2023, không trọn thời gian được tính"
    assert (once.inputs, once.history) == (("Năm 2024: Yếu",), ("Năm 2023: Yếu",))
    assert once.tenure == "Giữ chức từ 01/07/2023, trọn thời gian được tính"
    assert review.undecided == ()


def gamma_came_from(**olds: str) -> None:
    """Let gamma begin in March 2024, and come from units that bore these codes until then."""
    gamma = Unit.through_time.get(code="gamma")
    Unit.through_time.filter(pk=gamma.pk).update(valid="[2024-03-01,)")
    for code, extent in olds.items():
        old = Unit.through_time.create(
            code=code, name=f"Sở cũ {code}", level="department", valid="(,2024-03-01)"
        )
        Succession.objects.create(predecessor=old, successor=gamma, extent=extent)


def test_history_follows_a_predecessor_that_was_carried_on_whole(
    cycle, gamma_head, published_before
):
    gamma_came_from(gamma="whole")
    published_before()

    review = review_of(rank_cycle(cycle.pk, by=None))

    assert review.grounds["gamma", "gd-1", "head_weak"].history == (
        "Năm 2023: Yếu (theo kết quả của Sở cũ gamma)",
    )


def test_where_the_lineage_is_not_whole_it_is_said_and_nothing_is_guessed(
    cycle, gamma_head, published_before
):
    gamma_came_from(gamma="whole", delta="whole")
    published_before()

    review = review_of(rank_cycle(cycle.pk, by=None))

    why = "Năm 2023: không nối được, đơn vị hợp thành từ Sở cũ delta, Sở cũ gamma"
    assert review.grounds["gamma", "gd-1", "head_weak"].history == (why,)
    (open_case,) = [case for case in review.undecided if case.unit_name == "Sở gamma"]
    assert open_case.rule == "Đơn vị xếp loại Khá trở xuống 2 năm liền"
    assert open_case.why == why


def test_a_part_of_another_unit_has_no_history(cycle, gamma_head, published_before):
    gamma_came_from(gamma="part")
    published_before()

    review = review_of(rank_cycle(cycle.pk, by=None))

    assert review.grounds["gamma", "gd-1", "head_weak"].history == (
        "Năm 2023: không nối được, đơn vị là một phần của Sở cũ gamma",
    )


def test_a_year_that_was_never_published_counts_against_nobody(cycle, gamma_head, year_before):
    """gamma was weak in 2023 too, by a result that nobody decided on."""
    year_before()

    run = rank_cycle(cycle.pk, by=None)

    review = review_of(run)
    assert {rule for _unit, _person, rule in review.grounds} == {"head_weak"}
    assert review.grounds["gamma", "gd-1", "head_weak"].history == ()
    why = "Năm 2023: chưa có kết quả công bố"
    assert ("Sở gamma", why) in [(it.unit_name, it.why) for it in review.undecided]


def test_the_first_year_leaves_rules_over_several_years_open(cycle, gamma_head):
    """beta is fair and gamma weak in 2024; alpha is good, so nothing is open there."""
    review = review_of(rank_cycle(cycle.pk, by=None))

    assert [(it.unit_name, it.why) for it in review.undecided] == [
        ("Sở beta", "Năm 2023: chưa có kết quả công bố"),
        ("Sở gamma", "Năm 2023: chưa có kết quả công bố"),
    ]


def test_a_run_without_rules_on_people_has_no_grounds(cycle):
    review = review_of(rank_cycle(cycle.pk, by=None))

    assert (review.grounds, review.undecided) == ({}, ())


def test_answers_are_added_the_latest_first(cycle, gamma_head, marker):
    run = rank_cycle(cycle.pk, by=None)

    reply(run, marker)
    reply(run, marker, text="  Bổ sung.  ")

    answers = answers_to(run)["gd-1", "head", "head_weak"]
    assert [(it.text, it.by) for it in answers] == [
        ("Bổ sung.", "home_affairs"),
        ("Đã khắc phục.", "home_affairs"),
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"text": "  \n"},
        {"person": "gd-2"},
        {"rule": "head_low_twice"},
        {"rule": "official_late"},
        {"unit": "alpha"},
    ],
)
def test_an_answer_to_nothing_or_without_words_is_refused(cycle, gamma_head, marker, other):
    run = rank_cycle(cycle.pk, by=None)

    with pytest.raises(ReplyRefused):
        reply(run, marker, **other)

    assert not ReviewReply.objects.exists()


def test_an_answer_of_somebody_who_left_the_register_is_refused(cycle, gamma_head, marker):
    run = rank_cycle(cycle.pk, by=None)
    Person.objects.filter(pk=gamma_head.pk).delete()

    with pytest.raises(ReplyRefused, match="không còn trong danh mục"):
        reply(run, marker)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_an_answer_is_never_changed(cycle, gamma_head, marker, change):
    reply(rank_cycle(cycle.pk, by=None), marker)
    answers = ReviewReply.objects.all()
    acts = {"update": lambda: answers.update(text="x"), "delete": answers.delete}

    with pytest.raises(IntegrityError, match="không sửa, không xóa"), transaction.atomic():
        acts[change]()
