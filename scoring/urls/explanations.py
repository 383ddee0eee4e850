"""Addresses of what a unit says to its first appraisal."""

from django.urls import path

from scoring.views import explanations

_SHEET = "phieu/<str:organiser_code>/<int:year>/<str:unit_code>/giai-trinh/"

urlpatterns = [
    path(_SHEET, explanations.explanations, name="explanations"),
    path(f"{_SHEET}dong-y/", explanations.agree, name="agree_to_the_rest"),
    path(f"{_SHEET}<int:criterion_id>/", explanations.explain, name="explain"),
]
