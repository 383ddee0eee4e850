"""Rule sets: documents that the core must be able to read; approved ones are kept as they are."""

import json
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from dossiers.domain.late_rates import LateDefinition
from foundation.admin.base import PortalAdmin
from scoring.admin.codes import copy_code
from scoring.domain import sentence
from scoring.models import RankingRun, RuleSet
from scoring.selectors.rule_words import DEFINITIONS
from scoring.services.rule_editing import accountability_problems, rule_set_problems
from scoring.services.rule_versions import copy_rule_set
from units.models import User


class RuleSetForm(forms.ModelForm):
    """A rule set as the core would read it, every problem named."""

    late_definition = forms.ChoiceField(
        label=_("Cách tính tỷ lệ trễ hạn"),
        choices=[(known.value, DEFINITIONS[known]) for known in LateDefinition],
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
            self.add_error("document", f"{problem.place}: {sentence(problem)}")
        rules = self.cleaned_data.get("accountability_rules")
        if rules and document and not self.errors:
            for problem in accountability_problems(rules, document):
                self.add_error("accountability_rules", f"{problem.place}: {sentence(problem)}")
        return cleaned


@admin.register(RuleSet)
class RuleSetAdmin(PortalAdmin):
    """The rules of a year as data; they are approved on their page in the portal."""

    form = RuleSetForm
    list_display = ("code", "title", "state", "version", "late_words", "minimum_sample")
    list_filter = ("state",)
    search_fields = ("code", "title")
    ordering = ("code",)
    readonly_fields = (
        *("in_portal", "state", "version", "author", "approved_by", "approved_at"),
        *("late_words", "document_words", "accountability_words"),
    )
    actions = ("copy",)

    def has_change_permission(self, request: HttpRequest, obj: RuleSet | None = None) -> bool:
        """Return whether the rules may change: a draft only, and not once a run stands on it."""
        is_fixed = obj is not None and (obj.state != RuleSet.State.DRAFT or _is_ranked(obj))
        return super().has_change_permission(request, obj) and not is_fixed

    def has_delete_permission(self, request: HttpRequest, obj: RuleSet | None = None) -> bool:
        """Return whether the rules may go: a draft only, and not while a cycle goes by it."""
        is_fixed = obj is not None and (
            obj.state != RuleSet.State.DRAFT or obj.cycles.exists() or obj.drafted.exists()
        )
        return super().has_delete_permission(request, obj) and not is_fixed

    def get_fields(self, request: HttpRequest, obj: RuleSet | None = None) -> Any:
        """Return the fields to type, or what there is to read."""
        if obj is None:
            return RuleSetForm.Meta.fields
        if self.has_change_permission(request, obj):
            return ("in_portal", *RuleSetForm.Meta.fields)
        own = ("code", "title", *self.readonly_fields[1:6], "late_words", "minimum_sample")
        return ("in_portal", *own, "document_words", "accountability_words")

    def save_model(self, request: HttpRequest, obj: RuleSet, form: Any, change: bool) -> None:
        """Store the rules; whoever changed a draft last is its author, and does not approve it."""
        obj.author = cast(User, request.user)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("trên cổng"))
    def in_portal(self, rule_set: RuleSet) -> SafeString:
        """Return the way to the page on which rules are read in words, typed and approved."""
        address = reverse("rule_set", args=[rule_set.code])
        return format_html('<a href="{}">{}</a>', address, _("Đọc bằng lời, soạn, duyệt"))

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
        return str(DEFINITIONS[LateDefinition(rule_set.late_definition)])

    @admin.action(description=_("Nhân bản để sửa cho kỳ khác"), permissions=["add"])
    def copy(self, request: HttpRequest, queryset: QuerySet[RuleSet]) -> None:
        """Copy the chosen rule sets under codes of their own."""
        for rule_set in queryset:
            taken = set(RuleSet.objects.values_list("code", flat=True))
            code = copy_code(rule_set.code, taken)
            copy = copy_rule_set(rule_set, code=code, by=request.user)
            messages.success(request, f"Đã nhân bản thành {copy.code}.")


def _is_ranked(rule_set: RuleSet) -> bool:
    return RankingRun.objects.filter(cycle__rule_set=rule_set).exists()


def _readable(document: Any) -> SafeString:
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return format_html('<pre class="whitespace-pre-wrap">{}</pre>', text)
