"""Addresses of the council: everything disputed in a cycle, and a decision on one leaf."""

from django.urls import path

from scoring.views import council

_CYCLE = "hoi-dong/<str:organiser_code>/<int:year>/"

urlpatterns = [
    path(_CYCLE, council.council, name="council"),
    path(f"{_CYCLE}<str:unit_code>/<int:criterion_id>/", council.decide, name="decide"),
]
