"""Procedures as a file."""

from import_export.fields import Field

from dossiers.models import Procedure
from foundation.resources import TableResource, WholeNumber

_DAYS = "Số ngày làm việc"


class ProcedureResource(TableResource):
    """Procedures, each known by its code."""

    code = Field("code", "Mã thủ tục")
    name = Field("name", "Tên thủ tục")
    field = Field("field", "Lĩnh vực")
    working_days = Field("working_days", _DAYS, WholeNumber(_DAYS))

    class Meta(TableResource.Meta):
        model = Procedure
        fields = ("code", "name", "field", "working_days")
        import_id_fields = ("code",)
