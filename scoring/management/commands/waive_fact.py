"""`waive_fact`: record that a fact is not applicable to a unit this year, and why."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scoring.management.cycles import add_cycle_arguments, chosen_cycle, named_user
from scoring.selectors.sheet_codes import sheets_by_code
from scoring.services.waivers import WaiverRefused, waive_fact


class Command(BaseCommand):
    """Record a person's decision about a fact that the data cannot give."""

    help = "Ghi quyết định không xét một chỉ số cho một đơn vị, kèm lý do."
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the cycle, the unit, the fact, the reason and who decides."""
        add_cycle_arguments(parser)
        parser.add_argument("--unit", required=True, metavar="MÃ", help="mã đơn vị")
        parser.add_argument(
            "--fact", required=True, help="như late_rate, satisfaction, online_share"
        )
        parser.add_argument("--reason", required=True, help="lý do, sẽ in trên bảng xếp hạng")
        parser.add_argument("--by", required=True, metavar="TÊN", help="tài khoản quyết định")

    def handle(
        self, *args: Any, unit: str, fact: str, reason: str, by: str, **options: Any
    ) -> None:
        """Record the decision; raises CommandError where it cannot be taken."""
        if not reason.strip():
            raise CommandError("Hãy ghi lý do miễn chỉ số.")
        sheet = sheets_by_code(chosen_cycle(**options)).filter(unit__code=unit).first()
        if sheet is None:
            raise CommandError(f"Đơn vị {unit} không có trong kỳ đánh giá này.")
        try:
            waiver = waive_fact(
                assessment=sheet, fact=fact, reason=reason.strip(), by=named_user(by)
            )
        except WaiverRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{sheet}: {waiver}")
