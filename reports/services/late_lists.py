"""The list of late dossiers with apologies sent and missing: PDF by a worker, XLSX at once."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from xlsxwriter import Workbook

from dossiers.selectors.apology_pages import UnitLine, province_lines, total
from foundation.models import Job
from foundation.services.jobs import Outcome, WorkRefused, request_job
from foundation.services.progress import Progress
from foundation.services.workbook_files import workbook
from reports.domain.letter_heads import COMMITTEE, Head, place_of, written_day
from reports.selectors.late_lists import LateRow, late_rows
from reports.selectors.letters import paper_head
from reports.services.printed import PRINT_LATE_LIST, keep_volumes
from units.models import Unit
from units.selectors.units import units_by_key, units_on

VOLUME, TABLE = 500, 100
"""Rows in one file, and in one table of it: long tables take the engine much longer."""
MOST_ROWS = 3000
"""Rows a list on paper may have; beyond it nobody reads paper, and the workbook has them all."""
_COLUMNS = (
    ("Đơn vị", 34),
    ("Mã hồ sơ", 28),
    ("Thủ tục", 44),
    ("Tiếp nhận", 17),
    ("Hạn giải quyết", 17),
    ("Trả kết quả", 17),
    ("Số ngày trễ", 12),
    ("Thư xin lỗi", 16),
    ("Số thư", 18),
    ("Gửi lúc", 17),
    ("Hẹn trả lại", 17),
    ("Số lần hẹn", 11),
)
_SUMMARY = ("Đơn vị", "Trễ hạn", "Gửi kịp", "Gửi muộn", "Đang soạn", "Chưa có", "Tỷ lệ kịp")


def request_late_list(unit: Unit | None, first: date, last: date, *, by: Any) -> Job:
    """Ask a worker to print a unit's list, or with None that of all units, as a job."""
    given = {
        "unit": unit.pk if unit else None,
        "first": first.isoformat(),
        "last": last.isoformat(),
    }
    whose = unit.name if unit else "mọi đơn vị"
    title = f"In danh sách hồ sơ trễ hạn {first:%d/%m/%Y} – {last:%d/%m/%Y}: {whose}"
    return request_job(PRINT_LATE_LIST, input=given, by=by, title=title[:300])


def print_late_list(job: Job, progress: Progress) -> Outcome:
    """Print the list a job asks for as things stand now; raises WorkRefused for one too long."""
    first, last = (date.fromisoformat(job.input[day]) for day in ("first", "last"))
    span: dict[str, Any] = {"first": first, "last": last, "cutoff": timezone.now()}
    unit_id = job.input["unit"]
    lines = [it for it in province_lines(**span) if unit_id in (None, it.unit.pk)]
    if total(lines).late > MOST_ROWS:
        raise WorkRefused(
            f"Danh sách dài quá {MOST_ROWS} hồ sơ; hãy chọn kỳ ngắn hơn hoặc tải tệp XLSX."
        )
    rows = list(late_rows(unit=unit_id, **span))
    parts = [rows[start : start + VOLUME] for start in range(0, len(rows), VOLUME)] or [[]]
    unit = units_by_key([unit_id]).select_related("parent").get() if unit_id else None
    context = {"head": _head(unit), "span": span, "lines": lines, "total": total(lines)}
    whole = {"volumes": len(parts), **context, "dated": written_day(localdate(span["cutoff"]))}

    def render(number: int, part: Sequence[LateRow]) -> bytes:
        return late_list_pdf({**whole, "volume": number, "sections": _sections(part)})

    return keep_volumes(job, parts, render, progress)


def late_list_pdf(context: dict[str, Any]) -> bytes:
    """Return one volume of the list as tagged PDF."""
    from reports.services.printing import pdf_of  # noqa: PLC0415 - loading it takes seconds

    return pdf_of(render_to_string("documents/late_list.html", context))


def late_list_xlsx(
    out: IO[bytes], *, unit: int | None, first: date, last: date, cutoff: datetime
) -> None:
    """Write the list as a workbook: a sheet of units and one of dossiers, numbers as numbers."""
    span: dict[str, Any] = {"first": first, "last": last, "cutoff": cutoff}
    with workbook(out) as book:
        lines = [it for it in province_lines(**span) if unit in (None, it.unit.pk)]
        _write_units(book, lines)
        _write_dossiers(book, late_rows(unit=unit, **span))


def _head(unit: Unit | None) -> Head:
    """Return the head of a unit's list; that of all units is Sở Nội vụ's."""
    if unit:
        return paper_head(unit)
    province = units_on(localdate()).filter(level=Unit.Level.PROVINCE).first()
    name = province.name if province else ""
    above = (COMMITTEE, name.upper()) if name else ()
    return Head(above, ("SỞ NỘI VỤ",), "", "GIÁM ĐỐC", place_of(name))


def _sections(rows: Sequence[LateRow]) -> list[tuple[str, list[list[LateRow]]]]:
    """Return rows by unit, each unit's in tables of a bearable length."""
    sections = []
    for unit, group in groupby(rows, key=lambda row: row.unit):
        own = list(group)
        sections.append((unit, [own[at : at + TABLE] for at in range(0, len(own), TABLE)]))
    return sections


def _write_units(book: Workbook, lines: Sequence[UnitLine]) -> None:
    sheet = book.add_worksheet("Theo đơn vị")
    bold, percent = book.add_format({"bold": True}), book.add_format({"num_format": "0.00%"})
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, len(_SUMMARY) - 1, 12)
    sheet.freeze_panes(1, 1)
    for column, title in enumerate(_SUMMARY):
        sheet.write_string(0, column, title, bold)
    for row, line in enumerate(lines, start=1):
        it = line.counts
        sheet.write_string(row, 0, line.unit.name)
        counts = (it.late, it.sent_in_time, it.sent_late, it.drafted, it.missing)
        for column, count in enumerate(counts, start=1):
            sheet.write_number(row, column, count)
        sheet.write_number(row, len(counts) + 1, it.sent_in_time / it.late, percent)


def _write_dossiers(book: Workbook, rows: Any) -> None:
    sheet = book.add_worksheet("Hồ sơ trễ hạn")
    bold = book.add_format({"bold": True})
    instant = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet.freeze_panes(1, 2)
    for column, (title, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(_cells(row)):
            if isinstance(value, str):
                sheet.write_string(place, column, value)
            elif isinstance(value, datetime):
                sheet.write_datetime(place, column, localtime(value).replace(tzinfo=None), instant)
            elif value is not None:
                sheet.write_number(place, column, value)


def _cells(row: LateRow) -> tuple[str | datetime | float | None, ...]:
    return (
        row.unit,
        row.code,
        row.procedure,
        row.received_at,
        row.deadline_at,
        row.ended_at,
        row.tenths / 10,
        row.state_label,
        row.number,
        row.sent_at,
        row.new_due_at,
        row.letters,
    )
