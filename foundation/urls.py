"""Addresses of intake and of long work."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
