"""Rule sets: documents that the core must be able to read; approved ones are kept as they are."""

import json
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from dossiers.domain.late_rates import LateDefinition
from foundation.admin.base import PortalAdmin
from scoring.admin.codes import copy_code
from scoring.forms.rules import free_of_the_portal
from scoring.models import RankingRun, RuleSet
from scoring.selectors.rule_sets import groups_by_code, stamp_of
from scoring.selectors.rule_words import DEFINITIONS
from scoring.services.rule_editing import (
    RulesChanged,
    RulesFrozen,
    accountability_problems,
    held_draft,
    in_block,
    plainly,
    rule_set_problems,
)
from scoring.services.rule_versions import RulesCodeTaken, copy_rule_set
from units.models import User

_OVERTAKEN = _(
    "Bộ quy tắc đã được sửa hay duyệt sau khi bạn mở trang; chưa lưu gì. Hãy mở lại trang để xem."
)


class RuleSetForm(forms.ModelForm):
    """A rule set as the core would read it, every problem named."""

    late_definition = forms.ChoiceField(
        label=_("Cách tính tỷ lệ trễ hạn"),
        choices=[(known.value, DEFINITIONS[known]) for known in LateDefinition],
        widget=UnfoldAdminSelectWidget,
    )
    dau = forms.CharField(required=False, widget=forms.HiddenInput)

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["dau"] = stamp_of(self.instance)

    def clean_code(self) -> str:
        """Return the code; refuse one that is an address of something else."""
        return free_of_the_portal(self.cleaned_data["code"])

    def clean(self) -> dict[str, Any] | None:
        """Refuse what the core would refuse, with its sentences, and to overwrite unseen.

        The draft is held until it is stored.
        """
        cleaned = super().clean()
        if self.instance.pk:
            try:
                held_draft(self.instance, stamp=self.cleaned_data.get("dau", ""))
            except (RulesFrozen, RulesChanged):
                self.add_error(None, _OVERTAKEN)
        document = self.cleaned_data.get("document")
        for problem in rule_set_problems(document) if document is not None else ():
            self.add_error("document", f"{problem.place}: {plainly(problem)}")
        rules = self.cleaned_data.get("accountability_rules")
        if rules and document and not self.errors:
            groups = groups_by_code()
            for problem in accountability_problems(rules, document):
                where = f"{problem.place}{in_block(problem, groups)}"
                self.add_error("accountability_rules", f"{where}: {plainly(problem)}")
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

    def get_readonly_fields(self, request: HttpRequest, obj: RuleSet | None = None) -> Any:
        """Return what is only read; a code is the address of its pages and stays."""
        return self.readonly_fields if obj is None else ("code", *self.readonly_fields)

    def get_fields(self, request: HttpRequest, obj: RuleSet | None = None) -> Any:
        """Return the fields to type, or what there is to read."""
        if obj is None:
            return RuleSetForm.Meta.fields
        if self.has_change_permission(request, obj):
            return ("in_portal", *RuleSetForm.Meta.fields, "dau")
        own = ("code", "title", *self.readonly_fields[1:6], "late_words", "minimum_sample")
        return ("in_portal", *own, "document_words", "accountability_words")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the page of rules; who typed in a draft that was approved meanwhile is told."""
        found = self.get_object(request, object_id)
        if "dau" in request.POST and found and found.state != RuleSet.State.DRAFT:
            messages.error(request, _OVERTAKEN)
            return redirect(request.path)
        page: HttpResponse = super().change_view(request, object_id, form_url, extra_context)
        return page

    def save_model(self, request: HttpRequest, obj: RuleSet, form: Any, change: bool) -> None:
        """Store the rules; whoever changes a draft is its author, and does not approve it."""
        if stamp_of(obj) != form.cleaned_data["dau"] or obj.author is None:
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
            try:
                copy = copy_rule_set(rule_set, code=code, by=request.user)
                messages.success(request, f"Đã nhân bản thành {copy.code}.")
            except RulesCodeTaken as refusal:
                messages.error(request, str(refusal))


def _is_ranked(rule_set: RuleSet) -> bool:
    return RankingRun.objects.filter(cycle__rule_set=rule_set).exists()


def _readable(document: Any) -> SafeString:
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return format_html('<pre class="whitespace-pre-wrap">{}</pre>', text)
