"""What is typed to give areas away, to appraise a leaf, to explain one, and to decide on one."""

from typing import Any

from django import forms
from django.http import QueryDict

from foundation.forms import Lines
from scoring.domain import entry
from scoring.models import Criterion, Cycle, CycleGroup
from scoring.selectors.appraisal_rights import APPRAISING
from scoring.selectors.area_owners import possible_owners
from scoring.selectors.leaves import leaf_in_core
from scoring.services.appraisal_writing import Given
from units.models import User
from units.selectors.units import units_by_key

AS_CLAIMED = "nhu-tu-cham"
UNCHANGED = "giu-nguyen"
WAYS = (AS_CLAIMED, UNCHANGED)
"""How a mark is given that is not typed."""


class AreaForm(forms.Form):
    """An area of a block, and whom it is given to."""

    khoi = forms.ModelChoiceField(CycleGroup.objects.none())
    linh_vuc = forms.ModelChoiceField(Criterion.objects.none())
    co_quan = forms.ModelChoiceField(units_by_key(()), required=False)
    thay = forms.ModelChoiceField(units_by_key(()), required=False)
    nguoi = forms.ModelMultipleChoiceField(User.objects.none(), required=False)
    da_xem = forms.CharField(max_length=2000)

    def __init__(self, cycle: Cycle, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = possible_owners(cycle)
        people = User.objects.filter(is_active=True, grants__role__in=APPRAISING).distinct()
        choices: dict[str, Any] = {
            "khoi": cycle.groups.all(),
            "linh_vuc": Criterion.objects.filter(criteria_set__cycle_groups__cycle=cycle),
            "co_quan": units,
            "thay": units,
            "nguoi": people,
        }
        for name, known in choices.items():
            self.fields[name].queryset = known.distinct()  # type: ignore[attr-defined]

    @property
    def key(self) -> str:
        """The row of the page that the form was for."""
        return f"{self.cleaned_data['khoi'].pk}-{self.cleaned_data['linh_vuc'].pk}"

    @property
    def sentence(self) -> str:
        """What is wrong with it, in a sentence."""
        wrong = {
            "khoi": "Không có khối này trong kỳ.",
            "linh_vuc": "Không có lĩnh vực này trong kỳ.",
            "co_quan": "Cơ quan thẩm định không có trong danh sách.",
            "thay": "Cơ quan thẩm định thay không có trong danh sách.",
            "nguoi": "Người được chọn không phải người thẩm định.",
        }
        return next((said for name, said in wrong.items() if name in self.errors), "Thiếu dữ liệu.")

    @property
    def given(self) -> dict[str, Any]:
        """What `assign_area` takes; to be asked for once the form is valid."""
        clean = self.cleaned_data
        return {
            "block": clean["khoi"],
            "area": clean["linh_vuc"],
            "owner": clean["co_quan"],
            "substitute": clean["thay"],
            "people": list(clean["nguoi"]),
            "seen": clean["da_xem"],
        }


class MarkForm(forms.Form):
    """What surrounds the mark of one leaf: the reason, and what the page had shown."""

    ly_do = Lines(max_length=4000, required=False)
    vong = forms.CharField(max_length=10, required=False)
    da_xem = forms.IntegerField(min_value=0, required=False)
    tu_cham = forms.IntegerField(min_value=0, required=False)
    tham_dinh = forms.CharField(max_length=40, required=False)
    cach = forms.CharField(max_length=20, required=False)

    @property
    def way(self) -> str:
        """How the mark is given: as claimed, unchanged, or typed."""
        return str(self.data.get("cach", ""))

    def given(self, criterion: Criterion, unchanged: dict[str, Any] | None = None) -> Given:
        """Return what was given for a leaf; raises EntryRefused for no mark of its kind.

        To be asked for once the form is valid.
        """
        clean = self.cleaned_data
        content = unchanged
        if self.way not in WAYS:
            content = entry.typed_mark(leaf_in_core(criterion), typed_in(self.data))
        return Given(
            content=content,
            reason=clean["ly_do"],
            round=clean["vong"],
            seen=clean["da_xem"] or 0,
            seen_claim=clean["tu_cham"] or 0,
            seen_appraisal=clean["tham_dinh"],
            is_as_claimed=self.way == AS_CLAIMED,
        )


_LABELS = {
    entry.POINTS: "Điểm",
    entry.VALUE: "Tỷ lệ",
    entry.NUMERATOR: "Tử số",
    entry.DENOMINATOR: "Mẫu số",
    entry.COUNT: "Số lượng",
    entry.CHOICES: "Phương án",
}


def said_in(data: Any) -> list[tuple[str, str]]:
    """Return what somebody typed for a leaf, each with its label: the mark, and why."""
    said = [
        (_LABELS.get(name) or name.removeprefix(entry.ANSWER), ", ".join(filter(None, texts)))
        for name, texts in typed_in(data).items()
    ]
    said += [("Lý do", data.get("ly_do", "")), ("Giải trình", data.get("giai_trinh", ""))]
    return [(label, text) for label, text in said if text]


def typed_in(data: Any) -> dict[str, list[str]]:
    """Return the fields of a mark as they were sent, by name."""
    names = {entry.POINTS, entry.VALUE, entry.NUMERATOR, entry.DENOMINATOR, entry.COUNT}
    names.add(entry.CHOICES)
    if not isinstance(data, QueryDict):
        return {}
    sent = (name for name in data if name in names or name.startswith(entry.ANSWER))
    return {name: data.getlist(name) for name in sent}
