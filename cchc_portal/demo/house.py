"""The demo from end to end: files written and taken in, years ranked, what came of them told."""

from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from cchc_portal.demo import (
    answer_files,
    apology_files,
    dossier_files,
    mark_files,
    one_stop,
    province,
    registers,
    scoring_year,
)
from cchc_portal.demo.dossiers import Office
from cchc_portal.demo.plan import planned_units, table
from cchc_portal.demo.workers import Workers, WorkStopped
from dossiers.models import Source
from foundation.domain.vietnamese import number
from foundation.models import CalendarDay, ImportBatch
from foundation.services.calendar import fill_calendar
from reports.services.annex import write_annex
from scoring.models import Cycle, RankingRun
from scoring.services.ranking import verify_run
from units.models import Unit

REGISTERS = (
    ("units", "đơn vị", "don-vi.csv", registers.write_units),
    ("successions", "kế thừa giữa các đơn vị", "ke-thua.csv", registers.write_successions),
    ("people", "cán bộ, người đứng đầu, tập thể", "nguoi.csv", registers.write_people),
    ("procedures", "thủ tục (tệp XLSX)", "thu-tuc.xlsx", registers.write_procedures),
)
SHOWN_YEAR = 2024
SHOWN = 3
"""How many units of a block are printed."""


def claim(folder: Path, scale: int) -> None:
    """Make the folder of a demo of that scale; raises WorkStopped if something else is there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    kept = folder / "quy-mo"
    known = kept.read_text(encoding="utf-8") if kept.exists() else None
    if known != str(scale) and (known or Cycle.objects.exists()):
        raise WorkStopped(
            "Nơi này đã có dữ liệu khác (bản mẫu cỡ khác hoặc của phiên bản trước)."
            " Hãy dựng ở chỗ khác: CCHC_VAR=var/ban-khac ./cchc demo"
        )
    kept.write_text(str(scale), encoding="utf-8")


@dataclass
class Demo:
    """One demo: who works for it, where its files go, how many times the small version it is."""

    workers: Workers
    folder: Path
    scale: int
    accounts: list[tuple[str, str, str]] = field(default_factory=list)
    cycles: list[tuple[province.Plan, Cycle]] = field(default_factory=list)
    runs: list[RankingRun] = field(default_factory=list)

    def prepare(self) -> None:
        """Set the province up and take every file in."""
        with self.workers.steps.step("Lịch làm việc"):
            fill_calendar()
        for kind, what, name, write in REGISTERS:
            write(self.folder / name)
            self.workers.take_in(f"Nhập {what}", self.folder / name, kind)
        with self.workers.steps.step("Tài khoản, bộ quy tắc, bộ tiêu chí, kỳ đánh giá"):
            self.accounts = province.create_accounts()
            self.cycles = province.create_cycles(by=self.workers.by)
        self._take_dossiers_in()
        for plan, cycle in self.cycles:
            self._take_forms_in(plan, cycle)
        with self.workers.steps.step("Quyết định về đơn vị không đủ phiếu khảo sát"):
            for _, cycle in self.cycles:
                province.waive_unsurveyed(cycle, by=self.workers.by)

    def rank(self) -> None:
        """Rank the cycles, earlier years first, and recompute each run from what was stored.

        A complete run is published before the next year, which builds on it, is ranked. A cycle
        that was ranked before is ranked again only if anything was taken in since.
        """
        taken_in_at = ImportBatch.objects.latest("pk").created_at
        for plan, cycle in self.cycles:
            is_provisional = plan.get("is_provisional", False)
            known = cycle.runs.filter(is_provisional=is_provisional).first()
            if known is None or known.created_at < taken_in_at:
                known = self.workers.rank(cycle, is_provisional=is_provisional)
            self.runs.append(known)
            if not is_provisional:
                with self.workers.steps.step(f"Công bố: {cycle.organiser} {cycle.year}"):
                    province.publish(known, by=self.workers.by)
        with self.workers.steps.step("Tính lại từ các gói đã lưu") as progress:
            for place, run in enumerate(self.runs):
                progress.report(place, len(self.runs))
                if not verify_run(run).is_right:
                    raise WorkStopped(f"{run} tính lại không khớp.")

    def open_next_year(self) -> None:
        """Open the year after the province's newest one, and bring it to its council."""
        newest = max(
            (cycle for plan, cycle in self.cycles if plan.get("is_provisional")),
            key=attrgetter("year"),
        )
        with self.workers.steps.step(f"Kỳ {newest.year + 1}: tự chấm, ký nộp, thẩm định, hội đồng"):
            scoring_year.open_year(newest, by=self.workers.by)

    def show(self) -> None:
        """Write the province's annex, print its path and the first of each block."""
        for run in self.runs:
            if run.cycle.year == SHOWN_YEAR:
                if run.cycle.organiser.level == Unit.Level.PROVINCE:
                    self._write_annex(run)
                self._tell_first(run)

    def _take_dossiers_in(self) -> None:
        """Write the dossier files, made of the working calendar, and take them in."""
        days = CalendarDay.objects.filter(is_working=True).order_by("day")
        office = Office(list(days.values_list("day", flat=True)), table("sample_procedures.csv"))
        with self.workers.steps.step("Viết các tệp hồ sơ giả lập") as progress:
            files = dossier_files.write_dossiers(
                self.folder, office, scale=self.scale, report=progress.report
            )
        source = self._one_stop_system()
        for year, path in files.years.items():
            of_source = source if year >= dossier_files.YEAR_OF_ONE_STOP else None
            self.workers.take_in(f"Nhập hồ sơ ({path.name})", path, "dossiers", of_source)
        for path in (files.corrections, files.put_off):
            self.workers.take_in(f"Nhập hồ sơ ({path.name})", path, "dossiers")
        apologies = self.folder / "thu-xin-loi.csv"
        apology_files.write_apologies(apologies, files.late)
        self.workers.take_in("Nhập thư xin lỗi", apologies, "apologies")

    def _one_stop_system(self) -> Source:
        """Set the one-stop system up, and what it calls the units."""
        source = province.create_source(by=self.workers.by)
        path = self.folder / "ma-don-vi-mot-cua.csv"
        one_stop.write_units(path, planned_units())
        self.workers.take_in("Nhập mã đơn vị của hệ thống một cửa", path, "source_units", source)
        return source

    def _take_forms_in(self, plan: province.Plan, cycle: Cycle) -> None:
        """Write a cycle's answers and marks, and take them in."""
        organiser, year = plan["organiser"], plan["year"]
        answers = self.folder / f"khao-sat-{organiser}-{year}.csv"
        answer_files.write_answers(answers, organiser, year)
        marks = self.folder / f"diem-{organiser}-{year}.csv"
        mark_files.write_marks(marks, organiser, year, self._marked_areas(plan))
        whose = f"{cycle.organiser} {year}"
        self.workers.take_in(f"Nhập phiếu khảo sát: {whose}", answers, "answers", cycle.campaign)
        self.workers.take_in(f"Nhập điểm: {whose}", marks, "marks", cycle)

    def _marked_areas(self, plan: province.Plan) -> dict[str, int]:
        """Return how many areas are marked of units that are not marked whole, by code."""
        left_out = [row for row in table("standings.csv") if row["standing"] == "excluded"]
        marked: dict[str, int] = plan.get("marked_areas", {})
        return marked | {row["code"]: 0 for row in left_out}

    def _write_annex(self, run: RankingRun) -> None:
        path = self.folder / f"phu-luc-{run.cycle.year}-lan-{run.number}.pdf"
        if not path.exists():
            with self.workers.steps.step("Xuất phụ lục PDF"):
                write_annex(run, path)
        self.workers.steps.say(
            "", f"Phụ lục: {path}", f"Mã số gói (SHA-256): {run.bundle_sha256}", ""
        )

    def _tell_first(self, run: RankingRun) -> None:
        bands = {band["code"]: band["label"] for band in run.frame["rule_set"]["bands"]}
        lines = run.lines.filter(rank__isnull=False).select_related("unit", "group")
        for group, ranked in groupby(lines.order_by("position"), key=attrgetter("group")):
            self.workers.steps.say(f"{group}, {run.cycle.organiser}, năm {run.cycle.year}")
            for line in list(ranked)[:SHOWN]:
                published = number(line.entry["published"])
                self.workers.steps.say(
                    f"{line.rank:>3}. {line.unit.name:<45} {published:>7} %  {bands[line.band]}"
                )
