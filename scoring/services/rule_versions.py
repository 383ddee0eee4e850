"""A rule set through its states: drafted from another, approved by a second person, replaced."""

from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from dossiers.domain.late_rates import LateDefinition
from scoring.models import RuleSet
from scoring.selectors.approvers import has_written, who_approves
from scoring.services.rule_editing import held_draft, problems_of_rules

_COPIED = ("accountability_rules", "late_definition", "minimum_sample")

_BLANK: dict[str, Any] = {
    "sources": [],
    "basis": "index",
    "rank_on": "unrounded",
    "ties": "competition",
    "decimals": 2,
    "rounding": "half_up",
    "unmarked": "refuse",
    "bands": [],
    "blocks": [],
}
"""What a draft begins with that is drafted from no other; every line of it is to be gone over."""


class RulesNotApproved(Exception):
    """Rules cannot be approved, or are needed approved and are not; `sentences` say everything."""

    def __init__(self, rule_set: RuleSet, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.rule_set, self.sentences = rule_set, tuple(sentences)


class RulesReplacedAlready(Exception):
    """A rule set has a newer version, and there is only one."""

    def __init__(self, newer: RuleSet) -> None:
        super().__init__(f"Bộ này đã có phiên bản mới hơn: {newer.code}.")
        self.newer = newer


class RulesCodeTaken(Exception):
    """Another rule set has the code that a draft is to have."""

    def __init__(self, code: str) -> None:
        super().__init__("Đã có bộ quy tắc mang mã này.")
        self.code = code


@transaction.atomic
def begin_rules(*, code: str, title: str, by: Any) -> RuleSet:
    """Store a draft without sources, classes and rules, and return it; raises RulesCodeTaken."""
    draft = RuleSet(
        code=code,
        title=title,
        document=_BLANK | {"code": code},
        late_definition=LateDefinition.RESOLVED_OR_OVERDUE,
        minimum_sample=0,
        author=by,
    )
    _store(draft)
    _record(draft, ADDITION, "Lập bộ quy tắc.", by)
    return draft


@transaction.atomic
def copy_rule_set(rule_set: RuleSet, *, code: str, title: str = "", by: Any) -> RuleSet:
    """Store a draft that says what a rule set says, under a code of its own, and return it.

    Raises RulesCodeTaken.
    """
    copy = _copied(rule_set, code=code, title=title, author=by, based_on=rule_set)
    _record(copy, ADDITION, f"Soạn từ bộ {rule_set.code}.", by)
    return copy


@transaction.atomic
def new_rules_version(rule_set: RuleSet, *, reason: str, by: Any) -> RuleSet:
    """Store a draft that is to replace an approved rule set, for a reason, and return it.

    Raises RulesNotApproved for a draft, which is simply changed, RulesReplacedAlready where there
    is a newer version, ValidationError without a reason.
    """
    held = RuleSet.objects.select_for_update().get(pk=rule_set.pk)
    if held.state == RuleSet.State.DRAFT:
        sentence = "Bộ còn là dự thảo: hãy sửa thẳng, không cần phiên bản mới."
        raise RulesNotApproved(held, [sentence])
    newer = RuleSet.objects.filter(replaces=held).first()
    if newer:
        raise RulesReplacedAlready(newer)
    version = _copied(
        held,
        code=_code_of_version(held),
        author=by,
        based_on=held,
        replaces=held,
        change_reason=reason.strip(),
        version=held.version + 1,
    )
    _record(version, ADDITION, f"Phiên bản {version.version} của {held.code}: {reason}", by)
    return version


@transaction.atomic
def approve_rules(rule_set: RuleSet, *, by: Any, stamp: str | None = None) -> RuleSet:
    """Approve a draft, which freezes it, and return it.

    By a person who never wrote in it, with its sources, and as the core would read it. Raises
    RulesNotApproved with every sentence, RulesFrozen, or RulesChanged if it is not as read.
    """
    held = held_draft(rule_set, stamp=stamp)
    sentences = rules_obstacles(held, by=by)
    if sentences:
        raise RulesNotApproved(held, sentences)
    held.state, held.approved_by, held.approved_at = RuleSet.State.APPROVED, by, now()
    held.save(update_fields=["state", "approved_by", "approved_at"])
    _record(held, CHANGE, "Duyệt bộ quy tắc.", by)
    return held


def rules_obstacles(rule_set: RuleSet, *, by: Any) -> list[str]:
    """Return everything that keeps a person from approving a draft, sentence by sentence."""
    sentences = []
    if rule_set.author is None:
        sentences.append("Chưa rõ ai soạn bộ quy tắc; hãy mở sửa rồi lưu lại để ghi tên.")
    if has_written(by, rule_set):
        sentences.append(who_approves(rule_set))
    problems = problems_of_rules(rule_set)
    sources = rule_set.document.get("sources") or [{}]
    if not all(it.get(key, "").strip() for it in sources for key in ("document", "clause")):
        sentences.append("Chưa ghi đủ nguồn: văn bản và điều khoản.")
    return [*sentences, *map(str, problems)]


def _copied(rule_set: RuleSet, *, code: str, title: str = "", **own: Any) -> RuleSet:
    copy = RuleSet(code=code, title=title or rule_set.title, **own)
    copy.document = rule_set.document | {"code": code}
    for name in _COPIED:
        setattr(copy, name, getattr(rule_set, name))
    copy.full_clean(validate_unique=False)
    _store(copy)
    return copy


def _store(draft: RuleSet) -> None:
    """Store a new draft; whoever takes its code at the same moment may be the first."""
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as error:
        if RuleSet.objects.filter(code=draft.code).exists():
            raise RulesCodeTaken(draft.code) from error
        raise


def _code_of_version(rule_set: RuleSet) -> str:
    """Return a code that nobody has for the next version: quy-tac-2025-pb2."""
    base = rule_set.code.removesuffix(f"-pb{rule_set.version}")
    suffix, more = f"-pb{rule_set.version + 1}", ""
    while RuleSet.objects.filter(code=(code := base[: 58 - len(suffix)] + suffix + more)):
        more += "x"
    return code


def _record(rule_set: RuleSet, flag: int, message: str, by: Any) -> None:
    """Write down who did what; it is read in the history of the web admin."""
    LogEntry.objects.log_actions(by.pk, [rule_set], flag, message, single_object=True)
