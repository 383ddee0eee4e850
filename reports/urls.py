"""Addresses of what people read; longer ones first, because a code may have slashes."""

from django.urls import path

from reports.views import home, rankings, reading, reviews, sheets

_CYCLE = "xep-hang/<path:organiser>/<int:year>/"
_UNIT = f"{_CYCLE}don-vi/<path:unit_code>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("cach-tinh/", reading.method, name="method"),
    path("giao-dien/", reading.gallery, name="gallery"),
    path("xep-hang/", home.rankings, name="rankings"),
    path(f"{_UNIT}ho-so/", sheets.dossiers_behind, name="dossiers_behind"),
    path(_UNIT, sheets.unit_sheet, name="unit_sheet"),
    path(f"{_CYCLE}phu-luc/<int:number>.pdf", rankings.annex, name="annex"),
    path(f"{_CYCLE}trach-nhiem/", reviews.reviews, name="reviews"),
    path(_CYCLE, rankings.ranking, name="ranking"),
]
