"""The steps of a sheet: submitted to the head, sent back, signed and thereby locked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import puremagic
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localtime, now

from foundation.models import StoredFile
from foundation.services.files import store_upload
from scoring.models import Assessment, SheetStep
from scoring.selectors.claim_sheets import Lack, claims_version, lacks_before_signing
from scoring.selectors.sheet_rights import SheetRights, rights_of
from scoring.selectors.stages import open_reopenings
from scoring.services.cycle_locks import hold_sheet
from scoring.services.extensions import close_reopening

MOST_MEGABYTES = 25
"""The largest signed PDF that is taken: a scan of fifty pages has a tenth of it."""
_PDF, _HEAD = "application/pdf", 4096
_State, _Signature = Assessment.State, Assessment.Signature


class StepRefused(Exception):
    """The sheet stays as it was, and the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class SheetIncomplete(StepRefused):
    """Something is demanded of the sheet and not there: `lacks`."""

    def __init__(self, lacks: Sequence[Lack]) -> None:
        super().__init__(f"Phiếu còn thiếu {len(lacks)} việc, chưa trình ký được.")
        self.lacks = tuple(lacks)


@transaction.atomic
def submit_sheet(*, assessment: Assessment, by: Any, at: datetime | None = None) -> Assessment:
    """Submit a complete draft to the head, which locks it. Raises StepRefused, SheetIncomplete."""
    sheet = hold_sheet(assessment)
    rights = rights_of(by, sheet, at)
    if not rights.may_submit:
        raise StepRefused(_why_not(sheet, rights.why_not))
    _require_whole(sheet, rights)
    _submit(sheet, by, at or now())
    sheet.save()
    return sheet


@transaction.atomic
def send_back(
    *, assessment: Assessment, comment: str, by: Any, at: datetime | None = None
) -> Assessment:
    """Give a submitted sheet back to be drafted on, with what is to be mended. StepRefused."""
    sheet = hold_sheet(assessment)
    rights = rights_of(by, sheet, at)
    if not rights.may_send_back:
        raise StepRefused(_why_not(sheet, rights.why_not))
    if not comment.strip():
        raise StepRefused("Hãy ghi điều cần sửa khi trả lại.")
    sheet.submitted_at = sheet.submitted_by = None
    _step(sheet, _State.DRAFTING, by, comment.strip())
    sheet.save()
    return sheet


@transaction.atomic
def sign_sheet(
    *,
    assessment: Assessment,
    version: int,
    by: Any,
    file: UploadedFile | None = None,
    at: datetime | None = None,
) -> Assessment:
    """Sign a sheet for its unit: with a signed PDF, or (without) by a password asked for before.

    A head may sign a draft, which submits it as well. Of a signed sheet, what was changed in areas
    opened again is signed, and they close. `version` is that of the claims the head has seen
    (`claims_version`) and is kept with the signature. Raises StepRefused, SheetIncomplete; nothing
    is signed twice.
    """
    at = at or now()
    stored = _stored(file, by) if file else None
    sheet = hold_sheet(assessment)
    rights = rights_of(by, sheet, at)
    if not rights.may_sign:
        raise StepRefused(_why_not(sheet, rights.why_not))
    if claims_version(sheet) != version:
        raise StepRefused("Phiếu vừa thay đổi sau khi bạn mở trang. Hãy xem lại rồi ký.")
    _require_whole(sheet, rights)
    comment = _close_reopenings(sheet, by, at) if sheet.state == _State.SIGNED else ""
    if sheet.state == _State.DRAFTING:
        _submit(sheet, by, at)
    _step(sheet, _State.SIGNED, by, comment)
    sheet.signed_at, sheet.signed_by, sheet.signed_file = at, by, stored
    sheet.signature = _Signature.FILE if stored else _Signature.PASSWORD
    sheet.signed_version = version
    sheet.save()
    return sheet


def _submit(sheet: Assessment, by: Any, at: datetime) -> None:
    _step(sheet, _State.SUBMITTED, by, "")
    sheet.submitted_at, sheet.submitted_by = at, by


def _step(sheet: Assessment, state: Assessment.State, by: Any, comment: str) -> None:
    """Bring the sheet into a state and log it; whoever calls saves the sheet."""
    SheetStep.objects.create(
        assessment=sheet, from_state=sheet.state, to_state=state, comment=comment, by=by
    )
    sheet.state = state


def _require_whole(sheet: Assessment, rights: SheetRights) -> None:
    lacks = lacks_before_signing(sheet, rights)
    if lacks:
        raise SheetIncomplete(lacks)


def _close_reopenings(sheet: Assessment, by: Any, at: datetime) -> str:
    """Close the areas that are open again, and return in words which."""
    reopenings = list(open_reopenings(sheet))
    for reopening in reopenings:
        close_reopening(reopening=reopening, by=by, at=at)
    return f"Ký lại lĩnh vực {', '.join(it.area.code for it in reopenings)}."


def _why_not(sheet: Assessment, why_not: str) -> str:
    """Return why a step is not taken: somebody was faster, or the person may not, or not now."""
    if sheet.signed_at and sheet.signed_by:
        return f"Phiếu đã được {sheet.signed_by} ký lúc {_said(sheet.signed_at)}."
    if sheet.submitted_at and sheet.submitted_by:
        return why_not or f"Phiếu đã được trình ký lúc {_said(sheet.submitted_at)}."
    return why_not or "Việc này do thủ trưởng đơn vị làm, khi phiếu đã trình ký."


def _said(instant: datetime) -> str:
    return f"{localtime(instant):%H:%M ngày %d/%m/%Y}"


def _stored(file: UploadedFile, by: Any) -> StoredFile:
    """Keep a signed PDF; raises StepRefused for a file that is too large or no PDF."""
    if (file.size or 0) > MOST_MEGABYTES << 20:
        raise StepRefused(
            f"Tệp lớn quá {MOST_MEGABYTES} MB. Hãy quét ở độ phân giải thấp hơn (150–200 dpi)."
        )
    head = file.read(_HEAD)
    file.seek(0)
    if not _is_pdf(head):
        raise StepRefused("Tệp này không phải PDF. Hãy nộp bản PDF đã ký.")
    return store_upload(file, by=by)


def _is_pdf(head: bytes) -> bool:
    """Return whether the first bytes are those of a PDF, whatever the file is called."""
    if not head.startswith(b"%PDF-"):
        return False
    try:
        return _PDF in puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return False
