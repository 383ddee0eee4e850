"""`import_answers FILE --campaign CODE --by USER`: take survey answers in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from foundation.management.import_command import ImportCommand
from foundation.models import ImportBatch, StoredFile
from surveys.models import Campaign
from surveys.services.intake import import_answers


class Command(ImportCommand):
    """Take a campaign's answers in from a CSV file."""

    help = "Nhập phiếu trả lời của một đợt khảo sát từ tệp CSV hoặc XLSX."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the campaign."""
        super().add_arguments(parser)
        parser.add_argument("--campaign", required=True, metavar="MÃ", help="mã đợt khảo sát")

    def take(self, stored: StoredFile, *, by: Any, **options: Any) -> ImportBatch:
        """Take the stored file in as answers of the campaign."""
        campaign = Campaign.objects.filter(code=options["campaign"]).first()
        if campaign is None:
            raise CommandError(f"Không có đợt khảo sát {options['campaign']}.")
        return import_answers(stored, campaign=campaign, by=by)
