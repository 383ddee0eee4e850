"""Addresses of the comparison of figures."""

from django.urls import path

from dossiers.views import figures

urlpatterns = [
    path("doi-chieu/", figures.comparison, name="figures"),
    path("doi-chieu/doi-chieu.xlsx", figures.comparison_workbook, name="figures_xlsx"),
    path("doi-chieu/ho-so/", figures.dossiers, name="figure_dossiers"),
    path("doi-chieu/ho-so.xlsx", figures.dossiers_workbook, name="figure_dossiers_xlsx"),
    path("doi-chieu/nhap-tay/", figures.state, name="state_figures"),
    path("doi-chieu/kiem-tra/", figures.check_now, name="check_figures"),
    path("doi-chieu/kiem-tra/<int:pk>/", figures.check, name="figure_check"),
]
