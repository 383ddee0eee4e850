"""Cycles with their blocks, and the sheets of their units."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from dossiers.services.tallies import ensure_periods
from foundation.admin.base import PortalAdmin, PortalInline
from scoring.models import Appraisal, Assessment, Claim, Cycle, CycleGroup, RankingLine, RuleSet
from scoring.selectors.appraisal_rights import why_not_decide
from scoring.services.cycle_changes import has_begun
from scoring.services.cycle_locks import hold_sheet
from scoring.services.cycles import NOT_THERE, set_standing
from scoring.services.sheets import add_sheets
from units.models import Unit, User

DAY = timedelta(days=1)
_HANGING = (
    "marks",
    "claims",
    "appraisals",
    "steps",
    "explanations",
    "evidence",
    "waivers",
    "extensions",
    "reopenings",
    "reminders",
)
_ELSEWHERE = _(
    "Kỳ này đã chạy: đổi ngày, quy tắc, khảo sát, cách chấm và bộ tiêu chí của khối"
    " ở trang Thiết lập của kỳ trên cổng."
)
_WORKED_ON = _("Phiếu vừa có người làm; không chuyển sang khối khác được nữa.")


def is_under_way(cycle: Cycle) -> bool:
    """Return whether a cycle has stages, a publication, or anything claimed or appraised."""
    return (
        cycle.stages.exists()
        or cycle.publications.exists()
        or Claim.objects.filter(assessment__cycle=cycle).exists()
        or Appraisal.objects.filter(assessment__cycle=cycle).exists()
    )


def is_worked_on(sheet: Assessment) -> bool:
    """Return whether anything hangs on a sheet: a step, a mark, a claim, a line of a run."""
    lines = RankingLine.objects.filter(run__cycle=sheet.cycle_id, unit=sheet.unit_id)
    has_left_the_start = sheet.state != Assessment.State.DRAFTING
    return (
        has_left_the_start
        or any(getattr(sheet, name).exists() for name in _HANGING)
        or lines.exists()
    )


def store_changes(row: Cycle | CycleGroup, form: Any, cycle: Cycle) -> None:
    """Store what a form changed of a cycle that is held, or of a block of it.

    Raises ValidationError if the cycle has come under way since the form was opened.
    """
    columns = {field.name for field in row._meta.fields}
    changed = columns.intersection(form.changed_data)
    if changed and is_under_way(cycle):
        raise ValidationError(_ELSEWHERE)
    row.save(update_fields=changed)


class CycleForm(forms.ModelForm):
    """A cycle whose organiser exists on its last day."""

    class Meta:
        model = Cycle
        fields = (
            "organiser",
            "year",
            "title",
            "first_on",
            "last_on",
            "cutoff_at",
            "rule_set",
            "campaign",
            "is_blind",
        )

    def clean(self) -> dict[str, Any] | None:
        """Refuse an organiser that did not exist on the last day, and rules nobody approved."""
        cleaned = super().clean()
        organiser, last = self.cleaned_data.get("organiser"), self.cleaned_data.get("last_on")
        if organiser and last and last not in organiser.valid:
            self.add_error("organiser", _("Cơ quan tổ chức không tồn tại vào ngày cuối kỳ."))
        rules = self.cleaned_data.get("rule_set")
        if rules and "rule_set" in self.changed_data and rules.state == RuleSet.State.DRAFT:
            self.add_error("rule_set", _("Bộ quy tắc này chưa được duyệt."))
        return cleaned


class BlockForm(forms.ModelForm):
    """A block of a cycle; units of a level may be given their sheets at once."""

    add_level = forms.ChoiceField(
        label=_("Thêm phiếu cho mọi đơn vị cấp"),
        choices=[("", "—"), *Unit.Level.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = CycleGroup
        fields = ("position", "group", "criteria_set")

    def clean_criteria_set(self) -> Any:
        """Refuse another set once anything was claimed, marked or appraised by the old one."""
        chosen = self.cleaned_data["criteria_set"]
        is_other = self.instance.pk and chosen.pk != self.instance.criteria_set_id
        if is_other and has_begun(self.instance):
            raise ValidationError(_("Khối này đã có điểm theo bộ tiêu chí đang dùng."))
        return chosen

    def save(self, commit: bool = True) -> Any:
        """Store a new block whole, one that is there in what the form changed; ValidationError."""
        if not (commit and self.instance.pk):
            return super().save(commit)
        store_changes(self.instance, self, self.instance.cycle)
        return self.instance


class BlockInline(PortalInline):
    """The blocks of a cycle, each with its criteria set."""

    model = CycleGroup
    form = BlockForm
    fields = ("position", "group", "criteria_set", "add_level")
    tab = False

    def get_readonly_fields(self, request: HttpRequest, obj: Cycle | None = None) -> Any:
        """Return what stays once the cycle is under way."""
        return ("position", "group", "criteria_set") if obj and is_under_way(obj) else ()

    def has_add_permission(self, request: HttpRequest, obj: Cycle | None = None) -> bool:
        """Return whether a block may come: not once the cycle is under way."""
        may_add: bool = super().has_add_permission(request, obj)
        return may_add and not (obj and is_under_way(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Cycle | None = None) -> bool:
        """Return whether a block may go: not once the cycle is under way."""
        may_delete: bool = super().has_delete_permission(request, obj)
        return may_delete and not (obj and is_under_way(obj))


class RefusingAdmin(PortalAdmin):
    """A table whose rows may turn out not to be changed any more while their form is stored."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a form or store it; nothing is stored of what is refused, and that is said."""
        try:
            page: HttpResponse = super().changeform_view(
                request, object_id, form_url, extra_context
            )
        except ValidationError as refusal:
            messages.error(request, "; ".join(refusal.messages))
            return redirect(request.path)
        return page


@admin.register(Cycle)
class CycleAdmin(RefusingAdmin):
    """A year's assessment: days, rules, survey, blocks."""

    form = CycleForm
    list_display = ("title", "year", "organiser", "first_on", "last_on", "cutoff_at")
    list_filter = ("year",)
    list_select_related = ("organiser",)
    search_fields = ("title", "organiser__search_key")
    autocomplete_fields = ("organiser",)
    ordering = ("-year", "title")
    inlines = (BlockInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Cycle | None = None) -> Any:
        """Return what stays once the cycle is under way: all of it."""
        return CycleForm.Meta.fields if obj and is_under_way(obj) else ()

    def get_fieldsets(self, request: HttpRequest, obj: Cycle | None = None) -> Any:
        """Return the fields, with a sentence where they are changed once they stay here."""
        options: dict[str, Any] = {"fields": CycleForm.Meta.fields}
        if obj and is_under_way(obj):
            options["description"] = _ELSEWHERE
        return ((None, options),)

    def save_model(self, request: HttpRequest, obj: Cycle, form: Any, change: bool) -> None:
        """Store a new cycle whole, one that is there in what the form changed; ValidationError.

        Dossiers are counted apart on its days. These come first: a ranking too holds the dossiers
        before it holds the cycle. What others change of the cycle meanwhile stays.
        """
        ensure_periods([obj.first_on, obj.last_on + DAY, localdate(obj.cutoff_at) + DAY])
        if change:
            Cycle.objects.select_for_update(of=("self",)).get(pk=obj.pk)
            store_changes(obj, form, obj)
        else:
            super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the cycle may go: not once it has sheets, is under way or ranked."""
        may_delete: bool = super().has_delete_permission(request, obj)
        if not may_delete or not isinstance(obj, Cycle):
            return may_delete
        return not (obj.assessments.exists() or obj.runs.exists() or is_under_way(obj))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Store the blocks, and give the units asked for their sheets."""
        super().save_formset(request, form, formset, change)
        for block_form in formset.forms:
            level = block_form.cleaned_data.get("add_level")
            if level and block_form not in formset.deleted_forms:
                added = add_sheets(block_form.instance, level=level, by=request.user)
                messages.success(request, f"{block_form.instance.group}: thêm {added} phiếu.")


class AssessmentForm(forms.ModelForm):
    """A sheet in a block of its cycle; its unit exists on the last day or takes no part."""

    class Meta:
        model = Assessment
        fields = ("cycle", "cycle_group", "unit", "standing", "reason")

    def clean(self) -> dict[str, Any] | None:
        """Refuse a unit that takes part and was not there, a block of another cycle."""
        cleaned = super().clean()
        cycle = self.cleaned_data.get("cycle") or getattr(self.instance, "cycle", None)
        unit = self.cleaned_data.get("unit") or getattr(self.instance, "unit", None)
        block = self.cleaned_data.get("cycle_group")
        takes_part = self.cleaned_data.get("standing") != Assessment.Standing.EXCLUDED
        if takes_part and cycle and unit and cycle.last_on not in unit.valid:
            self.add_error("unit" if "unit" in self.fields else "standing", NOT_THERE)
        if cycle and block and block.cycle_id != cycle.pk:
            self.add_error("cycle_group", _("Khối này thuộc một kỳ đánh giá khác."))
        return cleaned


@admin.register(Assessment)
class AssessmentAdmin(RefusingAdmin):
    """The sheets of a cycle: who takes part, how, and why not."""

    form = AssessmentForm
    list_display = ("unit", "cycle", "cycle_group", "standing", "reason")
    list_filter = ("cycle", "standing", "cycle_group__group")
    list_select_related = ("unit", "cycle", "cycle_group__group", "cycle_group__cycle")
    search_fields = ("unit__search_key", "unit__code")
    autocomplete_fields = ("unit",)
    ordering = ("-cycle__year", "cycle_group__position", "unit__sort_key")

    def get_readonly_fields(self, request: HttpRequest, obj: Assessment | None = None) -> Any:
        """Return what stays once the sheet is there: it is another unit's otherwise."""
        if obj is None:
            return ()
        return ("cycle", "unit", "cycle_group") if is_worked_on(obj) else ("cycle", "unit")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the sheet may go: not once anything hangs on it."""
        may_delete: bool = super().has_delete_permission(request, obj)
        return may_delete and not (isinstance(obj, Assessment) and is_worked_on(obj))

    def save_model(self, request: HttpRequest, obj: Assessment, form: Any, change: bool) -> None:
        """Store a new sheet whole, one that is there in what the form changed; ValidationError.

        How a unit takes part is decided through the service, and never by its own people. What
        these do meanwhile stays.
        """
        if not change:
            why_not = why_not_decide(cast(User, request.user), obj.unit)
            if why_not and obj.standing != Assessment.Standing.RANKED:
                raise ValidationError(why_not)
            super().save_model(request, obj, form, change)
            return
        if {"standing", "reason"} & set(form.changed_data):
            set_standing(
                assessment=obj,
                standing=Assessment.Standing(obj.standing),
                reason=obj.reason,
                by=request.user,
            )
        if "cycle_group" in form.changed_data:
            if is_worked_on(hold_sheet(obj)):
                raise ValidationError(_WORKED_ON)
            obj.save(update_fields=["cycle_group"])
