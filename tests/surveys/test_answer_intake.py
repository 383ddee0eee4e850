"""Answer files: one row a respondent, one column a question, blanks left blank."""

from datetime import date

import pytest

from foundation.domain.tables import UnreadableTable
from surveys.models import Answer
from surveys.services.intake import import_answers

UNIT, DAY = "so-tu-phap", "05/10/2024"


def reasons(batch) -> list[tuple[int, str, str]]:
    return list(batch.rejects.values_list("line", "column", "code"))


@pytest.fixture
def campaign(make_campaign):
    return make_campaign("q1", "q2")


def test_an_answer_keeps_a_level_for_each_question(take, campaign):
    batch = take(campaign, [" P1 ", UNIT, DAY, 5, " 1 "])

    answer = Answer.objects.get()
    assert (answer.code, answer.answered_on) == ("P1", date(2024, 10, 5))
    assert answer.levels == {"q1": 5, "q2": 1}
    assert answer.source_file == batch.stored_file
    assert (batch.kind, batch.rows, batch.created_rows) == ("answers", 1, 1)


@pytest.mark.parametrize(
    ("cells", "levels"),
    [(["", 4], {"q2": 4}), ([3, " "], {"q1": 3}), (["", ""], {})],
)
def test_a_blank_cell_is_a_question_left_blank(take, campaign, cells, levels):
    take(campaign, ["P1", UNIT, DAY, *cells])

    assert Answer.objects.get().levels == levels


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (["", UNIT, DAY, 5, 5], "Mã phiếu", "code_missing"),
        (["  ", UNIT, DAY, 5, 5], "Mã phiếu", "code_missing"),
        (["P" * 41, UNIT, DAY, 5, 5], "Mã phiếu", "code_too_long"),
        (["P2", UNIT, "31/09/2024", 5, 5], "Ngày trả lời", "outside_campaign"),
        (["P2", UNIT, "", 5, 5], "Ngày trả lời", "outside_campaign"),
        (["P2", UNIT, "31/08/2024", 5, 5], "Ngày trả lời", "outside_campaign"),
        (["P2", UNIT, "01/12/2024", 5, 5], "Ngày trả lời", "outside_campaign"),
        (["P2", "so-khac", DAY, 5, 5], "Mã đơn vị", "unknown_unit"),
        (["P2", "so-cu", DAY, 5, 5], "Mã đơn vị", "unknown_unit"),
        (["P2", UNIT, DAY, 0, 5], "q1", "level"),
        (["P2", UNIT, DAY, 5, 6], "q2", "level"),
        (["P2", UNIT, DAY, "4.0", 5], "q1", "level"),
        (["P2", UNIT, DAY, "44", 5], "q1", "level"),
        (["P2", UNIT, DAY, -1, 5], "q1", "level"),
        (["P2", UNIT, DAY, "Hài lòng", 5], "q1", "level"),
        (["P2", UNIT, DAY, 5, 5, ""], "Mã phiếu", "cell_count"),
        (["P2", UNIT, DAY, 5], "Mã phiếu", "cell_count"),
    ],
)
def test_a_bad_answer_is_refused_and_the_good_one_beside_it_stays(
    take, make_unit, campaign, row, column, code
):
    make_unit("so-cu", last=date(2024, 10, 4))

    batch = take(campaign, ["P1", UNIT, DAY, 5, 5], row)

    assert reasons(batch) == [(3, column, code)]
    assert (batch.rows, batch.created_rows, batch.rejected_rows) == (2, 1, 1)


@pytest.mark.parametrize("day", ["01/09/2024", "30/11/2024", "2024-11-30 23:59"])
def test_the_first_and_last_day_belong_to_the_campaign(take, campaign, day):
    assert take(campaign, ["P1", UNIT, day, 5, 5]).created_rows == 1


def test_a_form_that_stands_twice_refuses_both_and_names_both_lines(take, campaign):
    batch = take(campaign, ["P1", UNIT, DAY, 5, 5], ["P1 ", UNIT, DAY, 1, 1])

    assert reasons(batch) == [(2, "Mã phiếu", "code_twice"), (3, "Mã phiếu", "code_twice")]
    for reject in batch.rejects.all():
        assert "dòng 2" in reject.message
        assert "dòng 3" in reject.message


def test_a_corrected_answer_replaces_the_first_and_the_same_file_changes_nothing(take, campaign):
    take(campaign, ["P1", UNIT, DAY, 1, 1])

    changed = take(campaign, ["P1", UNIT, DAY, 5, ""])
    again = take(campaign, ["P1", UNIT, DAY, 5, ""])

    assert (changed.changed_rows, again.unchanged_rows) == (1, 1)
    assert Answer.objects.get().levels == {"q1": 5}


def test_the_same_form_in_two_campaigns_is_two_answers(take, make_campaign):
    first, second = make_campaign("q1"), make_campaign("q1", code="lan-hai")

    take(first, ["P1", UNIT, DAY, 5])
    take(second, ["P1", UNIT, DAY, 1])

    assert [answer.levels["q1"] for answer in Answer.objects.order_by("campaign")] == [5, 1]


def test_a_survey_of_sixty_questions_is_taken_in(take, make_campaign):
    campaign = make_campaign(*[f"c{n}" for n in range(60)])

    batch = take(campaign, ["P1", UNIT, DAY, *[5] * 60], ["P2", UNIT, DAY, *[9] * 60])

    assert (batch.created_rows, batch.rejected_rows) == (1, 1)
    assert batch.rejects.count() == 60
    assert Answer.objects.get().levels == {f"c{n}": 5 for n in range(60)}


@pytest.mark.parametrize("code", ["d'accord", "50%", "%s", "a-b", "Câu 1"])
def test_a_question_code_may_hold_any_sign(take, make_campaign, code):
    batch = take(make_campaign(code), ["P1", UNIT, DAY, 4], ["P2", UNIT, DAY, 9])

    assert Answer.objects.get().levels == {code: 4}
    assert reasons(batch) == [(3, code, "level")]


def test_a_file_without_a_questions_column_is_refused_with_a_sentence(take, campaign, stored_file):
    file = stored_file("Mã phiếu,Mã đơn vị,Ngày trả lời,q1\nP1,so-tu-phap,05/10/2024,5\n")

    with pytest.raises(UnreadableTable, match=r"^Thiếu cột: q2\.$"):
        import_answers(file, campaign=campaign, by=None)
