"""Addresses of the scoring cycle, a module for each part."""

from itertools import chain

from django.urls import URLPattern

from scoring.urls import comparisons, cycles, quality

PARTS: tuple[list[URLPattern], ...] = (
    comparisons.urlpatterns,
    cycles.urlpatterns,
    quality.urlpatterns,
)

urlpatterns = [*chain.from_iterable(PARTS)]
