"""`rank_bundle`: rank bundle files without a database, as the portal itself does."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scoring.domain import BundleRefused, problems_text, rank_text

REFUSED = 2


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
        try:
            text = rank_text(_content(bundle))
        except BundleRefused as refusal:
            for problem in refusal.problems:
                self.stderr.write(f"{bundle.name}: {problem.place}: {problem.message}")
            if out_dir:
                _write(out_dir / f"{bundle.stem}.problems.json", problems_text(refusal.problems))
                (out_dir / f"{bundle.stem}.result.json").unlink(missing_ok=True)
            return False
        target = out or (out_dir / f"{bundle.stem}.result.json" if out_dir else None)
        if target:
            _write(target, text)
        else:
            self.stdout.write(text, ending="")
        if out_dir:
            (out_dir / f"{bundle.stem}.problems.json").unlink(missing_ok=True)
        return True


def _content(path: Path) -> bytes:
    """Return the file's bytes; raises CommandError with a sentence if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"Không đọc được {path}: {error.strerror}.") from error


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
