"""`rank_bundle`: rank bundle files without a database, as the portal itself does."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scoring.domain import BundleRefused, problems_text, rank_text
from scoring.management.bundles import REFUSED, computed, hand_out, remove, write


class Command(BaseCommand):
    """A thin shell around the pure core."""

    help = "Xếp hạng một hoặc nhiều gói xếp hạng (cchc-ranking-bundle/1)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the bundles and where results go."""
        parser.add_argument("bundles", nargs="+", type=Path, metavar="BUNDLE.json")
        parser.add_argument("--out", type=Path, help="tệp kết quả của một gói (mặc định: in ra)")
        parser.add_argument("--out-dir", type=Path, help="thư mục kết quả của nhiều gói")

    def handle(
        self, *args: Any, bundles: list[Path], out: Path | None, out_dir: Path | None, **rest: Any
    ) -> None:
        """Rank every bundle; exit 2 if one was refused, its problems on stderr."""
        if out_dir is None and len(bundles) > 1:
            raise CommandError("Nhiều gói thì cần --out-dir THƯ_MỤC.")
        if out and out_dir:
            raise CommandError("Chỉ dùng một trong --out và --out-dir.")
        if len({bundle.stem for bundle in bundles}) < len(bundles):
            raise CommandError("Hai gói trùng tên thì kết quả sẽ đè lên nhau.")
        refused = [bundle for bundle in bundles if not self.rank(bundle, out, out_dir)]
        if refused:
            sys.exit(REFUSED)

    def rank(self, bundle: Path, out: Path | None, out_dir: Path | None) -> bool:
        """Rank one bundle and say whether it could be ranked."""
        result = out_dir / f"{bundle.stem}.result.json" if out_dir else out
        problems = out_dir / f"{bundle.stem}.problems.json" if out_dir else None
        text = computed(bundle, rank_text, self.stderr)
        if isinstance(text, BundleRefused):
            remove(result)
            if problems:
                write(problems, problems_text(text.problems))
            return False
        hand_out(text, result, self.stdout)
        remove(problems)
        return True
