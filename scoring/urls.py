"""Addresses of the scoring cycle."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
