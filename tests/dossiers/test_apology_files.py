"""Files of letters that were sent: good ones recorded once, bad ones refused with a reason."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dossiers.models import Apology, Dossier
from dossiers.services.apologies_intake import (
    COLUMNS,
    LONGEST_REASON,
    import_apologies,
    register_apologies,
)
from foundation.services.intakes import intake_of

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = datetime(2024, 6, 10, 17, tzinfo=HANOI)
GOOD = {
    "code": "late",
    "reason": "Chờ xác minh",
    "new_due": "20/06/2024",
    "signer": "giam-doc",
    "number": "05/PXL-STP",
    "sent": "10/06/2024 17:00",
}


@pytest.fixture
def world(make_dossier, make_person, make_unit):
    """Store a late dossier, its head of 2024, a sister unit's head, and one without a deadline."""
    make_dossier(DUE, None, "open", code="late").save()
    make_dossier(None, None, "open", code="undated", received_at=DUE - timedelta(days=9)).save()
    make_person("giam-doc", role="head", first=date(2024, 1, 1), last=date(2024, 12, 31))
    make_person("chi-em", role="head", unit=make_unit("so-y-te"))


@pytest.fixture
def take(world, stored_file):
    """Take rows in, each the good row with its changes."""

    def rows(*changes: dict[str, str], by=None):
        head = ",".join(column.header for column in COLUMNS)
        lines = [",".join((GOOD | row)[column.name] for column in COLUMNS) for row in changes]
        return import_apologies(stored_file("\n".join([head, *lines])), by=by)

    return rows


def counts(batch) -> tuple[int, int, int, int]:
    return batch.created_rows, batch.changed_rows, batch.unchanged_rows, batch.rejected_rows


def test_a_letter_is_recorded_as_sent(take, make_user):
    clerk = make_user("home_affairs")

    batch = take({"reason": "  Chờ   xác minh "}, by=clerk)

    letter = Apology.objects.get()
    assert counts(batch) == (1, 0, 0, 0)
    assert (letter.dossier.code, letter.reason, letter.number) == (
        "late",
        "Chờ xác minh",
        "05/PXL-STP",
    )
    assert (letter.sent_at, letter.new_due_at) == (DUE, DUE + timedelta(days=10))
    assert (letter.signed_by.code, letter.recorded_by) == ("giam-doc", clerk)


def test_the_same_file_again_is_no_news(take):
    take({})

    assert counts(take({})) == (0, 0, 1, 0)
    assert Apology.objects.count() == 1


def test_a_sent_letter_is_not_changed_by_a_file(take):
    take({})

    batch = take({"reason": "Lý do khác"})

    assert [it.code for it in batch.rejects.all()] == ["sent_letter_stands"]
    assert Apology.objects.get().reason == "Chờ xác minh"


def test_a_second_letter_stands_beside_the_first(take):
    batch = take({}, {"sent": "21/06/2024 08:00", "new_due": "30/06/2024 10:30", "number": "9"})

    assert counts(batch) == (2, 0, 0, 0)
    assert Apology.objects.count() == 2


def test_a_draft_becomes_the_letter_that_was_sent(take, make_person):
    head = make_person("nay", role="head", first=date(2025, 1, 1))
    draft = Apology.objects.create(
        dossier=Dossier.objects.get(code="late"),
        reason="Nháp",
        new_due_at=DUE + timedelta(days=1),
        signed_by=head,
    )

    batch = take({"sent": "21/06/2024 08:00", "new_due": "30/06/2024", "number": "9"}, {})

    draft.refresh_from_db()
    assert counts(batch) == (1, 1, 0, 0)
    assert (draft.reason, draft.sent_at, draft.signed_by.code) == ("Chờ xác minh", DUE, "giam-doc")
    assert not Apology.objects.filter(sent_at=None).exists()


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"code": ""}, "Mã hồ sơ", "missing"),
        ({"reason": "  "}, "Lý do", "missing"),
        ({"new_due": ""}, "Hẹn trả lại", "missing"),
        ({"signer": ""}, "Mã người ký", "missing"),
        ({"number": ""}, "Số thư", "missing"),
        ({"sent": ""}, "Gửi lúc", "missing"),
        ({"code": "khong-co"}, "Mã hồ sơ", "unknown_dossier"),
        ({"code": "undated"}, "Mã hồ sơ", "no_deadline"),
        ({"reason": "x" * (LONGEST_REASON + 1)}, "Lý do", "too_long"),
        ({"number": "1" * 61}, "Số thư", "too_long"),
        ({"new_due": "31/02/2024"}, "Hẹn trả lại", "instant"),
        ({"new_due": "20/06/2024 25:00"}, "Hẹn trả lại", "instant"),
        ({"sent": "10/06/2024"}, "Gửi lúc", "instant"),
        ({"sent": "10/06/2567 08:00"}, "Gửi lúc", "instant"),
        ({"sent": "31/05/2024 07:00"}, "Gửi lúc", "sent_before_received"),
        ({"new_due": "10/06/2024 17:00"}, "Hẹn trả lại", "new_due_before_sent"),
        ({"signer": "khong-ai"}, "Mã người ký", "unknown_head"),
        ({"signer": "chi-em"}, "Mã người ký", "head_of_another_unit"),
    ],
)
def test_a_bad_row_is_refused_with_column_and_code(take, changes, column, code):
    batch = take(changes)

    assert [(it.line, it.column, it.code) for it in batch.rejects.all()] == [(2, column, code)]
    assert not Apology.objects.exists()


def test_the_head_of_another_year_did_not_sign(take, make_person):
    make_person("cu", role="head", first=date(2023, 1, 1), last=date(2023, 12, 31))
    make_person("phong", role="official")

    batch = take({"signer": "cu"}, {"signer": "phong", "sent": "11/06/2024 08:00"})

    assert [it.code for it in batch.rejects.all()] == ["unknown_head", "unknown_head"]


def test_a_letter_of_the_future_has_not_been_sent(take, make_person):
    make_person("mai", role="head", first=date(2025, 1, 1))

    batch = take({"signer": "mai", "sent": "01/01/2090 08:00", "new_due": "01/02/2090"})

    assert [it.code for it in batch.rejects.all()] == ["in_the_future"]


def test_the_same_letter_twice_in_a_file_is_refused_with_both_lines(take):
    batch = take({}, {"number": "6"})

    assert {(it.line, it.message) for it in batch.rejects.all()} == {
        (line, "Thư này có nhiều lần trong tệp: lần đầu ở dòng 2, lần cuối ở dòng 3.")
        for line in (2, 3)
    }


def test_it_is_a_kind_of_file_that_is_known(take):
    register_apologies()

    intake = intake_of("apologies")

    assert intake.take is import_apologies
    assert list(intake.columns(None)) == list(COLUMNS)
