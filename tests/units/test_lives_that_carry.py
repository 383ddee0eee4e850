"""No file ends a unit before what stands on it: children, people, grants."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from foundation.services.intake_locks import hold_intakes, own_intakes
from units.models import Grant, Unit
from units.selectors.units import unit_on

PROVINCE = "56|Tỉnh Khánh Hòa|Tỉnh||||"
CITY = "568|Thành phố Nha Trang|Huyện|56|01/01/1977||"
SHORTER = "568|Thành phố Nha Trang|Huyện|56|01/01/1977|31/12/2024|"
WARD = "22333|Phường Vĩnh Phước|Xã|568|01/07/2025||"
BEFORE = "Đơn vị không thể chỉ tồn tại trong thời gian này, vì như vậy bỏ lại ngoài: "


@pytest.fixture
def city(take) -> Unit:
    """A city without an end, in its province."""
    take("units", PROVINCE, CITY)
    return unit_on("568", date(2025, 1, 1))


def left(batch) -> str:
    """Return what the one rejected row would leave outside."""
    reject = batch.rejects.get()
    assert (reject.column, reject.code) == ("Đến ngày", "left_outside")
    return reject.message.removeprefix(BEFORE)


def test_a_unit_does_not_end_before_its_child_begins(take, city):
    take("units", WARD)

    assert left(take("units", SHORTER)) == "1 đơn vị trực thuộc (01/07/2025)."
    assert unit_on("568", date(2026, 1, 1)) == city


def test_a_child_of_the_same_file_is_given_a_parent_anew(take, city):
    take("units", WARD)

    batch = take("units", SHORTER, WARD.replace("|568|", "|56|"))

    assert (batch.changed_rows, batch.rejected_rows) == (2, 0)


def test_a_parent_waits_for_a_child_whose_row_was_refused(take, city, refused):
    take("units", WARD)

    batch = take("units", SHORTER, WARD.replace("|568|", "|56|").replace("Xã", "Thôn"))

    assert refused(batch) == [
        (2, "Mã đơn vị", "stands_on_a_rejected_row"),
        (3, "Cấp", "unknown_word"),
    ]


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("01/01/2020|31/12/2024", None),
        ("01/01/2020|01/01/2025", "1 người chịu trách nhiệm (01/01/2025)."),
        ("01/01/2020|", None),  # as long as the unit is there
        ("01/01/2025|", "1 người chịu trách nhiệm (01/01/2025)."),
    ],
)
def test_a_unit_does_not_end_before_a_term_in_it_does(take, city, term, said):
    take("people", f"O1|Phạm Văn Cán Bộ|cán bộ, công chức|568|{term}")

    batch = take("units", SHORTER)

    assert (left(batch) if batch.rejected_rows else None) == said


def test_a_unit_does_not_end_before_a_grant_for_it_was_given(take, city, make_user):
    for name in ("a", "b"):
        make_user("officer", city, username=name)
    Grant.objects.filter(user__username="a").update(granted_at=datetime(2025, 3, 1, 18, tzinfo=UTC))
    Grant.objects.filter(user__username="b").update(granted_at=datetime(2025, 2, 1, tzinfo=UTC))

    # 18:00 in Greenwich is 01:00 of the next day in Hà Nội.
    assert left(take("units", SHORTER)) == "2 phân quyền (01/02/2025 – 02/03/2025)."


def test_everything_that_stands_in_the_way_is_named(take, city, make_user):
    take("units", WARD)
    take("people", "O1|A|cán bộ, công chức|568|05/01/2025|")

    said = left(take("units", SHORTER))

    assert said == "1 đơn vị trực thuộc (01/07/2025); 1 người chịu trách nhiệm (05/01/2025)."


def test_a_good_row_beside_stays(take, city):
    take("units", WARD)

    batch = take("units", SHORTER, "1|Xã B|Xã|56|01/07/2025||")

    assert (batch.created_rows, batch.rejected_rows) == (1, 1)


def test_what_stood_outside_before_does_not_keep_a_unit_from_being_mended(take, city):
    take("people", "O1|A|cán bộ, công chức|568|05/01/2025|")
    Unit.through_time.filter(pk=city.pk).update(valid=("1977-01-01", "2024-01-01"))

    batch = take("units", SHORTER.replace("31/12/2024", "30/11/2023"))

    assert (batch.changed_rows, batch.rejected_rows) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_a_unit_does_not_end_while_a_file_that_needs_it_is_at_work(
    take, city, beside, until_somebody_waits
):
    with transaction.atomic():
        hold_intakes("units")
        ending = beside(take, "units", SHORTER)
        until_somebody_waits()
        take("people", "O1|A|cán bộ, công chức|568|05/01/2025|")

    assert left(ending.result()) == "1 người chịu trách nhiệm (05/01/2025)."


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "row", "code"),
    [
        ("people", "O1|A|cán bộ, công chức|568|05/01/2025|", "unknown_unit"),
        ("successions", "568|56|01/06/2025|Một phần|", "unknown_unit"),
    ],
)
def test_a_file_waits_for_units_that_are_being_changed(
    take, city, beside, until_somebody_waits, kind, row, code
):
    with transaction.atomic():
        own_intakes("units")
        waiting = beside(take, kind, row)
        until_somebody_waits()
        take("units", SHORTER)

    assert waiting.result().rejects.get().code == code
