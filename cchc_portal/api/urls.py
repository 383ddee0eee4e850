"""Addresses of the API, version 1."""

from django.urls import path, register_converter
from drf_spectacular.views import SpectacularAPIView
from oauth2_provider.views import RevokeTokenView

from cchc_portal.api.codes import CodeConverter, NumberConverter, YearConverter
from cchc_portal.api.docs import DocsView
from cchc_portal.api.tokens import ClientTokenView
from scoring.api.cycles import CyclesView, CycleView
from scoring.api.results import ResultsView
from scoring.api.runs import BundleView, ResultView, RunsView, RunView
from units.api import LineageView, LivesView, UnitsView, UnitView

register_converter(CodeConverter, "api_code")
register_converter(YearConverter, "api_year")
register_converter(NumberConverter, "api_number")

CYCLE = "cycles/<api_code:organiser>/<api_year:year>/"
RUN = f"{CYCLE}runs/<api_number:number>/"

urlpatterns = [
    path("oauth/token/", ClientTokenView.as_view(), name="api_token"),
    path("oauth/revoke/", RevokeTokenView.as_view(), name="api_revoke"),
    path("schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("docs/", DocsView.as_view(url_name="api_schema"), name="api_docs"),
    path("units/", UnitsView.as_view(), name="api_units"),
    path("units/<api_code:code>/", UnitView.as_view(), name="api_unit"),
    path("units/<api_code:code>/lives/", LivesView.as_view(), name="api_lives"),
    path("units/<api_code:code>/lineage/", LineageView.as_view(), name="api_lineage"),
    path("cycles/", CyclesView.as_view(), name="api_cycles"),
    path(CYCLE, CycleView.as_view(), name="api_cycle"),
    path(f"{CYCLE}runs/", RunsView.as_view(), name="api_runs"),
    path(RUN, RunView.as_view(), name="api_run"),
    path(f"{RUN}results/", ResultsView.as_view(), name="api_results"),
    path(f"{RUN}bundle/", BundleView.as_view(), name="api_bundle"),
    path(f"{RUN}result/", ResultView.as_view(), name="api_result"),
]
