"""The columns of a dossier file, under the headers of the portal's own form."""

from foundation.domain.tables import Column

COLUMNS = (
    Column("code", "Mã hồ sơ", is_code=True),
    Column("unit_code", "Mã đơn vị", is_code=True),
    Column("procedure_code", "Mã thủ tục", is_code=True),
    Column("channel", "Kênh"),
    Column("received", "Tiếp nhận"),
    Column("due", "Hẹn trả"),
    Column("finished", "Trả kết quả"),
    Column("outcome", "Kết quả"),
)
OPTIONAL_COLUMNS = (
    Column("handler", "Người thụ lý", is_required=False, is_code=True),
    Column("pauses", "Tạm dừng", is_required=False),
)
