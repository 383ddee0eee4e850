"""Why an appraisal is not written, each in sentences for the person who typed it."""

from scoring.models import Appraisal, Claim
from scoring.selectors.appraisal_words import given_text


class AppraisalRefused(Exception):
    """An appraisal that is not written; its text says why."""


class NotTheirs(AppraisalRefused):
    """The person has no part in this leaf now: not theirs, their own unit's, or out of time."""


class NothingTyped(AppraisalRefused):
    """No mark was typed, or none was claimed where the claim was to be taken over."""

    def __init__(self, *, is_as_claimed: bool = False) -> None:
        why = "Đơn vị không tự chấm tiêu chí này, hãy nhập điểm."
        super().__init__(why if is_as_claimed else "Hãy nhập điểm thẩm định.")


class ReasonMissing(AppraisalRefused):
    """Points that differ from the claim, or a decision, came without a word why."""

    def __init__(self, *, is_decision: bool = False) -> None:
        differing = "Điểm khác điểm tự chấm (hoặc đơn vị không tự chấm): hãy ghi lý do."
        super().__init__("Hãy ghi lý do quyết định." if is_decision else differing)


class RoundChanged(AppraisalRefused):
    """The leaf went into another round since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Tiêu chí này đã sang vòng khác trong lúc bạn nhập; hãy xem lại rồi ghi nếu còn cần."
        )


class AppraisalConflict(AppraisalRefused):
    """Somebody else wrote this round of the leaf since the page was opened."""

    def __init__(self, current: Appraisal) -> None:
        super().__init__(
            f"{current.appraised_by} đã ghi {_given(current)} trong lúc bạn nhập;"
            " điểm bạn nhập vẫn ở dưới, chưa ghi. Xem lại rồi ghi nếu vẫn muốn thay."
        )
        self.current = current


class ClaimChanged(AppraisalRefused):
    """The unit changed its claim since the page was opened."""

    def __init__(self, claim: Claim | None) -> None:
        now = _given(claim) if claim and claim.content else "không còn điểm tự chấm"
        super().__init__(
            f"Đơn vị đã sửa điểm tự chấm trong lúc bạn xem, nay là: {now}. Hãy xem lại rồi ghi."
        )
        self.claim = claim


class AppraisedSince(AppraisalRefused):
    """The leaf was appraised again since the council's page was opened."""

    def __init__(self, current: Appraisal | None) -> None:
        now = _given(current) if current else "chưa thẩm định"
        super().__init__(
            f"Điểm thẩm định đã thay đổi trong lúc bạn xem, nay là: {now}. Hãy xem lại rồi ghi."
        )


def _given(said: Appraisal | Claim) -> str:
    words = given_text(said.content, said.points)
    return words if said.points is None else f"{words} điểm"
