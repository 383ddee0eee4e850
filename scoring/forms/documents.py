"""What people type and hand in about documents."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from foundation.forms import within_years
from scoring.models import Document
from scoring.services.documents import Description
from scoring.services.documents_refusals import TooLarge


class FilesInput(forms.ClearableFileInput):
    """A control that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; each is looked at by the library, not here."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files, none of them if nothing was chosen."""
        files = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files if file]


class DescriptionForm(forms.Form):
    """Title, number and day of a document."""

    ten = forms.CharField(label=_("Tên tài liệu"), max_length=300)
    so = forms.CharField(label=_("Số, ký hiệu"), max_length=100, required=False)
    ngay = forms.DateField(label=_("Ngày ban hành"), required=False, validators=[within_years])

    @property
    def described(self) -> Description:
        """What was typed; to be asked for once the form is valid."""
        given = self.cleaned_data
        return Description(given["ten"], given["so"], given["ngay"])

    @classmethod
    def of(cls, document: Document) -> "DescriptionForm":
        """Return the form filled with what a document is called now."""
        day = document.issued_on
        written = f"{day:%d/%m/%Y}" if day else ""
        return cls(initial={"ten": document.title, "so": document.number, "ngay": written})


class AddForm(DescriptionForm):
    """Files, or a link; without a title each keeps the name it came with."""

    tep = FilesField(
        label=_("Tệp"),
        required=False,
        allow_empty_file=True,
        max_length=255,
        error_messages={"max_length": _("Tên tệp dài quá 255 ký tự.")},
    )
    duong_dan = forms.CharField(label=_("hoặc đường dẫn"), max_length=1000, required=False)
    field_order = ["tep", "duong_dan", "ten", "so", "ngay"]

    def __init__(self, *args: Any, is_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_too_large = is_too_large
        self.fields["ten"].required = False

    @property
    def too_large(self) -> str:
        """What to say of files that were let go by."""
        return TooLarge(settings.EVIDENCE_MEGABYTES).sentence

    def clean(self) -> dict[str, Any]:
        """Refuse both at once, and nothing at all; a file that was let go by is not nothing."""
        given = super().clean() or {}
        brought = bool(given.get("tep")) or self.is_too_large, bool(given.get("duong_dan"))
        if not self.errors and all(brought):
            raise forms.ValidationError(_("Mỗi lần chỉ thêm tệp, hoặc đường dẫn."))
        if not self.errors and not any(brought):
            raise forms.ValidationError(_("Hãy chọn tệp, hoặc chép đường dẫn."))
        return given


class PagesForm(forms.Form):
    """The pages of a document that a leaf leans on."""

    trang = forms.CharField(label=_("Trang"), max_length=60, required=False)


def words_sent(data: Any) -> list[tuple[str, str]]:
    """Return what somebody typed of a document and its pages, each text with its label.

    Files are no words: who chose some still has them.
    """
    fields = AddForm.base_fields | PagesForm.base_fields
    labels = {name: str(field.label) for name, field in fields.items()}
    labels["duong_dan"] = str(_("Đường dẫn"))
    return [(label, data[name]) for name, label in labels.items() if data.get(name)]
