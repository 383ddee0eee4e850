"""What people hand in."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from foundation.domain.vietnamese import number
from foundation.services.files import display_name

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""The years in which a day may lie, as in files."""


def within_years(day: date) -> None:
    """Raise ValidationError for a day or an instant that nothing can be reckoned from."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(
            _("Ngày phải nằm trong các năm từ %(first)s đến %(last)s."),
            params={"first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
        )


class Lines(forms.CharField):
    """A text of several lines; a break counts as one character, as browsers count it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Return the text with breaks of one character."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class UploadForm(forms.Form):
    """One file of a kind."""

    ENDINGS: ClassVar = ["csv", "txt", "tsv", "xlsx"]

    file = forms.FileField(
        label=_("Tệp"),
        max_length=255,
        error_messages={
            "required": _("Hãy chọn một tệp."),
            "empty": _("Tệp này trống, không có gì để nhập."),
            "max_length": _("Tên tệp dài quá 255 ký tự."),
        },
        validators=[
            FileExtensionValidator(
                ENDINGS,
                _("Cổng nhận tệp .xlsx hoặc .csv. Tệp .xls cũ: hãy mở ra và lưu lại kiểu .xlsx."),
            )
        ],
    )

    def clean_file(self) -> UploadedFile:
        """Return the file; refuse one that is too large, and name it as it may be shown."""
        upload: UploadedFile = self.cleaned_data["file"]
        largest = settings.INTAKE_UPLOAD_MEGABYTES
        if upload.size is None or upload.size > largest << 20:
            raise forms.ValidationError(
                _("Tệp lớn quá %(limit)s MB. Hãy chia thành nhiều tệp."),
                params={"limit": number(str(largest))},
            )
        upload.name = display_name(upload.name or "")
        return upload
