"""What Sở Nội vụ types about one criterion of a draft: the criterion, and how it is marked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.domain.vietnamese import tidy
from foundation.forms import Lines
from scoring.forms.criteria import TidyText, TypedDecimal, differing
from scoring.models import Criterion
from scoring.selectors.criteria_changes import FieldChange
from scoring.selectors.criteria_words import FACTS, KINDS, ROLES
from scoring.selectors.wording import NONE
from scoring.services.criteria_leaves import (
    LeafRefused,
    TypedLeaf,
    leaf_document,
    typed_leaf,
)
from scoring.services.criteria_rows import CriterionRow

OPTION, FIGURE = "ma_muc", "diem_muc"
BLANK_ROWS = 2
MOST_OPTIONS = 50
_FIELDS = {"each": "moi", "floor": "san", "target": "dich", "decimals": "lam_tron"}


class CriterionForm(forms.Form):
    """One criterion: where it stands, what it gives, how it is marked, what a unit must bring.

    Options and steps are two lists of fields of the same length (`ma_muc`, `diem_muc`).
    """

    ma = TidyText(label=_("Mã"), max_length=40)
    ten = TidyText(label=_("Tên"), max_length=500)
    ma_cha = forms.ChoiceField(label=_("Thuộc"), required=False)
    diem_toi_da = TypedDecimal(label=_("Điểm tối đa"))
    trong_so = TypedDecimal(label=_("Trọng số (chỉ ở lĩnh vực)"), required=False, most=10)
    cach_cham = forms.ChoiceField(
        label=_("Cách chấm"),
        choices=[("", _("Không chấm ở đây (có tiêu chí bên dưới)")), *KINDS.items()],
        required=False,
    )
    moi = forms.CharField(label=_("Điểm mỗi lỗi hoặc mỗi việc"), max_length=30, required=False)
    san = forms.CharField(label=_("Dưới mức này được 0"), max_length=30, required=False)
    dich = forms.CharField(label=_("Đạt trọn điểm từ"), max_length=30, required=False)
    dao_chieu = forms.BooleanField(label=_("Tỷ lệ càng thấp càng tốt"), required=False)
    cho_vuot = forms.BooleanField(label=_("Tử số được lớn hơn mẫu số"), required=False)
    chi_so = forms.ChoiceField(label=_("Lấy từ số liệu của cổng"), required=False)
    vai_tro = forms.ChoiceField(label=_("Vai trò"), choices=list(ROLES.items()), required=False)
    lam_tron = forms.CharField(label=_("Làm tròn (số chữ số)"), max_length=2, required=False)
    tai_lieu = forms.ChoiceField(
        label=_("Tài liệu kiểm chứng"), choices=Criterion.EvidenceRule.choices, required=False
    )
    tu_cham = forms.BooleanField(label=_("Đơn vị tự chấm"), required=False)
    huong_dan = Lines(label=_("Hướng dẫn chấm"), max_length=5000, required=False)
    so_sanh = forms.BooleanField(label=_("So sánh được với năm trước"), required=False)

    def __init__(self, data: Any = None, *, row: CriterionRow, parents: Sequence[Any]) -> None:
        super().__init__(data, initial=_initial(row))
        self._row = row
        choices = [("", _("(là một lĩnh vực)")), *parents]
        self.fields["ma_cha"].choices = choices  # type: ignore[attr-defined]
        fact = typed_leaf(row.leaf).fact
        facts = FACTS if not fact or fact in FACTS else {fact: fact} | FACTS
        facts_offered = [("", _("Không, người chấm nhập")), *facts.items()]
        self.fields["chi_so"].choices = facts_offered  # type: ignore[attr-defined]

    @property
    def typed(self) -> TypedLeaf:
        """How the leaf is marked, as it stands in the form now."""
        if not self.is_bound:
            return typed_leaf(self._row.leaf)
        said = {name: str(self.data.get(field, "")).strip() for name, field in _FIELDS.items()}
        return TypedLeaf(
            kind=str(self.data.get("cach_cham", "")),
            options=tuple(self._typed_options()),
            is_inverted="dao_chieu" in self.data,
            may_exceed="cho_vuot" in self.data,
            fact=str(self.data.get("chi_so", "")),
            role=str(self.data.get("vai_tro", "")),
            **said,
        )

    @property
    def option_rows(self) -> list[tuple[str, str]]:
        """The options to be typed over, with blank ones after them."""
        filled = [row for row in self.typed.options if any(row)]
        return [*filled, *[("", "")] * BLANK_ROWS]

    def clean(self) -> dict[str, Any]:
        """Read how the leaf is marked; every figure that is none becomes an error of its field."""
        cleaned = super().clean() or self.cleaned_data
        self._leaf: dict[str, Any] | None = None
        if "cach_cham" in cleaned:
            try:
                self._leaf = leaf_document(self.typed)
            except LeafRefused as refusal:
                for name, sentence in refusal.faults.items():
                    self.add_error(_FIELDS.get(name), sentence)
        return cleaned

    @property
    def row(self) -> CriterionRow:
        """The criterion as typed; to be asked for once the form is valid."""
        typed = self.cleaned_data
        return CriterionRow(
            key=self._row.key,
            code=typed["ma"],
            title=typed["ten"],
            parent_code=typed["ma_cha"],
            max_points=typed["diem_toi_da"],
            weight=typed["trong_so"],
            leaf=self._leaf,
            guidance=typed["huong_dan"],
            evidence_rule=typed["tai_lieu"] or Criterion.EvidenceRule.NONE,
            is_self_scored=typed["tu_cham"],
            was_id=self._row.was_id,
            is_comparable=typed["so_sanh"] if self._row.was_id else self._row.is_comparable,
        )

    def differences(self, stored: CriterionRow) -> list[FieldChange]:
        """Return what is typed otherwise than it is stored; to be asked for once valid."""
        found = list(differing(self, _initial(stored), _initial(self.row)))
        before, after = _options_in_words(stored), _options_in_words(self.row)
        if before != after:
            found.append(FieldChange(str(_("Phương án hoặc bậc")), before, after))
        return found

    def _typed_options(self) -> list[tuple[str, str]]:
        names, figures = (self.data.getlist(name) for name in (OPTION, FIGURE))  # type: ignore[attr-defined]
        rows = list(zip(names, figures, strict=False))[:MOST_OPTIONS]
        return [(tidy(name), figure.strip()) for name, figure in rows]


def _initial(row: CriterionRow) -> dict[str, Any]:
    """Return the stored criterion as it is typed."""
    typed = typed_leaf(row.leaf)
    return {
        "ma": row.code,
        "ten": row.title,
        "ma_cha": row.parent_code,
        "diem_toi_da": row.max_points if row.code else "",
        "trong_so": row.weight,
        "cach_cham": typed.kind,
        "moi": typed.each,
        "san": typed.floor,
        "dich": typed.target,
        "dao_chieu": typed.is_inverted,
        "cho_vuot": typed.may_exceed,
        "chi_so": typed.fact,
        "vai_tro": typed.role,
        "lam_tron": typed.decimals,
        "tai_lieu": row.evidence_rule,
        "tu_cham": row.is_self_scored,
        "huong_dan": row.guidance,
        "so_sanh": row.is_comparable,
    }


def _options_in_words(row: CriterionRow) -> str:
    """Return the options or steps of a criterion: "a: 1,5; b: 0,5"."""
    return "; ".join(f"{name}: {gives}" for name, gives in typed_leaf(row.leaf).options) or NONE
