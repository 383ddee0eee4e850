"""What a unit's page says it would take: late budget, distance to thresholds, lost points."""

import json

import pytest

from reports.selectors.sheets import line_of, sheet_of
from tests.reports.test_pages import SHEET, words


def sheet(run, code):
    """Return one unit's sheet of a run."""
    return sheet_of(line_of(run, code), is_whole=True)


def test_a_good_unit_is_told_how_many_late_dossiers_are_left(run):
    (note,) = sheet(run, "alpha").blocks

    # 0 of 20: (0 + 1)/21 = 4.76 %, (0 + 2)/22 = 9.09 %
    assert note.headline == "Ngân sách trễ hạn: còn 2 hồ sơ trễ nữa là mất “Tốt”"
    assert note.detail == "0/20 hồ sơ trễ = 0,00 %, chặn từ 5 % trở lên"
    assert note.is_close
    assert not note.is_holding


def test_a_blocked_unit_is_told_what_lifts_the_block(run):
    (note,) = sheet(run, "beta").blocks

    # 1/20 = 5 % blocks, 1/21 = 4.76 % does not
    assert note.headline == "Cần thêm 1 hồ sơ đúng hạn, không trễ thêm, để lại được xếp “Tốt”"
    assert note.is_holding


def test_a_unit_of_a_lower_class_is_told_what_it_could_no_longer_reach(run, next_run):
    bundle = json.loads(run.bundle)
    alpha = next(unit for unit in bundle["units"] if unit["code"] == "alpha")
    alpha["marks"]["1.1"] = {"points": "3"}  # 3 + 4 = 7 of 10 = 70.00: fair

    (note,) = sheet(next_run(bundle), "alpha").blocks

    said = "Ngân sách trễ hạn: còn 2 hồ sơ trễ nữa là không thể được xếp “Tốt”"
    assert note.headline == said


def test_other_shares_are_told_their_distance(next_run, surveyed):
    notes = sheet(next_run(surveyed), "beta").blocks

    # 2310/2500 = 92.4 %; the thresholds of these blocks are 5 % and 4 %
    assert [note.headline for note in notes[1:]] == [
        "Cách ngưỡng chặn 87,40 điểm phần trăm",
        "Cách ngưỡng chặn 88,40 điểm phần trăm",
    ]


def test_a_waived_and_a_missing_fact_are_told_apart(next_run, surveyed):
    run = next_run(surveyed)

    waived, missing = sheet(run, "alpha").blocks[1], sheet(run, "gamma").blocks[1]

    assert (waived.headline, waived.detail) == ("Không xét", "Mới có 18 phiếu")
    assert (missing.headline, missing.detail) == ("Chưa có số liệu", "")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("gamma", "Còn thiếu 6,00 điểm chỉ số để đạt loại Khá (từ 60)"),  # 54.00
        ("beta", ""),  # its points are of the best class
    ],
)
def test_the_next_class_is_so_many_points_away(run, code, said):
    assert sheet(run, code).next_class == said


def test_a_distance_is_rounded_up_so_that_it_is_enough(run, next_run):
    bundle = json.loads(run.bundle)
    gamma = next(unit for unit in bundle["units"] if unit["code"] == "gamma")
    gamma["facts"]["late_rate"] = {"numerator": 1, "denominator": 3}

    # 3 + 2/3 × 4 = 5.6666… of 10 = 56.6666…; 60 − 56.6666… = 3.3333…
    assert sheet(next_run(bundle), "gamma").next_class.startswith("Còn thiếu 3,34 điểm")


def test_the_leaves_that_lost_most_come_first(run):
    losses = [(loss.code, loss.lost) for loss in sheet(run, "gamma").losses]

    assert losses == [("1.1", "3"), ("2.1", "1,6")]  # 6 − 3; 4 − 2.4


def test_the_page_says_all_of_it(client, people):
    client.force_login(people["own"])

    page = words(client.get(SHEET))

    assert "Cần thêm 1 hồ sơ đúng hạn" in page
    assert "Mất điểm nhiều nhất" in page
    assert "2.1 Hồ sơ không trễ hạn −0,2 / 4" in page
