"""How the papers of a unit begin and end: heads, place, day and signature of Nghị định 30/2020."""

from dataclasses import dataclass
from datetime import date

COMMITTEE = "ỦY BAN NHÂN DÂN"
DEPARTMENT = "department"
TITLES = {
    "Sở": "GIÁM ĐỐC",
    "Văn phòng": "CHÁNH VĂN PHÒNG",
    "Thanh tra": "CHÁNH THANH TRA",
    "Ban": "TRƯỞNG BAN",
    "Phòng": "TRƯỞNG PHÒNG",
}
"""What the head of a department is, by the words its name begins with."""
LEVEL_WORDS = (
    "Tỉnh",
    "Thành phố",
    "Huyện",
    "Quận",
    "Thị xã",
    "Thị trấn",
    "Phường",
    "Xã",
    "Đặc khu",
)


@dataclass(frozen=True, slots=True)
class Head:
    """The lines at the top left, who signs as what at the bottom right, and the place.

    `above` is empty where no body stands above the issuing one on paper.
    """

    above: tuple[str, ...]
    issuer: tuple[str, ...]
    signs_for: str
    signs_as: str
    place: str


def head_of(level: str, name: str, parent: str = "") -> Head:
    """Return the head of a unit's papers; a committee writes for itself, a department below one.

    Source: Nghị định 30/2020/NĐ-CP, annex I, part I, II.2 and II.7.
    """
    if level == DEPARTMENT:
        above = (COMMITTEE, parent.upper()) if parent else ()
        return Head(above, (name.upper(),), "", _title(name), place_of(parent))
    return Head((), (COMMITTEE, name.upper()), f"TM. {COMMITTEE}", "CHỦ TỊCH", place_of(name))


def place_of(name: str) -> str:
    """Return the place as papers write it: Khánh Hòa of Tỉnh Khánh Hòa, but Phường 9 in full."""
    for word in LEVEL_WORDS:
        rest = name.removeprefix(f"{word} ")
        if rest != name:
            return name if rest[0].isdigit() else rest
    return name


def written_day(day: date | None) -> str:
    """Return a day as papers write it, with the zeros of II.4.b; dots for one not known yet."""
    if day is None:
        return "ngày ...... tháng ...... năm ......"
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def _title(name: str) -> str:
    return next(
        (title for words, title in TITLES.items() if name.startswith(f"{words} ")),
        "THỦ TRƯỞNG ĐƠN VỊ",
    )
