"""Blocks of units as a file."""

from import_export.fields import Field

from foundation.resources import TableResource
from units.models import UnitGroup


class UnitGroupResource(TableResource):
    """Blocks, each known by its code."""

    code = Field("code", "Mã khối")
    title = Field("title", "Tên khối")

    class Meta(TableResource.Meta):
        model = UnitGroup
        fields = ("code", "title")
        import_id_fields = ("code",)
