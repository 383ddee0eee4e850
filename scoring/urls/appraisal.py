"""Addresses of appraisal: who appraises what, the queue, one leaf, a whole area accepted."""

from django.urls import path

from scoring.views import appraisal, appraisal_claims, area_owners

_AREAS = "tham-dinh/phan-cong/<str:organiser_code>/<int:year>/"
_CYCLE = "tham-dinh/<str:organiser_code>/<int:year>/"

urlpatterns = [
    path("tham-dinh/", appraisal.appraisals, name="appraisals"),
    path(_AREAS, area_owners.area_owners, name="area_owners"),
    path(f"{_AREAS}chep/", area_owners.copy_area_owners, name="copy_area_owners"),
    path(
        f"{_CYCLE}chap-nhan/<str:unit_code>/<path:area_code>/",
        appraisal_claims.accept_claims,
        name="accept_claims",
    ),
    path(
        f"{_CYCLE}<path:criterion_code>/<str:unit_code>/",
        appraisal.appraisal_leaf,
        name="appraisal_leaf",
    ),
]
