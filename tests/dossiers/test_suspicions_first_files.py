"""Ends that the file which brought the dossier speaks against; each is 20 days overdue."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localtime

from dossiers.models import DossierChange, Source
from dossiers.selectors.suspicions_asked import Asked
from dossiers.services.intake import import_dossiers
from foundation.models import ImportBatch
from tests.dossiers.suspicion_world import listed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OPEN = {"finished": "", "outcome": "Đang giải quyết"}


def cell(instant: datetime) -> str:
    return f"{localtime(instant):%d/%m/%Y %H:%M}"


@pytest.fixture
def due() -> datetime:
    return timezone.now().replace(second=0, microsecond=0) - 20 * DAY


@pytest.fixture
def send(office, stored_file, dossier_csv, due):
    """Take the dossier in from one source, each time in a file of its own."""
    source = Source.objects.create(code="mot-cua", name="Một cửa")
    received = due - 5 * DAY
    day = f"{localtime(received):%y%m%d}"
    row = {"code": f"H32.10-{day}-0001", "received": cell(received), "due": cell(due)}

    def send_in(**cells: str) -> ImportBatch:
        send_in.count += 1
        other = {"code": "x", "unit_code": str(send_in.count)}
        text = dossier_csv(row | cells, other)
        return import_dossiers(stored_file(text, f"{send_in.count}.csv"), by=None, source=source)

    send_in.count = 0
    return send_in


def told() -> list[tuple[str, bool, list[str]]]:
    found = listed(Asked.of({}))
    return sorted((one.kind.name, one.is_cleared, list(one.reasons)) for one in found)


EARLIER = ("FINISH_EARLIER", True, ["was_known_open"])
REMOVED = ("LATE_REMOVED", True, ["was_known_open"])


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("Đã trả kết quả", [EARLIER]),
        ("Từ chối giải quyết", [EARLIER]),
        ("Người nộp rút", [EARLIER, REMOVED]),
        ("Hủy do trùng", [EARLIER, REMOVED]),
        ("Từ chối tiếp nhận", [EARLIER, REMOVED]),
    ],
)
def test_four_files_that_say_open_speak_against_an_end_before_the_due_time(
    send, due, outcome, expected
):
    for _ in range(4):
        send(**OPEN)

    send(finished=cell(due - 30 * HOUR), outcome=outcome)

    assert told() == expected


def test_a_dossier_handed_on_with_such_an_end_is_told_of_the_unit_that_had_it(
    send, due, make_unit, office
):
    make_unit("so-y-te")
    send(**OPEN)

    send(finished=cell(due - 30 * HOUR), outcome="Đã trả kết quả", unit_code="so-y-te")

    assert told() == [EARLIER, REMOVED]
    assert {it.unit_id for it in listed(Asked.of({}))} == {office.pk}


def test_a_change_keeps_the_file_that_the_dossier_was_by(send, due):
    first = send(**OPEN)
    send(**OPEN)

    last = send(finished=cell(due - 30 * HOUR), outcome="Đã trả kết quả")

    files = set(DossierChange.objects.values_list("file_before", "file"))
    assert files == {(first.stored_file_id, last.stored_file_id)}


@pytest.mark.parametrize(
    ("came_after", "expected"), [(DAY, []), (DAY + timedelta(minutes=1), [EARLIER])]
)
def test_a_file_may_be_written_the_day_before_it_comes(send, due, came_after, expected):
    first, ended = send(**OPEN), due - 30 * HOUR
    ImportBatch.objects.filter(pk=first.pk).update(created_at=ended + came_after)

    send(finished=cell(ended), outcome="Đã trả kết quả")

    assert told() == expected


def test_an_old_file_that_comes_again_is_as_old_as_it_was(send, due):
    first, ended = send(**OPEN), due - 30 * HOUR
    ImportBatch.objects.filter(pk=first.pk).update(created_at=ended - DAY)
    send.count = 0
    assert send(**OPEN).stored_file == first.stored_file

    send(finished=cell(ended), outcome="Đã trả kết quả")

    assert told() == []


def test_a_late_end_is_not_told_because_the_first_file_came_after_it(send, due):
    send(**OPEN)

    send(finished=cell(due + DAY), outcome="Đã trả kết quả")

    assert told() == []


def test_an_end_in_time_of_a_dossier_that_is_not_due_yet_is_not_told(send, due):
    later = {"due": cell(due + 40 * DAY)}
    send(**OPEN, **later)

    send(finished=cell(due), outcome="Đã trả kết quả", **later)

    assert told() == []
