"""What the people of a unit send: their library, their sheet, the evidence of a leaf of it."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.models import StoredFile
from scoring.models import Assessment, Claim, Criterion, Cycle, Document, Evidence
from scoring.selectors.claim_sheets import claims_version
from scoring.selectors.claim_workbooks import digest_of
from tests.appraisal_world import leaf_of, sheet_of
from tests.scoring.evidence_world import PDF, PNG, keep
from tests.scoring.posting_world import PASSWORD, Step, column, step
from tests.scoring.test_sheet_files import filled, taken_along
from units.models import User

YEAR = ("56", 2024)
DRAFTS, WAITS, OPEN_AGAIN = ((*YEAR, code) for code in ("tu-phap", "y-te", "tai-chinh"))
LINK = {"duong_dan": "https://vanban.example.vn/7", "ten": "Văn bản 7"}


def sheet_steps(cycle: Cycle, officer: User) -> list[Step]:
    """Return what is sent by Sở Tư pháp, whose officer is given, and by heads about sheets."""
    sheet, leaf = sheet_of(cycle, "tu-phap"), leaf_of(cycle, "A.1")
    document = keep(sheet.unit, officer)
    return [
        *_library_steps(document),
        *_claim_steps(sheet, leaf, officer),
        *_signing_steps(*(sheet_of(cycle, code) for _, _, code in (DRAFTS, WAITS, OPEN_AGAIN))),
        *_evidence_steps(sheet, leaf, document, officer),
    ]


def _library_steps(document: Document) -> list[Step]:
    kept = Document.objects.filter(title__in=["Văn bản 7", "Ảnh 7"]).exists
    is_there = Document.objects.filter(pk=document.pk).exists
    typed, title = {"ten": "Tên khác"}, column(document, "title")
    return [
        step("document", [document.pk], typed, title, "Tên khác"),
        step("document_remove", [document.pk], {}, is_there, False),
        step("documents:đường dẫn", [], LINK, kept),
        step("documents:tệp", [], lambda: {"tep": _file("7.png", PNG), "ten": "Ảnh 7"}, kept),
    ]


def _claim_steps(sheet: Assessment, leaf: Criterion, officer: User) -> list[Step]:
    claimed = Claim.objects.get(assessment=sheet, criterion=leaf)
    content = filled(taken_along(sheet, officer), {"Điểm A.1": "3"}).getvalue()
    place, points = (*DRAFTS, leaf.pk), column(claimed, "points")
    is_kept = StoredFile.objects.filter(name="phieu.xlsx").exists
    typed = {"giai_trinh": "", "phien_ban": claimed.version}
    sent = lambda: {"tep": _file("phieu.xlsx", content)}  # noqa: E731
    taken = f"{leaf.pk}:{claimed.version}:{digest_of({'diem': '3'})}"
    upload = step("sheet_upload", DRAFTS, sent, is_kept)
    unseen = {"phien_ban": 0, "giu_ban": claimed.version}
    return [
        step("leaf_claim", place, typed | {"diem": "3"}, points, 3),
        step("leaf_claim:rút lại", place, typed | {"diem": ""}, points, None),
        step("leaf_claim:thay của người khác", place, typed | {"diem": "3"} | unseen, points, 3),
        upload,
        step("sheet_confirm", DRAFTS, {"nhan": taken}, points, 3, upload),
    ]


def _signing_steps(drafts: Assessment, waits: Assessment, open_again: Assessment) -> list[Step]:
    """Return what is sent about sheets in draft, waiting for their head, signed and open again."""
    state, password = column(drafts, "state"), {"mat_khau": PASSWORD}
    drafting, submitted, signed = Assessment.State
    scanned = lambda: {"tep": _file("da-ky.pdf", PDF), "ban": claims_version(waits)}  # noqa: E731
    seen, seen_again = ({"ban": claims_version(it)} for it in (drafts, open_again))
    is_shut = open_again.reopenings.filter(closed_at__isnull=False).exists
    return [
        step("sheet_submit", DRAFTS, {}, state, submitted),
        step("sheet_send_back", WAITS, {"y_kien": "Sửa A.1"}, column(waits, "state"), drafting),
        step("sheet_sign:mật khẩu", DRAFTS, seen | password, state, signed),
        step("sheet_sign:ký lại", OPEN_AGAIN, seen_again | password, is_shut),
        step("sheet_sign:tệp", WAITS, scanned, column(waits, "signature"), "file"),
    ]


def _evidence_steps(
    sheet: Assessment, leaf: Criterion, document: Document, officer: User
) -> list[Step]:
    """Return every act on the evidence of a leaf, for the claim and for the explanation of it."""
    cited = keep(sheet.unit, officer, PNG + b"1", "Ảnh đã dẫn")
    steps: list[Step] = []
    for purpose, word in (("claim", ""), ("explanation", "giai-trinh")):
        here = sheet.evidence.filter(criterion=leaf, purpose=purpose)
        known = sheet.evidence.create(
            criterion=leaf, document=cited, purpose=purpose, attached_by=officer
        )
        steps += _acts(leaf, here, {"cho": word}, document, known)
    return steps


def _acts(
    leaf: Criterion, here: Any, cho: dict[str, str], document: Document, known: Evidence
) -> list[Step]:
    place, own = (*DRAFTS, leaf.pk), {"dan": known.pk}
    is_cited = here.filter(document=document).exists
    is_brought = here.filter(document__title__in=["Văn bản 7", "Ảnh 7"]).exists
    image = lambda: cho | {"viec": "nop", "tep": _file("7.png", PNG), "ten": "Ảnh 7"}  # noqa: E731
    turned = cho | own | {"viec": "trang", "trang": "3, 5–7"}

    def act(name: str, typed: Any, shown: Any, done: Any = True) -> Step:
        return step(f"leaf_evidence:{name} {cho['cho']}", place, typed, shown, done)

    return [
        act("dẫn", cho | {"viec": "dan", "tai-lieu": document.pk}, is_cited),
        act("nộp đường dẫn", cho | {"viec": "nop"} | LINK, is_brought),
        act("nộp tệp", image, is_brought),
        act("trang", turned, column(known, "pages"), "3, 5–7"),
        act("gỡ", cho | own | {"viec": "go"}, here.filter(pk=known.pk).exists, False),
    ]


def _file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
