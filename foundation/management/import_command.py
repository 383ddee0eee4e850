"""What every import command does alike: store the file, take it in, say what became of its rows."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from foundation.domain.tables import UnreadableTable, harmless
from foundation.management.system_errors import reason
from foundation.models import ImportBatch, StoredFile
from foundation.services.files import store_file
from foundation.services.rejects import reject_headers, rejected_lines, rejects_xlsx

REJECTS_SHOWN = 20


class ImportCommand(BaseCommand):
    """A command that takes one file in; a kind of file says only how."""

    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file, who takes it in, and where rejected rows go."""
        parser.add_argument("file", type=Path, help="tệp .csv (UTF-8) hoặc .xlsx")
        parser.add_argument("--by", required=True, metavar="TÊN", help="tài khoản đứng tên nhập")
        parser.add_argument(
            "--rejects", type=Path, help="ghi các dòng bị trả lại ra tệp này (.xlsx, hoặc .csv)"
        )

    def check_migrations(self) -> None:
        """Refuse a database that lacks what this version of the portal expects of it."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(
                "Cơ sở dữ liệu chưa được cập nhật. Hãy chạy ./cchc manage migrate trước."
            )

    def take(self, stored: StoredFile, *, by: Any, **options: Any) -> ImportBatch:
        """Take the stored file in; every kind of file has its own."""
        raise NotImplementedError

    def handle(self, *args: Any, file: Path, by: str, rejects: Path | None, **options: Any) -> None:
        """Take the file in; exit 1 with a sentence if it is no such table."""
        user = get_user_model().objects.filter(username=by).first()
        if user is None:
            raise CommandError(f"Không có tài khoản {by}.")
        if not file.is_file():
            raise CommandError(f"Không có tệp {file}.")
        if rejects:
            _require_writable(rejects)
        try:
            batch = self.take(store_file(file, by=user), by=user, **options)
        except UnreadableTable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{batch.rows} dòng: {batch.created_rows} mới, {batch.changed_rows} thay đổi,"
            f" {batch.unchanged_rows} không đổi, {batch.rejected_rows} bị trả lại."
        )
        for reject in batch.rejects.all()[:REJECTS_SHOWN]:
            self.stdout.write(f"  {reject}")
        if rejects:
            _write_rejects(batch, rejects)


def _require_writable(path: Path) -> None:
    """Raise CommandError unless the file can be written, before anything is taken in."""
    try:
        path.open("a").close()
    except OSError as error:
        raise CommandError(f"Không ghi được {path}: {reason(error)}.") from error


def _write_rejects(batch: ImportBatch, path: Path) -> None:
    """Write line, columns, reasons and the row as it came, every cell harmless to a spreadsheet."""
    if path.suffix.lower() == ".xlsx":
        with path.open("wb") as workbook:
            rejects_xlsx(batch, workbook)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(reject_headers(batch))
        for line, columns, reasons, cells in rejected_lines(batch):
            writer.writerow([line, columns, reasons, *map(harmless, cells)])
