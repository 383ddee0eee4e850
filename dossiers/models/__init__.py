"""What the app keeps: procedures, dossiers, the sources they come from, and tallies of them."""

from dossiers.models.dossiers import (
    Apology,
    Dossier,
    DossierChange,
    DossierCorrection,
    Pause,
)
from dossiers.models.procedures import Procedure
from dossiers.models.sources import Source, SourceUnit, StatedFigure
from dossiers.models.tallies import ClosedTally, OpenTally, PeriodStart

__all__ = [
    "Apology",
    "ClosedTally",
    "Dossier",
    "DossierChange",
    "DossierCorrection",
    "OpenTally",
    "Pause",
    "PeriodStart",
    "Procedure",
    "Source",
    "SourceUnit",
    "StatedFigure",
]
