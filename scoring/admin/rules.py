"""Rule sets: documents that the core must be able to read; those a run stands on are kept as is."""

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from dossiers.domain.late_rates import LateDefinition
from foundation.admin.base import PortalAdmin
from scoring.admin.codes import copy_code
from scoring.models import Cycle, RankingRun, RuleSet
from scoring.services.rule_editing import (
    accountability_problems,
    copy_rule_set,
    rule_set_problems,
)

_DEFINITIONS = {
    LateDefinition.RESOLVED_OR_OVERDUE: _("Đã giải quyết và đang quá hạn (mặc định)"),
    LateDefinition.RESOLVED_ONLY: _("Chỉ hồ sơ đã giải quyết"),
    LateDefinition.DUE_IN_PERIOD: _("Hồ sơ đến hạn trong kỳ"),
}


class RuleSetForm(forms.ModelForm):
    """A rule set as the core would read it, every problem named."""

    late_definition = forms.ChoiceField(
        label=_("Cách tính tỷ lệ trễ hạn"),
        choices=[(known.value, _DEFINITIONS[known]) for known in LateDefinition],
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = RuleSet
        fields = (
            "code",
            "title",
            "late_definition",
            "minimum_sample",
            "document",
            "accountability_rules",
        )

    def clean(self) -> dict[str, Any] | None:
        """Refuse what the core would refuse, with its sentences."""
        cleaned = super().clean()
        document = self.cleaned_data.get("document")
        for problem in rule_set_problems(document) if document is not None else ():
            self.add_error("document", f"{problem.place}: {problem.message}")
        rules = self.cleaned_data.get("accountability_rules")
        if rules and document and not self.errors:
            for problem in accountability_problems(rules, document):
                self.add_error("accountability_rules", f"{problem.place}: {problem.message}")
        return cleaned


@admin.register(RuleSet)
class RuleSetAdmin(PortalAdmin):
    """The rules of a year as data."""

    form = RuleSetForm
    list_display = ("code", "title", "late_words", "minimum_sample")
    search_fields = ("code", "title")
    ordering = ("code",)
    readonly_fields = ("late_words", "document_words", "accountability_words")
    actions = ("copy",)

    def has_change_permission(self, request: HttpRequest, obj: RuleSet | None = None) -> bool:
        """Return whether the rules may change: not once a run stands on them."""
        is_used = obj is not None and RankingRun.objects.filter(cycle__rule_set=obj).exists()
        return super().has_change_permission(request, obj) and not is_used

    def has_delete_permission(self, request: HttpRequest, obj: RuleSet | None = None) -> bool:
        """Return whether the rules may go: not while a cycle goes by them."""
        is_used = obj is not None and Cycle.objects.filter(rule_set=obj).exists()
        return super().has_delete_permission(request, obj) and not is_used

    def get_fields(self, request: HttpRequest, obj: RuleSet | None = None) -> Any:
        """Return the fields to type, or what there is to read."""
        if obj is None or self.has_change_permission(request, obj):
            return RuleSetForm.Meta.fields
        return ("code", "title", "late_words", "minimum_sample", *self.readonly_fields[1:])

    @admin.display(description=_("tài liệu"))
    def document_words(self, rule_set: RuleSet) -> SafeString:
        """Return the rules line by line."""
        return _readable(rule_set.document)

    @admin.display(description=_("quy tắc trách nhiệm"))
    def accountability_words(self, rule_set: RuleSet) -> SafeString:
        """Return the rules on people line by line."""
        return _readable(rule_set.accountability_rules)

    @admin.display(description=_("cách tính tỷ lệ trễ hạn"))
    def late_words(self, rule_set: RuleSet) -> str:
        """Return how the late rate is counted, in words."""
        return str(_DEFINITIONS[LateDefinition(rule_set.late_definition)])

    @admin.action(description=_("Nhân bản để sửa cho kỳ khác"), permissions=["add"])
    def copy(self, request: HttpRequest, queryset: QuerySet[RuleSet]) -> None:
        """Copy the chosen rule sets under codes of their own."""
        for rule_set in queryset:
            taken = set(RuleSet.objects.values_list("code", flat=True))
            copy = copy_rule_set(rule_set, code=copy_code(rule_set.code, taken), by=request.user)
            self.log_addition(request, copy, f"Nhân bản từ {rule_set.code}.")
            messages.success(request, f"Đã nhân bản thành {copy.code}.")


def _readable(document: Any) -> SafeString:
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return format_html('<pre class="whitespace-pre-wrap">{}</pre>', text)
