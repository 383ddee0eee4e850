"""Addresses of the scoring cycle, a module for each part."""

from itertools import chain

from django.urls import URLPattern

from scoring.urls import (
    appraisal,
    comparisons,
    council,
    criteria,
    cycles,
    documents,
    evidence,
    explanations,
    history,
    quality,
    rules,
    sheets,
    stages,
)

PARTS: tuple[list[URLPattern], ...] = (
    appraisal.urlpatterns,
    comparisons.urlpatterns,
    council.urlpatterns,
    criteria.urlpatterns,
    cycles.urlpatterns,
    documents.urlpatterns,
    evidence.urlpatterns,
    explanations.urlpatterns,
    history.urlpatterns,
    quality.urlpatterns,
    rules.urlpatterns,
    sheets.urlpatterns,
    stages.urlpatterns,
)

urlpatterns = [*chain.from_iterable(PARTS)]
