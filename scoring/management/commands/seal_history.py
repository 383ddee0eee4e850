"""`seal_history`: seal every day of the history that has ended; what beat does each night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scoring.models import SealedDay
from scoring.services.sealing import HistoryStillMoving, seal_days


class Command(BaseCommand):
    """Seal the days and print the last digest, to be written down somewhere else."""

    help = "Niêm phong mọi ngày đã qua của nhật ký."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many days were sealed; exit 1 if one had to wait."""
        try:
            days = seal_days()
        except HistoryStillMoving as waiting:
            raise CommandError(str(waiting)) from waiting
        self.stdout.write(f"Đã niêm phong {len(days)} ngày.")
        last = SealedDay.objects.order_by("day").last()
        if last:
            self.stdout.write(f"Ngày cuối {last.day:%d/%m/%Y}, SHA-256: {last.sha256}")
            self.stdout.write("Hãy ghi mã này ở nơi khác, ngoài máy chủ này.")
