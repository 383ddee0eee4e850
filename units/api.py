"""Units through time for other systems: those of a day, a code's lives, what became of them."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.timezone import localdate
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.api import PageParameters, ParameterView, TextParameter
from units.models import Succession, Unit
from units.selectors.lineage import predecessors_of, successors_of
from units.selectors.units import found_by_words, lives_of, unit_on, units_on

UNITS_READ = ["units:read"]


class DayParameters(serializers.Serializer):
    """The day whose map is meant: a code names a unit only together with a day."""

    on = serializers.DateField(
        default=localdate, help_text="Ngày cần xem, ví dụ 2024-12-31; không ghi là hôm nay."
    )


class UnitsParameters(DayParameters, PageParameters):
    """What the list of units can be narrowed by."""

    level = serializers.ChoiceField(Unit.Level.choices, required=False, help_text="Cấp đơn vị.")
    parent = TextParameter(  # type: ignore[assignment]
        max_length=40, help_text="Mã đơn vị cấp trên trực tiếp."
    )
    search = TextParameter(max_length=200, help_text="Mọi chữ trong tên, không cần dấu; hoặc mã.")


class UnitEntry(serializers.Serializer):
    """A unit for as long as it existed; an open end is null."""

    code = serializers.CharField(help_text="Mã được dùng lại: chỉ có nghĩa cùng với ngày.")
    name = serializers.CharField()
    level = serializers.ChoiceField(Unit.Level.choices)
    parent = serializers.CharField(  # type: ignore[assignment]
        source="parent.code", default=None, allow_null=True
    )
    first_on = serializers.DateField(source="valid.lower", allow_null=True)
    last_on = serializers.SerializerMethodField(help_text="Ngày cuối cùng còn tồn tại.")
    source = serializers.CharField()  # type: ignore[assignment]

    def get_last_on(self, unit: Unit) -> date | None:
        """Return the unit's own last day, None if it has no end."""
        after: date | None = unit.valid.upper
        return after and after - timedelta(days=1)


class StepEntry(serializers.Serializer):
    """One step of a reorganisation: the unit at its other end, and how much went along."""

    unit = UnitEntry()
    extent = serializers.ChoiceField(Succession.Extent.choices)
    source = serializers.CharField()  # type: ignore[assignment]


class LineageEntry(serializers.Serializer):
    """What a unit came from and what it went into, one step each way."""

    unit = UnitEntry()
    predecessors = StepEntry(many=True)
    successors = StepEntry(many=True)


class UnitsView(ParameterView, ListAPIView):
    """The units that existed on a day, in Vietnamese order of names."""

    required_scopes = UNITS_READ
    parameters = UnitsParameters
    serializer_class = UnitEntry

    @extend_schema(operation_id="listUnits", summary="Đơn vị có trong một ngày")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return one page of them."""
        return self.list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Unit]:
        """Return the units of the day, narrowed as asked."""
        of_the_day = units_on(self.asked["on"])
        units = of_the_day.filter(**self.exact(level="level", parent="parent__code"))
        words = self.asked.get("search")
        found = found_by_words(units, words) if words else units
        return found.select_related("parent").order_by("sort_key", "code")


class UnitView(ParameterView):
    """The unit that bore a code on a day."""

    required_scopes = UNITS_READ
    parameters = DayParameters

    @extend_schema(
        operation_id="readUnit", summary="Đơn vị mang một mã trong một ngày", responses=UnitEntry
    )
    def get(self, request: Request, code: str) -> Response:
        """Return it; 404 if nobody bore the code that day."""
        return Response(UnitEntry(_bearer(code, self.asked["on"])).data)


class LivesView(ParameterView, ListAPIView):
    """Every unit that ever bore a code, the earliest first."""

    required_scopes = UNITS_READ
    parameters = PageParameters
    serializer_class = UnitEntry

    @extend_schema(operation_id="listLives", summary="Các đơn vị từng mang một mã")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return one page of them; none is an empty list."""
        return self.list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Unit]:
        """Return the lives of the code in the address."""
        return lives_of(self.kwargs["code"]).select_related("parent")


class LineageView(ParameterView):
    """Where the unit that bore a code on a day came from, and where it went."""

    required_scopes = UNITS_READ
    parameters = DayParameters

    @extend_schema(
        operation_id="readLineage",
        summary="Đơn vị hình thành từ đâu và nhập vào đâu",
        responses=LineageEntry,
    )
    def get(self, request: Request, code: str) -> Response:
        """Return one step back and one step on; 404 if nobody bore the code that day."""
        unit = _bearer(code, self.asked["on"])
        before = predecessors_of(unit).select_related("predecessor__parent")
        after = successors_of(unit).select_related("successor__parent")
        lineage = {
            "unit": unit,
            "predecessors": [_step(row, row.predecessor) for row in before],
            "successors": [_step(row, row.successor) for row in after],
        }
        return Response(LineageEntry(lineage).data)


def _bearer(code: str, day: date) -> Unit:
    unit = unit_on(code, day)
    if unit is None:
        raise Http404(f"Ngày {day:%d/%m/%Y} không có đơn vị nào mang mã {code}.")
    return unit


def _step(row: Succession, other: Unit) -> dict[str, Any]:
    return {"unit": other, "extent": row.extent, "source": row.source}
