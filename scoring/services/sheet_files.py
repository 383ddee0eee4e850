"""A sheet as a workbook: a row for each leaf, the cells of its kind to fill in, all else locked."""

from typing import IO, Any

from xlsxwriter import Workbook

from foundation.services.workbook_files import workbook
from scoring.domain.entry import CHOICES
from scoring.models import Assessment, Criterion
from scoring.selectors.bundles import plain
from scoring.selectors.claim_leaves import SheetLeaf, sheet_leaves
from scoring.selectors.claim_workbooks import (
    COLUMNS,
    EXPLANATION,
    FILLED,
    KEY,
    NONE_OF_THEM,
    NOTE,
    ORIGINAL,
    VERSION,
    cells_of,
    digest_of,
    fields_of,
    place_of,
    sheet_key,
)
from scoring.selectors.leaf_rules import rule_text
from scoring.selectors.sheet_rights import SheetRights
from scoring.selectors.wording import points
from scoring.services.claims import refusal_of

_WIDTHS = {"ma": 9, "tieu_chi": 46, "cach_cham": 40, "toi_da": 8, "phuong_an": 14}
_USUAL_WIDTH, _WIDE = 11, 40
_LONGEST_LIST = 255
"""Characters that a dropdown of Excel can hold."""
_CHECKLIST = (
    "Ghi mã các phương án đạt, cách nhau bằng dấu chấm phẩy; không đạt phương án nào thì ghi: "
    f"{NONE_OF_THEM}"
)


def sheet_xlsx(assessment: Assessment, rights: SheetRights, out: IO[bytes]) -> None:
    """Write a sheet as it stands, to be filled in by somebody with those rights."""
    with workbook(out, in_memory=True, strings_to_formulas=False, strings_to_urls=False) as book:
        page = _Page(book, assessment, rights)
        areas: set[int] = set()
        for leaf in sheet_leaves(assessment):
            for above in leaf.above:
                if above.pk not in areas:
                    areas.add(above.pk)
                    page.add_heading(above)
            page.add_leaf(leaf)


class _Page:
    """The one sheet of the workbook as it is written, row by row."""

    def __init__(self, book: Workbook, assessment: Assessment, rights: SheetRights) -> None:
        self._looks = {
            "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True}),
            "area": book.add_format({"bold": True, "bg_color": "#E7ECF2"}),
            "fixed": book.add_format({"text_wrap": True, "valign": "top"}),
            "unused": book.add_format({"bg_color": "#F1F1F1"}),
            "open": book.add_format(
                {
                    "locked": False,
                    "num_format": "@",
                    "valign": "top",
                    "border": 1,
                    "text_wrap": True,
                    "bg_color": "#FFFBE6",
                }
            ),
        }
        self._sheet = book.add_worksheet("Phiếu tự chấm")
        self._key, self._rights, self._row = sheet_key(assessment), rights, 0
        self._lay_out()

    def add_heading(self, criterion: Criterion) -> None:
        """Write a row for what stands above leaves."""
        self._row += 1
        most = points(plain(criterion.max_points))
        for place, text in enumerate((criterion.code, criterion.title, "", most)):
            self._sheet.write_string(self._row, place, text, self._looks["area"])

    def add_leaf(self, leaf: SheetLeaf) -> None:
        """Write a leaf with what is claimed of it."""
        self._row += 1
        criterion, refusal = leaf.criterion, refusal_of(leaf, self._rights)
        content = leaf.claim.content if leaf.claim else None
        cells = cells_of(content, leaf.explanation)
        most = plain(criterion.max_points)
        rule = rule_text({**(criterion.leaf or {}), "max_points": most})
        about = (criterion.code, criterion.title, rule, points(most))
        for place, text in enumerate(about):
            self._sheet.write_string(self._row, place, text, self._looks["fixed"])
        is_open = self._rights.may_fill and not refusal
        usable = (*fields_of(criterion), EXPLANATION) if is_open else ()
        for name in FILLED:
            look = self._looks["open" if name in usable else "unused"]
            self._sheet.write_string(self._row, place_of(name), cells.get(name, ""), look)
        if is_open:
            self._guide(criterion)
        self._sheet.write_string(self._row, place_of(NOTE), refusal, self._looks["fixed"])
        hidden = {KEY: f"{self._key}|{criterion.code}", ORIGINAL: digest_of(cells)}
        for name, text in (hidden | {VERSION: str(leaf.version)}).items():
            self._sheet.write_string(self._row, place_of(name), text)

    def _lay_out(self) -> None:
        """Write the header, hide what people need not see, and lock what they must not change."""
        for place, column in enumerate(COLUMNS):
            wide = column.name in (EXPLANATION, NOTE)
            width = _WIDE if wide else _WIDTHS.get(column.name, _USUAL_WIDTH)
            is_hidden = {"hidden": column.name in (KEY, VERSION, ORIGINAL)}
            self._sheet.set_column(place, place, width, None, is_hidden)
            self._sheet.write_string(0, place, column.header, self._looks["head"])
        self._sheet.freeze_panes(1, 2)
        self._sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)

    def _guide(self, criterion: Criterion) -> None:
        """Give a choice its dropdown, and a checklist a word on how it is typed."""
        scoring: dict[str, Any] = (criterion.leaf or {})["scoring"]
        if scoring["kind"] not in ("choice", "checklist"):
            return
        codes = [option["code"] for option in scoring["options"]]
        rule: dict[str, Any] = {"validate": "any", "input_message": _CHECKLIST}
        if scoring["kind"] == "choice":
            rule = {"validate": "list", "source": codes}
        if len(",".join(codes)) <= _LONGEST_LIST:
            place = place_of(CHOICES)
            self._sheet.data_validation(self._row, place, self._row, place, rule)
