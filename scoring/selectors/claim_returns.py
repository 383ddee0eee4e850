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
    sheet_key_in,
    typed_in,
)
from scoring.selectors.criteria_links import successors, versions_before
from scoring.selectors.leaves import leaf_in_core
from scoring.selectors.wording import anchor, mark_text

MOST_MEGABYTES = 5
_LIMITS = replace(
    USUAL, workbook_megabytes=MOST_MEGABYTES, unpacked_megabytes=50, columns=200, reading_seconds=20
)
_CHUNK, _OVERLAP = 1 << 20, 16
_FORMULAS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")
_GONE = "Phiên bản mới của bộ tiêu chí không còn tiêu chí này."
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

    @property
    def filled(self) -> dict[str, str]:
        """What stands in the cells that people fill in, by column."""
        return {name: self.cells[name] for name in FILLED if self.cells[name]}

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has changed the row since it was taken along."""
        return digest_of(self.filled) == self.cells[ORIGINAL]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the workbook says of a leaf and the portal does not; old and new in words.

    In a conflict the portal has moved on since the workbook was taken along: `by` and `at` say who
    did that; what was taken along under an earlier version of the set always is in one. `digest` is
    that of the cells as they were read.
    """

    leaf: SheetLeaf
    typed: Mapping[str, list[str]]
    explanation: str
    digest: str
    old: str
    new: str
    is_conflict: bool
    is_of_earlier_set: bool
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

    One of an earlier version of the set is read by what continues its leaves. `refusals` says by
    leaf id why it may not be changed at present.
    """
    rows = list(_rows(file))
    earlier = _earlier_codes(assessment, rows)
    leaves = {leaf.criterion.code: leaf for leaf in sheet_leaves(assessment)}
    found = list(_findings(rows, earlier, leaves, refusals))
    return Returned(
        tuple(one for one in found if isinstance(one, Difference)),
        tuple(one for one in found if isinstance(one, CellError)),
    )


def _findings(
    rows: Iterable[FileRow],
    earlier: Mapping[str, Mapping[str, str]],
    leaves: Mapping[str, SheetLeaf],
    refusals: Mapping[int, str],
) -> Iterator[Difference | CellError]:
    """Yield what each row would change, or what is wrong with it."""
    met: set[str] = set()
    for row in rows:
        owner, _, code = row.cells[KEY].rpartition("|")
        is_earlier = owner in earlier
        today = earlier[owner].get(code, "") if is_earlier else code
        if is_earlier and today not in leaves:
            if not row.is_untouched:
                yield CellError(row.address(CODE), code, _GONE)
            continue
        found: Difference | CellError | None = _problem_of_row(row, code, today, leaves, met)
        if found is None:
            leaf = leaves[today]
            refusal = refusals.get(leaf.criterion.pk, "")
            found = _compared(row, leaf, refusal, is_earlier=is_earlier)
        met.add(today)
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


def _earlier_codes(
    assessment: Assessment, rows: Iterable[FileRow]
) -> Mapping[str, Mapping[str, str]]:
    """Return by key of an earlier version of the set: code of a leaf then → its code today.

    Empty where all rows are of the set as it is. Raises WorkbookRefused for rows of another sheet,
    or of a set that this one does not go back to.
    """
    ours = sheet_key(assessment)
    owners = {key.rpartition("|")[0] for row in rows if (key := row.cells[KEY])}
    if not owners:
        raise WorkbookRefused(f"Tệp không có dòng nào của phiếu. {_NOT_OURS}")
    known = _versions(assessment) if owners - {ours} else {}
    if owners <= {ours, *known}:
        return known
    if {owner.partition("|")[0] for owner in owners} == {ours.partition("|")[0]}:
        raise WorkbookRefused(f"Tệp lập theo bộ tiêu chí khác. {_NOT_OURS}")
    raise WorkbookRefused(f"Tệp này không phải phiếu của đơn vị trong kỳ này. {_NOT_OURS}")


def _versions(assessment: Assessment) -> dict[str, dict[str, str]]:
    """Return the codes of leaves then and today by key of every earlier version of the set."""
    now = assessment.cycle_group.criteria_set
    codes: dict[str, dict[str, str]] = {}
    for version in versions_before(now):
        later = successors(version, now)
        then = version.criteria.values_list("pk", "code")
        named = {code: later[pk].code for pk, code in then if pk in later}
        codes[sheet_key_in(assessment, version)] = named
    return codes


def _problem_of_row(
    row: FileRow, code: str, today: str, leaves: Mapping[str, SheetLeaf], met: set[str]
) -> CellError | None:
    """Return what is wrong with a row as such: a key, a code, a version that is not as it was."""
    if not row.cells[KEY]:
        return CellError(row.address(KEY), "", "Dòng này không phải của phiếu.")
    if today not in leaves:
        return CellError(row.address(KEY), code, "Phiếu không có tiêu chí này.")
    if row.cells[CODE] != code:
        return CellError(row.address(CODE), code, f"Mã đã bị sửa; phải là {code}.")
    if today in met:
        return CellError(row.address(CODE), code, "Tiêu chí có hai dòng.")
    if not row.cells[VERSION].isdecimal() or len(row.cells[VERSION]) > 9:
        return CellError(row.address(VERSION), code, "Phiên bản đã bị sửa.")
    return None


def _compared(
    row: FileRow, leaf: SheetLeaf, refusal: str, *, is_earlier: bool
) -> Difference | CellError | None:
    """Return what a row would change, why it cannot, or None where nobody has touched it."""
    there = cells_of(leaf.claim.content if leaf.claim else None, leaf.explanation)
    filled = row.filled
    if filled == there or row.is_untouched:
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
        return _difference(leaf, filled, int(row.cells[VERSION]), is_earlier=is_earlier)
    except EntryRefused as wrong:
        return CellError(row.address(touched), leaf.criterion.code, " ".join(wrong.sentences))


def _difference(
    leaf: SheetLeaf, filled: Mapping[str, str], version: int, *, is_earlier: bool
) -> Difference | None:
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
        is_conflict=is_earlier or leaf.version != version,
        is_of_earlier_set=is_earlier,
        by=str(claim.claimed_by) if claim else "",
        at=claim.claimed_at if claim else None,
    )


def _said(content: dict[str, Any] | None, explanation: str) -> str:
    said = mark_text(content) if content else "chưa tự chấm"
    return f"{said} · “{explanation}”" if explanation else said
