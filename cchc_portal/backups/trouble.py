"""Why a backup cannot be made or restored, each as a sentence that says what to do."""

from collections.abc import Sequence
from pathlib import Path


class BackupTrouble(Exception):
    """A backup cannot be made or restored; its text is a Vietnamese sentence."""


class AlreadyThere(BackupTrouble):
    """The file to write exists."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"Đã có tệp {path}; bản sao lưu không ghi đè. Hãy chọn tên khác.")


class NotWritten(BackupTrouble):
    """The system refused to write or read a file."""

    def __init__(self, path: object, *, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"Không đọc hoặc ghi được {path}: {reason}.")


class Damaged(BackupTrouble):
    """The file is no backup of ours, or not a whole one; nothing was touched."""

    def __init__(self, path: Path, *, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(
            f"{path} không phải bản sao lưu nguyên vẹn: {reason}."
            " Chưa có gì bị thay đổi. Hãy dùng bản sao lưu khác."
        )


class NotEmpty(BackupTrouble):
    """The database to restore into holds data, and replacing them was not asked for."""

    def __init__(self, tables: Sequence[str]) -> None:
        self.tables = tuple(tables)
        super().__init__(
            f"Cơ sở dữ liệu đang có dữ liệu (ví dụ bảng {self.tables[0]})."
            " Nếu thật sự muốn thay toàn bộ, hãy thêm --replace."
        )


class FromANewerPortal(BackupTrouble):
    """The backup knows migrations that this code does not."""

    def __init__(self, version: str, migrations: Sequence[str]) -> None:
        self.version, self.migrations = version, tuple(migrations)
        super().__init__(
            f"Bản sao lưu do phiên bản {version} tạo ra, mới hơn phần mềm này"
            f" (ví dụ {self.migrations[0]}). Hãy cập nhật phần mềm rồi chạy lại."
        )


class ProgramMissing(BackupTrouble):
    """There is no PostgreSQL client program of the server's own version."""

    def __init__(self, program: str, *, version: int) -> None:
        self.program, self.version = program, version
        super().__init__(
            f"Không tìm thấy {program} của PostgreSQL {version}."
            f" Trên Debian hãy cài gói postgresql-client-{version} rồi chạy lại."
        )


class ProgramFailed(BackupTrouble):
    """A PostgreSQL client program failed; the database is as it was."""

    def __init__(self, program: str, *, reason: str) -> None:
        self.program, self.reason = program, reason
        super().__init__(f"{program} không xong: {reason}. Cơ sở dữ liệu vẫn như cũ.")
