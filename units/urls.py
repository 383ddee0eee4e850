"""Addresses of units through time."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
