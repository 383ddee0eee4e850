"""Addresses of criteria sets: their list, one set, its draft edited, its states, its files."""

from django.urls import path

from scoring.views import criteria, criteria_applicability, criteria_drafts
from scoring.views import criteria_files as files
from scoring.views import criteria_states as states

_SETS = "bo-tieu-chi/"
_SET = f"{_SETS}<slug:code>/"
_CYCLE = f"{_SETS}khong-ap-dung/<str:organiser_code>/<int:year>/"

urlpatterns = [
    path(_SETS, criteria.criteria_sets, name="criteria_sets"),
    path(f"{_SETS}moi/", criteria_drafts.criteria_set_new, name="criteria_set_new"),
    path(f"{_SETS}nhap/", files.criteria_set_import, name="criteria_set_import"),
    path(f"{_SETS}mau.xlsx", files.criteria_set_template, name="criteria_set_template"),
    path(_CYCLE, criteria_applicability.not_applicable, name="not_applicable"),
    path(_SET, criteria.criteria_set, name="criteria_set"),
    path(f"{_SET}thay-doi/", criteria.criteria_set_changes, name="criteria_set_changes"),
    path(f"{_SET}bo-tieu-chi.xlsx", files.criteria_set_export, name="criteria_set_export"),
    path(f"{_SET}sua/", criteria_drafts.criteria_set_edit, name="criteria_set_edit"),
    path(f"{_SET}sap-xep/", criteria_drafts.criteria_arrange, name="criteria_arrange"),
    path(f"{_SET}tieu-chi/moi/", criteria_drafts.criterion_new, name="criterion_new"),
    path(f"{_SET}tieu-chi/<int:pk>/", criteria_drafts.criterion_edit, name="criterion_edit"),
    path(f"{_SET}tieu-chi/thu/", criteria_drafts.criterion_trial, name="criterion_trial"),
    path(f"{_SET}duyet/", states.criteria_set_approve, name="criteria_set_approve"),
    path(f"{_SET}sao/", states.criteria_set_clone, name="criteria_set_clone"),
    path(f"{_SET}phien-ban/", states.criteria_set_version, name="criteria_set_version"),
    path(
        f"{_SET}thay-trong-ky/<int:pk>/", states.criteria_set_replace, name="criteria_set_replace"
    ),
    path(f"{_SET}xoa/", states.criteria_set_delete, name="criteria_set_delete"),
]
