"""What people ask of the history and of the record of reading."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.models import AccessRecord
from scoring.forms.stages import Day
from scoring.models import Cycle
from scoring.selectors.history_asked import Asked, kinds


class SpanForm(forms.Form):
    """A person, and the days between which something happened; both ends are included."""

    nguoi = forms.CharField(label=_("Người"), required=False, max_length=100)
    tu = Day(label=_("Từ ngày"), required=False)
    den = Day(label=_("Đến ngày"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Have the fields look as all fields of the portal do."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs |= {"class": "form-select" if is_choice else "form-control"}
            if isinstance(field, forms.DateField):
                field.widget.attrs |= {"size": 12, "inputmode": "numeric", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        """Refuse days out of order."""
        asked = super().clean() or {}
        first, last = asked.get("tu"), asked.get("den")
        if first and last and first > last:
            raise forms.ValidationError(_("Ngày cuối phải không sớm hơn ngày đầu."))
        return asked


class HistoryForm(SpanForm):
    """A search of the history."""

    don_vi = forms.CharField(label=_("Đơn vị"), required=False, max_length=200)
    loai = forms.ChoiceField(
        label=_("Loại"),
        required=False,
        error_messages={"invalid_choice": _("Nhật ký không có loại này.")},
    )
    tieu_chi = forms.CharField(label=_("Mã tiêu chí"), required=False, max_length=40)
    ky = forms.ModelChoiceField(
        Cycle.objects.order_by("-year", "title"),
        label=_("Kỳ đánh giá"),
        required=False,
        empty_label=_("Mọi kỳ"),
        error_messages={"invalid_choice": _("Không có kỳ đánh giá này.")},
    )
    field_order = ("nguoi", "don_vi", "loai", "tieu_chi", "ky", "tu", "den")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every kind of thing that has a history."""
        super().__init__(*args, **kwargs)
        offered = cast(forms.ChoiceField, self.fields["loai"])
        offered.choices = [("", _("Mọi loại")), *kinds()]

    def asked(self) -> Asked:
        """Return the search; the form must be valid."""
        given = self.cleaned_data
        return Asked(
            person=given["nguoi"],
            unit=given["don_vi"],
            kind=given["loai"],
            criterion=given["tieu_chi"],
            cycle=given["ky"].pk if given["ky"] else None,
            first=given["tu"],
            last=given["den"],
        )

    def said(self) -> str:
        """Return in words what was asked for."""
        given = {key: self.data.get(key, "").strip() for key in self.fields}
        said = [f"{self.fields[key].label}: {text}" for key, text in given.items() if text]
        return "; ".join(said) or str(_("tất cả"))


class AccessForm(SpanForm):
    """A search of who read or took out what."""

    noi_dung = forms.CharField(label=_("Trang hoặc người được xem"), required=False, max_length=200)
    viec = forms.ChoiceField(
        label=_("Việc"),
        required=False,
        choices=[("", _("Xem và tải ra")), *AccessRecord.Kind.choices],
    )
    field_order = ("nguoi", "noi_dung", "viec", "tu", "den")
