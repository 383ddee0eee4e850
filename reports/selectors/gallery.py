"""Made-up lines that show every part of the pages at once; nobody's figures."""

from reports.selectors import ranking_pages
from reports.selectors.asked import Asked
from reports.selectors.block_notes import BlockNote
from reports.selectors.change_cells import ChangeCell
from reports.selectors.fact_cells import FactCell
from reports.selectors.methods import FactNote
from reports.selectors.rankings import GroupTable, Ranking
from reports.selectors.rows import Row
from scoring.models import RankingRun

_BANDS = (
    ("excellent", "Xuất sắc", 1),
    ("good", "Tốt", 0),
    ("fair", "Khá", 1),
    ("average", "Trung bình", 0),
    ("weak", "Yếu", 0),
)
_CHANGES = (
    ChangeCell("+1,25", "hạng 5 → 1", "Tốt, 90,75"),
    ChangeCell("−0,40", "hạng 1 → 2", "Tốt, 89,90", predecessor="theo kết quả của Sở cũ"),
    ChangeCell(note="hợp nhất từ Sở cũ, Sở kia, không so sánh"),
    ChangeCell(),
)
NOTES = (
    BlockNote(
        "Từ 5 % hồ sơ trễ hạn trở lên",
        "Ngân sách trễ hạn: còn 13 hồ sơ trễ nữa là mất “Tốt”",
        "108/2.400 hồ sơ trễ = 4,50 %, chặn từ 5 % trở lên",
        is_holding=False,
    ),
    BlockNote("Sắp chạm ngưỡng", "còn 2 hồ sơ trễ nữa", "", is_holding=False, is_close=True),
    BlockNote("Đang chặn", "Cần thêm 71 hồ sơ đúng hạn", "4/10 hồ sơ trễ", is_holding=True),
)


def sample_page() -> ranking_pages.RankingPage:
    """Return a ranking page with a line of every kind: risen, blocked, pending, excluded."""
    asked = Asked(search="sở")
    table = _table()
    return ranking_pages.RankingPage(
        ranking=Ranking(RankingRun(number=1), "Kỳ mẫu", 2025, "", _FACTS, (), (table,)),
        table=table,
        asked=asked,
        tabs=(
            ranking_pages.Choice("so", "Sở, ban, ngành", 4, "?khoi=so", is_current=True),
            ranking_pages.Choice("xa", "Xã, phường, đặc khu", 132, "?khoi=xa", is_current=False),
        ),
        bands=ranking_pages.band_choices(table, asked),
        columns=ranking_pages.columns_of(table, asked, 2025),
        fact_columns=tuple(ranking_pages.fact_column(fact, asked) for fact in _FACTS),
        total=4,
    )


_FACTS = (FactNote("late_rate", "Tỷ lệ hồ sơ trễ hạn", "trễ / đã giải quyết", ""),)


def _table() -> GroupTable:
    return GroupTable(
        code="so",
        title="Sở, ban, ngành",
        criteria_title="Bộ tiêu chí mẫu",
        method=(),
        is_index=True,
        ranked=2,
        mean="90,75",
        bands=_BANDS,
        rows=(
            _row("Sở Thứ nhất", rank=1, published="92,00", band=0),
            _row("Sở Thứ hai", rank=2, published="89,50", band=2, is_blocked=True),
            _row("Sở Đang chờ", standing="pending", note="Còn thiếu 3/88 tiêu chí"),
            _row("Sở Vắng mặt", standing="excluded", note="Không tham gia – đang sắp xếp lại"),
        ),
    )


def _row(
    name: str,
    *,
    rank: int | None = None,
    standing: str = "ranked",
    note: str = "",
    published: str = "–",
    band: int | None = None,
    is_blocked: bool = False,
) -> Row:
    code, label, _count = _BANDS[band] if band is not None else (None, "–", 0)
    late = FactCell(
        title=_FACTS[0].title,
        definition=_FACTS[0].definition,
        text="5,00 %" if is_blocked else "1,25 %",
        behind="6/120" if is_blocked else "10/800",
        interval="",
        outside="",
        reason="",
        badge="chặn" if is_blocked else "",
    )
    return Row(
        unit_id=0,
        code="mau",
        name=name,
        rank=rank,
        standing=standing,
        standing_note=note,
        points=published,
        applicable_max="100",
        published=published,
        unrounded="",
        band=code,
        band_label=label,
        earned_label="Tốt" if is_blocked else label,
        facts=(late,),
        change=_CHANGES[(rank or 4) - 1],
        blocked_by=("Từ 5 % hồ sơ trễ hạn trở lên",) if is_blocked else (),
        waived=(),
    )
