"""Addresses of the sources of dossiers."""

from django.urls import path

from dossiers.views import source_units, sources

urlpatterns = [
    path("nguon-du-lieu/", sources.sources, name="sources"),
    path("nguon-du-lieu/moi/", sources.source_new, name="source_new"),
    path(
        "nguon-du-lieu/thu-tuc-moi/<int:pk>/",
        source_units.create_procedures,
        name="create_procedures",
    ),
    path("nguon-du-lieu/<slug:code>/", sources.source, name="source"),
    path("nguon-du-lieu/<slug:code>/mau/", sources.source_sample, name="source_sample"),
    path("nguon-du-lieu/<slug:code>/don-vi/", source_units.source_units, name="source_units"),
    path(
        "nguon-du-lieu/<slug:code>/don-vi/<int:pk>/xoa/",
        source_units.source_unit_forget,
        name="source_unit_forget",
    ),
]
