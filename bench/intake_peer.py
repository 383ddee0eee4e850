"""Intake of dossiers against a peer: django-import-export in bulk mode, same rows, same table."""

from argparse import ArgumentParser

from bench.dossier_report import add_rows, measured_report
from bench.report import Report

TITLE = "nhập hồ sơ từ CSV, so với django-import-export theo lô, cùng dòng, cùng bảng"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the number of rows."""
    add_rows(parser, 20_000)


def run(*, rows: int, processor: bool, **options: object) -> Report:
    """Measure both ways in a database of their own; the ratio is to be at most 1/20."""
    said = (
        f"tệp mới, {rows} dòng.",
        "django-import-export ghi 1.000 dòng một lô, mã đã có thì cập nhật; chỉ những dòng đúng.",
    )
    return measured_report("intake_peer", "peer", rows, processor, said)
