"""Neither a unit nor the term of a handler is cut so short that dossiers are left outside."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from dossiers.models import Apology, Source, StatedFigure
from foundation.services.intake_locks import hold_intakes
from units.models import Person
from units.services.people_intake import import_people
from units.services.units_intake import import_units

DOSSIERS = (
    {"code": "H32.10-240105-0001"},
    {"code": "H32.10-240108-0002", "received": "08/01/2024 08:00"},
    {
        "code": "H32.10-240109-0003",
        "received": "09/01/2024 08:00",
        "finished": "",
        "outcome": "Đang giải quyết",
    },
)


@pytest.fixture
def take_units(stored_file):
    """Take the office in with that last day."""

    def hand_in(last: str):
        header = "Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cha,Từ ngày,Đến ngày\n"
        row = f'so-tu-phap,Sở Tư pháp,"Sở, ban, ngành",,,{last}\n'
        return import_units(stored_file(header + row, "units.csv"), by=None)

    return hand_in


@pytest.fixture
def take_people(stored_file):
    """Take one official in: unit, first and last day."""

    def hand_in(unit: str, first: str, last: str):
        header = "Mã;Tên;Vai trò;Mã đơn vị;Từ ngày;Đến ngày\n"
        row = f"O1;Phạm Văn Cán Bộ;cán bộ, công chức;{unit};{first};{last}\n"
        return import_people(stored_file(header + row, "people.csv"), by=None)

    return hand_in


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("09/01/2024", None),
        ("08/01/2024", "1 hồ sơ tiếp nhận (09/01/2024)."),
        ("05/01/2024", "2 hồ sơ tiếp nhận (08/01/2024 – 09/01/2024)."),
        ("31/12/2023", "3 hồ sơ tiếp nhận (05/01/2024 – 09/01/2024)."),
    ],
)
def test_a_unit_does_not_end_before_its_dossiers_came(take, take_units, last, said):
    assert take(*DOSSIERS).rejected_rows == 0

    batch = take_units(last)

    messages = [reject.message.partition("ngoài: ")[2] for reject in batch.rejects.all()]
    assert messages == ([said] if said else [])


@pytest.fixture
def handled(take, take_people):
    """Three dossiers of the office, handled by O1 since 01/01/2024; the last is open."""
    take_people("so-tu-phap", "01/01/2024", "")
    assert take(*(row | {"handler": "O1"} for row in DOSSIERS)).rejected_rows == 0
    return Person.objects.get()


@pytest.mark.parametrize(
    ("last", "said"),
    [
        # Two ended on 11/01/2024 and came on 05/01 and 08/01; the open one came on 09/01.
        ("11/01/2024", None),
        ("09/01/2024", None),
        ("08/01/2024", "1 hồ sơ thụ lý (09/01/2024)."),
        ("05/01/2024", "2 hồ sơ thụ lý (09/01/2024 – 11/01/2024)."),
        ("04/01/2024", "3 hồ sơ thụ lý (09/01/2024 – 11/01/2024)."),
    ],
)
def test_a_term_does_not_end_before_its_dossiers(handled, take_people, last, said):
    batch = take_people("so-tu-phap", "01/01/2024", last)

    messages = [reject.message.partition("ngoài: ")[2] for reject in batch.rejects.all()]
    assert messages == ([said] if said else [])
    assert all(reject.column == "Đến ngày" for reject in batch.rejects.all())


def test_a_handler_does_not_go_to_another_unit_and_leave_dossiers(handled, take_people, make_unit):
    make_unit("so-khac")

    batch = take_people("so-khac", "01/01/2024", "")

    reject = batch.rejects.get()
    assert (reject.column, reject.code) == ("Mã đơn vị", "left_outside")
    assert reject.message.endswith("bỏ lại ngoài: 3 hồ sơ thụ lý (09/01/2024 – 11/01/2024).")
    handled.refresh_from_db()
    assert handled.unit.code == "so-tu-phap"


def test_a_unit_does_not_end_before_the_period_of_a_figure_stated_of_it(
    take_units, office, stored_file
):
    StatedFigure.objects.create(
        source=Source.objects.create(code="mot-cua", name="Một cửa"),
        unit=office,
        first=date(2024, 1, 1),
        last=date(2024, 1, 31),
        figure=StatedFigure.Figure.TOTAL,
        count=1,
        file=stored_file("x"),
    )

    assert take_units("01/01/2024").rejected_rows == 0
    reject = take_units("31/12/2023").rejects.get()
    assert reject.message.endswith("1 số liệu nguồn công bố (31/01/2024).")


def test_a_signer_does_not_go_before_the_letters_they_sent(handled, take_people):
    Apology.objects.create(
        dossier=handled.dossiers.earliest("pk"),
        reason="Quá tải",
        new_due_at=datetime(2024, 3, 1, tzinfo=UTC),
        signed_by=handled,
        sent_at=datetime(2024, 2, 1, tzinfo=UTC),
    )

    assert take_people("so-tu-phap", "01/01/2024", "01/02/2024").rejected_rows == 0
    reject = take_people("so-tu-phap", "01/01/2024", "31/01/2024").rejects.get()
    assert reject.message.endswith("ngoài: 1 thư xin lỗi đã ký (01/02/2024).")


def test_a_handler_who_never_handled_anything_may_go(take_people, office, make_unit):
    make_unit("so-khac")
    take_people("so-tu-phap", "01/01/2024", "")

    assert take_people("so-khac", "01/01/2024", "").changed_rows == 1


def test_the_end_of_an_official_may_come_before_the_end_of_what_they_pass_on(handled, take_people):
    # The open dossier of 09/01 stays with them until a file says who has it now.
    assert take_people("so-tu-phap", "01/01/2024", "31/01/2024").changed_rows == 1
    assert Person.objects.get().valid.upper == date(2024, 2, 1)


@pytest.mark.django_db(transaction=True)
def test_a_unit_that_ends_while_dossiers_come_meets_them(
    take, take_units, beside, until_somebody_waits
):
    with transaction.atomic():
        hold_intakes("units")
        ending = beside(take_units, "31/12/2023")
        until_somebody_waits()
        take(DOSSIERS[0])

    assert ending.result().rejects.get().message.endswith("1 hồ sơ tiếp nhận (05/01/2024).")
