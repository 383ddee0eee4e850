"""Why a document is not kept, changed or removed: sentences for those who brought it."""

from collections.abc import Sequence

from foundation.domain.vietnamese import number
from scoring.models import Document, Evidence


class DocumentRefused(Exception):
    """The library does not do what was asked, for a reason that stands in a sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UnknownKind(DocumentRefused):
    """The bytes are of no kind that the library keeps."""

    def __init__(self) -> None:
        super().__init__(
            "Cổng chỉ nhận PDF, ảnh (JPEG, PNG, TIFF, WebP), Word, Excel, PowerPoint và"
            " OpenDocument; nội dung tệp này không phải loại nào trong số đó, dù mang tên gì."
        )


class WithMacros(DocumentRefused):
    """An office file carries programs of its own."""

    def __init__(self) -> None:
        super().__init__("Tệp có macro. Hãy lưu lại thành PDF, .docx hoặc .xlsx rồi nộp.")


class TooLarge(DocumentRefused):
    """The file is larger than the portal takes; `megabytes` is the limit."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            f"Tệp lớn quá {number(str(megabytes))} MB là giới hạn của cổng. Hãy quét lại ở 150–200"
            " điểm mỗi inch, hoặc chia thành nhiều tệp."
        )
        self.megabytes = megabytes


class AlreadyKept(DocumentRefused):
    """The unit's library has the same bytes, or the same address; `document` is the one it has."""

    def __init__(self, document: Document) -> None:
        what = "Tệp" if document.file_id else "Đường dẫn"
        super().__init__(f"{what} này đã có trong kho, tên là “{document.title}”.")
        self.document = document


class StillCited(DocumentRefused):
    """What is cited somewhere is not removed; `citations` say where."""

    def __init__(self, document: Document, citations: Sequence[Evidence]) -> None:
        super().__init__(
            f"“{document.title}” đang được dẫn ở {len(citations)} chỗ nên không xóa được."
            " Hãy gỡ ở từng tiêu chí trước."
        )
        self.citations = citations
