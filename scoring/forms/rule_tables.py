"""The tables of a rule set's form as a page shows them: cells with labels, choices and faults."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from scoring.forms import rule_rows
from scoring.forms.rule_rows import Row
from scoring.selectors.criteria_words import FACTS
from scoring.selectors.rule_words import CHOICES, LABELS

Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a row; without choices it is typed, without a label it is not seen."""

    name: str
    id: str
    label: Any
    value: str
    fault: str
    choices: Choices
    mode: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its rows, the last of which is blank; `row_title` is what one row is called."""

    name: str
    title: Any
    hint: Any
    row_title: Any
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class _Column:
    label: Any = ""
    choices: Choices = ()
    mode: str = "text"


_TITLES = {
    "sources": (
        _("Nguồn"),
        _("Văn bản nào, điều khoản nào quy định; cần đủ trước khi duyệt."),
        _("Nguồn"),
    ),
    "bands": (
        _("Bảng xếp loại"),
        _(
            "Mức thấp nhất từ 0 điểm. Mức mới ghi vào dòng trống: khi lưu, các mức tự xếp theo mốc,"
            " cao nhất trước. Xóa trắng tên và mốc để bỏ một mức."
        ),
        _("Mức"),
    ),
    "blocks": (
        _("Quy tắc chặn xếp loại"),
        _("Điểm và hạng giữ nguyên, chỉ loại bị hạ. Xóa trắng tên và ngưỡng để bỏ một quy tắc."),
        _("Quy tắc"),
    ),
    "ties": (
        _("Phân định đồng hạng"),
        _(
            "Chỉ dùng khi chọn phân hạng từng đơn vị: xét lần lượt từ dòng trên xuống, chỉ số lĩnh"
            " vực cao hơn đứng trước; vẫn bằng nhau thì theo mã đơn vị."
        ),
        _("Thứ tự"),
    ),
    "people": (
        _("Hệ quả với người"),
        _(
            "Cán bộ theo tỷ lệ trễ hạn của chính họ; người đứng đầu theo loại của đơn vị trong một"
            " hay nhiều năm liền; tập thể khi đơn vị dưới loại cần có."
        ),
        _("Hệ quả"),
    ),
    "own_settings": (
        _("Cách tính riêng"),
        _("Ô nào để trống thì khối theo cách tính chung. Bỏ chọn khối để bỏ cả dòng."),
        _("Khối"),
    ),
    "own_bands": (
        _("Bảng xếp loại riêng"),
        _(
            "Khối có dòng ở đây thì chỉ theo các mức của mình: ghi đủ mọi mức, mức thấp nhất từ"
            " 0 điểm. Xóa trắng tên và mốc để bỏ một mức."
        ),
        _("Mức riêng"),
    ),
    "own_ties": (
        _("Phân định đồng hạng riêng"),
        _("Khối có dòng ở đây thì chỉ theo thứ tự của mình, từ dòng trên xuống."),
        _("Thứ tự riêng"),
    ),
    "own_blocks": (
        _("Quy tắc chặn riêng"),
        _(
            "Khối có dòng ở đây thì chỉ theo các quy tắc chặn của mình. Xóa trắng tên và ngưỡng để"
            " bỏ một quy tắc."
        ),
        _("Quy tắc riêng"),
    ),
}
_TESTS: Choices = list(CHOICES["test"].items())
_BANDS = {
    "hang_ma": _Column(),
    "hang_ten": _Column(_("Xếp loại")),
    "hang_dau": _Column(_("Từ hay trên"), list(rule_rows.BOUNDS.items())),
    "hang_moc": _Column(_("Điểm"), mode="decimal"),
}
_BLOCKS = {
    "chan_ma": _Column(),
    "chan_ten": _Column(_("Tên quy tắc")),
    "chan_so_lieu": _Column(_("Số liệu"), list(FACTS.items())),
    "chan_phep": _Column(_("So với ngưỡng"), _TESTS),
    "chan_nguong": _Column(_("Ngưỡng, ví dụ 5 %")),
    "chan_loai": _Column(_("Không được xếp loại (và cao hơn)")),
    "chan_thieu": _Column(_("Khi thiếu số liệu"), list(CHOICES["when_missing"].items())),
}
_TIES = {"phan_dinh": _Column(_("Xét theo"))}
_OWN = {"khoi": _Column(_("Khối"))}
_COLUMNS: dict[str, dict[str, _Column]] = {
    "sources": {
        "nguon_van_ban": _Column(_("Văn bản")),
        "nguon_dieu_khoan": _Column(_("Điều, khoản")),
    },
    "bands": _BANDS,
    "blocks": _BLOCKS,
    "ties": _TIES,
    "people": {
        "nguoi_ma": _Column(),
        "nguoi_ai": _Column(
            _("Áp dụng cho"), [("", _("– không có –")), *CHOICES["applies_to"].items()]
        ),
        "nguoi_phep": _Column(_("Cán bộ: tỷ lệ trễ hạn"), [("", "–"), *_TESTS]),
        "nguoi_nguong": _Column(_("Cán bộ: ngưỡng, ví dụ 10 %")),
        "nguoi_loai": _Column(_("Đứng đầu: loại này trở xuống; tập thể: dưới loại này")),
        "nguoi_nam": _Column(_("Đứng đầu: mấy năm liền"), mode="numeric"),
        "nguoi_he_qua": _Column(_("Hệ quả")),
        "nguoi_dieu_khoan": _Column(_("Điều khoản")),
    },
    "own_settings": _OWN
    | {
        "xep_theo": _Column(LABELS["basis"]),
        "so_xep": _Column(LABELS["rank_on"]),
        "dong_hang": _Column(LABELS["ties"]),
        "so_chu_so": _Column(LABELS["decimals"], mode="numeric"),
        "lam_tron": _Column(LABELS["rounding"]),
        "chua_cham": _Column(LABELS["unmarked"]),
        "tran": _Column(LABELS["total_cap"]),
        "chan": _Column(LABELS["blocks"]),
    },
    "own_bands": _OWN | _BANDS,
    "own_ties": _OWN | _TIES,
    "own_blocks": _OWN | _BLOCKS,
}

_IDLE = {
    "official": ("nguoi_loai", "nguoi_nam"),
    "head": ("nguoi_phep", "nguoi_nguong"),
    "collective": ("nguoi_phep", "nguoi_nguong", "nguoi_nam"),
}
"""The columns that say nothing of a rule on people, by whom it is for."""


def table_of(
    name: str, rows: Sequence[Row], choices: Mapping[str, Choices], *, prefix: str = ""
) -> Table:
    """Return a table; `choices` are those of columns that depend on what is typed.

    `prefix` stands before the columns in the names of the fields.
    """
    title, hint, row_title = _TITLES[name]
    columns = _COLUMNS[name]
    shown = [*rows, Row(dict.fromkeys(columns, ""))]
    cells = tuple(
        tuple(_cell(row, order, (prefix, one), column, choices) for one, column in columns.items())
        for order, row in enumerate(shown, start=1)
    )
    return Table(name, title, hint, row_title, cells)


def _is_hidden(row: Row, name: str) -> bool:
    """Return whether a column says nothing of whom a rule on people is for, and is not at fault."""
    idle = _IDLE.get(row.typed.get("nguoi_ai", ""), ())
    return name in idle and name not in row.faults


def _cell(
    row: Row, order: int, named: tuple[str, str], column: _Column, choices: Mapping[str, Choices]
) -> Cell:
    prefix, name = named
    return Cell(
        name=prefix + name,
        id=f"{prefix}{name}-{order}",
        label="" if _is_hidden(row, name) else column.label,
        value=row.typed[name],
        fault=row.faults.get(name, ""),
        choices=choices.get(name, column.choices),
        mode=column.mode,
    )
