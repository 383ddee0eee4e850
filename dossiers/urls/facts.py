"""Addresses of the pages of facts."""

from django.urls import URLPattern, path

from dossiers.views import facts

_UNIT = "don-vi/<path:code>/so-lieu/"

urlpatterns: list[URLPattern] = [
    path("so-lieu/", facts.facts_of_units, name="facts_of_units"),
    path("so-lieu/don-vi.xlsx", facts.facts_of_units_xlsx, name="facts_of_units_xlsx"),
    path(_UNIT, facts.facts, name="facts"),
    path(f"{_UNIT}ho-so/", facts.fact_dossiers, name="fact_dossiers"),
    path(f"{_UNIT}ho-so.xlsx", facts.fact_dossiers_xlsx, name="fact_dossiers_xlsx"),
    path(f"{_UNIT}thu-tuc/", facts.fact_procedures, name="fact_procedures"),
    path(f"{_UNIT}thu-tuc.xlsx", facts.fact_procedures_xlsx, name="fact_procedures_xlsx"),
    path("can-bo/<path:code>/", facts.official, name="official"),
]
