"""What Sở Nội vụ types about a criteria set as a whole, and to take it through its states."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from foundation.domain.vietnamese import tidy
from scoring.domain.entry import EntryRefused
from scoring.models import CriteriaSet
from scoring.selectors.criteria_changes import FieldChange
from scoring.selectors.criteria_words import AGGREGATIONS, figure
from scoring.selectors.wording import NONE
from scoring.services.criteria_leaves import typed_decimal

RESERVED = {"moi", "nhap", "khong-ap-dung"}
LARGEST_FILE = 5 << 20


class TypedDecimal(forms.CharField):
    """A number as Vietnamese write it, 81,99; once clean a Decimal, None where it is blank."""

    def __init__(self, *, most: int | None = None, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)
        self.most = most

    def clean(self, value: Any) -> Decimal | None:
        """Return the number; ValidationError with a sentence if it is none."""
        text = super().clean(value)
        if not text:
            return None
        try:
            number = Decimal(typed_decimal(text))
        except EntryRefused as refusal:
            raise forms.ValidationError(list(refusal.sentences)) from refusal
        if self.most is not None and number > self.most:
            raise forms.ValidationError(f"Nhiều nhất là {self.most}.")
        return number

    def prepare_value(self, value: Any) -> Any:
        """Return the number as it is typed."""
        return figure(value).replace(".", "") if isinstance(value, Decimal) else value


class TidyText(forms.CharField):
    """A line of text, composed and without surplus blanks."""

    def clean(self, value: Any) -> str:
        """Return the text; blanks alone are nothing."""
        return str(super().clean(tidy(value) if isinstance(value, str) else value))


class CodeField(TidyText):
    """The code of a set that is not there yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Mã bộ"), max_length=50, validators=[validate_slug], **kwargs)

    def clean(self, value: Any) -> str:
        """Return the code; refuse one that is taken, or is an address of something else."""
        code = super().clean(value)
        if code in RESERVED:
            raise forms.ValidationError(_("Mã này dành cho cổng; hãy chọn mã khác."))
        if code and CriteriaSet.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(_("Đã có bộ tiêu chí mang mã này."))
        return code


class SetForm(forms.Form):
    """What a draft says of itself."""

    title = TidyText(label=_("Tên bộ tiêu chí"), max_length=300)
    source = TidyText(label=_("Văn bản nguồn"), max_length=2000, required=False)
    clause = TidyText(label=_("Điều, khoản"), max_length=200, required=False)
    aggregation = forms.ChoiceField(label=_("Cách gộp"), choices=list(AGGREGATIONS.items()))
    max_points = TypedDecimal(label=_("Điểm tối đa của bộ"))
    bonus_cap = TypedDecimal(label=_("Tổng điểm thưởng nhiều nhất"), required=False)
    penalty_cap = TypedDecimal(label=_("Tổng điểm trừ nhiều nhất"), required=False)

    def differences(self, stored: CriteriaSet) -> list[FieldChange]:
        """Return what is typed otherwise than it is stored; to be asked for once valid."""
        said = {name: getattr(stored, name) for name in self.fields}
        return list(differing(self, said, self.cleaned_data))


class NewSetForm(SetForm):
    """A new draft with its code."""

    code = CodeField()
    field_order = ("code", "title")


class CloneForm(forms.Form):
    """The code and title of a clone."""

    code = CodeField()
    title = TidyText(label=_("Tên bộ tiêu chí"), max_length=300)


class ReasonForm(forms.Form):
    """Why something is done."""

    ly_do = TidyText(label=_("Lý do"), max_length=2000)


class SetFileForm(forms.Form):
    """A workbook with a set, and the code it is to have if not its own."""

    file = forms.FileField(label=_("Tệp XLSX hoặc CSV"))
    code = CodeField(required=False)
    van_nhap = forms.BooleanField(label=_("Vẫn nhập thành dự thảo chưa xong"), required=False)

    def clean_file(self) -> UploadedFile:
        """Return the file; a set is small."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > LARGEST_FILE:
            raise forms.ValidationError(_("Tệp lớn quá 5 MB; một bộ tiêu chí chỉ vài chục KB."))
        return file


def differing(
    form: forms.Form, stored: Mapping[str, Any], typed: Mapping[str, Any]
) -> Iterator[FieldChange]:
    """Yield every field whose typed value is another than the stored one, with both in words."""
    for name, field in form.fields.items():
        if stored[name] != typed[name]:
            before, after = _in_words(field, stored[name]), _in_words(field, typed[name])
            yield FieldChange(str(field.label), before, after)


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return str(_("Có") if value else _("Không"))
    if isinstance(field, forms.ChoiceField):
        value = dict(field.choices).get(value, value)  # type: ignore[arg-type]
    return str(field.prepare_value(value) or "").strip() or NONE
