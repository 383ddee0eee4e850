"""Characters that look like a plain letter, blank or hyphen and are none: they break codes."""

import re
from unicodedata import category, name, normalize

# What a reader takes each of these for, letter by letter.
_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТУХаеорсухѕіј", "ABESIJKMHOPCTYXaeopcyxsij", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον", "ABEZHIKMNOPTYXov", strict=True))
_LIKE = _CYRILLIC | _GREEK
_SCRIPTS = {
    "CYRILLIC": "chữ Kirin",
    "GREEK": "chữ Hy Lạp",
    "FULLWIDTH": "ký tự toàn góc",
    "MATHEMATICAL": "ký hiệu toán học",
}
_PLAIN = re.compile("[\0-\x7fÀ-ÖØ-öø-ſƠơƯưẠ-ỹ\u0300-\u036f]*")
"""ASCII, and the Latin letters and marks that Vietnamese is written with."""


def lookalike(text: str) -> str | None:
    """Return a sentence on the first character that is none of plain Vietnamese writing, or None.

    Latin letters with and without marks, digits and everything in ASCII are plain.
    """
    if _PLAIN.fullmatch(text):
        return None
    for place, letter in enumerate(text, start=1):
        what = None if letter.isascii() else _described(letter)
        if what:
            return f"Ký tự thứ {place} của “{text[:60]}” là {what} (U+{ord(letter):04X})."
    return None


def _described(letter: str) -> str | None:
    """Return what the character is and what it looks like; None if it is a plain letter."""
    kind = category(letter)
    if kind == "Zs":
        return "một khoảng trắng lạ, không phải dấu cách thường"
    if kind in ("Cf", "Cc", "Zl", "Zp"):
        return "một ký tự không nhìn thấy"
    if kind == "Pd" or letter == "−":
        return f"“{letter}”, không phải dấu gạch nối “-”"
    first, _, _ = name(letter, "").partition(" ")
    if first == "LATIN" or kind == "Mn":
        return None
    script = _SCRIPTS.get(first, "một ký tự lạ")
    like = _LIKE.get(letter) or normalize("NFKC", letter)
    alike = f", trông giống “{like}”" if like.isascii() else ""
    return f"“{letter}”, {script}{alike}"
