"""Addresses of the sheets of units: filled in, signed, taken along as a workbook."""

from django.urls import path

from scoring.views import sheet_files, sheet_steps, sheets

_SHEET = "phieu/<str:organiser_code>/<int:year>/<str:unit_code>/"

urlpatterns = [
    path("phieu/", sheets.own, name="own_sheets"),
    path(_SHEET, sheets.sheet, name="own_sheet"),
    path(f"{_SHEET}tieu-chi/<int:criterion_id>/", sheets.leaf, name="leaf_claim"),
    path(f"{_SHEET}trinh-ky/", sheet_steps.submit, name="sheet_submit"),
    path(f"{_SHEET}tra-lai/", sheet_steps.back, name="sheet_send_back"),
    path(f"{_SHEET}ky/", sheet_steps.sign, name="sheet_sign"),
    path(f"{_SHEET}ban-ky/", sheet_steps.signed_file, name="sheet_signed_file"),
    path(f"{_SHEET}phieu.xlsx", sheet_files.workbook, name="sheet_workbook"),
    path(f"{_SHEET}nop-tep/", sheet_files.upload, name="sheet_upload"),
    path(f"{_SHEET}nop-tep/luu/", sheet_files.confirm, name="sheet_confirm"),
]
