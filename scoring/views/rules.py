"""Rule sets as they are read: their list, one in words, what a later one says otherwise."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dossiers.domain.late_rates import LateDefinition
from foundation.domain.vietnamese import number
from scoring.models import RuleSet
from scoring.selectors.rule_changes import changes_between
from scoring.selectors.rule_sets import (
    groups_by_code,
    listed,
    past_years,
    rules_open_to,
    stamp_of,
)
from scoring.selectors.rule_words import DEFINITIONS, people_rules_in_words, rules_in_words
from scoring.services.rule_versions import rules_obstacles
from scoring.views.doors import user_of
from units.models import User
from units.selectors.grants import sight_of

MAY_EDIT = "scoring.change_ruleset"


@require_safe
def rule_sets(request: HttpRequest) -> HttpResponse:
    """List the rule sets that are open to the person."""
    user = user_of(request)
    if sight_of(user).is_blind:
        raise PermissionDenied
    context = {"sets": listed(rules_open_to(user))}
    return render(request, "scoring/rule_sets.html", context)


@require_safe
def rule_set(request: HttpRequest, code: str) -> HttpResponse:
    """Show one rule set in words; a draft with what is still wrong with it, for those who edit."""
    found = rules_or_404(request, code)
    return render(request, "scoring/rule_set.html", _shown(request, found))


@require_safe
def rule_set_changes(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a rule set says otherwise than the one it was drafted from, if both are open."""
    new = rules_or_404(request, code)
    old = _drafted_from(user_of(request), new)
    if new.based_on and not old:
        raise Http404("Bộ mà bộ này soạn từ đó không mở cho bạn.")
    changes = changes_between(old, new, groups=groups_by_code()) if old else []
    context = {"new": new, "old": old, "changes": changes}
    return render(request, "scoring/rule_changes.html", context)


def rules_or_404(request: HttpRequest, code: str) -> RuleSet:
    """Return the rule set of that code; Http404 if there is none or it is not open to them."""
    open_sets: QuerySet[RuleSet] = listed(rules_open_to(user_of(request)))
    return get_object_or_404(open_sets, code=code)


def _drafted_from(user: User, rule_set: RuleSet) -> RuleSet | None:
    """Return the rule set that one was drafted from; None if none, or it is not open to them."""
    return rules_open_to(user).filter(drafted=rule_set).first()


def _shown(request: HttpRequest, found: RuleSet) -> dict[str, Any]:
    """Return what the page of a rule set shows."""
    user = user_of(request)
    is_draft = found.state == RuleSet.State.DRAFT
    may_edit = user.has_perm(MAY_EDIT)
    may_type = may_edit and is_draft
    titles = groups_by_code()
    return {
        "set": found,
        "rules": [(titles.get(it.group, it.group), it.sentences) for it in rules_in_words(found)],
        "people_rules": people_rules_in_words(found),
        "late_definition": DEFINITIONS[LateDefinition(found.late_definition)],
        "minimum_sample": number(str(found.minimum_sample)),
        "may_edit": may_edit,
        "may_type": may_type,
        "obstacles": rules_obstacles(found, by=user) if may_type else [],
        "stamp": stamp_of(found) if may_type else "",
        "old": _drafted_from(user, found),
        "newer": rules_open_to(user).filter(replaces=found).first(),
        "past_years": past_years() if user.has_perm("scoring.add_rankingrun") else [],
    }
