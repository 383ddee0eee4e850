"""What units of the year being scored dispute, and how far each dispute has come.

Those who were appraised first explain at once, and the council meets on what stays disputed, while
the other sheets are still being appraised.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cchc_portal.demo.documents import keep_document
from cchc_portal.demo.province import approver, clerk
from scoring.models import Appraisal, Assessment, Cycle, Evidence, Explanation, Stage
from scoring.selectors.appraisal_course import NO_COURSE, course_of
from scoring.selectors.claim_leaves import SheetLeaf, sheet_leaves
from scoring.selectors.council import last_appraised, name_of
from scoring.services.appraisal_writing import Given
from scoring.services.appraisals import appraise_leaf
from scoring.services.council import decide_leaf
from scoring.services.evidence import attach_document
from scoring.services.explanations import explain_leaf
from scoring.services.stages import open_stage
from units.models import Grant, Unit, User

KIND = Stage.Kind
Mark = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """A mark that was given, and the words with it."""

    mark: Mark
    words: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A leaf of a unit that got less than it claimed, and what was said of it, as far as it went.

    `paper` is the title and the number of what the unit proves its objection by. Area 6 is
    appraised by Sở Tài chính, area 1 by Sở Nội vụ.
    """

    unit: str
    leaf: str
    first: Said
    objection: str
    paper: tuple[str, str]
    second: Said | None = None
    council: Said | None = None


DISPUTES = (
    Dispute(
        "so-y-te",
        "1.1.3",
        Said({"value": "0.6"}, "Báo cáo chỉ nêu kết quả của 60\u00a0% nhiệm vụ trong kế hoạch."),
        "Các nhiệm vụ còn lại đã hoàn thành sau khi báo cáo; đã báo cáo bổ sung tại số 96/BC-SYT.",
        ("Báo cáo bổ sung kết quả thực hiện kế hoạch", "96/BC-SYT"),
        Said({"value": "0.7"}, "Chấp nhận nhiệm vụ có sản phẩm kèm theo; phần còn lại chưa có."),
    ),
    Dispute(
        "so-y-te",
        "6.2.1",
        Said({"value": "0.6"}, "Sáu trên mười đơn vị trực thuộc có quyết định giao quyền tự chủ."),
        "Quyết định giao quyền tự chủ cho các trung tâm y tế đã ban hành trong năm.",
        ("Quyết định giao quyền tự chủ cho các trung tâm y tế", "1142/QĐ-SYT"),
        Said({"value": "0.6"}, "Quyết định có hiệu lực từ năm sau nên chưa tính cho năm nay."),
    ),
    Dispute(
        "so-cong-thuong",
        "6.3.1",
        Said({"choices": ["a", "c"]}, "Chưa thấy quy chế quản lý tài sản công và quy chế dân chủ."),
        "Hai quy chế ban hành chung trong Quyết định số 214/QĐ-SCT ngày 20/3.",
        ("Quy chế quản lý tài sản công và quy chế dân chủ", "214/QĐ-SCT"),
    ),
    Dispute(
        "so-xay-dung",
        "6.1.1",
        Said({"value": "0.62"}, "Theo số Kho bạc xác nhận, giải ngân đạt 62\u00a0%."),
        "Hai dự án được phép kéo dài thời gian giải ngân sang năm sau.",
        ("Văn bản cho phép kéo dài thời gian giải ngân", "318/UBND-TH"),
        Said({"value": "0.62"}, "Văn bản kèm theo chỉ nêu một dự án nên chưa tính."),
        Said({"value": "0.7"}, "Hội đồng chấp nhận một dự án đã có văn bản cho phép kéo dài."),
    ),
)


def dispute(cycle: Cycle, *, head_of: Callable[[Unit], User]) -> None:
    """Play the disputes of a cycle whose appraisal is open, to the council's first decision.

    `head_of` returns the head of a unit.
    """
    for each in DISPUTES:
        _appraise(cycle, each, each.first, Appraisal.Round.FIRST)
    _open(cycle, KIND.EXPLANATION, "Đơn vị đã được thẩm định xong giải trình ngay, không chờ đợt.")
    for each in DISPUTES:
        sheet, leaf = _place(cycle, each)
        explain_leaf(
            assessment=sheet,
            criterion=leaf.criterion,
            stance=Explanation.Stance.OBJECT,
            text=each.objection,
            seen="",
            by=head_of(sheet.unit),
        )
        _prove(sheet, leaf, each.paper, head_of(sheet.unit))
    _open(cycle, KIND.SECOND_APPRAISAL, "Xem ngay những giải trình đã có.")
    for each in DISPUTES:
        if each.second:
            _appraise(cycle, each, each.second, Appraisal.Round.SECOND)
    _open(cycle, KIND.COUNCIL, "Hội đồng họp phiên thứ nhất về những tiêu chí đã thẩm định lại.")
    for each in DISPUTES:
        if each.council:
            _decide(cycle, each, each.council)


def _prove(sheet: Assessment, leaf: SheetLeaf, paper: tuple[str, str], by: User) -> None:
    title, number = paper
    attach_document(
        assessment=sheet,
        criterion=leaf.criterion,
        document=keep_document(sheet.unit, title, number, date(sheet.cycle.year, 3, 20), by),
        by=by,
        purpose=Evidence.Purpose.EXPLANATION,
        pages="1",
    )


def _open(cycle: Cycle, kind: Stage.Kind, reason: str) -> None:
    stage = Stage.objects.select_related("cycle").get(cycle=cycle, kind=kind)
    open_stage(stage=stage, by=clerk(), reason=reason, despite_obstacles=True)


def _appraise(cycle: Cycle, each: Dispute, said: Said, round: Appraisal.Round) -> None:
    sheet, leaf = _place(cycle, each)
    seen = leaf.claim.edition if leaf.claim else 0
    given = Given(said.mark, said.words, round=round, seen_claim=seen)
    by = _appraiser() if leaf.area.code == "6" else approver()
    appraise_leaf(assessment=sheet, criterion=leaf.criterion, given=given, by=by)


def _decide(cycle: Cycle, each: Dispute, said: Said) -> None:
    sheet, leaf = _place(cycle, each)
    course = course_of(sheet).get(leaf.criterion.pk, NO_COURSE)
    given = Given(
        said.mark,
        said.words,
        seen_claim=leaf.claim.edition if leaf.claim else 0,
        seen_appraisal=name_of(last_appraised(course)),
    )
    decide_leaf(assessment=sheet, criterion=leaf.criterion, given=given, by=clerk())


def _place(cycle: Cycle, each: Dispute) -> tuple[Assessment, SheetLeaf]:
    sheets = cycle.assessments.select_related("unit", "cycle__organiser", "cycle_group")
    sheet = sheets.get(unit__code=each.unit)
    return sheet, next(it for it in sheet_leaves(sheet) if it.criterion.code == each.leaf)


def _appraiser() -> User:
    """Return the account that appraises for Sở Tài chính."""
    return Grant.objects.get(role=Grant.Role.APPRAISER).user
