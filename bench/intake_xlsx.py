"""Intake of a workbook against its limit: reading the sheet alone, and the intake as CSV."""

from argparse import ArgumentParser

from bench.dossier_report import add_rows, measured_report
from bench.report import Report

TITLE = (
    "nhập hồ sơ từ XLSX, so với calamine đọc trang tính cộng với nhập chính những dòng ấy từ CSV"
)


def add_arguments(parser: ArgumentParser) -> None:
    """Add the number of rows."""
    add_rows(parser, 100_000)


def run(*, rows: int, processor: bool, **options: object) -> Report:
    """Measure the intake of a workbook of so many rows in a database of its own."""
    said = (f"sổ tính có {rows} dòng.", "calamine đọc cả trang tính, rồi nhập tệp CSV cùng dòng.")
    return measured_report("intake_xlsx", "xlsx", rows, processor, said)
