"""The pure core against its limit: reading the bundle and writing the result by themselves."""

import json
import subprocess
import sys
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import process_time

from bench.core_bundle import bundle_bytes
from bench.report import Report, best_times, positive, vietnamese
from scoring.domain import rank_text

TITLE = "lõi tính: từ gói xếp hạng đến văn bản kết quả, so với chỉ đọc và ghi hai tệp JSON đó"

_ROOT = Path(__file__).parent.parent
_MEGABYTE = 1_000_000


def add_arguments(parser: ArgumentParser) -> None:
    """Add the size of the bundle and how often to measure."""
    parser.add_argument("--units", type=positive, default=1000, help="số đơn vị (1000)")
    parser.add_argument("--leaves", type=positive, default=100, help="số tiêu chí (100)")
    parser.add_argument(
        "--rounds", type=positive, default=5, help="số lần đo, lấy lần nhanh nhất (5)"
    )


def run(*, units: int, leaves: int, rounds: int, **options: object) -> Report:
    """Measure processor time, memory and growth of the core on a made-up bundle."""
    data = bundle_bytes(units, leaves)
    tree = json.loads(rank_text(data))
    work_s, read_s, write_s, compact_s = best_times(
        rounds,
        partial(rank_text, data),
        partial(json.loads, data),
        partial(json.dumps, tree, ensure_ascii=False, indent=2, sort_keys=True),
        partial(json.dumps, tree, ensure_ascii=False),
        clock=process_time,
    )
    speed, compact_ratio = units / work_s, work_s / (read_s + compact_s)
    peak_mb = peak_bytes(data) / _MEGABYTE
    growth = {size: seconds_per_unit(size, leaves, rounds) for size in sizes(units)}
    return Report(
        "core",
        work_s,
        read_s + write_s,
        lines=(
            f"Công việc: {units} đơn vị × {leaves} tiêu chí, từ byte của gói đến văn bản kết quả.",
            "Giới hạn: json.loads gói và json.dumps kết quả, thụt dòng, xếp khóa như tệp kết quả.",
            f"Tốc độ: {vietnamese(speed, 0)} đơn vị mỗi giây.",
            f"So với ghi JSON liền một dòng, không xếp khóa: {vietnamese(compact_ratio)} lần.",
            f"Bộ nhớ nhiều nhất của một tiến trình riêng: {vietnamese(peak_mb, 1)} MB.",
            *(
                f"{size} đơn vị: {vietnamese(seconds * 1000, 3)} mili giây mỗi đơn vị."
                for size, seconds in growth.items()
            ),
        ),
        details={
            "units": units,
            "leaves": leaves,
            "units_per_s": speed,
            "compact_ratio": compact_ratio,
            "peak_mb": peak_mb,
            "seconds_per_unit": {str(size): seconds for size, seconds in growth.items()},
        },
    )


def sizes(units: int) -> list[int]:
    """Return the numbers of units at which growth is looked at: a quarter, half, all, double."""
    return sorted({max(1, units // 4), max(1, units // 2), units, units * 2})


def seconds_per_unit(units: int, leaves: int, rounds: int) -> float:
    """Return the core's shortest processor time for a bundle of that size, by unit."""
    work = partial(rank_text, bundle_bytes(units, leaves))
    (best,) = best_times(rounds, work, clock=process_time)
    return best / units


def peak_bytes(data: bytes) -> int:
    """Return the most memory that a process of its own holds while it ranks the bundle."""
    with NamedTemporaryFile(suffix=".json") as bundle:
        bundle.write(data)
        bundle.flush()
        command = [sys.executable, "-m", "bench.core_memory", bundle.name]
        done = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, check=True)
    return int(done.stdout)
