"""What every benchmark hands back: the work's time beside the limit's, and what else it saw."""

import gc
import time
from argparse import ArgumentTypeError
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Report:
    """Both times in seconds, the figures of this benchmark alone, and sentences for people."""

    bench: str
    work_s: float
    limit_s: float
    lines: tuple[str, ...]
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """How many times as long as the limit the work takes."""
        return self.work_s / self.limit_s

    @property
    def figures(self) -> dict[str, object]:
        """Everything measured, as `--json` prints it."""
        times = {"work_s": self.work_s, "limit_s": self.limit_s, "ratio": self.ratio}
        return {"bench": self.bench, **times, **self.details}


def best_times(
    rounds: int, *tasks: Callable[[], object], clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Return the shortest time of each task in seconds; they take turns, so noise meets all.

    Work that neither waits nor uses a second processor may be timed by `time.process_time`. What
    the benchmark itself holds is kept out of the garbage collector's way.
    """
    best = [float("inf")] * len(tasks)
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for place, task in enumerate(tasks):
            start = clock()
            task()
            best[place] = min(best[place], clock() - start)
    gc.unfreeze()
    return best


def vietnamese(value: float, decimals: int = 2) -> str:
    """Return a figure as Vietnamese write it: "1.234,50"."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def positive(text: str) -> int:
    """Return a whole number above 0 that was given on the command line."""
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise ArgumentTypeError(f"{text} không phải số nguyên dương.")
    return int(text)
