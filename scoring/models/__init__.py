"""Rule and criteria sets, yearly cycles with sheets and marks, ranking runs, publications."""

from scoring.models.cycles import Assessment, Cycle, CycleGroup, FactWaiver, Mark
from scoring.models.publications import Publication
from scoring.models.rules import CriteriaSet, Criterion, RuleSet
from scoring.models.runs import RankingLine, RankingRun

__all__ = [
    "Assessment",
    "CriteriaSet",
    "Criterion",
    "Cycle",
    "CycleGroup",
    "FactWaiver",
    "Mark",
    "Publication",
    "RankingLine",
    "RankingRun",
    "RuleSet",
]
