"""The lines of a ranking run for other systems: each as the frozen result has it."""

from typing import Any

from django.db.models import F, Func, JSONField, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.api import PageParameters, ParameterView, TextParameter
from scoring.api.cycles import RANKINGS_READ
from scoring.api.runs import found, sees_every_sheet, visible_runs
from scoring.models import Assessment, RankingLine

POINTS = "Số thập phân, chính xác như trong kết quả; null khi không tham gia."


class ResultsParameters(PageParameters):
    """What the lines of a run can be narrowed by, and what comes along."""

    group = TextParameter(max_length=40, help_text="Mã khối đơn vị.")
    unit = TextParameter(max_length=40, help_text="Mã đơn vị.")
    expand = serializers.ChoiceField(
        ["leaves"], required=False, help_text="leaves: kèm điểm từng tiêu chí thành phần."
    )


class AreaEntry(serializers.Serializer):
    """A unit's points in one area, and what of its maximum was open to the unit."""

    points = serializers.CharField()
    applicable_max = serializers.CharField()
    index = serializers.CharField(allow_null=True)


class LeafEntry(serializers.Serializer):
    """A unit's points for one leaf; null where the state says why there are none."""

    state = serializers.CharField()
    points = serializers.CharField(allow_null=True)


class WaivedEntry(serializers.Serializer):
    """A block that was not looked at for a unit, and the decision's reason."""

    block = serializers.CharField()
    reason = serializers.CharField()


class LineEntry(serializers.Serializer):
    """A unit's line as the frozen result has it, with its place and its name of that year."""

    position = serializers.IntegerField(help_text="Thứ tự trong kết quả, từ 1.")
    code = serializers.CharField(help_text="Mã đơn vị vào ngày cuối của kỳ.")
    name = serializers.CharField()
    group = serializers.CharField()
    standing = serializers.ChoiceField(Assessment.Standing.choices)
    reason = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True)
    published = serializers.CharField(allow_null=True, help_text=POINTS)
    band = serializers.CharField(allow_null=True)
    band_by_points = serializers.CharField(
        allow_null=True, help_text="Loại theo điểm, trước khi bị chặn."
    )
    blocked_by = serializers.ListField(child=serializers.CharField(), allow_null=True)
    waived = WaivedEntry(many=True, allow_null=True)
    points = serializers.CharField(allow_null=True, help_text=POINTS)
    applicable_max = serializers.CharField(allow_null=True)
    index = serializers.CharField(allow_null=True)
    bonus = serializers.CharField(allow_null=True)
    penalty = serializers.CharField(allow_null=True)
    unmarked = serializers.IntegerField(allow_null=True)
    areas = serializers.DictField(child=AreaEntry(), allow_null=True)
    leaves = serializers.DictField(child=LeafEntry(), allow_null=True, required=False)


class WithoutLeaves(Func):
    """A result's unit object without its leaves, which are most of it."""

    template = "%(expressions)s - 'leaves'"
    output_field = JSONField()


class ResultsView(ParameterView, GenericAPIView):
    """The lines of a run in the order of its result."""

    required_scopes = RANKINGS_READ
    parameters = ResultsParameters

    @extend_schema(
        operation_id="listResults",
        summary="Kết quả từng đơn vị của một lần xếp hạng",
        responses=LineEntry(many=True),
    )
    def get(self, request: Request, organiser: str, year: int, number: int) -> Response:
        """Return one page of them; nothing is computed, every figure is the stored one."""
        is_whole = sees_every_sheet(request)
        if "expand" in self.asked and not is_whole:
            raise PermissionDenied
        runs = visible_runs(request, organiser, year).filter(number=number)
        page = self.paginate_queryset(self._lines(found(runs.values_list("pk").first())[0]))
        return self.get_paginated_response([_line(*row, is_whole=is_whole) for row in page or ()])

    def _lines(self, run: int) -> QuerySet[RankingLine, tuple[Any, ...]]:
        """Return position, name and result of each line asked for."""
        entry = F("entry") if "expand" in self.asked else WithoutLeaves("entry")
        return (
            RankingLine.objects.filter(run=run)
            .filter(**self.exact(group="group__code", unit="unit__code"))
            .order_by("position")
            .values_list("position", F("given__name"), entry)
        )


def _line(position: int, name: str, entry: dict[str, Any], *, is_whole: bool) -> dict[str, Any]:
    """Return a line; the areas are of the sheet, so they stay away where sheets are not open."""
    hidden = {} if is_whole else {"areas": None}
    return {"position": position, "name": name, **entry, **hidden}
