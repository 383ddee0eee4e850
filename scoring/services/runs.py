"""One ranking as documents: computed from what was gathered, stored as a run, never edited."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from scoring.domain import rank, read_bundle, result_text
from scoring.domain.canonical import document_text
from scoring.models import Cycle, RankingRun
from scoring.services.people_review import reviewed
from scoring.services.run_lines import frame_and_lines, store_lines


@dataclass(frozen=True, slots=True)
class RunTexts:
    """The documents of a run; those about people are "" where the rules say nothing of people."""

    bundle: str
    bundle_sha256: str
    result: str
    supplement: str
    people_bundle: str
    people_result: str
    people_left_out: str

    def are_those_of(self, run: RankingRun) -> bool:
        """Return whether a stored run holds these very texts."""
        return all(getattr(run, name) == text for name, text in asdict(self).items())


def ranked(
    cycle: Cycle, bundle: dict[str, Any], supplement: dict[str, Any], *, is_provisional: bool
) -> RunTexts:
    """Rank a bundle and return its documents; a provisional ranking has none about people.

    Raises BundleRefused, with every problem, if the bundle cannot be ranked.
    """
    text = document_text(bundle)
    sound = read_bundle(text)
    result = result_text(rank(sound))
    people = "", "", ""
    if not is_provisional:
        people = reviewed(cycle, bundle, sound.sha256, json.loads(result))
    return RunTexts(text, sound.sha256, result, document_text(supplement), *people)


def store_run(
    cycle: Cycle, texts: RunTexts, *, by: Any | None, is_provisional: bool = False
) -> RankingRun:
    """Store a run with its frame and lines, numbered after the cycle's last run of any kind.

    To be called in the transaction that holds the cycle.
    """
    documents = (json.loads(text) for text in (texts.bundle, texts.result, texts.supplement))
    frame, lines = frame_and_lines(*documents)
    run = RankingRun.objects.create(
        cycle=cycle,
        number=(cycle.runs.values_list("number", flat=True).first() or 0) + 1,
        is_provisional=is_provisional,
        frame=frame,
        created_by=by,
        **asdict(texts),
    )
    store_lines(run, lines)
    return run
