"""What the demo should show of each department: how many dossiers, how late, how well judged.

The departments are real (Khánh Hòa, 2024); every figure here is invented. A few stand exactly on a
boundary of the penalty rules: 5 % late dossiers, 80 % satisfaction.
"""

from dataclasses import dataclass

SEED = 20241231
DOSSIERS, ANSWERS = 2_000, 500
QUESTIONS = ("C1", "C2", "C3", "C4", "C5")


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """One department's invented year: `counted` dossiers enter its late rate, `late` of them late.

    `satisfied` of all answers on `respondents` forms are at level 4 or 5; `quality` (percent)
    steers its marks.
    """

    name: str
    counted: int
    late: int
    respondents: int
    satisfied: int
    quality: int
    has_investment: bool = True


PLANS = (
    UnitPlan("Văn phòng UBND tỉnh", 40, 0, 0, 0, 95, has_investment=False),
    UnitPlan("Sở Nội vụ", 80, 1, 35, 163, 96),
    UnitPlan("Sở Tư pháp", 120, 6, 35, 166, 96),  # 5,00 % trễ: bị chặn
    UnitPlan("Sở Tài chính", 60, 1, 35, 158, 94),
    UnitPlan("Sở Kế hoạch và Đầu tư", 140, 6, 35, 154, 91),
    UnitPlan("Sở Công Thương", 100, 4, 35, 160, 93),
    UnitPlan("Sở Nông nghiệp và Phát triển nông thôn", 110, 5, 35, 141, 93),  # 80,57 %: vừa qua
    UnitPlan("Sở Giao thông vận tải", 200, 9, 35, 140, 94),  # 80,00 % hài lòng: bị chặn
    UnitPlan("Sở Xây dựng", 150, 9, 35, 145, 84),
    UnitPlan("Sở Tài nguyên và Môi trường", 260, 26, 35, 133, 72),
    UnitPlan("Sở Thông tin và Truyền thông", 40, 0, 0, 0, 97),
    UnitPlan("Sở Lao động - Thương binh và Xã hội", 120, 5, 35, 157, 88),
    UnitPlan("Sở Văn hóa và Thể thao", 60, 3, 35, 155, 95),  # 5,00 % trễ: bị chặn
    UnitPlan("Sở Du lịch", 50, 2, 35, 161, 90),
    UnitPlan("Sở Khoa học và Công nghệ", 40, 1, 0, 0, 92),
    UnitPlan("Sở Giáo dục và Đào tạo", 70, 2, 35, 156, 89),
    UnitPlan("Sở Y tế", 160, 7, 35, 150, 86),
    UnitPlan("Sở Ngoại vụ", 40, 0, 0, 0, 87, has_investment=False),
    UnitPlan("Thanh tra tỉnh", 20, 0, 0, 0, 90, has_investment=False),
    UnitPlan("Ban Dân tộc", 20, 0, 0, 0, 66, has_investment=False),
    UnitPlan("Ban Quản lý Khu kinh tế Vân Phong", 40, 1, 10, 45, 92),
)
