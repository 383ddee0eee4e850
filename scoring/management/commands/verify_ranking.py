"""`verify_ranking RUN`: recompute a stored run from its frozen bundles and compare."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from scoring.management.runs import RUN_NAMES, named_runs
from scoring.models import Publication, RankingRun
from scoring.selectors.fact_lists import changed_lists
from scoring.selectors.publications import publication_of
from scoring.services.ranking import verify_run


class Command(BaseCommand):
    """Say whether a stored run is what its bundles give."""

    help = "Tính lại một lần xếp hạng đã lưu và so với tất cả những gì đã lưu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the run."""
        parser.add_argument("run", help=RUN_NAMES)

    def handle(self, *args: Any, run: str, **options: Any) -> None:
        """Print what was found; exit 1 if anything differs."""
        try:
            stored = named_runs(run)
        except ProgrammingError as error:
            raise CommandError(
                "Cơ sở dữ liệu này chưa được dựng, nên chưa có lần xếp hạng nào."
                " Hãy chạy ./cchc manage migrate trước."
            ) from error
        wrong = [it for it in stored if not self._is_right(it)]
        if wrong:
            sys.exit(1)

    def _is_right(self, run: RankingRun) -> bool:
        """Print what recomputing one run showed, and return whether all of it is right."""
        found = verify_run(run)
        people = "đúng" if run.people_bundle else "không có"
        self.stdout.write(f"{run}\nSHA-256 của gói: {run.bundle_sha256}")
        self.stdout.write(f"Gói: {'đúng' if found.is_digest_right else 'KHÁC mã số đã lưu'}")
        self.stdout.write(f"Kết quả: {'đúng' if found.is_result_right else 'KHÁC khi tính lại'}")
        self.stdout.write(
            f"Danh sách xem xét: {people if found.is_people_right else 'KHÁC khi tính lại'}"
        )
        self.stdout.write(f"Khung: {'đúng' if found.is_frame_right else 'KHÁC gói và kết quả'}")
        self.stdout.write(
            f"Từng dòng: {'đúng' if found.is_every_line_right else 'KHÁC gói và kết quả'}"
        )
        publication = publication_of(run)
        if publication:
            self._tell_publication(publication)
        return found.is_right

    def _tell_publication(self, publication: Publication) -> None:
        """Print by which decision a run was published, and whose facts have changed since.

        What changed since is told and is no fault of the run: the run is what its bundle gives.
        """
        state = publication.get_state_display()
        decided = f"{publication.decided_on:%d/%m/%Y}"
        number = publication.decision_number
        self.stdout.write(f"{state}: Quyết định số {number} ngày {decided}")
        changed = changed_lists(publication.run, publication.fact_lists)
        if not changed:
            self.stdout.write("Hồ sơ, phiếu khảo sát sau số liệu: như lúc công bố")
            return
        self.stdout.write(f"Hồ sơ, phiếu khảo sát đã khác lúc công bố: {len(changed)} số liệu")
        for each in changed:
            self.stdout.write(f"- {each.unit_name}: {each.fact_title}")
