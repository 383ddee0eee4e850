"""What the page of suspicions makes of corrections by hand, and of rows sent back before them.

Due 12/01/2024 at 17:00, ended 11/01 at 10:00 unless said otherwise.
"""

from datetime import datetime

import pytest

from dossiers.models import DossierCorrection, Source
from dossiers.services.corrections import correct_due_time, reopen_dossier
from dossiers.services.intake import import_dossiers
from tests.dossiers.test_corrections import CODE, OPEN, at, suspected
from tests.dossiers.test_suspicions_page import sheet_of, words


@pytest.fixture
def clerk(make_user):
    return make_user("home_affairs", username="thu")


def reopened_at() -> datetime:
    return DossierCorrection.objects.get().at


def test_a_correction_that_clears_a_late_dossier_is_listed(client, take, clerk):
    """The dossier is late by a day; its due time moves on by three."""
    take({"finished": "13/01/2024 17:00"})
    client.force_login(clerk)

    correct_due_time(CODE, due_at=at(15, 17), reason="Giấy hẹn", by=clerk)

    (told,) = suspected()
    assert (told.kind.name, told.is_cleared, told.reasons) == ("DUE_LATER", True, [])
    assert (told.file, told.by, told.why) == (None, "thu", "Giấy hẹn")
    assert "15/01/2024 17:00 thu Sở Nội vụ sửa: Giấy hẹn" in words(client.get("/nghi-van/"))
    assert sheet_of(client.get("/nghi-van/nghi-van.xlsx"))[1][12] == "thu: Giấy hẹn"


@pytest.mark.parametrize("due_at", [at(13, 16), at(10, 17)])
def test_a_correction_that_clears_nothing_is_not_listed(take, clerk, due_at):
    """It leaves the dossier late, by an hour or by three days."""
    take({"finished": "13/01/2024 17:00"})

    correct_due_time(CODE, due_at=due_at, reason="Giấy hẹn", by=clerk)

    assert suspected() == []


def test_a_dossier_opened_again_is_not_listed(take, clerk):
    take({"finished": "13/01/2024 17:00"})

    reopen_dossier(CODE, reason="Bấm nhầm", by=clerk)

    assert suspected() == []


@pytest.mark.parametrize("cell", [f" {CODE} ", f"\u00a0{CODE}\t", f"\u3000\r\n{CODE}\u2009"])
def test_a_file_that_would_open_a_dossier_again_is_listed_until_it_is(take, clerk, cell):
    """The code stands in a cell with blanks around it; of two such files the last is told."""
    take(OPEN)
    take({})
    take(OPEN)
    batch = take(OPEN | {"code": cell, "channel": "Bưu chính"})

    (told,) = suspected(nhom="bi-tra-lai")
    assert (told.dossier, told.file_id, told.was, told.became) == (
        *(CODE, batch.stored_file_id),
        *("granted", "open"),
    )

    reopen_dossier(CODE, reason="Bấm nhầm", by=clerk)
    assert suspected(nhom="bi-tra-lai") == []


@pytest.mark.parametrize(
    ("name_since", "header_since", "told"),
    [
        ("Một cửa", "So HS", [CODE]),
        ("Một cửa tỉnh", "So HS", [CODE]),
        ("Một cửa", "Số", []),  # nobody knows any more where the codes stand
    ],
)
def test_the_code_is_read_where_the_header_of_the_file_has_it(
    take, stored_file, dossier_csv, name_since, header_since, told
):
    """A column before it has the code of another dossier that has ended."""
    other = "H32.10-240105-0002"
    take({}, {"code": other})
    source = Source.objects.create(code="mot-cua", name="Một cửa", headers={"code": "So HS"})
    text = (
        dossier_csv(OPEN).replace("Mã hồ sơ,", "Hồ sơ gốc,So HS,").replace(CODE, f"{other},{CODE}")
    )
    assert import_dossiers(stored_file(text), by=None, source=source).rejected_rows == 1

    source.name, source.headers = name_since, {"code": header_since}
    source.save()

    assert [one.dossier for one in suspected(nhom="bi-tra-lai")] == told


def test_a_row_sent_back_for_another_reason_is_not_listed(take):
    take({})
    take(OPEN | {"channel": "Fax", "outcome": "?"})

    assert suspected(nhom="bi-tra-lai") == []


def test_the_page_lists_what_was_sent_back(client, take, clerk):
    take({})
    take(OPEN)
    client.force_login(clerk)

    page = words(client.get("/nghi-van/?nhom=bi-tra-lai"))

    assert "1 trường hợp" in page
    assert f"{CODE} Tệp ghi chưa trả" in page
    assert "Đã trả kết quả Kết quả · hạn: 12/01/2024 17:00 Đang giải quyết" in page
    assert [row[1] for row in sheet_of(client.get("/nghi-van/nghi-van.xlsx?nhom=bi-tra-lai"))] == [
        "Mã hồ sơ",
        CODE,
    ]


def test_the_file_that_ended_it_too_soon_speaks_against_no_later_end(take, clerk):
    take(OPEN)
    take({})
    reopen_dossier(CODE, reason="Bấm nhầm", by=clerk)

    take({"finished": "12/01/2024 10:00"})

    (first_end,) = suspected()
    assert datetime.fromisoformat(first_end.became) == at(11, 10)


LATE_END, SAID = "13/01/2024 17:00", "opened_again:13/01/2024 17:00"


@pytest.mark.parametrize(
    ("was", "became", "told"),
    [
        (LATE_END, "11/01/2024 10:00", [(True, [SAID])]),
        (LATE_END, "13/01/2024 16:59", [(False, [SAID])]),  # late all the same
        (LATE_END, "13/01/2024 17:01", []),
        (LATE_END, "", []),
    ],
)
def test_opening_again_hides_no_end_that_moves_back(take, clerk, was, became, told):
    """The deadline is 12/01 at 17:00."""
    take(OPEN)
    take({"finished": was})
    reopen_dossier(CODE, reason="Bấm nhầm", by=clerk)

    take({"finished": became} if became else OPEN | {"channel": "Bưu chính"})

    assert [(one.is_cleared, one.reasons) for one in suspected() if one.at > reopened_at()] == told


def test_an_end_that_was_opened_again_is_told_in_words(client, take, clerk):
    take(OPEN)
    take({"finished": LATE_END})
    reopen_dossier(CODE, reason="Bấm nhầm", by=clerk)
    take({"finished": "11/01/2024 10:00"})
    client.force_login(clerk)

    page = words(client.get("/nghi-van/"))

    assert "đã ghi trả muộn hơn, rồi được mở lại bằng tay (13/01/2024 17:00)" in page
