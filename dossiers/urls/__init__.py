"""Addresses of the pages about dossiers, a module for each part."""

from itertools import chain

from django.urls import URLPattern

from dossiers.urls import apologies, facts, figures, sources, suspicions

PARTS: tuple[list[URLPattern], ...] = (
    apologies.urlpatterns,
    facts.urlpatterns,
    figures.urlpatterns,
    sources.urlpatterns,
    suspicions.urlpatterns,
)

urlpatterns = [*chain.from_iterable(PARTS)]
