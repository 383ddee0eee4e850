"""Rule and criteria sets, yearly cycles from claim to mark, ranking runs, publications."""

from scoring.models.appraisals import Appraisal, AreaAppraiser, AreaOwner
from scoring.models.claims import Claim, Explanation, SheetStep
from scoring.models.cycles import Assessment, Cycle, CycleGroup, FactWaiver, Mark
from scoring.models.evidence import Document, Evidence
from scoring.models.publications import Publication
from scoring.models.records import ReviewReply, SealedDay
from scoring.models.rules import CriteriaSet, Criterion, RuleSet
from scoring.models.runs import RankingLine, RankingRun
from scoring.models.stages import Extension, Reminder, Reopening, Stage, StageStep

__all__ = [
    "Appraisal",
    "AreaAppraiser",
    "AreaOwner",
    "Assessment",
    "Claim",
    "CriteriaSet",
    "Criterion",
    "Cycle",
    "CycleGroup",
    "Document",
    "Evidence",
    "Explanation",
    "Extension",
    "FactWaiver",
    "Mark",
    "Publication",
    "RankingLine",
    "RankingRun",
    "Reminder",
    "Reopening",
    "ReviewReply",
    "RuleSet",
    "SealedDay",
    "SheetStep",
    "Stage",
    "StageStep",
]
