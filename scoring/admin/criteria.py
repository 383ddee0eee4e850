"""Criteria sets: shown as a tree, typed as rows, copied for another year."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from foundation.admin.base import PortalAdmin
from foundation.domain.vietnamese import number
from scoring.admin.codes import copy_code
from scoring.admin.criteria_rows import CriterionInline
from scoring.models import CriteriaSet
from scoring.selectors.bundles import plain
from scoring.selectors.criteria_words import AGGREGATIONS
from scoring.services.criteria_editing import rewrite_criteria
from scoring.services.criteria_versions import clone_set
from units.models import User

_TREE = (
    '<table class="criteria-tree"><thead><tr><th scope="col">{}</th>'
    '<th scope="col" class="points">{}</th></tr></thead><tbody>{}</tbody></table>'
)
_ROW = '<tr class="{}"><td class="depth-{}">{} {}</td><td class="points">{}</td></tr>'


class CriteriaSetForm(forms.ModelForm):
    """A criteria set without its rows."""

    aggregation = forms.ChoiceField(
        label=_("Cách gộp"),
        choices=list(AGGREGATIONS.items()),
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = CriteriaSet
        fields = (
            "code",
            "title",
            "source",
            "clause",
            "aggregation",
            "max_points",
            "bonus_cap",
            "penalty_cap",
        )


@admin.register(CriteriaSet)
class CriteriaSetAdmin(PortalAdmin):
    """Sets of criteria; one that a run stands on is kept as it is, and may be copied."""

    form = CriteriaSetForm
    list_display = ("code", "title", "state", "version", "gathered", "most")
    search_fields = ("code", "title")
    ordering = ("code",)
    readonly_fields = ("frozen", "state", "version", "tree", "gathered", "most")
    inlines = (CriterionInline,)
    actions = ("copy",)

    def has_change_permission(self, request: HttpRequest, obj: CriteriaSet | None = None) -> bool:
        """Return whether the set may change: not once it is approved or a run stands on it."""
        is_fixed = obj is not None and (_is_approved(obj) or _is_ranked(obj))
        return super().has_change_permission(request, obj) and not is_fixed

    def has_delete_permission(self, request: HttpRequest, obj: CriteriaSet | None = None) -> bool:
        """Return whether the set may go: not once a run stands on it."""
        return super().has_delete_permission(request, obj) and self.has_change_permission(
            request, obj
        )

    def get_inlines(self, request: HttpRequest, obj: CriteriaSet | None = None) -> Any:
        """Return the rows to type, where the set may change; the tree shows them anyway."""
        return self.inlines if self._may_type(request, obj) else ()

    def get_fields(self, request: HttpRequest, obj: CriteriaSet | None = None) -> Any:
        """Return the fields to type, or what there is to read."""
        if self._may_type(request, obj):
            return CriteriaSetForm.Meta.fields
        said = ("frozen",) if _is_approved(obj) else ()
        own = ("code", "title", "state", "version", "source", "clause", "gathered", "most", "tree")
        return (*said, *own)

    def _may_type(self, request: HttpRequest, obj: CriteriaSet | None) -> bool:
        return obj is None or self.has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: CriteriaSet, form: Any, change: bool) -> None:
        """Store the set; whoever changed a draft last is its author, and does not approve it."""
        obj.author = cast(User, request.user)
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Store the rows through the service, all of them or none."""
        rewrite_criteria(form.instance, formset.rows(), by=request.user)
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []

    @admin.display(description=_("không sửa được"))
    def frozen(self, criteria_set: CriteriaSet) -> str:
        """Return why an approved set has no fields to type."""
        return str(_("Bộ tiêu chí đã duyệt, không sửa; sai sót thì lập phiên bản mới kèm lý do."))

    @admin.display(description=_("cách gộp"))
    def gathered(self, criteria_set: CriteriaSet) -> str:
        """Return how the points of areas are gathered, in words."""
        return str(AGGREGATIONS[criteria_set.aggregation])

    @admin.display(description=_("điểm tối đa"))
    def most(self, criteria_set: CriteriaSet) -> str:
        """Return the maximum without surplus zeros."""
        return number(plain(criteria_set.max_points))

    @admin.display(description=_("cây tiêu chí"))
    def tree(self, criteria_set: CriteriaSet) -> SafeString:
        """Return the criteria as a table, each below its parent."""
        depths: dict[int | None, int] = {None: -1}
        rows = []
        for criterion in criteria_set.criteria.order_by("position"):
            depths[criterion.pk] = depths.get(criterion.parent_id, -1) + 1
            depth = depths[criterion.pk]
            most = number(plain(criterion.max_points))
            kind = "" if depth else "area"
            rows.append((kind, depth, criterion.code, criterion.title, most))
        return format_html(_TREE, _("Tiêu chí"), _("Điểm tối đa"), format_html_join("", _ROW, rows))

    @admin.action(description=_("Nhân bản để sửa cho kỳ khác"), permissions=["add"])
    def copy(self, request: HttpRequest, queryset: QuerySet[CriteriaSet]) -> None:
        """Copy the chosen sets under codes of their own."""
        for chosen in queryset:
            taken = set(CriteriaSet.objects.values_list("code", flat=True))
            copy = clone_set(chosen, code=copy_code(chosen.code, taken), by=request.user)
            messages.success(request, f"Đã nhân bản thành {copy.code}.")


def _is_approved(criteria_set: CriteriaSet | None) -> bool:
    return criteria_set is not None and criteria_set.state != CriteriaSet.State.DRAFT


def _is_ranked(criteria_set: CriteriaSet) -> bool:
    return criteria_set.cycle_groups.filter(cycle__runs__isnull=False).exists()
