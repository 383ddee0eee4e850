"""What a review rests on, and what people answered to it."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

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
    assert years_open(review) == []


def years_open(review) -> list[tuple[str, str]]:
    """Return unit and reason where a rule over several years was left open."""
    return [(it.unit_name, it.why) for it in review.undecided if it.why.startswith("Năm")]


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
    (rule,) = [it.rule for it in review.undecided if (it.unit_name, it.why) == ("Sở gamma", why)]
    assert rule == "Đơn vị xếp loại Khá trở xuống 2 năm liền"


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

    assert years_open(review) == [
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

    answers = answers_to(run)["gamma", "gd-1", "head_weak"]
    assert [(it.text, it.by) for it in answers] == [
        ("Bổ sung.", "home_affairs"),
        ("Đã khắc phục.", "home_affairs"),
    ]


def test_an_answer_is_shown_in_later_runs_with_the_run_it_was_given_to(
    cycle, gamma_head, make_person, marker
):
    first = rank_cycle(cycle.pk, by=None)
    reply(first, marker)
    make_person("tt-1", "collective", "beta")

    second = rank_cycle(cycle.pk, by=None)

    (answer,) = answers_to(second)["gamma", "gd-1", "head_weak"]
    assert (answer.text, answer.run_number, second.number) == ("Đã khắc phục.", 1, 2)


def test_an_answer_to_a_later_run_is_none_to_an_earlier_one(cycle, gamma_head, make_person, marker):
    first = rank_cycle(cycle.pk, by=None)
    make_person("tt-1", "collective", "beta")
    reply(rank_cycle(cycle.pk, by=None), marker)

    assert not answers_to(first)


def test_an_answer_stays_with_the_person_whose_code_is_corrected(cycle, gamma_head, marker):
    first = rank_cycle(cycle.pk, by=None)
    reply(first, marker)
    Person.objects.filter(pk=gamma_head.pk).update(code="GD-01")

    second = rank_cycle(cycle.pk, by=None)

    (own,) = answers_to(first)["gamma", "gd-1", "head_weak"]
    (later,) = answers_to(second)["gamma", "GD-01", "head_weak"]
    assert own.text == later.text == "Đã khắc phục."


def test_a_case_is_answered_by_who_bore_the_code_when_it_was_ranked(
    cycle, gamma_head, make_person, marker
):
    run = rank_cycle(cycle.pk, by=None)
    Person.objects.filter(pk=gamma_head.pk).update(code="GD-01", valid="[2023-07-01,2024-07-01)")
    make_person("gd-1", "head", "gamma", since=date(2024, 7, 1))
    with connection.cursor() as cursor:  # both changes are of one transaction here, not of two days
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(
            "update units_personevent set pgh_created_at = now() + interval '1 day'"
            " where pgh_obj_id <> %s or pgh_label = 'update'",
            [gamma_head.pk],
        )

    reply(run, marker)

    assert ReviewReply.objects.get().person == gamma_head


def history_began_later(*, changes_after: int) -> None:
    """Let the history of people begin a day from now, and their changes follow some days on."""
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(
            "update units_personevent set pgh_created_at = now() + interval '1 day' * case"
            " when pgh_label = 'insert' then 1 else %s end",
            [changes_after],
        )


def test_a_case_from_before_the_register_had_a_history_is_answered_by_its_first_row(
    cycle, gamma_head, make_person, marker
):
    """The history begins with gd-1; later the code is corrected, and another bears it."""
    run = rank_cycle(cycle.pk, by=None)
    Person.objects.filter(pk=gamma_head.pk).update(code="GD-01", valid="[2023-07-01,2024-07-01)")
    make_person("gd-1", "head", "gamma", since=date(2024, 7, 1))
    history_began_later(changes_after=2)

    reply(run, marker)

    assert ReviewReply.objects.get().person == gamma_head


def test_who_came_to_a_code_after_the_history_began_does_not_answer_for_it(
    cycle, gamma_head, make_person, marker
):
    """gd-1 was struck off before the history began; another person was given the code since."""
    run = rank_cycle(cycle.pk, by=None)
    gamma_head.delete()
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("delete from units_personevent")
    other = make_person("gd-2", "head", "gamma", since=date(2023, 7, 1))
    Person.objects.filter(pk=other.pk).update(code="gd-1")
    history_began_later(changes_after=2)

    with pytest.raises(ReplyRefused, match="không còn trong danh mục"):
        reply(run, marker)


def test_a_case_is_answered_after_the_code_of_its_unit_is_corrected(cycle, gamma_head, marker):
    """The run has the unit as gamma, and goes on to have it so."""
    run = rank_cycle(cycle.pk, by=None)
    Unit.through_time.filter(code="gamma").update(code="so-gamma")

    reply(run, marker)

    assert ReviewReply.objects.get().person == gamma_head
    assert len(answers_to(run)["gamma", "gd-1", "head_weak"]) == 1


def test_an_answer_is_not_taken_for_that_of_who_bears_the_code_now(
    cycle, gamma_head, make_person, marker
):
    """The code was wrong: it is that of the head who followed in July."""
    first = rank_cycle(cycle.pk, by=None)
    reply(first, marker)
    Person.objects.filter(pk=gamma_head.pk).update(code="GD-01", valid="[2023-07-01,2024-07-01)")
    make_person("gd-1", "head", "gamma", since=date(2024, 7, 1))

    second = rank_cycle(cycle.pk, by=None)

    assert ("gamma", "gd-1", "head_weak") not in answers_to(second)
    assert len(answers_to(first)["gamma", "gd-1", "head_weak"]) == 1


def test_an_answer_from_before_codes_were_kept_is_found_by_the_register(cycle, gamma_head, marker):
    run = rank_cycle(cycle.pk, by=None)
    ReviewReply.objects.create(
        run=run, person=gamma_head, rule="head_weak", text="Cũ.", recorded_by=marker
    )

    (answer,) = answers_to(run)["gamma", "gd-1", "head_weak"]
    assert answer.text == "Cũ."


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
