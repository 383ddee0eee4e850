"""Addresses of the pages about dossiers, a module for each part."""

from itertools import chain

from django.urls import URLPattern

PARTS: tuple[list[URLPattern], ...] = ()

urlpatterns = [*chain.from_iterable(PARTS)]
