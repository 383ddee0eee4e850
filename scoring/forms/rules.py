"""What Sở Nội vụ types about a rule set, to draft it and to give it a new version."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dossiers.domain.late_rates import LateDefinition
from scoring.forms import rule_rows
from scoring.forms.criteria import TidyText, TypedDecimal
from scoring.forms.rule_groups import CHOSEN, GroupRules
from scoring.forms.rule_rows import Row
from scoring.forms.rule_tables import Choices, Table, table_of
from scoring.models import RuleSet
from scoring.selectors import review_words
from scoring.selectors.rule_sets import areas_by_code, groups_by_code
from scoring.selectors.rule_words import CHOICES, DEFINITIONS, LABELS


def _choice(key: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=LABELS[key], choices=list(CHOICES[key].items()), required=key != "total_cap"
    )


class WholeNumber(TypedDecimal):
    """A whole number as Vietnamese write it: 1.000 is a thousand."""

    def clean(self, value: Any) -> Any:
        """Return the number; ValidationError with a sentence if it is none."""
        number = super().clean(value)
        if number is not None and number != number.to_integral_value():
            raise forms.ValidationError(_("Hãy nhập số nguyên."))
        return None if number is None else int(number)


class RulesForm(forms.Form):
    """Everything that a draft says: its settings, their tables, and what single blocks have."""

    ten = TidyText(label=_("Tên bộ quy tắc"), max_length=300)
    tre_han = forms.ChoiceField(
        label=_("Cách tính tỷ lệ trễ hạn"),
        choices=[(known.value, DEFINITIONS[known]) for known in LateDefinition],
    )
    so_phieu = WholeNumber(label=_("Số phiếu khảo sát tối thiểu"), most=1_000_000)
    xep_theo = _choice("basis")
    so_xep = _choice("rank_on")
    dong_hang = _choice("ties")
    so_chu_so = WholeNumber(label=LABELS["decimals"], most=rule_rows.MOST_DECIMALS)
    lam_tron = _choice("rounding")
    chua_cham = _choice("unmarked")
    tran = _choice("total_cap")

    def __init__(self, data: QueryDict | None = None, *, rule_set: RuleSet) -> None:
        super().__init__(data, initial=_initial(rule_set))
        self._rule_set = rule_set
        self.sources = self._rows(rule_rows.SOURCE, "sources", rule_rows.source_row, (0, 1))
        self.bands = self._rows(rule_rows.BAND, "bands", rule_rows.band_row, (1, 3))
        self.blocks = self._rows(rule_rows.BLOCK, "blocks", rule_rows.block_row, (1, 4))
        self.ties = self._rows(rule_rows.TIE, "tie_break", rule_rows.breaker_row, (0,))
        self.people = self._people_rows()
        own = rule_set.document.get("by_group", {})
        self.own = GroupRules(data, own, groups_by_code())
        self._breakers = _breakers(rule_set.document)

    @property
    def tables(self) -> list[Table]:
        """The common tables with a blank row below each, as the page shows them."""
        effects = [("", "–"), *((it, review_words.effect_text(it)) for it in self._effects)]
        bands = [("", "–"), *self._classes]
        return [
            table_of("sources", self.sources, {}),
            table_of("bands", self.bands, {}),
            table_of("blocks", self.blocks, {"chan_loai": bands}),
            table_of("ties", self.ties, self._orders),
            table_of("people", self.people, {"nguoi_loai": bands, "nguoi_he_qua": effects}),
        ]

    @property
    def own_tables(self) -> list[Table]:
        """The tables of single blocks with a blank row below each, as the page shows them."""
        classes = dict([*self.own.classes, *self._classes])
        return self.own.tables({"chan_loai": [("", "–"), *classes.items()], **self._orders})

    @property
    def _orders(self) -> dict[str, Choices]:
        return {"phan_dinh": [("", "–"), *self._breakers.items()]}

    @property
    def _classes(self) -> list[tuple[str, str]]:
        """The classes that stand in the form now, by code."""
        rows = zip(self._band_codes, self.bands, strict=True)
        return [(code, row.typed["hang_ten"]) for code, row in rows if row.typed["hang_ten"]]

    @property
    def _band_codes(self) -> list[str]:
        return rule_rows.codes_of(self.bands, "hang_ma", "hang_ten")

    @property
    def _effects(self) -> list[str]:
        """What a rule on people may do; what a stored rule does is among it."""
        rows = map(rule_rows.people_rule_row, self._rule_set.accountability_rules)
        return list(dict.fromkeys([*rule_rows.EFFECTS, *(it.typed["nguoi_he_qua"] for it in rows)]))

    def clean(self) -> dict[str, Any]:
        """Read the tables; everything wrong in them is said at once, row by row."""
        cleaned = super().clean() or self.cleaned_data
        codes = self._band_codes
        bands = list(map(rule_rows.band_of, self.bands, codes))
        rule_rows.note_namesakes(self.bands)
        stored = self._rule_set.document.get("blocks", ()), self._rule_set.accountability_rules
        own = rule_rows.codes_of(self.blocks, "chan_ma", "chan_ten")
        blocks = [
            rule_rows.block_of(row, code, codes) for row, code in zip(self.blocks, own, strict=True)
        ]
        people = [rule_rows.people_rule_of(row, codes, self._effects) for row in self.people]
        self._tables: dict[str, Any] = {
            "sources": [rule_rows.source_of(row) for row in self.sources],
            "bands": bands,
            "blocks": rule_rows.spelt_as(blocks, stored[0]),
            "tie_break": [rule_rows.breaker_of(row, self._breakers) for row in self.ties],
            "by_group": self.own.read(codes, self._breakers),
        }
        self._people_typed = rule_rows.named(rule_rows.spelt_as(people, stored[1]))
        for rows, what, name in (
            (self.sources, _("Nguồn"), "nguon_van_ban"),
            (self.bands, _("Xếp loại"), "hang_ten"),
            (self.blocks, _("Quy tắc chặn"), "chan_ten"),
            (self.ties, _("Phân định đồng hạng"), "phan_dinh"),
            (self.people, _("Hệ quả với người"), "nguoi_ma"),
        ):
            for sentence in rule_rows.faults_in(rows, str(what), name):
                self.add_error(None, sentence)
        for sentence in self.own.faults():
            self.add_error(None, sentence)
        return cleaned

    @property
    def given(self) -> dict[str, Any]:
        """The draft as typed, by the model's fields; to be asked for once the form is valid.

        What is blank and was never said stays unsaid; so does an order of nothing.
        """
        typed = self.cleaned_data
        chosen = {key: typed[name] for name, key in CHOSEN.items()}
        chosen["total_cap"] = chosen["total_cap"] or None
        document = self._rule_set.document.items()
        stored = {key: value for key, value in document if key != "tie_break"}
        bands = rule_rows.from_the_best(self._tables["bands"])
        parts = {**chosen, **self._tables, "bands": bands}
        said = {key: value for key, value in parts.items() if value or key in stored}
        return {
            "title": typed["ten"],
            "late_definition": typed["tre_han"],
            "minimum_sample": typed["so_phieu"],
            "document": stored | said | {"decimals": typed["so_chu_so"]},
            "accountability_rules": self._people_typed,
        }

    def _rows(
        self,
        columns: Sequence[str],
        key: str,
        row_of: Callable[[Any], Row],
        naming: tuple[int, ...],
    ) -> list[Row]:
        """Return the rows of a table: as typed where the form was sent, else as stored."""
        if self.is_bound:
            return rule_rows.rows_of(self.data, columns, naming=[columns[at] for at in naming])  # type: ignore[arg-type]
        return [row_of(one) for one in self._rule_set.document.get(key, ())]

    def _people_rows(self) -> list[Row]:
        if self.is_bound:
            return rule_rows.rows_of(self.data, rule_rows.PEOPLE, naming=["nguoi_ai"])  # type: ignore[arg-type]
        return [rule_rows.people_rule_row(rule) for rule in self._rule_set.accountability_rules]


def free_of_the_portal(code: str) -> str:
    """Return a code; ValidationError for one that is an address of something else."""
    if code.lower() == "moi":
        raise forms.ValidationError(_("Mã này dành cho cổng; hãy chọn mã khác."))
    return code


class RulesCodeForm(forms.Form):
    """The code and title of a new draft."""

    ma = TidyText(label=_("Mã bộ"), max_length=50, validators=[validate_slug])
    ten = TidyText(label=_("Tên bộ quy tắc"), max_length=300)

    def clean_ma(self) -> str:
        """Return the code; refuse one that is taken, or is an address of something else."""
        code: str = free_of_the_portal(self.cleaned_data["ma"])
        if RuleSet.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(_("Đã có bộ quy tắc mang mã này."))
        return code


def _initial(rule_set: RuleSet) -> dict[str, Any]:
    """Return the stored settings as they are typed."""
    document = rule_set.document
    chosen = {name: document.get(key) or "" for name, key in CHOSEN.items()}
    return chosen | {
        "ten": rule_set.title,
        "tre_han": rule_set.late_definition,
        "so_phieu": rule_set.minimum_sample,
        "so_chu_so": document["decimals"],
    }


def _breakers(document: Mapping[str, Any]) -> dict[str, str]:
    """Return what may tell equal units apart, in words; what a document has is among it."""
    areas = areas_by_code()
    known = {f"area:{code}": f"Lĩnh vực {code} {title}"[:80] for code, title in areas.items()}
    lists = [document, *document.get("by_group", {}).values()]
    said = {key: key.removeprefix("area:") for rules in lists for key in rules.get("tie_break", ())}
    return said | known | {"code": str(_("Mã đơn vị"))}
