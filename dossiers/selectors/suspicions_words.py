"""Findings in words: for the rows of a page and of a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import localtime

from dossiers.domain.suspicions import EXPLAINED, Kind
from dossiers.models import DossierChange
from dossiers.selectors.changes import batches_of, in_words, instant_words, names_in
from dossiers.selectors.suspicions import Finding

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_REASONS = {
    "was_late": "hồ sơ đã trễ hạn khi tệp đến",
    "had_ended": "hồ sơ đã kết thúc từ tệp trước",
    "was_left_out": "tệp trước đến sau lúc tạm dừng mà không nói đến",
    "was_known_open": "một tệp đến sau lúc ghi trả vẫn ghi là chưa trả",
    "told_long_after": "quá hạn mới báo là đã trả trong hạn từ lâu",
    "opened_again": "đã ghi trả muộn hơn, rồi được mở lại bằng tay",
    "counts_again": "trước đó hồ sơ không tính (rút, hủy, từ chối tiếp nhận)",
    "two_sources": "hai nguồn nói khác nhau",
    "began_long_ago": "tạm dừng bắt đầu đã lâu trước tệp",
    "night": "ngoài giờ",
    "day_off": "ngày nghỉ",
    "of_unit": "hồ sơ của đơn vị trong cùng phút",
    "of_official": "hồ sơ của người thụ lý trong cùng phút",
}
_COUNTING = ("of_unit", "of_official")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding in words; "" where something is not known, `batch` None if no batch is."""

    finding: Finding
    title: str
    field: str
    was: str
    became: str
    deadline: str
    note: str
    at: str
    batch: int | None


def rows_of(findings: Sequence[Finding]) -> list[FindingRow]:
    """Return the findings in words; a fixed number of queries for however many."""
    names = names_in(findings)
    batch = batches_of({finding.file_id for finding in findings if finding.file_id})
    return [
        FindingRow(
            finding=finding,
            title=EXPLAINED[finding.kind].short,
            field=str(DossierChange.Field(finding.field).label),
            was=in_words(finding.field, finding.was, names),
            became=_became(finding) or in_words(finding.field, finding.became, names),
            deadline=instant_words(finding.deadline_at),
            note="; ".join(_notes(finding)),
            at=instant_words(finding.at),
            batch=batch(finding.file_id, finding.at) if finding.file_id else None,
        )
        for finding in findings
    ]


def _became(finding: Finding) -> str:
    """Return when work ended, with the day of the week; "" for a change."""
    if finding.kind not in (Kind.CROWDED, Kind.OFF_HOURS):
        return ""
    at = localtime(finding.at)
    return f"{at:%H:%M}, {_WEEKDAYS[at.weekday()]} {at:%d/%m/%Y}"


def _notes(finding: Finding) -> list[str]:
    notes = [_note(*reason.partition(":")[::2]) for reason in finding.reasons]
    if finding.kind is Kind.CROWDED and finding.deadline_at:
        notes.append(f"còn {(finding.deadline_at - finding.at) // timedelta(minutes=1)} phút")
    return [note for note in notes if note]


def _note(reason: str, detail: str) -> str:
    if reason in _COUNTING:
        return f"{detail} {_REASONS[reason]}" if detail != "0" else ""
    return f"{_REASONS[reason]} ({detail})" if detail else _REASONS[reason]
