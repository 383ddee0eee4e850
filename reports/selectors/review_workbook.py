"""The list for review of responsibility as a workbook: every cell is text, none a formula."""

from collections.abc import Iterator
from typing import IO

from django.utils.timezone import localtime

from dossiers.selectors.facts_workbook import write_workbook
from reports.selectors.review_lists import ReviewCase, ReviewList

HEADERS = {
    "Mã đơn vị": 14,
    "Đơn vị": 34,
    "Mã": 14,
    "Người, tập thể": 30,
    "Vai trò": 20,
    "Quy tắc": 44,
    "Điều, khoản": 28,
    "Số liệu": 34,
    "Các năm trước": 40,
    "Thời gian giữ chức": 34,
    "Hệ quả": 34,
    "Ý kiến": 50,
}


def write_reviews(shown: ReviewList, out: IO[bytes]) -> None:
    """Write a list, one case a row."""
    write_workbook(out, HEADERS, _cells(shown))


def _cells(shown: ReviewList) -> Iterator[tuple[str, ...]]:
    for unit in shown.units:
        for case in unit.cases:
            yield _row(case)


def _row(case: ReviewCase) -> tuple[str, ...]:
    row, grounds = case.row, case.grounds
    answers = (f"{localtime(it.at):%d/%m/%Y}: {it.text}" for it in case.answers)
    return (
        *(row.unit_code, row.unit_name, row.person_code, row.person_name, row.role_label),
        *(row.rule, row.clause, "; ".join(grounds.inputs), "; ".join(case.history)),
        *(grounds.tenure, row.effect, "\n".join(answers)),
    )
