"""What the benchmarks of dossiers say: both times, processor time, memory."""

import json
from argparse import ArgumentParser

from bench.clocks import Spent
from bench.report import Report, positive, vietnamese
from bench.scratch import run_in_scratch


def add_rows(parser: ArgumentParser, rows: int) -> None:
    """Add how many rows the file has, and by which clock the ratio is told."""
    parser.add_argument(
        "--rows", type=positive, default=rows, help=f"số dòng ({vietnamese(rows, 0)})"
    )
    parser.add_argument(
        "--processor",
        action="store_true",
        help="so bằng thời gian bộ xử lý (cổng và cơ sở dữ liệu), khi máy đang bận việc khác",
    )


def measured_report(
    bench: str, task: str, rows: int, by_processor: bool, said: tuple[str, str]
) -> Report:
    """Measure a task of `bench.dossier_tasks` and report it; `said` tells work and limit."""
    told = json.loads(run_in_scratch("bench_dossiers", task, str(rows)))
    work, limit = Spent(**told.pop("work")), Spent(**told.pop("limit"))
    return Report(
        bench,
        work.processor_s if by_processor else work.wall_s,
        limit.processor_s if by_processor else limit.wall_s,
        lines=(
            f"Công việc: {said[0]}",
            f"Giới hạn: {said[1]}",
            f"Công việc: {_times(work)}",
            f"Giới hạn: {_times(limit)}",
            f"Bộ nhớ nhiều nhất của tiến trình nhập: {vietnamese(work.peak_mb, 1)} MB.",
        ),
        details={
            **told,
            "wall_ratio": work.wall_s / limit.wall_s,
            "processor_ratio": work.processor_s / limit.processor_s,
            "peak_mb": work.peak_mb,
            "work_client_s": work.client_s,
            "work_server_s": work.server_s,
            "limit_client_s": limit.client_s,
            "limit_server_s": limit.server_s,
        },
    )


def _times(spent: Spent) -> str:
    return (
        f"{vietnamese(spent.wall_s)} giây; bộ xử lý {vietnamese(spent.client_s)} giây ở cổng và"
        f" {vietnamese(spent.server_s)} giây ở cơ sở dữ liệu."
    )
