"""Addresses of suspicious changes, and of one dossier."""

from django.urls import URLPattern, path

from dossiers.views import corrections, suspicions

urlpatterns: list[URLPattern] = [
    path("nghi-van/", suspicions.suspicions, name="suspicions"),
    path("nghi-van/nghi-van.xlsx", suspicions.suspicions_xlsx, name="suspicions_xlsx"),
    path("ho-so/<str:code>/", suspicions.dossier, name="dossier"),
    path("ho-so/<str:code>/mo-lai/", corrections.reopen_one, name="reopen_dossier"),
    path("ho-so/<str:code>/hen-tra/", corrections.correct_due, name="correct_due_time"),
]
