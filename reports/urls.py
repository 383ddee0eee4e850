"""Addresses of what people read."""

from django.urls import path

from reports import views

urlpatterns = [
    path("", views.home, name="home"),
    path("cach-tinh/", views.method, name="method"),
    path("xep-hang/<int:year>/", views.ranking, name="ranking"),
    path("xep-hang/<int:year>/don-vi/<path:unit_code>/", views.unit_sheet, name="unit_sheet"),
    path("xep-hang/<int:year>/phu-luc/<int:number>.pdf", views.annex, name="annex"),
]
