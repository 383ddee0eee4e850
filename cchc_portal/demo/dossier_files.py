"""The dossier files of the demo: one a year, then what corrects them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from random import Random

from cchc_portal.demo import one_stop
from cchc_portal.demo.corrections import told_at_first
from cchc_portal.demo.dossiers import DONE, OPEN, Dossier, Office, UnitDossiers
from cchc_portal.demo.plan import SEED, unit_years
from cchc_portal.demo.tables import write_csv

HEADERS = (
    "Mã hồ sơ",
    "Mã đơn vị",
    "Mã thủ tục",
    "Kênh",
    "Tiếp nhận",
    "Hẹn trả",
    "Trả kết quả",
    "Kết quả",
    "Người thụ lý",
    "Tạm dừng",
)
YEAR_OF_MISTAKES = YEAR_OF_CORRECTIONS = 2024
YEAR_OF_ONE_STOP = 2025
"""From this year on the files are exports of the one-stop system."""
Row = list[str]
Entry = tuple[Dossier, Row]
"""A dossier with its row."""


@dataclass
class DossierFiles:
    """The files of dossiers in the order in which they are to be taken in, and the late dossiers.

    A year's file has what was received in it, and what was left over from the year before, ended by
    now; then one corrects what was told wrong at first, and one puts late dossiers off once more.
    """

    corrections: Path
    put_off: Path
    years: dict[int, Path] = field(default_factory=dict)
    late: list[tuple[Dossier, str]] = field(default_factory=list)
    """Every late dossier with its code."""


def write_dossiers(
    folder: Path, office: Office, *, scale: int, report: Callable[[int], None]
) -> DossierFiles:
    """Write the files; `report` hears how many dossiers are made."""
    random, made = Random(SEED), 0
    files = DossierFiles(folder / "ho-so-dinh-chinh.csv", folder / "ho-so-hen-lai.csv")
    left_over, put_off, corrected = list[Entry](), list[Row](), list[Row]()
    for year, plans in groupby(unit_years(scale), key=attrgetter("year")):
        dossiers = list[Dossier]()
        for planned in plans:
            dossiers += UnitDossiers(planned, office, random).received()
            report(made + len(dossiers))
        made += len(dossiers)
        entries = _entries(dossiers)
        told = _told_at_first(entries) if year == YEAR_OF_CORRECTIONS else {}
        files.years[year] = folder / f"ho-so-{year}.csv"
        _write_year(files.years[year], year, _rows_of_year(year, left_over, entries, told))
        left_over = [(one, row) for one, row in entries if one.ends_next_year]
        put_off += [_put_off(row) for one, row in entries if one.is_put_off]
        corrected += [row for _, row in entries if row[0] in told]
        files.late += [(one, row[0]) for one, row in entries if one.is_late]
    write_csv(files.corrections, HEADERS, corrected)
    write_csv(files.put_off, HEADERS, put_off)
    return files


def _write_year(path: Path, year: int, rows: Iterable[Row]) -> None:
    """Write a year's file, as the portal's own form has it or as the one-stop system does."""
    if year < YEAR_OF_ONE_STOP:
        write_csv(path, HEADERS, rows)
    else:
        one_stop.write_export(path, rows)


def _told_at_first(entries: list[Entry]) -> dict[str, Row]:
    """Return by their codes the rows that were told differently at first."""
    told = ((row[0], told_at_first(place, one, row)) for place, (one, row) in enumerate(entries))
    return {code: row for code, row in told if row}


def _entries(dossiers: list[Dossier]) -> list[Entry]:
    """Return the dossiers with their rows, in order of reception."""
    dossiers.sort(key=attrgetter("received"))
    codes = _codes(dossiers)
    return [(dossier, _cells(dossier, code)) for dossier, code in zip(dossiers, codes, strict=True)]


def _rows_of_year(
    year: int, left_over: list[Entry], entries: list[Entry], told: dict[str, Row]
) -> Iterator[Row]:
    """Yield a year's rows as they were told at its end, behind them the mistakes of one year."""
    for _, row in left_over:
        yield row
    for dossier, row in entries:
        yield _still_open(row) if dossier.ends_next_year else told.get(row[0], row)
    if year == YEAR_OF_MISTAKES:
        yield from _mistakes(entries[0][1])


def _codes(dossiers: Iterable[Dossier]) -> Iterator[str]:
    """Yield a code for each: its unit, the day of reception, and the order within that day."""
    orders: Counter[str] = Counter()
    for dossier in dossiers:
        of_the_day = f"{dossier.unit.dossier_prefix}-{dossier.received:%y%m%d}"
        orders[of_the_day] += 1
        yield f"{of_the_day}-{orders[of_the_day]:04}"


def _cells(dossier: Dossier, code: str) -> list[str]:
    return [
        code,
        dossier.unit.code,
        dossier.procedure,
        dossier.channel,
        _instant(dossier.received),
        _instant(dossier.due),
        _instant(dossier.finished),
        dossier.outcome,
        dossier.handler,
        dossier.pauses,
    ]


def _instant(at: datetime | None) -> str:
    return f"{at:%d/%m/%Y %H:%M}" if at else ""


def _still_open(row: list[str]) -> list[str]:
    """Return the row as it stood before the dossier ended."""
    return [*row[:6], "", OPEN, *row[8:]]


def _put_off(row: list[str]) -> list[str]:
    """Return the row with a second appointment: the instant at which it ended after all."""
    return [*row[:5], row[6], *row[6:]]


def _mistakes(like: list[str]) -> list[list[str]]:
    """Return rows as clerks get them wrong, so that there is something to send back."""
    unit, procedure, at = like[1], like[2], "05/03/2024 08:00"
    good = [unit, procedure, "Trực tiếp", at, "", "", OPEN, "", ""]
    code = "000.00.02.H32-240305-90{:02}".format
    return [
        [code(1), *good[:3], "31/02/2024 08:00", *good[4:]],
        [code(2), *good[:5], "04/03/2024 16:00", DONE, "", ""],
        [code(3), unit, "9.999999.000.00.00.H32", *good[2:]],
        [code(4).replace("H", "Н"), *good],
        [code(5), "so-khong-co", *good[1:]],
        [code(6), *good[:2], "Fax", *good[3:]],
        [code(7), *good],
        [code(7), *good],
        [code(8), *good[:7], "CB-KHONG-CO", ""],
        [code(9), *good[:8], "08/03/2024 08:00 - 06/03/2024 08:00: Chờ bổ sung hồ sơ"],
    ]
