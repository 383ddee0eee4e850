"""Addresses of rule sets: their list, one set, its draft typed and approved, its versions."""

from django.urls import path

from scoring.views import rule_drafts as drafts
from scoring.views import rules

_SETS = "quy-tac/"
_SET = f"{_SETS}<slug:code>/"

urlpatterns = [
    path(_SETS, rules.rule_sets, name="rule_sets"),
    path(f"{_SETS}moi/", drafts.rule_set_new, name="rule_set_new"),
    path(_SET, rules.rule_set, name="rule_set"),
    path(f"{_SET}thay-doi/", rules.rule_set_changes, name="rule_set_changes"),
    path(f"{_SET}soan/", drafts.rule_set_copy, name="rule_set_copy"),
    path(f"{_SET}sua/", drafts.rule_set_edit, name="rule_set_edit"),
    path(f"{_SET}vi-du/", drafts.rule_set_example, name="rule_set_example"),
    path(f"{_SET}duyet/", drafts.rule_set_approve, name="rule_set_approve"),
    path(f"{_SET}phien-ban/", drafts.rule_set_version, name="rule_set_version"),
    path(f"{_SET}xoa/", drafts.rule_set_delete, name="rule_set_delete"),
]
