"""What the app keeps: procedures, dossiers, the sources they come from, and tallies of them."""

from dossiers.models.dossiers import Apology, Dossier, DossierChange, Pause
from dossiers.models.procedures import Procedure
from dossiers.models.sources import Source, SourceUnit, StatedFigure
from dossiers.models.tallies import ClosedTally, OpenTally, PeriodStart

__all__ = [
    "Apology",
    "ClosedTally",
    "Dossier",
    "DossierChange",
    "OpenTally",
    "Pause",
    "PeriodStart",
    "Procedure",
    "Source",
    "SourceUnit",
    "StatedFigure",
]
