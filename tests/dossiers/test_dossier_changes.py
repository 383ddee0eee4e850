"""What a later file changes of a known dossier stays behind: field, from what, to what, by whom."""

import json
from datetime import date

import pytest

from dossiers.models import Dossier, DossierChange, Procedure

# 05/01/2024 08:00 in Việt Nam is 01:00 UTC, which is how the database writes it.
PAUSE = "08/01/2024 08:00 - 09/01/2024 08:00: Chờ bổ sung hồ sơ"
LATER = "08/01/2024 08:00 - 10/01/2024 08:00: Chờ cơ quan khác"
OPEN = {"finished": "", "outcome": "Đang giải quyết"}


@pytest.fixture
def changes(db):
    """Read every change as field: (was, became)."""
    return lambda: {c.field: (c.was, c.became) for c in DossierChange.objects.all()}


def test_a_new_dossier_and_a_file_sent_again_leave_no_history(take):
    row = {"pauses": PAUSE}

    take(row)
    take(row)

    assert not DossierChange.objects.exists()


@pytest.mark.parametrize(
    ("cells", "field", "was", "became"),
    [
        ({"channel": "Bưu chính"}, "channel", "online", "post"),
        (
            {"received": "05/01/2024 08:30"},
            "received",
            "2024-01-05 01:00:00+00",
            "2024-01-05 01:30:00+00",
        ),
        ({"due": "15/01/2024 17:00"}, "rescheduled", None, "2024-01-15 10:00:00+00"),
        (
            {"finished": "11/01/2024 09:00"},
            "finished",
            "2024-01-11 03:00:00+00",
            "2024-01-11 02:00:00+00",
        ),
        ({"outcome": "Người nộp rút"}, "outcome", "granted", "withdrawn"),
    ],
)
def test_one_cell_that_differs_is_one_change(take, changes, cells, field, was, became):
    take({})

    take(cells)

    assert changes() == {field: (was, became)}


def test_a_change_names_its_dossier_its_file_and_its_instant(take, dossier):
    first = take({})

    later = take({"channel": "Bưu chính"})

    change = DossierChange.objects.get()
    assert (change.dossier, change.file) == (dossier(), later.stored_file)
    assert change.file != first.stored_file
    assert first.created_at <= change.changed_at <= later.created_at


def test_units_procedures_and_handlers_are_told_by_their_keys(
    take, changes, make_unit, make_person, office
):
    other = make_unit("so-y-te")
    here, there = make_person("CB1"), make_person("CB2", unit=other)
    take({"handler": "CB1"})
    old, new = Procedure.objects.order_by("code")

    take({"unit_code": "so-y-te", "procedure_code": "1.002", "handler": "CB2"})

    assert changes() == {
        "unit": (str(office.pk), str(other.pk)),
        "procedure": (str(old.pk), str(new.pk)),
        "handler": (str(here.pk), str(there.pk)),
    }


def test_a_due_time_that_comes_to_be_known_moves_the_deadline_too(take, changes):
    # 1.002 promises nothing, so without a due time there is none.
    undated = {"procedure_code": "1.002", "due": ""}
    take(undated)

    take(undated | {"due": "12/01/2024 17:00"})

    known = (None, "2024-01-12 10:00:00+00")
    assert changes() == {"due": known, "deadline": known}


def test_pauses_are_told_whole_with_the_deadline_they_move(take, changes):
    take({"pauses": PAUSE})

    take({"pauses": LATER})

    found = changes()
    # Due on the 12th at 17:00 (10:00 UTC): one day of waiting makes it the 13th, two the 14th.
    assert found["deadline"] == ("2024-01-13 10:00:00+00", "2024-01-14 10:00:00+00")
    assert [json.loads(pauses) for pauses in found["pauses"]] == [
        [["2024-01-08T01:00:00+00:00", "2024-01-09T01:00:00+00:00", "supplement"]],
        [["2024-01-08T01:00:00+00:00", "2024-01-10T01:00:00+00:00", "agency"]],
    ]
    assert set(found) == {"pauses", "deadline"}


def test_the_first_pauses_and_the_last_are_changes_from_and_to_nothing(take):
    take({"pauses": ""})

    take({"pauses": PAUSE})
    take({"pauses": ""})

    told = DossierChange.objects.filter(field="pauses").order_by("pk")
    assert [(c.was is None, c.became is None) for c in told] == [(True, False), (False, True)]


def test_an_end_is_a_change_of_outcome_and_finish(take, changes):
    take(OPEN)

    take({})

    assert changes() == {
        "outcome": ("open", "granted"),
        "finished": (None, "2024-01-11 03:00:00+00"),
    }


def test_rows_that_did_not_change_are_not_written_again(take):
    take({}, {"code": "H32.10-240105-0002"})
    first = dict(Dossier.objects.values_list("code", "source_file_id"))

    later = take({}, {"code": "H32.10-240105-0002", "channel": "Bưu chính"})

    files = dict(Dossier.objects.values_list("code", "source_file_id"))
    assert files["H32.10-240105-0001"] == first["H32.10-240105-0001"]
    assert files["H32.10-240105-0002"] == later.stored_file_id


def test_a_refused_row_changes_nothing(take):
    take({})

    take({"channel": "Fax"})

    assert not DossierChange.objects.exists()


def test_a_handler_left_behind_by_a_move_is_a_change_to_nobody(
    take, changes, make_unit, make_person, office
):
    person = make_person("CB1", first=date(2020, 1, 1))
    other = make_unit("so-y-te")
    take({"handler": "CB1"})

    take({"unit_code": "so-y-te"})

    assert changes() == {
        "unit": (str(office.pk), str(other.pk)),
        "handler": (str(person.pk), None),
    }
