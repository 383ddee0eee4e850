"""A worked example beside the form of a leaf: a sample mark, and the points the core gives it."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict

from scoring.domain import BundleRefused, sentence
from scoring.domain.entry import EntryRefused, leaf_of, points_of, typed_mark
from scoring.domain.numbers import exact_text
from scoring.forms.criteria_leaf import CriterionForm
from scoring.models import Criterion
from scoring.selectors.bundles import plain
from scoring.selectors.criteria_words import rule_words
from scoring.selectors.mark_inputs import Input, inputs_of
from scoring.selectors.wording import points
from scoring.services.criteria_leaves import LeafRefused, leaf_document, typed_decimal


@dataclass(frozen=True, slots=True)
class Trial:
    """The fields of a sample mark and what it earns; sentences where it earns nothing yet."""

    rule: str
    inputs: list[Input]
    points: str
    max_points: str
    sentences: tuple[str, ...]


def trial_of(form: CriterionForm, data: QueryDict) -> Trial | None:
    """Return the worked example of a leaf as it is typed now; None for a criterion that is none."""
    if not form.typed.kind:
        return None
    try:
        leaf = leaf_document(form.typed) or {}
        leaf["scoring"].pop("from_fact", None)
        most = typed_decimal(_maximum(form))
        core = leaf_of("x", most, leaf)
    except LeafRefused as refusal:
        return _unfinished(tuple(refusal.faults.values()))
    except EntryRefused as refusal:
        return _unfinished(refusal.sentences)
    except BundleRefused as refusal:
        return _unfinished(tuple(map(sentence, refusal.problems)))
    typed = {name: data.getlist(name) for name in data}
    criterion = Criterion(code="x", max_points=Decimal(most), leaf=leaf)
    shown = {"rule": rule_words(leaf, Decimal(most)), "max_points": points(plain(Decimal(most)))}
    inputs = inputs_of(criterion, typed)
    try:
        earned = points_of(core, typed_mark(core, typed))
    except EntryRefused as refusal:
        return Trial(**shown, inputs=inputs, points="", sentences=refusal.sentences)
    given = "" if earned is None else points(exact_text(earned))
    return Trial(**shown, inputs=inputs, points=given, sentences=())


def _maximum(form: CriterionForm) -> str:
    return str(form["diem_toi_da"].value() or "").strip()


def _unfinished(sentences: tuple[str, ...]) -> Trial:
    return Trial(rule="", inputs=[], points="", max_points="", sentences=sentences)
