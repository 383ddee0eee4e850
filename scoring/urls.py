"""Addresses of the scoring cycle."""

from django.urls import path

from scoring import views

urlpatterns = [
    path("ky-danh-gia/", views.cycles, name="cycles"),
    path("ky-danh-gia/<str:organiser_code>/<int:year>/tinh/", views.rank_now, name="rank_now"),
]
