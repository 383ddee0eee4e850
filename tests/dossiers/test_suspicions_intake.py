"""Suspicious changes as real files bring them: one file, then another; due 12/01/2024 at 17:00."""

import pytest

from dossiers.selectors.suspicions_asked import Asked
from dossiers.selectors.suspicions_words import rows_of
from tests.dossiers.suspicion_world import listed

LATE = {"finished": "15/01/2024 10:00"}
OPEN = {"finished": "", "outcome": "Đang giải quyết"}
GRANTED = {"outcome": "Đã trả kết quả"}
FOUR_DAYS = "08/01/2024 08:00 - 12/01/2024 08:00: Chờ bổ sung hồ sơ"  # due 16/01 by that


def found() -> list:
    """Return the kinds of this year's findings, and whether each makes a late dossier punctual."""
    told = listed(Asked.of({}))
    return sorted((finding.kind.name, finding.is_cleared) for finding in told)


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        (LATE, {"finished": "12/01/2024 17:00"}, [("FINISH_EARLIER", True)]),
        (LATE, {"finished": "12/01/2024 17:01"}, [("FINISH_EARLIER", False)]),
        (LATE, {"due": "20/01/2024 17:00"}, [("DUE_LATER", False)]),
        (LATE, {"pauses": FOUR_DAYS}, [("PAUSE_ADDED", True)]),
        (LATE, {"outcome": "Người nộp rút"}, [("LATE_REMOVED", True)]),
        (LATE, {"outcome": "Từ chối giải quyết"}, []),
        (LATE, {"unit_code": "so-y-te"}, [("LATE_REMOVED", True)]),
        (LATE, {"channel": "Trực tiếp"}, []),
        (OPEN, {"finished": "15/01/2024 10:00", "outcome": "Đã trả kết quả"}, []),
        (OPEN, {"finished": "12/01/2024 17:00"} | GRANTED, [("FINISH_EARLIER", True)]),
        (
            OPEN,
            {"finished": "12/01/2024 17:00", "outcome": "Người nộp rút"},
            [("FINISH_EARLIER", True), ("LATE_REMOVED", True)],
        ),
        (
            OPEN,
            {"finished": "12/01/2024 17:01", "outcome": "Người nộp rút"},
            [("LATE_REMOVED", True)],
        ),
    ],
)
def test_what_a_second_file_changes_is_found(take, make_unit, first, then, expected):
    make_unit("so-y-te")
    take(first)

    take(first | then)

    assert found() == expected


def test_a_file_that_says_the_same_again_is_no_change(take):
    take(LATE)

    take(LATE)

    assert found() == []


def test_a_finding_names_the_batch_that_brought_it(take):
    take(LATE)
    batch = take(LATE | {"pauses": FOUR_DAYS})

    (row,) = rows_of(listed(Asked.of({})))

    assert row.batch == batch.pk
    assert row.became == "08/01/2024 08:00 – 12/01/2024 08:00 (chờ bổ sung hồ sơ)"
    assert (row.was, row.deadline) == ("", "12/01/2024 17:00")


def test_an_official_who_hands_a_late_dossier_on_is_named(take, make_person):
    make_person("cb-1"), make_person("cb-2")
    take(LATE | {"handler": "cb-1"})
    take(LATE | {"handler": "cb-2"})

    (row,) = rows_of(listed(Asked.of({})))

    assert (row.finding.official, row.was, row.became) == ("cb-1", "cb-1", "cb-2")
