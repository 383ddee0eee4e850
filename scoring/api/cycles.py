"""Yearly cycles for other systems: which there are, by which rules, with which blocks."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.api import PageParameters, ParameterView, TextParameter
from scoring.models import Cycle
from scoring.selectors.cycles import cycle_named

RANKINGS_READ = ["rankings:read"]


class CyclesParameters(PageParameters):
    """What the list of cycles can be narrowed by."""

    year = serializers.IntegerField(
        min_value=1, max_value=9999, required=False, help_text="Năm của kỳ đánh giá."
    )
    organiser = TextParameter(max_length=40, help_text="Mã đơn vị tổ chức vào ngày cuối của kỳ.")


class CycleEntry(serializers.Serializer):
    """A cycle: who ranks, the period, and until which instant data count."""

    organiser = serializers.CharField(source="organiser.code")
    organiser_name = serializers.CharField(source="organiser.name")
    year = serializers.IntegerField()
    title = serializers.CharField()
    first_on = serializers.DateField()
    last_on = serializers.DateField()
    cutoff_at = serializers.DateTimeField()
    rule_set = serializers.CharField(source="rule_set.code")


class BlockEntry(serializers.Serializer):
    """A block of units that are ranked together, and what they are judged by."""

    code = serializers.CharField(source="group.code")
    title = serializers.CharField(source="group.title")
    criteria_set = serializers.CharField(source="criteria_set.code")
    criteria_set_title = serializers.CharField(source="criteria_set.title")


class RulesEntry(serializers.Serializer):
    """By which rules a cycle is judged, and on which survey it stands."""

    rule_set_title = serializers.CharField(source="rule_set.title")
    late_definition = serializers.CharField(source="rule_set.late_definition")
    minimum_sample = serializers.IntegerField(source="rule_set.minimum_sample")
    campaign = serializers.CharField(source="campaign.code", default=None, allow_null=True)


class CycleDetail(CycleEntry, RulesEntry):
    """A cycle with its rules and its blocks, in their order."""

    blocks = BlockEntry(many=True)


class CyclesView(ParameterView, ListAPIView):
    """Every cycle whose organiser stood on its last day, the newest year first."""

    required_scopes = RANKINGS_READ
    parameters = CyclesParameters
    serializer_class = CycleEntry

    @extend_schema(operation_id="listCycles", summary="Các kỳ đánh giá")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return one page of them."""
        return self.list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Cycle]:
        """Return the cycles, narrowed as asked."""
        named = Cycle.objects.filter(organiser__valid__contains=F("last_on"))
        cycles = named.filter(**self.exact(year="year", organiser="organiser__code"))
        newest_first = cycles.order_by("-year", "organiser__sort_key", "pk")
        return newest_first.select_related("organiser", "rule_set")


class CycleView(ParameterView):
    """One organiser's cycle of a year."""

    required_scopes = RANKINGS_READ

    @extend_schema(
        operation_id="readCycle", summary="Một kỳ đánh giá và các khối", responses=CycleDetail
    )
    def get(self, request: Request, organiser: str, year: int) -> Response:
        """Return it with its blocks; 404 if there is none."""
        cycle = cycle_at(organiser, year)
        blocks = cycle.groups.select_related("group", "criteria_set")
        detail = CycleEntry(cycle).data | RulesEntry(cycle).data
        return Response(detail | {"blocks": BlockEntry(blocks, many=True).data})


def cycle_at(organiser: str, year: int) -> Cycle:
    """Return the year's cycle of the unit that bore the code on its last day, or raise Http404."""
    cycle = cycle_named(organiser, year)
    if cycle is None:
        raise Http404(f"Không có kỳ đánh giá năm {year} của đơn vị {organiser}.")
    return cycle
