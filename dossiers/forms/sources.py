"""What people say of a source of dossiers: its files, its words, its unit codes."""

from collections.abc import Mapping
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import DataError, connection, transaction
from django.utils.translation import gettext_lazy as _

from dossiers.models import Source
from dossiers.services.source_samples import (
    LARGEST_SAMPLE,
    OUR_COLUMNS,
    WORD_COLUMNS,
    WORKBOOK_TOO_LARGE,
)
from foundation.domain.tables import is_workbook
from foundation.domain.vietnamese import fold, tidy
from foundation.forms import UploadForm, within_years
from units.selectors.units import lives_of

ENCODINGS = ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1258", "cp1252"]
SEPARATORS = [
    ("", _("Tự nhận biết")),
    (",", _("Dấu phẩy ,")),
    (";", _("Dấu chấm phẩy ;")),
    ("\t", _("Dấu Tab")),
    ("|", _("Dấu gạch đứng |")),
]
RESERVED = {"moi"}
LONGEST = 200
MOST_WORDS = 200


class SourceForm(forms.ModelForm):
    """How the files of a source are read.

    Beside the fields of the source it takes a header for each of our columns (`cot-code`, …), and
    for each word of the source (`tu-channel`, …) what it means (`nghia-channel`, …) at the same
    place of two lists.
    """

    encoding = forms.ChoiceField(
        label=_("Bảng mã"),
        choices=[("", _("Tự nhận biết")), *((name, name.upper()) for name in ENCODINGS)],
        required=False,
    )
    separator = forms.ChoiceField(label=_("Dấu phân cách"), choices=SEPARATORS, required=False)

    class Meta:
        model = Source
        fields: ClassVar = ["code", "name", "encoding", "separator", "date_format", "time_zone"]

    def clean_code(self) -> str:
        """Return the code; refuse one that is the address of something else."""
        code: str = self.cleaned_data["code"]
        if code in RESERVED:
            raise forms.ValidationError(_("Mã này dành cho cổng; hãy chọn mã khác."))
        return code

    def clean_time_zone(self) -> str:
        """Return the zone; refuse one that is not in the IANA list or the database's."""
        zone: str = self.cleaned_data["time_zone"]
        if zone not in available_timezones() or not _knows(zone):
            raise forms.ValidationError(
                _("Không có múi giờ này; hãy viết như Asia/Ho_Chi_Minh hoặc UTC.")
            )
        return zone

    def clean(self) -> dict[str, Any] | None:
        """Read the headers and the words as well."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["headers"] = self._headers()
        cleaned["words"] = {column: self._meanings(column) for column in WORD_COLUMNS}
        return cleaned

    def described(self) -> Source:
        """Return the source as the form describes it, not yet stored."""
        source: Source = self.save(commit=False)
        source.headers = self.cleaned_data["headers"]
        source.words = {column: said for column, said in self.cleaned_data["words"].items() if said}
        return source

    def _headers(self) -> dict[str, str]:
        """Return the header of each of our columns that has one; note what is wrong with them."""
        found: dict[str, str] = {}
        for column in OUR_COLUMNS:
            header = tidy(str(self.data.get(f"cot-{column.name}", "")))
            if len(header) > LONGEST:
                self.add_error(None, _("Tên cột của “%s” dài quá 200 ký tự.") % column.header)
            elif not header and column.is_required:
                self.add_error(None, _("Hãy chọn cột của tệp cho “%s”.") % column.header)
            elif header:
                found[column.name] = header
        self._refuse_twice(found)
        return found

    def _refuse_twice(self, headers: Mapping[str, str]) -> None:
        folded = list(map(fold, headers.values()))
        for header in dict.fromkeys(headers.values()):
            if folded.count(fold(header)) > 1:
                self.add_error(None, _("Cột “%s” được chọn cho nhiều cột của cổng.") % header)

    def _meanings(self, column: str) -> dict[str, str]:
        """Return what the words of a column mean; a word left without meaning is not kept."""
        words, meant = self.listed(f"tu-{column}"), self.listed(f"nghia-{column}")
        labels = set(map(str, WORD_COLUMNS[column].labels))
        if len(words) != len(meant) or len(words) > MOST_WORDS or set(meant) - labels - {""}:
            self.add_error(None, _("Bảng từ ngữ không đọc được; hãy tải lại trang rồi chọn lại."))
            return {}
        return {
            tidy(word): label
            for word, label in zip(words, meant, strict=True)
            if label and len(word) <= LONGEST
        }

    def listed(self, name: str) -> list[str]:
        """Return every value sent under a name."""
        found: list[str] = self.data.getlist(name) if hasattr(self.data, "getlist") else []
        return found


class NewSourceForm(forms.ModelForm):
    """A source as it is first named."""

    class Meta:
        model = Source
        fields: ClassVar = ["code", "name"]

    clean_code = SourceForm.clean_code


class SampleForm(UploadForm):
    """A sample of a source's files."""

    def clean_file(self) -> UploadedFile:
        """Return the file; a sample is read at once, so a workbook must be small."""
        upload = super().clean_file()
        is_book = is_workbook(upload.read(8))
        upload.seek(0)
        if is_book and (upload.size or 0) > LARGEST_SAMPLE:
            raise forms.ValidationError(WORKBOOK_TOO_LARGE)
        return upload


class TranslationForm(forms.Form):
    """Which unit a source means by a code, and on which days."""

    code = forms.CharField(label=_("Mã trong nguồn"), max_length=40)
    unit_code = forms.CharField(label=_("Mã đơn vị"), max_length=40)
    first = forms.DateField(label=_("Từ ngày"), required=False, validators=[within_years])
    last = forms.DateField(label=_("Đến ngày"), required=False, validators=[within_years])

    def clean(self) -> dict[str, Any] | None:
        """Refuse days in the wrong order, and a unit that did not exist on any of them."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("Đến ngày ở trước Từ ngày."))
        elif not self.errors and not _lived(cleaned["unit_code"], first, last):
            self.add_error("unit_code", _("Không có đơn vị nào mang mã này trong thời gian ấy."))
        return cleaned


def _lived(code: str, first: Any, last: Any) -> bool:
    """Return whether a unit bore the code on some day from first to last; None has no end."""
    return any(
        (last is None or life.valid.lower is None or life.valid.lower <= last)
        and (first is None or life.valid.upper is None or life.valid.upper > first)
        for life in lives_of(code)
    )


def _knows(zone: str) -> bool:
    """Return whether the database knows a time zone."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select now() at time zone %s", [zone])
    except DataError:
        return False
    return True
