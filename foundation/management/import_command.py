"""What every import command does alike: store files, take them in, say what became of the rows."""

import csv
from argparse import ArgumentParser
from functools import partial
from json import dumps
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from foundation.domain.tables import UnreadableTable, harmless
from foundation.management.import_report import Report, of_batch, of_preview, together
from foundation.management.system_errors import reason
from foundation.models import ImportBatch, RejectedRow, StoredFile
from foundation.services.files import NoRoom, store_file
from foundation.services.intake import Preview
from foundation.services.jobs import LOST, NO_ROOM, is_disk_full
from foundation.services.previews import rolled_back
from foundation.services.rejects import reject_headers, rejected_lines, rejects_xlsx

REJECTS_SHOWN = 20


class ImportCommand(BaseCommand):
    """A command that takes files in; a kind of file says only how."""

    requires_migrations_checks = True
    needs_name = True
    """Whether somebody must answer for what is taken in."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file, who takes it in, and what is to be said of it."""
        parser.add_argument(
            "file", type=Path, help="tệp .csv (UTF-8) hoặc .xlsx, hoặc thư mục chứa các tệp ấy"
        )
        parser.add_argument(
            "--by", required=self.needs_name, metavar="TÊN", help="tài khoản đứng tên nhập"
        )
        parser.add_argument(
            "--rejects", type=Path, help="ghi các dòng bị trả lại ra tệp này (.xlsx, hoặc .csv)"
        )
        parser.add_argument(
            "--json", action="store_true", help="mỗi tệp một dòng JSON; dòng cuối là tất cả"
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi")

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

    def look(self, stored: StoredFile, *, by: Any, **options: Any) -> Preview:
        """Say what taking the stored file in would do; a kind may know more than the counts."""
        return rolled_back(partial(self.take, stored, by=by, **options))

    def handle(self, *args: Any, file: Path, rejects: Path | None, **options: Any) -> None:
        """Take in the file, or every file of a directory in the order of their names.

        Each file is taken in whole or not at all. Exits 1 with a sentence if any is no such table.
        """
        options["by"] = _person(options.get("by"))
        if file.is_dir():
            if rejects:
                raise CommandError("--rejects chỉ dùng khi nhập một tệp.")
            self._take_all(file, **options)
            return
        if not file.is_file():
            raise CommandError(f"Không có tệp {file}.")
        if rejects:
            _require_writable(rejects)
        report = self._report(file, **options)
        if report.error:
            raise CommandError(report.error)
        if rejects and report.batch:
            _give_back(ImportBatch.objects.get(pk=report.batch), rejects)

    def _take_all(self, directory: Path, **options: Any) -> None:
        """Take in every file of a directory; a refused one keeps none of the others back."""
        files = sorted(
            path
            for path in directory.iterdir()
            if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
        )
        if not files:
            raise CommandError(f"Thư mục {directory} không có tệp nào.")
        reports = [self._report(path, **options) for path in files]
        if options["json"]:
            self._say_data(together(str(directory), reports))
        refused = sum(report.error is not None for report in reports)
        if refused:
            raise CommandError(f"{refused} trong {len(files)} tệp bị từ chối.")

    def _report(self, path: Path, *, json: bool, **options: Any) -> Report:
        """Take one file in, or look at it, and say what became of it."""
        try:
            report = self._taken(path, **options)
        except (UnreadableTable, NoRoom) as error:
            report = Report(str(path), error=str(error))
        except OSError as error:
            report = Report(str(path), error=f"Không đọc được tệp: {reason(error)}.")
        except LOST as error:
            report = Report(str(path), error=NO_ROOM if is_disk_full(error) else _lost(error))
        if json:
            self._say_data(report.as_data())
        else:
            self.stdout.write(f"{path.name}: {report}")
            self._say_why(report)
        return report

    def _taken(self, path: Path, *, by: Any, **options: Any) -> Report:
        """Take one file in, or look at it if that was asked, and return what became of it."""
        stored = store_file(path, by=by)
        if options["dry_run"]:
            return of_preview(str(path), self.look(stored, by=by, **options))
        return of_batch(str(path), self.take(stored, by=by, **options))

    def _say_why(self, report: Report) -> None:
        """Print the first rows that were sent back; of a mere look, every reason with its rows."""
        if report.batch:
            rejects = RejectedRow.objects.filter(batch=report.batch).defer("raw")
            for reject in rejects[:REJECTS_SHOWN]:
                self.stdout.write(f"  {reject}")
            return
        for found in report.reasons[:REJECTS_SHOWN]:
            self.stdout.write(f"  {found['rows']} dòng, {found['column']}: {found['message']}")

    def _say_data(self, data: dict[str, Any]) -> None:
        self.stdout.write(dumps(data, ensure_ascii=False))


def _person(name: str | None) -> Any | None:
    """Return who takes files in, None if nobody is named; raises CommandError if nobody is."""
    if name is None:
        return None
    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"Không có tài khoản {name}.")
    return user


def _lost(error: Error) -> str:
    """Return what to say of a file whose database went away, in its words too."""
    said = " ".join(str(error).split()) or type(error).__name__
    return (
        "Cơ sở dữ liệu ngắt giữa chừng; chưa có gì được ghi. Hãy nhập lại tệp này khi cơ sở dữ liệu"
        " chạy lại; đã nhập rồi thì nhập lại không hại gì, trừ hồ sơ mà Sở Nội vụ đã sửa bằng tay"
        f" từ đó. ({said})"
    )


def _require_writable(path: Path) -> None:
    """Raise CommandError unless the file can be written, before anything is taken in."""
    try:
        path.open("a").close()
    except OSError as error:
        raise CommandError(f"Không ghi được {path}: {reason(error)}.") from error


def _give_back(batch: ImportBatch, path: Path) -> None:
    """Write the rows sent back to a file; raises CommandError, which says what stands, if not."""
    try:
        _write_rejects(batch, path)
    except OSError as error:
        raise CommandError(
            f"Đã nhập xong, nhưng không ghi được {path}: {reason(error)}."
            f" Các dòng bị trả lại vẫn tải được ở trang {reverse('batch', args=[batch.pk])}."
        ) from error


def _write_rejects(batch: ImportBatch, path: Path) -> None:
    """Write line, columns, reasons and the row as it came, every cell harmless to a spreadsheet."""
    if path.suffix.lower() == ".xlsx":
        with path.open("wb") as workbook:
            rejects_xlsx(batch, workbook)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(map(harmless, reject_headers(batch)))
        for line, columns, reasons, cells in rejected_lines(batch):
            writer.writerow([line, columns, reasons, *map(harmless, cells)])
