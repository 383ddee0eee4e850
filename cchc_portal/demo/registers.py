"""The files that set the province up: units through time, successions, people, procedures."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from random import Random

from django.utils.text import slugify

from cchc_portal.demo.plan import SEED, PlannedUnit, planned_units, table
from cchc_portal.demo.tables import write_csv, write_xlsx
from dossiers.models import Procedure
from foundation.domain.vietnamese import fold
from units.models import Person, Succession, Unit

UNIT_HEADERS = (
    "Mã đơn vị",
    "Tên đơn vị",
    "Cấp",
    "Mã đơn vị cha",
    "Từ ngày",
    "Đến ngày",
    "Nguồn",
)
SUCCESSION_HEADERS = ("Mã cũ", "Mã mới", "Ngày chuyển", "Phạm vi", "Nguồn")
PEOPLE_HEADERS = ("Mã", "Tên", "Vai trò", "Mã đơn vị", "Từ ngày", "Đến ngày")
PROCEDURE_HEADERS = (
    "Mã thủ tục",
    "Tên thủ tục",
    "Lĩnh vực",
    "Số ngày làm việc",
    "Mức độ trực tuyến",
    "Một cửa",
)
CODES = "Mã của Tổng cục Thống kê, theo gói vietnamadminunits 1.0.4"
UNVERIFIED = "Số lượng theo báo chí địa phương; tên, ngày và sáp nhập chưa kiểm chứng"
PROVINCES = (
    ("56", "Tỉnh Khánh Hòa", ""),
    ("58", "Tỉnh Ninh Thuận", "30/06/2025"),
    ("91", "Tỉnh Kiên Giang", "30/06/2025"),
)
TWO_TIERS_SINCE, MERGED_SINCE = "01/07/2025", "01/03/2025"
TERM_SINCE, NEW_HEAD_SINCE, OLD_HEAD_UNTIL = "01/07/2021", "01/07/2024", "30/06/2024"
LAST_DAYS = {"departments": "28/02/2025", "districts": "30/06/2025", "communes": "30/06/2025"}
SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Huỳnh", "Cao")
MIDDLE_NAMES = ("Văn", "Thị", "Hữu", "Minh", "Ngọc", "Thanh", "Đức", "Kim", "Quốc", "Thu")
GIVEN_NAMES = ("An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Nam", "Phúc", "Sơn",
               "Tâm", "Uyên", "Vinh", "Yến")  # fmt: skip


def write_units(path: Path) -> None:
    """Write every unit with its dates: provinces, departments, districts, communes, old and new."""
    write_csv(path, UNIT_HEADERS, _units())


def write_successions(path: Path) -> None:
    """Write what became of whom: the departments' mergers, then the 65 units of 2025."""
    write_csv(path, SUCCESSION_HEADERS, _successions())


def write_people(path: Path) -> None:
    """Write officials, heads and collectives; every tenth unit has a new head in mid-2024."""
    random = Random(SEED)
    people = [row for unit in planned_units() for row in _people(unit, random)]
    write_csv(path, PEOPLE_HEADERS, people)


def write_procedures(path: Path) -> None:
    """Write the sample procedures as a workbook."""
    keys = ("code", "name", "field", "working_days")
    rows = [
        [
            *(row[key] for key in keys),
            str(Procedure.OnlineLevel(row["online_level"]).label),
            "Có" if row["one_stop"] == "1" else "Không",
        ]
        for row in table("sample_procedures.csv")
    ]
    write_xlsx(path, PROCEDURE_HEADERS, rows)


def department_code(name: str) -> str:
    """Return the code a department is known by: its name in plain letters."""
    return slugify(fold(name))


def head_on(unit: PlannedUnit, day: date) -> str:
    """Return the code of a unit's head on a day: every tenth unit has a new one in mid-2024."""
    changed_on = datetime.strptime(NEW_HEAD_SINCE, "%d/%m/%Y").date()
    is_old = _changes_head(unit) and day < changed_on
    return f"TT-{unit.place:03}-1" if is_old else f"TT-{unit.place:03}"


def _changes_head(unit: PlannedUnit) -> bool:
    return unit.place % 10 == 0 and unit.first_on == date.min


def _units() -> Iterator[list[str]]:
    for code, name, last in PROVINCES:
        yield [code, name, str(Unit.Level.PROVINCE.label), "", "", last, CODES]
    for row in table("khanh_hoa_departments.csv"):
        first, last = _day(row["valid_from"]), _day(row["valid_to"])
        level = str(Unit.Level.DEPARTMENT.label)
        yield [department_code(row["name"]), row["name"], level, "56", first, last, UNVERIFIED]
    for row in table("legacy_units.csv"):
        yield _divided(row, "", "30/06/2025")
    for row in table("units_2025.csv"):
        yield _divided(row, TWO_TIERS_SINCE, "")


def _divided(row: Mapping[str, str], first: str, last: str) -> list[str]:
    """Return the row of a district or commune."""
    is_district = row["type"] in ("Huyện", "Thị xã", "Thành phố")
    level = str((Unit.Level.DISTRICT if is_district else Unit.Level.COMMUNE).label)
    return [row["code"], row["name"], level, row["parent_code"], first, last, CODES]


def _successions() -> Iterator[list[str]]:
    whole = str(Succession.Extent.WHOLE.label)
    for row in table("khanh_hoa_departments.csv"):
        for name in filter(None, row["predecessors"].split(" + ")):
            codes = [department_code(name), department_code(row["name"])]
            yield [*codes, MERGED_SINCE, whole, UNVERIFIED]
    yield ["58", "56", TWO_TIERS_SINCE, whole, CODES]
    for row in table("lineage_2025.csv"):
        extent = str(Succession.Extent(row["extent"]).label)
        yield [row["old_code"], row["new_code"], TWO_TIERS_SINCE, extent, CODES]


def _people(unit: PlannedUnit, random: Random) -> Iterator[list[str]]:
    official, head, collective = (str(role.label) for role in Person.Role)
    is_new = unit.first_on > date.min
    first = f"{unit.first_on:%d/%m/%Y}" if is_new else TERM_SINCE
    last = "" if is_new else LAST_DAYS[unit.block]
    for code in unit.handlers:
        yield [code, _name(random), official, unit.code, first, last]
    if _changes_head(unit):
        yield [f"TT-{unit.place:03}-1", _name(random), head, unit.code, first, OLD_HEAD_UNTIL]
        first_of_head = NEW_HEAD_SINCE
    else:
        first_of_head = first
    yield [f"TT-{unit.place:03}", _name(random), head, unit.code, first_of_head, last]
    name = f"Tập thể lãnh đạo {unit.name}"
    yield [f"TL-{unit.place:03}", name, collective, unit.code, first, last]


def _name(random: Random) -> str:
    return " ".join(map(random.choice, (SURNAMES, MIDDLE_NAMES, GIVEN_NAMES)))


def _day(iso: str) -> str:
    """Return a day as files write it: 2025-03-01 → 01/03/2025."""
    return "/".join(reversed(iso.split("-"))) if iso else ""
