"""Vietnamese typed before Unicode: TCVN3 (ABC), VNI and Windows-1258, told by the words they give.

All three put Vietnamese letters where Latin-1 has others. A text is taken for one of them only if
its letters, so read, make words that every office writes, and more of them than the others make.
"""

import re
from unicodedata import normalize

_TCVN3_PLACES = (
    *range(0xA1, 0xAF), *range(0xB5, 0xBA), *range(0xBB, 0xBF), *range(0xC6, 0xCD),
    *range(0xCE, 0xD9), *range(0xDC, 0xE0), *range(0xE1, 0xF0), *range(0xF1, 0xFF),
)  # fmt: skip
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = dict(zip(map(chr, _TCVN3_PLACES), _TCVN3_LETTERS, strict=True))
# VNI writes a letter and its mark one after the other; few letters have a place of their own.
_VNI_SMALL = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323", "ê": "\u0306", "é": "\u0306\u0301",
    "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
    "ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip
_VNI = _VNI_SMALL | {small.upper(): sign.upper() for small, sign in _VNI_SMALL.items()}
_TYPINGS = {
    "bảng mã TCVN3 (ABC, phông .Vn…)": str.maketrans(_TCVN3),
    "bảng mã VNI (phông VNI-…)": str.maketrans(_VNI),
}
_FOREIGN = re.compile("[¡-¿ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïñö÷øûüþÿ]")
"""Characters of Latin-1 that Vietnamese does not write with: one or more in any old typing."""
_WORDS = """
mã hồ sơ đơn vị thủ tục tiếp nhận hẹn trả kết quả kênh trực tuyến bưu chính tên cấp ngày nguồn đã
giải quyết từ chối đang sở xã phường đặc huyện phố tỉnh thị trấn ủy uỷ nhân dân nội vụ tư pháp tài
nông nghiệp môi trường giáo dục đào tạo học tế xây dựng văn thể và của các người số điểm giá trị lý
địa chỉ hộ tịch đất không có việc công chức nguyễn trần phạm hoàng vũ võ đặng bùi đỗ ngô dương độc
lập tự hạnh phúc cộng hòa xã hội chủ nghĩa việt tiêu chí mẫu lượng lựa chọn năm được
"""
_KNOWN = frozenset(_WORDS.split())


def old_typing(text: str) -> str | None:
    """Return the old way in which Unicode text seems typed (its font hid it), None if in none."""
    if not _FOREIGN.search(text):
        return None
    return _best({name: _read(text, table) for name, table in _TYPINGS.items()}, text)


def old_encoding(data: bytes) -> str | None:
    """Return the old encoding that bytes seem to be in, None if they may be anything."""
    text = data.decode("latin-1")
    readings = {name: _read(text, table) for name, table in _TYPINGS.items()}
    windows = data.decode("cp1258", errors="replace")
    return _best(readings | {"bảng mã Windows-1258": normalize("NFC", windows)}, text)


def _read(text: str, table: dict[int, str]) -> str:
    """Return Latin-1 text with each letter taken for the one it stands for."""
    return normalize("NFC", text.translate(table))


def _best(readings: dict[str, str], text: str) -> str | None:
    """Return the name of the reading with the most words of its own; None if two are as good."""
    plain = _words(normalize("NFC", text))
    found = sorted(((_words(read) - plain, name) for name, read in readings.items()), reverse=True)
    (most, name), (next_most, _) = found[:2]
    return name if most >= 1 and most > next_most else None


def _words(text: str) -> int:
    """Return how many words of the text are known ones, all of which bear marks."""
    return sum(word in _KNOWN for word in re.findall(r"\w+", text.lower()))
