"""The units, procedures and officials that made-up dossiers name, as the portal keeps them."""

from django.db.backends.postgresql.psycopg_any import DateRange

from bench.dossier_rows import (
    OFFICIALS_PER_UNIT,
    PROCEDURES,
    UNITS,
    official_code,
    procedure_code,
    unit_code,
)
from dossiers.models import Procedure
from foundation.services.calendar import fill_calendar
from units.models import Person, Unit

FIELDS = 40
_ALWAYS = DateRange(None, None)


def build_province() -> None:
    """Store everything that a file of `bench.dossier_rows` names, and the working calendar."""
    fill_calendar()
    Procedure.objects.bulk_create(
        Procedure(
            code=procedure_code(number),
            name=f"Thủ tục {number}",
            field=f"Lĩnh vực {number * FIELDS // PROCEDURES}",
            working_days=1 + number % 30,
        )
        for number in range(PROCEDURES)
    )
    units = Unit.through_time.bulk_create(
        Unit(code=unit_code(number), name=f"Đơn vị {number}", level="commune", valid=_ALWAYS)
        for number in range(UNITS)
    )
    Person.objects.bulk_create(
        Person(
            code=official_code(number, place), name="-", role="official", unit=unit, valid=_ALWAYS
        )
        for number, unit in enumerate(units)
        for place in range(OFFICIALS_PER_UNIT)
    )
