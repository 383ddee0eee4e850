"""The list for review of responsibility as a workbook: every cell is text, none a formula."""

from collections.abc import Iterator
from typing import IO

from django.utils.timezone import localtime

from dossiers.selectors.facts_workbook import write_workbook
from reports.selectors.review_lists import ReviewCase, ReviewList
from scoring.selectors.review_answers import Answer
from scoring.selectors.review_undecided import Undecided

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
    """Write a list, one case a row, then what could not be decided."""
    write_workbook(out, HEADERS, _cells(shown))


def _cells(shown: ReviewList) -> Iterator[tuple[str, ...]]:
    for unit in shown.units:
        for case in unit.cases:
            yield _row(case, shown.run_number)
    for open_case in shown.undecided:
        yield _undecided_row(open_case)


def _row(case: ReviewCase, run_number: int) -> tuple[str, ...]:
    row, grounds = case.row, case.grounds
    answers = (_answer(it, run_number) for it in case.answers)
    return (
        *(row.unit_code, row.unit_name, row.person_code, row.person_name, row.role_label),
        *(row.rule, row.clause, "; ".join(grounds.inputs), "; ".join(case.history)),
        *(grounds.tenure, row.effect, "\n".join(answers)),
    )


def _answer(answer: Answer, run_number: int) -> str:
    earlier = f", theo lần {answer.run_number}" if answer.run_number != run_number else ""
    return f"{localtime(answer.at):%d/%m/%Y}{earlier}: {answer.text}"


def _undecided_row(case: Undecided) -> tuple[str, ...]:
    return (
        *(case.unit_code, case.unit_name, case.person_code, case.person_name, case.role),
        *(case.rule, "", case.why, "", "", "Không xét được", ""),
    )
