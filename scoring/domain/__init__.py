"""The pure core: bundles in, rankings and consequences out; no clock, no database, no files."""

from scoring.domain.accountability import (
    AccountabilityBundle,
    AccountabilityResult,
    accountability_text,
    consequences,
)
from scoring.domain.model import Bundle
from scoring.domain.problems import BundleRefused, Problem, problems_text, sentence
from scoring.domain.ranking import RankingResult, rank
from scoring.domain.reading.accountability import read_accountability
from scoring.domain.reading.bundle import read_bundle
from scoring.domain.result import result_text

__all__ = [
    "AccountabilityBundle",
    "AccountabilityResult",
    "Bundle",
    "BundleRefused",
    "Problem",
    "RankingResult",
    "accountability_text",
    "consequences",
    "problems_text",
    "rank",
    "rank_text",
    "read_accountability",
    "read_bundle",
    "result_text",
    "review",
    "sentence",
]


def rank_text(data: bytes | str) -> str:
    """Return the result document of a bundle. Raises BundleRefused with every problem found."""
    return result_text(rank(read_bundle(data)))


def review(data: bytes | str) -> str:
    """Return the result document of an accountability bundle. Raises BundleRefused likewise."""
    return accountability_text(consequences(read_accountability(data)))
