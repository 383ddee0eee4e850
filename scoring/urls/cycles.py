"""Addresses of cycles: their list, a ranking asked for, a run published."""

from django.urls import path

from scoring.views import cycles, publishing

_CYCLE = "ky-danh-gia/<str:organiser_code>/<int:year>/"

urlpatterns = [
    path("ky-danh-gia/", cycles.cycles, name="cycles"),
    path(f"{_CYCLE}tinh/", cycles.rank_now, name="rank_now"),
    path(f"{_CYCLE}cong-bo/", publishing.publish, name="publish"),
]
