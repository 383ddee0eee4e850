"""What encoding a CSV file is in, and what to tell those whose file is in none that is read."""

from foundation.domain.tables.old_letters import old_encoding

HEAD = 1 << 16
"""Bytes from the start of a file that are looked at."""
_SAVE = "chọn Lưu thành (Save As) và kiểu “CSV UTF-8 (Comma delimited)”."
HOW_TO_SAVE = f"Hãy mở tệp bằng Excel, {_SAVE}"
_UNICODE_TO_EXCEL = "bảng mã Windows-1258"
"""The one old encoding whose letters Excel turns into Unicode by itself."""
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
_ORDERS = ("utf-16-be", "utf-16-le")


def encoding_of(head: bytes) -> str:
    """Return the encoding that the first bytes announce or show; UTF-8 if they show none.

    UTF-16 without a mark shows by its zero bytes: over a third of one half of the bytes (blanks,
    separators, plain letters), and next to none of the other half.
    """
    announced = next((name for mark, name in _BYTE_ORDER_MARKS if head.startswith(mark)), None)
    if announced or len(head) < 4:
        return announced or "utf-8"
    zeros = [head[start::2].count(0) * 2 / len(head) for start in (0, 1)]
    return _ORDERS[zeros.index(max(zeros))] if max(zeros) > 1 / 3 and min(zeros) < 0.05 else "utf-8"


def advice(head: bytes, line: bytes) -> str:
    """Return sentences on bytes that are no UTF-8: what they seem to be, how to save the file."""
    legacy = b"\n".join(part for part in (*head.splitlines(), line) if not _is_utf8(part))
    seeming = old_encoding(legacy)
    if seeming is None:
        return HOW_TO_SAVE
    if seeming == _UNICODE_TO_EXCEL:
        return f"Tệp có vẻ dùng {seeming}: hãy mở tệp bằng Excel, {_SAVE}"
    return (
        f"Tệp có vẻ dùng {seeming}: phải chuyển chữ sang Unicode trước (chỉ lưu lại thành UTF-8"
        f" thì chữ vẫn sai), rồi mở bằng Excel, {_SAVE}"
    )


def _is_utf8(data: bytes) -> bool:
    """Return whether the bytes are UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
