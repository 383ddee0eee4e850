"""Procedures as a file."""

from typing import Any

from import_export.fields import Field
from import_export.widgets import Widget

from dossiers.models import Procedure
from foundation.domain.vietnamese import fold
from foundation.resources import TableResource, WholeNumber, YesNo

_DAYS, _HOURS, _LEVEL = "Số ngày làm việc", "Số giờ làm việc", "Mức độ trực tuyến"


class YesNoUnknown(Widget):
    """Yes, no, or a blank where it is not known."""

    _words = YesNo()

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the word, nothing where it is not known."""
        return "" if value is None else self._words.render(value)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool | None:
        """Return what the word says; raises ValueError for any other."""
        return self._words.clean(value) if str(value or "").strip() else None


class Level(Widget):
    """How far a procedure is online, by its label; a blank where it is not known."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the label."""
        return str(Procedure.OnlineLevel(value).label) if value else ""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the level; raises ValueError for a word that is none."""
        word = fold(str(value or ""))
        known = {fold(str(label)): level for level, label in Procedure.OnlineLevel.choices}
        if word and word not in known:
            labels = " | ".join(map(str, Procedure.OnlineLevel.labels))
            raise ValueError(f"Cột {_LEVEL}: hãy viết {labels}, hoặc để trống.")
        return known.get(word, "")


class ProcedureResource(TableResource):
    """Procedures, each known by its code."""

    code = Field("code", "Mã thủ tục")
    name = Field("name", "Tên thủ tục")
    field = Field("field", "Lĩnh vực")
    working_days = Field("working_days", _DAYS, WholeNumber(_DAYS))
    working_hours = Field("working_hours", _HOURS, WholeNumber(_HOURS))
    online_level = Field("online_level", _LEVEL, Level())
    is_one_stop = Field("is_one_stop", "Một cửa", YesNoUnknown())

    class Meta(TableResource.Meta):
        model = Procedure
        fields = (
            "code",
            "name",
            "field",
            "working_days",
            "working_hours",
            "online_level",
            "is_one_stop",
        )
        import_id_fields = ("code",)
