"""What Sở Nội vụ types to set up a year, and to change it later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _

from foundation.domain.vietnamese import tidy
from foundation.forms import within_years
from scoring.forms.stages import Day
from scoring.models import CriteriaSet, Cycle, CycleGroup, RuleSet, Stage
from scoring.selectors.cycle_setup import (
    AS_BEFORE,
    BlockProposal,
    YearProposal,
    block_proposals,
    organisers_on,
    set_label,
    sets_at_hand,
)
from scoring.selectors.rule_sets import approved_rules, rule_set_label
from scoring.selectors.timetable import ORDER
from scoring.services.cycle_setup import YearPlan
from surveys.models import Campaign
from units.models import Unit

FIRST_YEAR, LAST_YEAR = 2010, 2099
_INSTANTS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M")


class Instant(forms.DateTimeField):
    """An instant as Vietnamese write it."""

    def __init__(self, **options: Any) -> None:
        messages = {
            "invalid": _("Không có lúc như vậy; hãy viết như 31/12/2025 23:59."),
            "required": _("Hãy ghi ngày giờ."),
        }
        super().__init__(
            input_formats=_INSTANTS,
            error_messages=messages,
            validators=[within_years],
            **options,
        )


class WhoseYearForm(forms.Form):
    """Whose year is set up: the organiser (of today's map or the year's last day) and the year."""

    nam = forms.IntegerField(label=_("Năm"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    to_chuc = forms.ChoiceField(label=_("Cơ quan tổ chức"))

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organisers = {unit.code: unit for unit in organisers_on(date(year, 12, 31))}
        field: Any = self.fields["to_chuc"]
        field.choices = [(code, unit.name) for code, unit in self._organisers.items()]

    @property
    def organiser(self) -> Unit:
        """The organiser asked for, once the form is valid."""
        return self._organisers[self.cleaned_data["to_chuc"]]


class RulesField(forms.ModelChoiceField):
    """A choice of rule sets, each with its version."""

    def label_from_instance(self, obj: Any) -> str:
        """Return what a rule set is called."""
        return rule_set_label(obj)


class SettingsForm(forms.Form):
    """A cycle's title, days, rules and survey, and whether the first round is blind."""

    ten = forms.CharField(label=_("Tên kỳ đánh giá"), max_length=300)
    tu = Day(label=_("Từ ngày"))
    den = Day(label=_("Đến hết ngày"))
    chot = Instant(label=_("Chốt số liệu lúc"))
    quy_tac = RulesField(
        label=_("Bộ quy tắc"),
        queryset=RuleSet.objects.none(),
        error_messages={"required": _("Hãy chọn bộ quy tắc.")},
    )
    khao_sat = forms.ModelChoiceField(
        label=_("Đợt khảo sát"),
        queryset=Campaign.objects.order_by("-first_on"),
        required=False,
        empty_label=_("– không có –"),
    )
    cham_kin = forms.BooleanField(
        label=_("Chấm kín vòng đầu: hai người thẩm định chấm độc lập"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        takes = Q(pk__in=approved_rules().values("pk")) | Q(pk=self.initial.get("quy_tac"))
        rules: Any = self.fields["quy_tac"]
        rules.queryset = RuleSet.objects.filter(takes).order_by("-pk")

    def clean_ten(self) -> str:
        """Return the title composed, on one line."""
        return tidy(self.cleaned_data["ten"])

    @property
    def settings(self) -> dict[str, Any]:
        """What was typed, by the names that a cycle has for it."""
        given = self.cleaned_data
        return {
            "title": given["ten"],
            "first_on": given["tu"],
            "last_on": given["den"],
            "cutoff_at": given["chot"],
            "rule_set": given["quy_tac"],
            "campaign": given["khao_sat"],
            "is_blind": given["cham_kin"],
        }

    @staticmethod
    def typed(source: Cycle | YearProposal) -> dict[str, Any]:
        """Return what stands in the form for a cycle, or for one that is proposed."""
        return {
            "ten": source.title,
            "tu": source.first_on,
            "den": source.last_on,
            "chot": f"{localtime(source.cutoff_at):%d/%m/%Y %H:%M:%S}",
            "quy_tac": source.rule_set.pk if source.rule_set else None,
            "khao_sat": source.campaign.pk if source.campaign else None,
            "cham_kin": source.is_blind,
        }


@dataclass(frozen=True, slots=True)
class BlockFields:
    """The two fields of one block."""

    title: str
    criteria_set: Any
    units: Any


@dataclass(frozen=True, slots=True)
class StageFields:
    """The two fields of one stage."""

    title: str
    opens_on: Any
    closes_on: Any


class YearForm(SettingsForm):
    """A whole year: settings, a line for each block of units, a line for each stage."""

    def __init__(self, data: Any = None, *, proposal: YearProposal) -> None:
        self._proposal = proposal
        self._blocks = self._blocks_on(data)
        super().__init__(data, initial=self.typed(proposal))
        sets = {one.pk: one for one in sets_at_hand()}
        for block in self._blocks:
            self._add_block(block, sets)
        for kind in ORDER:
            self._add_stage(kind)

    def clean(self) -> dict[str, Any]:
        """Refuse half a block and half a stage."""
        given = super().clean() or {}
        for block in self._blocks:
            of, who = _block_names(block)
            if bool(given.get(of)) != bool(given.get(who)) and not self.errors.keys() & {of, who}:
                missing = _("Hãy chọn đơn vị.") if given.get(of) else _("Hãy chọn bộ tiêu chí.")
                self.add_error(who if given.get(of) else of, missing)
        for kind in ORDER:
            first, last = _stage_names(kind)
            if bool(given.get(first)) != bool(given.get(last)) and not (
                self.errors.keys() & {first, last}
            ):
                self.add_error(last if given.get(first) else first, _("Hãy ghi đủ hai ngày."))
        return given

    @property
    def block_lines(self) -> Iterator[BlockFields]:
        """The blocks with their fields."""
        for block in self._blocks:
            of, who = _block_names(block)
            yield BlockFields(block.group.title, self[of], self[who])

    @property
    def stage_lines(self) -> Iterator[StageFields]:
        """The stages with their fields."""
        for kind in ORDER:
            first, last = _stage_names(kind)
            yield StageFields(str(Stage.Kind(kind).label), self[first], self[last])

    @property
    def plan(self) -> YearPlan:
        """The year as it was typed; to be asked for once the form is valid."""
        given = self.cleaned_data
        blocks = []
        for block in self._blocks:
            of, who = _block_names(block)
            if given[of]:
                blocks.append((block.group, given[of], block.units.get(given[who], [])))
        stages = {}
        for kind in ORDER:
            first, last = _stage_names(kind)
            if given[first]:
                stages[kind] = (given[first], given[last])
        return YearPlan(
            organiser=self._proposal.organiser,
            year=self._proposal.year,
            blocks=blocks,
            stages=stages,
            **self.settings,
        )

    def _blocks_on(self, data: Any) -> tuple[BlockProposal, ...]:
        """Return the blocks on the last day that was typed, by whose map the year ranks."""
        proposal = self._proposal
        if data is None:
            return proposal.blocks
        try:
            last_on = Day().clean(data.get("den"))
        except forms.ValidationError:
            return proposal.blocks
        if last_on == proposal.last_on:
            return proposal.blocks
        return block_proposals(proposal.organiser, last_on, proposal.before)

    def _add_block(self, block: BlockProposal, sets: dict[int, CriteriaSet]) -> None:
        of, who = _block_names(block)
        chosen = block.criteria_set
        self.fields[of] = forms.TypedChoiceField(
            label=_("Bộ tiêu chí"),
            required=False,
            choices=[("", _("– không tham gia –")), *((it, set_label(sets[it])) for it in sets)],
            coerce=lambda key: sets[int(key)],
            empty_value=None,
            initial=chosen.pk if chosen and chosen.pk in sets else None,
        )
        self.fields[who] = forms.ChoiceField(
            label=_("Đơn vị"),
            required=False,
            choices=[("", _("– chọn đơn vị –")), *_unit_choices(block)],
            initial=block.chosen,
        )

    def _add_stage(self, kind: str) -> None:
        names, days = _stage_names(kind), self._proposal.stages.get(kind, (None, None))
        labels = (_("Từ ngày"), _("Đến hết ngày"))
        for name, day, label in zip(names, days, labels, strict=True):
            self.fields[name] = Day(label=label, required=False, initial=day)


class BlockSetForm(forms.Form):
    """Another criteria set for one block."""

    bo = forms.ModelChoiceField(
        label=_("Bộ tiêu chí"),
        queryset=CriteriaSet.objects.none(),
        error_messages={"required": _("Hãy chọn bộ tiêu chí.")},
    )

    def __init__(self, data: Any = None, *, block: CycleGroup) -> None:
        initial = {"bo": block.criteria_set_id}
        super().__init__(data, prefix=f"khoi-{block.pk}", initial=initial)
        field: Any = self.fields["bo"]
        field.queryset = sets_at_hand() | CriteriaSet.objects.filter(pk=block.criteria_set_id)
        field.label_from_instance = set_label
        field.empty_label = None


def next_year() -> int:
    """Return the year that is set up next: the one after the last cycle's, else this one."""
    newest = Cycle.objects.order_by("-year").values_list("year", flat=True).first()
    return min(newest + 1, LAST_YEAR) if newest else localdate().year


def _unit_choices(block: BlockProposal) -> Iterator[tuple[str, str]]:
    """Yield the levels, and the units of last year, each with how many units they are."""
    for level, units in block.units.items():
        label = _("Như năm trước") if level == AS_BEFORE else Unit.Level(level).label
        yield level, f"{label} ({len(units)})"


def _block_names(block: BlockProposal) -> tuple[str, str]:
    return f"khoi_{block.group.pk}_bo", f"khoi_{block.group.pk}_dv"


def _stage_names(kind: str) -> tuple[str, str]:
    return f"{kind}_tu", f"{kind}_den"
