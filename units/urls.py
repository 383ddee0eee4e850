"""Addresses of units through time."""

from django.urls import path

from units import views

urlpatterns = [
    path("don-vi/", views.units, name="units"),
    path("don-vi/<path:code>/", views.unit_life, name="unit_life"),
]
