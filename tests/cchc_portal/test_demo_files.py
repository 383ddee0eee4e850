"""The files of the demo, recomputed from their own text: they hold what the plan says."""

import csv
from collections import Counter, defaultdict
from datetime import datetime, timedelta

import holidays
import pytest

from cchc_portal.demo import (
    answer_files,
    apology_files,
    dossier_files,
    mark_files,
    one_stop,
    registers,
)
from cchc_portal.demo.criteria import criteria_set, leaves
from cchc_portal.demo.dossiers import Office
from cchc_portal.demo.plan import SMALL, of_cycle, planned_units, table, unit_years

pytestmark = pytest.mark.xdist_group("demo files")
NOT_COUNTED = {"Người nộp rút", "Từ chối tiếp nhận", "Hủy do trùng"}
MISTAKES = 10
HEADERS = {
    "Số hồ sơ": "Mã hồ sơ",
    "Cơ quan": "Mã đơn vị",
    "Mã TTHC": "Mã thủ tục",
    "Hình thức nộp": "Kênh",
    "Ngày nhận": "Tiếp nhận",
    "Ngày hẹn": "Hẹn trả",
    "Ngày có kết quả": "Trả kết quả",
    "Tình trạng": "Kết quả",
    "Cán bộ xử lý": "Người thụ lý",
    "Tạm dừng": "Tạm dừng",
}
CHANNELS = {"Qua mạng": "Trực tuyến", "Tại quầy": "Trực tiếp", "Qua bưu điện": "Bưu chính"}
OUTCOMES = {
    "Đã trả": "Đã trả kết quả",
    "Đang xử lý": "Đang giải quyết",
    "Công dân rút": "Người nộp rút",
    "Không tiếp nhận": "Từ chối tiếp nhận",
    "Trùng": "Hủy do trùng",
}


def read(path, separator=","):
    """Return the rows of a file, each by its headers."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=separator))


def read_export(path):
    """Return the rows of the one-stop system's export as the portal's own form would have them."""
    rows = [{HEADERS[name]: cell for name, cell in row.items()} for row in read(path, ";")]
    units = {unit.dossier_prefix: unit.code for unit in planned_units()}
    for row in rows:
        row["Kết quả"], row["Kênh"] = OUTCOMES[row["Kết quả"]], CHANNELS[row["Kênh"]]
        row["Mã đơn vị"] = units[row["Mã hồ sơ"][: -len("-240102-0001")]]
        for column in ("Tiếp nhận", "Hẹn trả", "Trả kết quả"):
            day, _, time = row[column].partition(" ")
            row[column] = f"{'/'.join(reversed(day.split('/')))} {time}" if day else ""
    return rows


def instant(cell):
    """Return what a cell says, None for an empty one."""
    return datetime.strptime(cell, "%d/%m/%Y %H:%M") if cell else None


@pytest.fixture(scope="module")
def office():
    """Return offices that work from Monday to Friday but on official holidays."""
    off = holidays.country_holidays("VN", years=range(2022, 2027))
    days = [datetime(2022, 12, 1).date() + timedelta(days=n) for n in range(1300)]
    working = [day for day in days if day.weekday() < 5 and day not in off]
    return Office(working, table("sample_procedures.csv"))


@pytest.fixture(scope="module")
def files(office, tmp_path_factory):
    """Return the dossier files of the small version."""
    folder = tmp_path_factory.mktemp("demo")
    return dossier_files.write_dossiers(folder, office, scale=SMALL, report=lambda done: None)


@pytest.fixture(scope="module")
def told(files):
    """Return every good row of every year, as it was told in its year."""
    rows = {year: read(files.years[year]) for year in (2023, 2024)}
    return [*rows[2023], *rows[2024][:-MISTAKES], *read_export(files.years[2025])]


@pytest.fixture(scope="module")
def dossiers(files, told):
    """Return each good dossier as the last file that has it says."""
    return {row["Mã hồ sơ"]: row for row in [*told, *read(files.corrections)]}


def deadline(row):
    """Return from when a dossier is late, its pauses counted in; None where no day is given."""
    due = instant(row["Hẹn trả"])
    if not due or not row["Tạm dừng"]:
        return due
    first, _, last = row["Tạm dừng"].partition(": Chờ")[0].partition(" - ")
    assert instant(first) < due
    return due + (instant(last) - instant(first)) if last else None


def is_late(row, cutoff):
    """Return whether a dossier is late as it stood at the cutoff."""
    limit, finished = deadline(row), instant(row["Trả kết quả"])
    return bool(limit) and min(finished or cutoff, cutoff) > limit


def enters(row, year, timed):
    """Return whether a dossier enters the late rate of a year: resolved in it, or overdue."""
    cutoff, finished = datetime(year, 12, 31, 23, 59, 59), instant(row["Trả kết quả"])
    if row["Kết quả"] in NOT_COUNTED or instant(row["Tiếp nhận"]) > cutoff:
        return False
    if finished and finished <= cutoff:
        return finished.year == year and bool(row["Hẹn trả"] or row["Mã thủ tục"] in timed)
    return is_late(row, cutoff)


def test_late_rates_counted_from_the_files_are_the_planned_ones(dossiers):
    timed = {row["code"] for row in table("sample_procedures.csv") if row["working_days"]}
    by_unit = defaultdict(list)
    for code, row in dossiers.items():
        by_unit[code[: -len("-240102-0001")]].append(row)

    for plan in unit_years(SMALL):
        rows = [r for r in by_unit[plan.unit.dossier_prefix] if enters(r, plan.year, timed)]
        late = [r for r in rows if is_late(r, datetime(plan.year, 12, 31, 23, 59, 59))]
        assert (len(late), len(rows)) == (plan.late, plan.counted), plan


def test_every_dossier_is_there_once(told, dossiers):
    left_over = sum(plan.carried_in for plan in unit_years(SMALL))

    assert len(dossiers) == 40_000
    assert len(told) == 40_000 + left_over


def test_corrections_make_of_late_dossiers_others(files, told, dossiers):
    """Half a hundredth of a year's dossiers or more was told differently at first."""
    before = {row["Mã hồ sơ"]: row for row in told}
    corrected = read(files.corrections)
    now = datetime(2026, 1, 1)
    healed = [row for row in corrected if not is_late(row, now)]

    assert len(corrected) > 98  # 19 670 / 200
    assert all(row != before[row["Mã hồ sơ"]] for row in corrected)
    assert len(healed) > len(corrected) / 2
    assert all(is_late(before[row["Mã hồ sơ"]], now) for row in healed)


def test_late_dossiers_have_an_apology_in_time_or_late_or_none(files, dossiers, tmp_path):
    apology_files.write_apologies(tmp_path / "x.csv", files.late)
    letters = {row["Mã hồ sơ"]: row for row in read(tmp_path / "x.csv")}
    in_time = [
        row for code, row in letters.items() if instant(row["Gửi lúc"]) <= deadline(dossiers[code])
    ]

    assert len(letters) == len(files.late) - len(files.late) // 10
    assert 0.7 < len(in_time) / len(files.late) < 0.9
    for code, row in letters.items():
        assert instant(dossiers[code]["Tiếp nhận"]) < instant(row["Gửi lúc"])
        assert instant(row["Gửi lúc"]) < instant(row["Hẹn trả lại"])


def test_the_one_stop_system_has_one_code_for_each_unit():
    codes = {one_stop.unit_code(unit.dossier_prefix): unit for unit in planned_units()}

    assert len(codes) == len(planned_units())
    assert codes["H32.74"].code == "thanh-tra-tinh"
    assert codes["H32.32.7"].code == "22426"


def test_a_few_dossiers_of_every_sort_are_there(dossiers):
    outcomes = Counter(row["Kết quả"] for row in dossiers.values())
    paused = [row for row in dossiers.values() if row["Tạm dừng"]]
    waiting = [row for row in paused if "- :" in row["Tạm dừng"]]

    assert outcomes.keys() == NOT_COUNTED | {"Đã trả kết quả", "Đang giải quyết"}
    assert 0.02 < len(paused) / len(dossiers) < 0.06
    assert waiting
    assert {row["Kết quả"] for row in waiting} == {"Đang giải quyết"}


def test_one_official_may_have_all_late_dossiers_of_a_unit(dossiers):
    """Phường Vĩnh Phước 2024: 4 late of 80, 3 officials; 76 in time are 26 + 25 + 25."""
    own = [row for row in dossiers.values() if row["Mã đơn vị"] == "22333"]
    late = [row for row in own if is_late(row, datetime(2024, 12, 31, 23, 59, 59))]

    assert len({row["Người thụ lý"] for row in own}) == 3
    assert {row["Người thụ lý"][-2:] for row in late} == {"-1"}


def test_the_last_file_puts_late_dossiers_off(files, dossiers):
    put_off = read(files.put_off)

    assert put_off
    for row in put_off:
        known = dossiers[row["Mã hồ sơ"]]
        assert row == known | {"Hẹn trả": known["Trả kết quả"]}
        assert instant(row["Hẹn trả"]) > instant(known["Hẹn trả"])


def every_path(files):
    """Return the paths of all dossier files."""
    return [*files.years.values(), files.corrections, files.put_off]


def test_the_same_bytes_are_written_every_time(office, files, tmp_path):
    again = dossier_files.write_dossiers(tmp_path, office, scale=SMALL, report=lambda done: None)
    for name in ("a.xlsx", "b.xlsx"):
        registers.write_procedures(tmp_path / name)

    for first, second in zip(every_path(files), every_path(again), strict=True):
        assert first.read_bytes() == second.read_bytes()
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize(("organiser", "year"), [("56", 2023), ("56", 2024), ("906", 2024)])
def test_each_unit_is_as_satisfied_as_planned(organiser, year, tmp_path):
    answer_files.write_answers(tmp_path / "a.csv", organiser, year)
    forms = defaultdict(list)
    rows = read(tmp_path / "a.csv")
    for row in rows[:-3] if (organiser, year) == ("56", 2024) else rows:
        forms[row["Mã đơn vị"]].append([int(row[f"C{n}"]) for n in range(1, 6)])

    for plan in of_cycle(organiser, year):
        levels = [level for form in forms[plan.unit.code] for level in form]
        assert len(forms[plan.unit.code]) == plan.respondents
        assert sum(level >= 4 for level in levels) == plan.satisfied


def test_every_leaf_that_reads_no_fact_is_marked_once(tmp_path):
    mark_files.write_marks(tmp_path / "m.csv", "56", 2024, {"22737": 0, "22336": 1})
    marked = defaultdict(list)
    for row in read(tmp_path / "m.csv"):
        marked[row["Mã đơn vị"]].append(row["Mã tiêu chí"])
    every = [leaf["code"] for leaf in leaves(criteria_set("communes")["areas"])]

    assert "22737" not in marked
    assert marked["22336"] == every[:13]  # the leaves of the first area
    assert marked["22333"] == [code for code in every if code not in ("3.4.1", "8.1.1")]
    assert len(marked["22333"]) == 86


def test_a_unit_without_late_dossiers_owes_no_apology(tmp_path):
    mark_files.write_marks(tmp_path / "m.csv", "56", 2024, {})
    apologies = {
        row["Mã đơn vị"]: row for row in read(tmp_path / "m.csv") if row["Mã tiêu chí"] == "3.4.2"
    }

    assert apologies["so-ngoai-vu"]["Không áp dụng vì"] == "Không có hồ sơ trễ hạn"
    assert apologies["so-tu-phap"]["Mẫu số"] == "12"


def test_a_code_is_borne_by_two_units_one_after_the_other(tmp_path):
    registers.write_units(tmp_path / "u.csv")
    lives = [row for row in read(tmp_path / "u.csv") if row["Mã đơn vị"] == "22333"]

    assert [(row["Tên đơn vị"], row["Từ ngày"], row["Đến ngày"]) for row in lives] == [
        ("Phường Vĩnh Phước", "", "30/06/2025"),
        ("Phường Bắc Nha Trang", "01/07/2025", ""),
    ]


def test_successions_are_the_mergers_and_the_two_hundred_and_five_lines(tmp_path):
    registers.write_successions(tmp_path / "s.csv")
    rows = read(tmp_path / "s.csv")
    days = Counter(row["Ngày chuyển"] for row in rows)

    assert days == {"01/03/2025": 21, "01/07/2025": 206}  # 21 departments; 205 lines and Ninh Thuận
    assert sum(row["Phạm vi"] == "Một phần" for row in rows) == 19


def test_every_unit_has_its_officials_one_head_at_a_time_and_a_collective(tmp_path):
    registers.write_people(tmp_path / "p.csv")
    roles = Counter(row["Vai trò"] for row in read(tmp_path / "p.csv"))

    assert roles == {
        "Cán bộ, công chức": sum(unit.officials for unit in planned_units()),
        "Người đứng đầu": 196 + 18,  # every tenth of the 181 units of 2024 has a second one
        "Tập thể lãnh đạo": 196,
    }
