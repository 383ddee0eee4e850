"""Addresses of what people read; longer ones first, because a code may have slashes."""

from django.urls import path

from reports.views import home, letters, publications, rankings, reading, reviews, sheets

_CYCLE = "xep-hang/<path:organiser>/<int:year>/"
_UNIT = f"{_CYCLE}don-vi/<path:unit_code>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("cach-tinh/", reading.method, name="method"),
    path("giao-dien/", reading.gallery, name="gallery"),
    path("thu-xin-loi/<int:pk>.pdf", letters.apology_letter, name="apology_letter"),
    path("thu-xin-loi/in-thu/<str:code>/", letters.print_letters, name="print_letters"),
    path("thu-xin-loi/in-danh-sach/", letters.print_late_list, name="print_late_list"),
    path("thu-xin-loi/danh-sach.xlsx", letters.late_list_workbook, name="late_list_xlsx"),
    path("thu-xin-loi/ban-in/<int:pk>/", letters.printed, name="printed"),
    path(
        "thu-xin-loi/ban-in/<int:pk>/<int:number>.pdf",
        letters.printed_volume,
        name="printed_volume",
    ),
    path("xep-hang/", home.rankings, name="rankings"),
    path(f"{_UNIT}ho-so/", sheets.dossiers_behind, name="dossiers_behind"),
    path(_UNIT, sheets.unit_sheet, name="unit_sheet"),
    path("cong-bo/", publications.published, name="publications"),
    path("cong-bo/<path:organiser>/<int:year>/", publications.publication, name="publication"),
    path("xac-minh/<int:number>/", publications.verification, name="verification"),
    path("xac-minh/<int:number>/<str:document>.json", publications.frozen, name="frozen_document"),
    path(f"{_CYCLE}phu-luc/<int:number>.pdf", rankings.annex, name="annex"),
    path(f"{_CYCLE}trach-nhiem/<int:number>/y-kien/", reviews.review_reply, name="review_reply"),
    path(f"{_CYCLE}trach-nhiem/danh-sach.xlsx", reviews.reviews_xlsx, name="reviews_xlsx"),
    path(f"{_CYCLE}trach-nhiem/danh-sach.pdf", reviews.reviews_pdf, name="reviews_pdf"),
    path(f"{_CYCLE}trach-nhiem/", reviews.reviews, name="reviews"),
    path(_CYCLE, rankings.ranking, name="ranking"),
]
