"""`restore FILE`: put a backup in the place of what is there, whole or not at all, and check it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cchc_portal.backups.checking import look_through
from cchc_portal.backups.restoring import restore
from cchc_portal.backups.trouble import BackupTrouble
from cchc_portal.health.checks import NotReady, ask_migrations


class Command(BaseCommand):
    """Read a backup that `backup` wrote."""

    help = "Khôi phục cổng từ một tệp sao lưu; tệp hỏng thì không thay đổi gì."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file to read, and the wish to replace what is there."""
        parser.add_argument("file", type=Path, metavar="TỆP", help="tệp do lệnh backup tạo ra")
        parser.add_argument(
            "--replace", action="store_true", help="thay toàn bộ dữ liệu đang có, không hỏi lại"
        )

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        """Restore, then check; raises CommandError with a sentence."""
        try:
            manifest = restore(file, replace=replace)
        except BackupTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(
            f"Đã khôi phục bản sao lưu lúc {manifest.made_at}"
            f" (phiên bản {manifest.version}, {len(manifest.files)} tệp)."
        )
        try:
            ask_migrations()
        except NotReady:
            self.stdout.write("Bản sao lưu cũ hơn phần mềm. Hãy chạy: ./cchc manage migrate")
            return
        self._check()

    def _check(self) -> None:
        found = look_through()
        for name in found.lost_files:
            self.stderr.write(f"Thiếu tệp {name} hoặc tệp sai kích thước.")
        for name in found.wrong_runs:
            self.stderr.write(f"{name}: tính lại cho kết quả khác.")
        if not found.is_right:
            raise CommandError("Khôi phục xong nhưng kiểm tra thấy sai (xem ở trên).")
        self.stdout.write(
            f"Đã kiểm tra: {found.files} tệp còn đủ, {found.runs} lần xếp hạng tính lại đúng."
        )
