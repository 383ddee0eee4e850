"""Files of successions: each check broken once, and updates."""

import pytest

from units.models import Succession
from units.selectors.units import lives_of

DAY = "01/07/2025"


@pytest.fixture(autouse=True)
def ward(take):
    """Return three old wards and a living one: a and b end on the eve of the day; d lives on."""
    return take(
        "units",
        "a|Phường A|Xã||01/01/2000|30/06/2025|",
        "b|Phường B|Xã||01/01/2000|30/06/2025|",
        "c|Phường C|Xã||01/07/2025||",
        "d|Phường D|Xã||01/01/2000||",
        "a|Phường A mới|Xã||01/07/2025||",
    )


def test_units_go_whole_or_in_part_into_others(take):
    batch = take(
        "successions",
        f"a|c|{DAY}|Toàn bộ|Nghị quyết 1667",
        f"b|c|{DAY}|một phần|",
        f"b|d|{DAY}|Một phần|",
        f"d|a|{DAY}|Một phần|",
    )

    assert (batch.created_rows, batch.rejected_rows) == (4, 0)
    assert [str(it) for it in Succession.objects.order_by("pk")] == [
        "Phường A → Phường C (Toàn bộ)",
        "Phường B → Phường C (Một phần)",
        "Phường B → Phường D (Một phần)",
        "Phường D → Phường A mới (Một phần)",
    ]
    assert Succession.objects.earliest("pk").source == "Nghị quyết 1667"


def test_a_code_may_pass_from_one_of_its_lives_to_the_next(take):
    take("successions", f"a|a|{DAY}|Toàn bộ|")

    old, new = lives_of("a")
    assert Succession.objects.filter(predecessor=old, successor=new).exists()


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (f"|c|{DAY}|Toàn bộ|", "Mã cũ", "code_missing"),
        (f"а|c|{DAY}|Toàn bộ|", "Mã cũ", "code_format"),  # a Cyrillic а
        (f"a||{DAY}|Toàn bộ|", "Mã mới", "code_missing"),
        ("a|c|31/06/2025|Toàn bộ|", "Ngày chuyển", "day"),
        ("a|c||Toàn bộ|", "Ngày chuyển", "day"),
        (f"a|c|{DAY}|Gần hết|", "Phạm vi", "unknown_word"),
        (f"e|c|{DAY}|Toàn bộ|", "Mã cũ", "unknown_unit"),
        (f"c|d|{DAY}|Một phần|", "Mã cũ", "unknown_unit"),
        (f"a|b|{DAY}|Toàn bộ|", "Mã mới", "unknown_unit"),
        (f"d|d|{DAY}|Một phần|", "Mã mới", "succeeds_itself"),
        (f"d|c|{DAY}|Toàn bộ|", "Ngày chuyển", "still_there"),
        ("a|d|30/06/2025|Toàn bộ|", "Ngày chuyển", "still_there"),
        (f"a|c|{DAY}|Toàn bộ|{'x' * 301}", "Nguồn", "source_too_long"),
        (f"a|c|{DAY}", "Mã cũ", "cell_count"),
    ],
)
def test_a_bad_row_is_refused_and_the_good_one_beside_it_stays(take, refused, row, column, code):
    batch = take("successions", row, f"b|c|{DAY}|Một phần|")

    assert (2, column, code) in refused(batch)
    assert {line for line, *_ in refused(batch)} == {2}
    assert batch.created_rows == 1


def test_a_unit_that_goes_whole_goes_nowhere_else(take):
    batch = take("successions", f"a|c|{DAY}|Toàn bộ|", f"a|d|{DAY}|Một phần|")

    assert [str(reject) for reject in batch.rejects.all()] == [
        f"dòng {line}, Phạm vi: Đơn vị đã chuyển toàn bộ thì không còn gì để chuyển đi nơi khác;"
        " xem dòng 2."
        for line in (2, 3)
    ]


def test_a_unit_that_is_known_to_have_gone_whole_goes_nowhere_else_whole(take):
    take("successions", f"a|c|{DAY}|Toàn bộ|")

    batch = take("successions", f"a|d|{DAY}|Toàn bộ|")

    reject = batch.rejects.get()
    assert reject.message == "Đơn vị cũ đã được ghi là nhập toàn bộ vào Phường C."


def test_the_same_pair_twice_names_both_lines(take):
    batch = take("successions", f"a|c|{DAY}|Toàn bộ|", f"a|c|{DAY}|Một phần|")

    assert {reject.message for reject in batch.rejects.all()} == {
        "Kế thừa này có nhiều lần trong tệp: lần đầu ở dòng 2, lần cuối ở dòng 3."
    }


def test_a_pair_known_is_an_update(take):
    take("successions", f"a|c|{DAY}|Toàn bộ|cũ")

    batch = take("successions", f"a|c|{DAY}|Một phần|mới")
    again = take("successions", "a|c|2025-07-01|Một phần|mới")

    assert (batch.changed_rows, batch.created_rows, again.unchanged_rows) == (1, 0, 1)
    assert Succession.objects.values_list("extent", "source").get() == ("part", "mới")


def test_a_unit_that_is_known_to_have_gone_whole_gives_no_part_that_day(take, refused):
    take("successions", f"a|c|{DAY}|Toàn bộ|")

    batch = take("successions", f"a|d|{DAY}|Một phần|", "a|d|01/01/2020|Một phần|")
    earlier = take("successions", "a|d|01/01/2020|Một phần|")

    assert (2, "Phạm vi", "whole_elsewhere") in refused(batch)
    assert (batch.created_rows, earlier.created_rows) == (0, 1)


def test_a_unit_that_is_known_to_have_given_a_part_does_not_go_whole(take, refused):
    take("successions", f"a|d|{DAY}|Một phần|")

    batch = take("successions", f"a|c|{DAY}|Toàn bộ|")

    assert refused(batch) == [(2, "Phạm vi", "part_elsewhere")]
    assert "Phường D" in batch.rejects.get().message


def test_a_part_given_before_the_rest_went_whole_is_told_apart_by_one_file(take):
    rows = ("a|d|01/01/2020|Một phần|", f"a|c|{DAY}|Toàn bộ|")
    take("successions", rows[0])

    batch, again = take("successions", *rows), take("successions", *rows)

    assert (batch.created_rows, batch.unchanged_rows, again.unchanged_rows) == (1, 1, 2)
