"""Publications as pages and documents read them."""

from django.db.models import F, QuerySet

from scoring.models import Cycle, Publication, RankingRun
from scoring.selectors.runs import TEXTS


def publication_of(run: RankingRun) -> Publication | None:
    """Return a run's publication, None for a run that was never published."""
    return getattr(run, "publication", None)


def current_publication(cycle: Cycle) -> Publication | None:
    """Return the publication of a cycle that holds, None before the first."""
    holding = Publication.objects.filter(cycle=cycle, state=Publication.State.PUBLISHED)
    return _light(holding).first()


def publications_of(cycle: Cycle) -> QuerySet[Publication]:
    """Return a cycle's publications, the newest first, without the digests of their lists."""
    return _light(Publication.objects.filter(cycle=cycle)).order_by("-pk")


def publications_in(year: int) -> QuerySet[Publication]:
    """Return the publications of a year's cycles, the newest first."""
    return _light(Publication.objects.filter(cycle__year=year)).order_by("-pk")


def current_publications() -> QuerySet[Publication]:
    """Return the publications that hold, the newest year first, a year's by organiser."""
    holding = Publication.objects.filter(
        state=Publication.State.PUBLISHED, cycle__organiser__valid__contains=F("cycle__last_on")
    )
    return _light(holding).order_by("-cycle__year", "cycle__organiser__sort_key", "pk")


def publication_of_number(number: int) -> Publication | None:
    """Return the publication of the run that the portal numbered so, None if there is none."""
    return _light(Publication.objects.filter(run=number)).first()


def _light(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """Return publications with run, cycle and neighbours, none of them with its long texts."""
    beside = ("superseded_by", "supersedes")
    known = publications.select_related("run", "cycle__organiser", *(f"{it}__run" for it in beside))
    return known.defer(
        "fact_lists",
        *(f"{it}__fact_lists" for it in beside),
        *(f"{run}__{text}" for run in ("run", *(f"{it}__run" for it in beside)) for text in TEXTS),
    )
