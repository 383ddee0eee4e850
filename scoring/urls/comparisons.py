"""Addresses of comparing runs and of trying rules."""

from django.urls import path

from scoring.views import comparisons

_CYCLE = "ky-danh-gia/<str:organiser_code>/<int:year>/"

urlpatterns = [
    path(f"{_CYCLE}so-sanh/", comparisons.compare, name="compare_runs"),
    path(f"{_CYCLE}thu/", comparisons.try_rules, name="try_rules"),
]
