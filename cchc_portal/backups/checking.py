"""What a restored portal is asked before anybody works with it again."""

from dataclasses import dataclass

from foundation.models import StoredFile
from scoring.models import Cycle
from scoring.services.ranking import verify_run


@dataclass(frozen=True, slots=True)
class Findings:
    """How much was looked at, and what is wrong: names of files, names of runs."""

    files: int
    runs: int
    lost_files: tuple[str, ...]
    wrong_runs: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong."""
        return not self.lost_files and not self.wrong_runs


def look_through() -> Findings:
    """See that every stored file is there in its size, and compute every cycle's last run anew."""
    files = list(StoredFile.objects.order_by("pk"))
    runs = [run for cycle in Cycle.objects.order_by("pk") if (run := cycle.runs.first())]
    return Findings(
        files=len(files),
        runs=len(runs),
        lost_files=tuple(str(file.file) for file in files if not _is_there(file)),
        wrong_runs=tuple(str(run) for run in runs if not verify_run(run).is_right),
    )


def _is_there(stored: StoredFile) -> bool:
    try:
        return stored.file.size == stored.size
    except FileNotFoundError:
        return False
