"""Addresses of what is cited for one leaf of one sheet."""

from django.urls import path

from scoring.views import evidence

_SHEET = "phieu/<str:organiser_code>/<int:year>/<str:unit_code>/"

urlpatterns = [
    path(f"{_SHEET}tai-lieu/<int:criterion_id>/", evidence.leaf_evidence, name="leaf_evidence"),
]
