"""Intake of a file of dossiers against its limit: COPY of the same rows, clean already."""

from argparse import ArgumentParser

from bench.dossier_report import add_rows, measured_report
from bench.report import Report

TITLE = "nhập hồ sơ từ CSV, so với chỉ COPY những dòng đã sạch vào một bảng y hệt"

_LIMIT = (
    "psycopg COPY những dòng đã vào được, đã thành giá trị, vào một bảng cùng cột, ràng buộc,"
    " chỉ mục và khóa ngoại."
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the number of rows, and whether the file is one that was taken in before."""
    add_rows(parser, 1_000_000)
    parser.add_argument("--again", action="store_true", help="nhập lại chính tệp đã nhập")


def run(*, rows: int, again: bool, processor: bool, **options: object) -> Report:
    """Measure the intake of so many rows in a database of its own."""
    what = "tệp đã nhập, nhập thêm lần nữa" if again else "tệp mới"
    task = "again" if again else "intake"
    work = f"{what}, {rows} dòng: kiểm tra từng ô, trả dòng sai kèm lý do, ghi, cộng số liệu."
    return measured_report("intake", task, rows, processor, (work, _LIMIT))
