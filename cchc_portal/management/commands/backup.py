"""`backup FILE`: the database and the stored files as one file, with digests."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management.base import BaseCommand, CommandError

from cchc_portal.backups.saving import back_up
from cchc_portal.backups.trouble import BackupTrouble

ELSEWHERE = (
    "Tệp đã nhận nằm trong kho S3 và không có trong bản sao lưu này;"
    " hãy sao lưu bucket bằng phiên bản (versioning) của chính kho đó."
)


class Command(BaseCommand):
    """Write a backup that `restore` can read."""

    help = "Sao lưu toàn bộ cổng (cơ sở dữ liệu và tệp đã nhận) vào một tệp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file to write."""
        parser.add_argument("file", type=Path, metavar="TỆP", help="tệp sẽ được tạo, ví dụ a.cchc")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Write it and say how large it is; raises CommandError with a sentence."""
        try:
            parts = back_up(file)
        except BackupTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        megabytes = f"{file.stat().st_size / 1_000_000:.1f}".replace(".", ",")
        self.stdout.write(
            f"Đã sao lưu vào {file}: {megabytes} MB, cơ sở dữ liệu và {len(parts) - 1} tệp."
        )
        if not isinstance(default_storage, FileSystemStorage):
            self.stderr.write(ELSEWHERE)
