"""Pauses in a dossier file: how they move the deadline, and every way in which they are wrong."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dossiers.models import Dossier, Pause

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
WORDS = "Chờ bổ sung hồ sơ"
DUE = {"received": "05/01/2024 08:00", "due": "12/01/2024 17:00"}
OPEN = DUE | {"outcome": "Đang giải quyết", "finished": ""}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 1, day, hour, minute, tzinfo=HANOI)


def pauses() -> list[tuple[datetime, datetime | None, str]]:
    return list(Pause.objects.values_list("started_at", "ended_at", "reason"))


def test_pauses_are_kept_and_move_the_deadline_by_their_length(take, dossier):
    take(
        OPEN
        | {
            "pauses": "08/01/2024 08:00 - 09/01/2024 17:00: Chờ bổ sung hồ sơ;"
            " 2024-01-10T09:00 – 10/01/2024 11:30: cho co quan khac ;"
        }
    )

    assert pauses() == [(at(8, 8), at(9, 17), "supplement"), (at(10, 9), at(10, 11, 30), "agency")]
    # 12/01 17:00 + 33 h + 2 h 30 = 14/01 04:30; the first due time stays.
    assert (dossier().due_at, dossier().deadline_at) == (at(12, 17), at(14, 4, 30))
    assert dossier().paused_since is None


@pytest.mark.parametrize(
    ("written", "deadline"),
    [
        # One second before it is due counts, at the very instant no more.
        (f"12/01/2024 16:59:59 - 12/01/2024 18:59:59: {WORDS}", at(12, 19)),
        (f"12/01/2024 17:00 - 12/01/2024 19:00: {WORDS}", at(12, 17)),
        (f"15/01/2024 08:00 - 20/01/2024 17:00: {WORDS}", at(12, 17)),
        # The first moves it to 13/01 17:00, so the second, on 13/01 at 10:00, counts too: + 3 h.
        (
            f"13/01/2024 10:00 - 13/01/2024 13:00: {WORDS};"
            f"11/01/2024 17:00 - 12/01/2024 17:00: {WORDS}",
            at(13, 20),
        ),
        # Without the first, the second begins after the deadline.
        (f"13/01/2024 10:00 - 13/01/2024 13:00: {WORDS}", at(12, 17)),
        # One ends where the next begins: 1 h + 1 h.
        (
            f"09/01/2024 08:00 - 09/01/2024 09:00: {WORDS};"
            f"09/01/2024 09:00 - 09/01/2024 10:00: Chờ nghĩa vụ tài chính",
            at(12, 19),
        ),
    ],
)
def test_a_pause_counts_only_if_it_begins_before_the_deadline_as_moved_so_far(
    take, dossier, written, deadline
):
    take(DUE | {"finished": "25/01/2024 08:00", "pauses": written})

    assert dossier().deadline_at == deadline


def test_an_open_pause_has_the_dossier_wait_if_it_began_in_time(take):
    take(
        OPEN | {"code": "H32.10-240105-0001", "pauses": f"11/01/2024 08:00 - : {WORDS}"},
        OPEN | {"code": "H32.10-240105-0002", "pauses": f"15/01/2024 08:00 -: {WORDS}"},
    )

    waiting = Dossier.objects.order_by("code").values_list("paused_since", "deadline_at")
    assert list(waiting) == [(at(11, 8), at(12, 17)), (None, at(12, 17))]


def test_without_a_due_time_pauses_are_kept_and_move_nothing(take, dossier):
    take(OPEN | {"due": "", "procedure_code": "1.002", "pauses": f"11/01/2024 08:00 - : {WORDS}"})

    assert len(pauses()) == 1
    assert (dossier().deadline_at, dossier().paused_since) == (None, None)


REFUSED = {
    "bare_days": (f"08/01/2024 - 09/01/2024: {WORDS}", "pause_unreadable"),
    "no_words": ("08/01/2024 08:00 - 09/01/2024 08:00", "pause_unreadable"),
    "a_day_that_never_was": (f"31/02/2024 08:00 - 09/03/2024 08:00: {WORDS}", "pause_unreadable"),
    "an_end_that_never_was": (f"08/01/2024 08:00 - 09/01/2024 25:00: {WORDS}", "pause_unreadable"),
    "words_only": (WORDS, "pause_unreadable"),
    "sql": ("'; drop table dossiers_pause; --", "pause_unreadable"),
    "unknown_reason": ("08/01/2024 08:00 - 09/01/2024 08:00: Nghỉ", "unknown_word"),
    "end_first": (f"09/01/2024 08:00 - 08/01/2024 08:00: {WORDS}", "pause_ends_too_soon"),
    "no_length": (f"09/01/2024 08:00 - 09/01/2024 08:00: {WORDS}", "pause_ends_too_soon"),
    "overlap": (
        f"08/01/2024 08:00 - 09/01/2024 08:01: {WORDS};"
        f"09/01/2024 08:00 - 10/01/2024 08:00: {WORDS}",
        "pauses_overlap",
    ),
    "twice_the_same": (
        ";".join([f"08/01/2024 08:00 - 09/01/2024 08:00: {WORDS}"] * 2),
        "pauses_overlap",
    ),
    "open_before_another": (
        f"08/01/2024 08:00 - : {WORDS};09/01/2024 08:00 - 10/01/2024 08:00: {WORDS}",
        "pause_open_not_last",
    ),
    "before_it_came": (f"05/01/2024 07:59 - 06/01/2024 08:00: {WORDS}", "pause_before_received"),
    "start_to_come": (f"08/01/2099 08:00 - : {WORDS}", "in_the_future"),
    "end_to_come": (f"08/01/2024 08:00 - 08/01/2099 08:00: {WORDS}", "in_the_future"),
}


@pytest.mark.parametrize(("written", "code"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_pause_is_refused_with_its_own_sentence(take, written, code):
    batch = take(OPEN | {"code": "H32.10-240105-0009", "pauses": ""}, OPEN | {"pauses": written})

    found = [(reject.line, reject.column, reject.code) for reject in batch.rejects.all()]
    assert found == [(3, "Tạm dừng", code)]
    assert not Pause.objects.exists()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (f"08/01/2024 08:00 - : {WORDS}", "pause_still_open"),
        (f"10/01/2024 08:00 - 11/01/2024 10:01: {WORDS}", "pause_after_end"),
        (f"12/01/2024 08:00 - 12/01/2024 10:01: {WORDS}", "pause_after_end"),
    ],
)
def test_a_dossier_that_ended_waits_no_more(take, written, code):
    batch = take({"pauses": written})

    assert batch.rejects.get().code == code


def test_the_reasons_allowed_stand_in_the_sentence(take):
    batch = take(OPEN | {"pauses": "08/01/2024 08:00 - 09/01/2024 08:00: Nghỉ"})

    assert batch.rejects.get().message == (
        "Lý do tạm dừng phải là một trong:"
        " Chờ bổ sung hồ sơ, Chờ nghĩa vụ tài chính, Chờ cơ quan khác."
    )


PAUSED = OPEN | {"pauses": f"08/01/2024 08:00 - 09/01/2024 08:00: {WORDS}"}


def test_the_same_pauses_in_another_order_and_spelling_change_nothing(take):
    more = f"10/01/2024 08:00 - 10/01/2024 09:00: {WORDS}"
    take(OPEN | {"pauses": f"{PAUSED['pauses']};{more}"})

    batch = take(OPEN | {"pauses": f" {more} ; {PAUSED['pauses'].upper()};"})

    assert batch.unchanged_rows == 1


def test_another_end_or_reason_replaces_the_pauses_and_is_a_change(take, dossier):
    take(PAUSED)
    longer = f"08/01/2024 08:00 - 10/01/2024 08:00: {WORDS}"

    batches = [
        take(OPEN | {"pauses": text})
        for text in (longer, longer.replace(WORDS, "Chờ cơ quan khác"))
    ]

    assert [batch.changed_rows for batch in batches] == [1, 1]
    assert pauses() == [(at(8, 8), at(10, 8), "agency")]
    assert dossier().deadline_at == at(14, 17)


def test_a_pause_that_moves_nothing_is_still_a_change(take, dossier):
    take(OPEN)

    batch = take(OPEN | {"pauses": f"15/01/2024 08:00 - 16/01/2024 08:00: {WORDS}"})

    assert (batch.changed_rows, dossier().deadline_at, len(pauses())) == (1, at(12, 17), 1)
    assert dossier().source_file == batch.stored_file


def test_a_file_without_the_column_leaves_pauses_and_an_empty_cell_takes_them_away(take, dossier):
    take(PAUSED)

    without = take(OPEN)
    kept = (len(pauses()), dossier().deadline_at)
    emptied = take(OPEN | {"pauses": ""})

    assert (without.unchanged_rows, kept) == (1, (1, at(13, 17)))
    assert (emptied.changed_rows, len(pauses()), dossier().deadline_at) == (1, 0, at(12, 17))


def test_known_pauses_move_a_due_time_that_comes_later(take, dossier):
    take(PAUSED | {"due": "", "procedure_code": "1.002"})

    take(OPEN | {"procedure_code": "1.002"})

    assert dossier().deadline_at == at(13, 17)


def test_a_file_without_the_column_does_not_end_a_dossier_that_waits(take, dossier):
    take(OPEN | {"pauses": f"08/01/2024 08:00 - : {WORDS}"})

    batch = take({})

    assert batch.rejects.get().code == "pause_still_open"
    assert dossier().outcome == "open"


def test_a_pause_that_ends_lets_the_clock_run_again(take, dossier):
    take(OPEN | {"pauses": f"12/01/2024 16:00 - : {WORDS}"})

    take(OPEN | {"pauses": f"12/01/2024 16:00 - 20/01/2024 16:00: {WORDS}"})

    assert dossier().deadline_at == at(12, 17) + timedelta(days=8)
    assert dossier().paused_since is None


def test_a_cell_of_nothing_but_a_semicolon_takes_no_pauses_away(take):
    take({"pauses": "08/01/2024 08:00 - 09/01/2024 17:00: Chờ bổ sung hồ sơ"})

    batch = take({"pauses": " ; "})

    assert [(it.column, it.code) for it in batch.rejects.all()] == [
        ("Tạm dừng", "pause_unreadable")
    ]
    assert pauses() == [(at(8, 8), at(9, 17), "supplement")]
