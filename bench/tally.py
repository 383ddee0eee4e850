"""Rebuilding all tallies against its limit: one GROUP BY over the same dossiers."""

from argparse import ArgumentParser

from bench.dossier_report import add_rows, measured_report
from bench.report import Report

TITLE = "cộng lại mọi số liệu hồ sơ, so với một câu GROUP BY trên chính những hồ sơ ấy"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the number of dossiers."""
    add_rows(parser, 1_000_000)


def run(*, rows: int, processor: bool, **options: object) -> Report:
    """Measure rebuilding in a database of its own."""
    said = (f"cộng lại từ {rows} hồ sơ.", "một câu GROUP BY theo cùng các chiều, chỉ đếm nhóm.")
    return measured_report("tally", "tally", rows, processor, said)
