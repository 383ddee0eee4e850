"""Ranking runs for other systems, and their frozen texts byte for byte."""

import hashlib
from typing import Any, TypeVar

from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.api import PageParameters, ParameterView
from scoring.api.cycles import RANKINGS_READ, cycle_at
from scoring.models import Publication, RankingRun
from scoring.selectors.appraisal_visibility import shown_to_units
from scoring.selectors.runs import MADE_KNOWN, open_whole_to
from units.selectors.grants import sight_of

Row = TypeVar("Row")
UNPUBLISHED = "rankings:provisional"
"""The scope that opens what was never published: provisional runs, and complete ones too."""
FROZEN = OpenApiResponse(OpenApiTypes.OBJECT, "Nguyên văn từng byte; ETag đổi khi byte đổi.")
UNCHANGED = OpenApiResponse(description="Chưa đổi so với ETag đã gửi.")


class SeesEverySheet(BasePermission):
    """Lets in clients that nobody answers for, and those whose account sees every unit's sheet."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Return whether the client sees every sheet."""
        return sees_every_sheet(request)


class RunEntry(serializers.Serializer):
    """A stored run; its digest is that of its bundle, as anybody can recompute it."""

    number = serializers.IntegerField(help_text="Lần xếp hạng trong kỳ, từ 1.")
    is_provisional = serializers.BooleanField(help_text="Tạm tính: còn đơn vị chưa chấm đủ.")
    bundle_sha256 = serializers.CharField()
    created_at = serializers.DateTimeField()
    publication = serializers.ChoiceField(
        Publication.State.choices,
        source="publication__state",
        allow_null=True,
        help_text="published: đang công bố; superseded: đã thay thế; null: chưa công bố.",
    )
    decision_number = serializers.CharField(
        source="publication__decision_number", allow_null=True, help_text="Số quyết định công bố."
    )
    decided_on = serializers.DateField(source="publication__decided_on", allow_null=True)
    superseded_by = serializers.IntegerField(
        source="publication__superseded_by__run__number",
        allow_null=True,
        help_text="Lần xếp hạng đã thay cho lần này; null khi không có.",
    )


class FigureEntry(serializers.Serializer):
    """A block's figures: how many are ranked, their mean, and how many are in each band."""

    code = serializers.CharField()
    ranked = serializers.IntegerField()
    mean_published = serializers.CharField(allow_null=True, help_text="Số thập phân.")
    bands = serializers.DictField(child=serializers.IntegerField())


_COLUMNS = tuple(field.source or name for name, field in RunEntry._declared_fields.items())


class RunDetail(RunEntry):
    """A run with its title, its cutoff and the figures of its blocks."""

    title = serializers.CharField(allow_null=True)
    cutoff = serializers.CharField(allow_null=True)
    groups = FigureEntry(many=True)


class RunsView(ParameterView, ListAPIView):
    """The runs of a cycle that the client may see, the newest first."""

    required_scopes = RANKINGS_READ
    parameters = PageParameters
    serializer_class = RunEntry

    @extend_schema(operation_id="listRuns", summary="Các lần xếp hạng của một kỳ")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return one page of them."""
        return self.list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[RankingRun, Any]:
        """Return the runs without their texts, which are long."""
        runs = visible_runs(self.request, self.kwargs["organiser"], self.kwargs["year"])
        rows: QuerySet[RankingRun, Any] = runs.values(*_COLUMNS)
        return rows


class RunView(ParameterView):
    """One run of a cycle."""

    required_scopes = RANKINGS_READ

    @extend_schema(operation_id="readRun", summary="Một lần xếp hạng", responses=RunDetail)
    def get(self, request: Request, organiser: str, year: int, number: int) -> Response:
        """Return it with the figures of its blocks; 404 if there is none the client may see."""
        runs = visible_runs(request, organiser, year).values(
            *_COLUMNS,
            title=F("frame__title"),
            cutoff=F("frame__cutoff"),
            groups=F("frame__figures"),
        )
        row = found(runs.filter(number=number).first())
        return Response(RunDetail(row | {"groups": row["groups"] or []}).data)


class BundleView(ParameterView):
    """Everything a run depends on, in the format cchc-ranking-bundle/1."""

    required_scopes = RANKINGS_READ
    permission_classes = (*ParameterView.permission_classes, SeesEverySheet)

    @extend_schema(
        operation_id="readBundle",
        summary="Gói xếp hạng đã niêm phong",
        responses={200: FROZEN, 304: UNCHANGED},
    )
    def get(self, request: Request, **place: Any) -> HttpResponseBase:
        """Return its bytes, or 304 to a client that has them already."""
        return _frozen(request, "bundle", **place)


class ResultView(ParameterView):
    """What the core made of the bundle, in the format cchc-ranking-result/1."""

    required_scopes = RANKINGS_READ
    permission_classes = (*ParameterView.permission_classes, SeesEverySheet)

    @extend_schema(
        operation_id="readResult",
        summary="Kết quả đã niêm phong",
        responses={200: FROZEN, 304: UNCHANGED},
    )
    def get(self, request: Request, **place: Any) -> HttpResponseBase:
        """Return its bytes, or 304 to a client that has them already."""
        return _frozen(request, "result", **place)


def sees_every_sheet(request: Request) -> bool:
    """Return whether every unit's sheet is open to the client, as it is on the pages."""
    token: Any = request.auth
    account = token.application.user
    return account is None or sight_of(account).is_whole_province


def visible_runs(request: Request, organiser: str, year: int) -> QuerySet[RankingRun]:
    """Return the published runs of a cycle; to clients whose scope says so, all that is open.

    What is open is what the client's account reads whole on the pages, and to a client without an
    account what was announced to the units.
    """
    runs = RankingRun.objects.filter(cycle=cycle_at(organiser, year)).order_by("-number")
    token: Any = request.auth
    account = token.application.user
    if not token.allow_scopes([UNPUBLISHED]):
        return runs.filter(MADE_KNOWN)
    return runs.filter(open_whole_to(account) if account else MADE_KNOWN | shown_to_units())


def found(row: Row | None) -> Row:
    """Return the row, or raise Http404 with a sentence."""
    if row is None:
        raise Http404("Không có lần xếp hạng này.")
    return row


def _frozen(
    request: Request, column: str, *, organiser: str, year: int, number: int
) -> HttpResponseBase:
    runs = visible_runs(request, organiser, year).filter(number=number)
    text: str = found(runs.values_list(column, flat=True).first())
    body = text.encode()
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    whole = HttpResponse(body, content_type="application/json", headers={"ETag": etag})
    return get_conditional_response(request._request, etag=etag, response=whole) or whole
