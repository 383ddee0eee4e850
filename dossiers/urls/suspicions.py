"""Addresses of suspicious changes, and of one dossier."""

from django.urls import URLPattern, path

from dossiers.views import suspicions

urlpatterns: list[URLPattern] = [
    path("nghi-van/", suspicions.suspicions, name="suspicions"),
    path("nghi-van/nghi-van.xlsx", suspicions.suspicions_xlsx, name="suspicions_xlsx"),
    path("ho-so/<str:code>/", suspicions.dossier, name="dossier"),
]
