"""Vietnamese text: one form to store, one to search by, one to sort by, and numbers as written."""

import re
import unicodedata

# Tone marks in dictionary order: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# Letters of their own: ă, â, ê, ô, ơ, ư come after the plain letter, in this order.
_LETTER_MARKS = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}


def tidy(text: str) -> str:
    """Return the text composed (NFC), trimmed, every run of white space one blank."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Return a search key: lower case, no marks, đ as d, so "Khánh Hoà" finds "khanh hoa"."""
    plain = unicodedata.normalize("NFD", tidy(text).lower()).replace("đ", "d")
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def sort_key(text: str) -> str:
    """Return a key whose byte order is the Vietnamese alphabet: Đ after D, tones decide last.

    Numbers stand by their value: Phường 9 before Phường 10.
    """
    letters: list[str] = []
    tones: list[str] = []
    plain = re.sub(r"[0-9]+", lambda digits: digits[0].zfill(9), tidy(text).lower())
    for character in unicodedata.normalize("NFD", plain):
        if character in _TONES:
            tones[-1:] = [_TONES[character]]
        elif character in _LETTER_MARKS:
            letters[-1:] = [letters[-1][0] + _LETTER_MARKS[character]] if letters else []
        else:
            letters.append("d1" if character == "đ" else character + "0")
            tones.append("0")
    return f"{''.join(letters)}\t{''.join(tones)}"


def number(text: str) -> str:
    """Return a plain decimal such as "1234.50" as Vietnamese write it: "1.234,50"."""
    whole, _, decimals = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    grouped = f"{int(whole.removeprefix('-')):,}".replace(",", ".")
    return sign + grouped + (f",{decimals}" if decimals else "")
