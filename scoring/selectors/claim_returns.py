"""A sheet that was filled in offline, beside the sheet on the portal: every difference, first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, Any
from unicodedata import normalize
from zipfile import BadZipFile, ZipFile

from foundation.domain.tables import UnreadableTable, opened
from foundation.domain.tables.columns import columns_found
from foundation.domain.tables.limits import USUAL
from scoring.domain.entry import EntryRefused, typed_mark
from scoring.models import Assessment, Claim
from scoring.selectors.claim_leaves import SheetLeaf, sheet_leaves
from scoring.selectors.claim_workbooks import (
    CODE,
    COLUMNS,
    EXPLANATION,
    FILLED,
    KEY,
    ORIGINAL,
    VERSION,
    cells_of,
    column_letters,
    digest_of,
    fields_of,
    sheet_key,
    typed_in,
)
from scoring.selectors.leaves import leaf_in_core
from scoring.selectors.wording import anchor, mark_text

MOST_MEGABYTES = 5
_LIMITS = replace(
    USUAL, workbook_megabytes=MOST_MEGABYTES, unpacked_megabytes=50, columns=200, reading_seconds=20
)
_CHUNK, _OVERLAP = 1 << 20, 16
_FORMULAS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")
_NOT_OURS = "Hãy nộp chính tệp XLSX đã tải từ phiếu này trên cổng."


class WorkbookRefused(Exception):
    """The workbook as a whole is not taken, and the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of the workbook: its line, its cells by column, the address of each cell."""

    line: int
    cells: Mapping[str, str]
    letters: Mapping[str, str]

    def address(self, name: str) -> str:
        """Return where a cell stands: "E7"."""
        return f"{self.letters[name]}{self.line}"


@dataclass(frozen=True, slots=True)
class Difference:
    """What the workbook says of a leaf and the portal does not; old and new in words.

    In a conflict the portal has moved on since the workbook was taken along: `by` and `at` say who
    did that. `digest` is that of the cells as they were read.
    """

    leaf: SheetLeaf
    typed: Mapping[str, list[str]]
    explanation: str
    digest: str
    old: str
    new: str
    is_conflict: bool
    by: str
    at: datetime | None

    @property
    def code(self) -> str:
        """The code of the leaf."""
        return self.leaf.criterion.code

    @property
    def anchor(self) -> str:
        """Where the leaf stands on its page."""
        return anchor(self.code)

    @property
    def choice(self) -> str:
        """What a form sends to have it taken: the leaf, the version replaced, the cells seen."""
        return f"{self.leaf.criterion.pk}:{self.leaf.version}:{self.digest}"


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that cannot be taken, and why."""

    cell: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Returned:
    """Everything that a workbook would change on a sheet, and what is wrong with it."""

    differences: tuple[Difference, ...]
    errors: tuple[CellError, ...]


def returned(assessment: Assessment, file: IO[bytes], *, refusals: Mapping[int, str]) -> Returned:
    """Read a workbook beside its sheet; nothing is saved. Raises WorkbookRefused.

    `refusals` says by leaf id why it may not be changed at present.
    """
    rows = list(_rows(file))
    _check_owner(assessment, rows)
    leaves = {leaf.criterion.code: leaf for leaf in sheet_leaves(assessment)}
    found = list(_findings(rows, leaves, refusals))
    return Returned(
        tuple(one for one in found if isinstance(one, Difference)),
        tuple(one for one in found if isinstance(one, CellError)),
    )


def _findings(
    rows: Iterable[FileRow], leaves: Mapping[str, SheetLeaf], refusals: Mapping[int, str]
) -> Iterator[Difference | CellError]:
    """Yield what each row would change, or what is wrong with it."""
    met: set[str] = set()
    for row in rows:
        code = row.cells[KEY].rpartition("|")[2]
        found: Difference | CellError | None = _problem_of_row(row, code, leaves, met)
        if found is None:
            leaf = leaves[code]
            found = _compared(row, leaf, refusals.get(leaf.criterion.pk, ""))
        met.add(code)
        if found is not None:
            yield found


def _rows(file: IO[bytes]) -> Iterator[FileRow]:
    """Yield the rows of a workbook that have a key or something filled in."""
    _refuse_formulas(file)
    try:
        with opened(file, limits=_LIMITS) as source:
            header = next(source.rows, (0, []))[1]
            places = columns_found(header, COLUMNS)
            at = {column.name: place or 0 for column, place in zip(COLUMNS, places, strict=True)}
            letters = {name: column_letters(place) for name, place in at.items()}
            for line, cells in source.rows:
                named = {name: _text(cells, place) for name, place in at.items()}
                if any(named[name] for name in (KEY, *FILLED)):
                    yield FileRow(line, named, letters)
    except UnreadableTable as refusal:
        raise WorkbookRefused(f"{refusal} {_NOT_OURS}") from refusal


def _text(cells: list[str], place: int) -> str:
    text = cells[place] if place < len(cells) else ""
    return normalize("NFC", text).replace("\r\n", "\n").strip()


def _refuse_formulas(file: IO[bytes]) -> None:
    """Raise WorkbookRefused for what is no workbook, is too large, or computes something itself."""
    file.seek(0, 2)
    if file.tell() > MOST_MEGABYTES << 20:
        raise WorkbookRefused(f"Tệp lớn quá {MOST_MEGABYTES} MB. {_NOT_OURS}")
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            if any(_has_formula(part) for part in _sheets(archive)):
                raise WorkbookRefused(
                    "Tệp có ô là công thức. Hãy chép giá trị (Paste Special → Values) rồi nộp lại."
                )
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise WorkbookRefused(f"Tệp này không phải bảng tính XLSX. {_NOT_OURS}") from error
    file.seek(0)


def _sheets(archive: ZipFile) -> Iterator[IO[bytes]]:
    """Yield the parts of an archive that hold sheets, opened; raises WorkbookRefused for a bomb."""
    parts = [it for it in archive.infolist() if it.filename.startswith("xl/worksheets/")]
    if sum(part.file_size for part in parts) > _LIMITS.unpacked_megabytes << 20:
        raise WorkbookRefused(f"Tệp khi giải nén lớn bất thường. {_NOT_OURS}")
    for part in parts:
        with archive.open(part) as opened_part:
            yield opened_part


def _has_formula(part: IO[bytes]) -> bool:
    rest = b""
    while chunk := part.read(_CHUNK):
        text = rest + chunk
        if any(mark in text for mark in _FORMULAS):
            return True
        rest = text[-_OVERLAP:]
    return False


def _check_owner(assessment: Assessment, rows: Iterable[FileRow]) -> None:
    """Raise WorkbookRefused unless the rows are those of this sheet and of its set."""
    ours = sheet_key(assessment)
    owners = {key.rpartition("|")[0] for row in rows if (key := row.cells[KEY])}
    if not owners:
        raise WorkbookRefused(f"Tệp không có dòng nào của phiếu. {_NOT_OURS}")
    if owners == {ours}:
        return
    if {owner.partition("|")[0] for owner in owners} == {ours.partition("|")[0]}:
        raise WorkbookRefused(f"Tệp lập theo bộ tiêu chí khác. {_NOT_OURS}")
    raise WorkbookRefused(f"Tệp này không phải phiếu của đơn vị trong kỳ này. {_NOT_OURS}")


def _problem_of_row(
    row: FileRow, code: str, leaves: Mapping[str, SheetLeaf], met: set[str]
) -> CellError | None:
    """Return what is wrong with a row as such: a key, a code, a version that is not as it was."""
    if not row.cells[KEY]:
        return CellError(row.address(KEY), "", "Dòng này không phải của phiếu.")
    if code not in leaves:
        return CellError(row.address(KEY), code, "Phiếu không có tiêu chí này.")
    if row.cells[CODE] != code:
        return CellError(row.address(CODE), code, f"Mã đã bị sửa; phải là {code}.")
    if code in met:
        return CellError(row.address(CODE), code, "Tiêu chí có hai dòng.")
    if not row.cells[VERSION].isdecimal() or len(row.cells[VERSION]) > 9:
        return CellError(row.address(VERSION), code, "Phiên bản đã bị sửa.")
    return None


def _compared(row: FileRow, leaf: SheetLeaf, refusal: str) -> Difference | CellError | None:
    """Return what a row would change, why it cannot, or None where nobody has touched it."""
    there = cells_of(leaf.claim.content if leaf.claim else None, leaf.explanation)
    filled = {name: row.cells[name] for name in FILLED if row.cells[name]}
    if filled == there or digest_of(filled) == row.cells[ORIGINAL]:
        return None
    touched = next((name for name in FILLED if filled.get(name) != there.get(name)), EXPLANATION)
    usable = (*fields_of(leaf.criterion), EXPLANATION)
    stray = next((name for name in filled if name not in usable), None)
    if not refusal and stray:
        touched, refusal = stray, "Ô này không dùng cho cách chấm của tiêu chí."
    length = len(filled.get(EXPLANATION, ""))
    if not refusal and length > Claim.LONGEST_EXPLANATION:
        most = Claim.LONGEST_EXPLANATION
        touched, refusal = EXPLANATION, f"Giải trình có {length} ký tự, nhiều nhất {most}."
    if refusal:
        return CellError(row.address(touched), leaf.criterion.code, refusal)
    try:
        return _difference(leaf, filled, int(row.cells[VERSION]))
    except EntryRefused as wrong:
        return CellError(row.address(touched), leaf.criterion.code, " ".join(wrong.sentences))


def _difference(leaf: SheetLeaf, filled: Mapping[str, str], version: int) -> Difference | None:
    """Return what the cells say and the portal does not; raises EntryRefused."""
    claim, explanation = leaf.claim, filled.get(EXPLANATION, "")
    typed = typed_in(leaf.criterion, filled)
    content = typed_mark(leaf_in_core(leaf.criterion), typed)
    before = claim.content if claim else None
    if (content, explanation) == (before, leaf.explanation):
        return None
    return Difference(
        leaf,
        typed,
        explanation,
        digest=digest_of(filled),
        old=_said(before, leaf.explanation),
        new=_said(content, explanation),
        is_conflict=leaf.version != version,
        by=str(claim.claimed_by) if claim else "",
        at=claim.claimed_at if claim else None,
    )


def _said(content: dict[str, Any] | None, explanation: str) -> str:
    said = mark_text(content) if content else "chưa tự chấm"
    return f"{said} · “{explanation}”" if explanation else said
