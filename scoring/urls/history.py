"""Addresses of the history."""

from django.urls import path

from scoring.views import history

urlpatterns = [
    path("nhat-ky/", history.history, name="history"),
    path("nhat-ky/tai-ra.xlsx", history.history_xlsx, name="history_xlsx"),
    path("nhat-ky/phieu/<int:pk>/", history.history_of_sheet, name="history_of_sheet"),
    path("nhat-ky/truy-cap/", history.access, name="access"),
]
