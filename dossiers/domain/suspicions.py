"""Kinds of changes and work that invite a question, with their thresholds and what they prove."""

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum

SMALLEST_MOVE = timedelta(minutes=1)
"""A finish must move back by at least this: systems round seconds, people type minutes."""

FILE_IS_OLD = timedelta(days=1)
"""A file that comes longer than this after an end, and still has the dossier open, speaks against
it: systems write their files the night before."""

END_TOLD_WITHIN = timedelta(days=45)
"""An end is told in time within this: a month's file that comes two weeks into the next month."""

REPORTED_WITHIN = timedelta(days=7)
"""A pause that a file first tells longer than this after it began was added afterwards: one-stop
systems send their files daily or weekly."""

JUST_BEFORE_DUE = timedelta(hours=1)
"""How long before its deadline a finish is just before due: the last hour of the last day."""

CROWD_OF_UNIT = 10
"""So many finishes of a unit in one minute are a crowd: more than its counters can hand over."""

CROWD_OF_OFFICIAL = 5
"""So many finishes of one official in one minute are a crowd: nobody signs one in 12 seconds."""

DAY_BEGINS, DAY_ENDS = time(6), time(20)
"""Work before or after is night work: even long days of one-stop counters lie within."""


class Kind(StrEnum):
    """What a finding is; the value is its word in addresses."""

    FINISH_EARLIER = "tra-som-hon"
    DUE_LATER = "hen-muon-hon"
    PAUSE_ADDED = "them-tam-dung"
    LATE_REMOVED = "bot-ho-so-tre"
    SENT_BACK_OPEN = "tep-ghi-chua-tra"
    CROWDED = "cung-mot-phut"
    OFF_HOURS = "ngoai-gio"


class Family(StrEnum):
    """Where findings come from: what later files changed or would have, or when work ended."""

    CHANGES = "thay-doi"
    HOURS = "gio-ket-thuc"
    SENT_BACK = "bi-tra-lai"


@dataclass(frozen=True, slots=True)
class Explained:
    """A kind as people read of it: its name, what it means, what it does not prove."""

    title: str
    short: str
    meaning: str
    caution: str


FAMILIES = {
    Family.CHANGES: (Kind.FINISH_EARLIER, Kind.DUE_LATER, Kind.PAUSE_ADDED, Kind.LATE_REMOVED),
    Family.HOURS: (Kind.CROWDED, Kind.OFF_HOURS),
    Family.SENT_BACK: (Kind.SENT_BACK_OPEN,),
}
FAMILY_TITLES = {
    Family.CHANGES: "Sửa về sau",
    Family.HOURS: "Giờ trả kết quả",
    Family.SENT_BACK: "Dòng bị trả lại",
}
EXPLAINED = {
    Kind.FINISH_EARLIER: Explained(
        "Thời điểm trả kết quả bị lùi sớm hơn",
        "Trả sớm hơn",
        "Tệp sau ghi thời điểm trả kết quả sớm hơn tệp trước ít nhất"
        f" {SMALLEST_MOVE // timedelta(minutes=1)} phút, kể cả khi hồ sơ được mở lại bằng tay giữa"
        " hai tệp ấy; hoặc hồ sơ chưa trả nay được ghi trả vào"
        f" một lúc mà hơn {FILE_IS_OLD // timedelta(days=1)} ngày sau đó vẫn có tệp ghi là chưa"
        " trả (với tệp đưa hồ sơ vào cổng thì chỉ kể khi hồ sơ đang quá hạn thành trong hạn); hoặc"
        " đã quá hạn mới được báo là trả trong hạn từ hơn"
        f" {END_TOLD_WITHIN // timedelta(days=1)} ngày trước, dù cùng nguồn đã có tệp gửi sau"
        " khoảng ấy. Nặng nhất là khi hồ sơ đang trễ thành không trễ.",
        "Có thể chỉ là sửa một lần gõ nhầm, hoặc hệ thống một cửa ghi bù thời điểm thật; một tệp"
        " có thể đã xuất từ mấy ngày trước khi gửi, và một nguồn gửi tệp riêng từng đơn vị có thể"
        " gửi muộn. Hai hệ thống cùng gửi một hồ sơ có thể nói khác nhau.",
    ),
    Kind.DUE_LATER: Explained(
        "Hẹn trả hoặc hạn bị dời muộn hơn khi đã quá hạn",
        "Hẹn muộn hơn",
        "Hồ sơ đã trễ thì một tệp mới dời hẹn trả, hẹn lại hoặc hạn giải quyết ra muộn hơn. Cổng"
        " vẫn so với lần hẹn đầu, nên hẹn lại không xóa được trễ hạn. Hẹn trả lần đầu mà Sở Nội vụ"
        " sửa bằng tay thì kể khi hồ sơ đang trễ thành không trễ, cùng người sửa và lý do.",
        "Hẹn lại kèm thư xin lỗi là đúng quy trình; việc hẹn lại cũng có thể đã làm trước hạn mà"
        " tệp đến muộn.",
    ),
    Kind.PAUSE_ADDED: Explained(
        "Tạm dừng thêm vào hoặc kéo dài về sau",
        "Thêm tạm dừng",
        "Một tệp thêm hoặc kéo dài khoảng tạm dừng khi hồ sơ đã trễ, đã kết thúc, đã có tệp gửi"
        " sau lúc tạm dừng mà không nói đến nó, hoặc tạm dừng đã bắt đầu quá"
        f" {REPORTED_WITHIN // timedelta(days=1)} ngày.",
        "Giấy yêu cầu bổ sung có thể đã lập đúng lúc mà hệ thống gửi thông tin chậm.",
    ),
    Kind.LATE_REMOVED: Explained(
        "Hồ sơ trễ bị hủy, rút, từ chối tiếp nhận hoặc chuyển đi",
        "Bớt hồ sơ trễ",
        "Hồ sơ đang trễ thì một tệp đổi kết quả thành không tính, chuyển sang đơn vị khác (không"
        " phải đơn vị kế thừa) hoặc sang người thụ lý khác; kể cả khi tệp ấy ghi hồ sơ kết thúc"
        " trong hạn, vào một lúc mà tệp khác đến sau vẫn ghi là chưa trả.",
        "Người nộp có quyền rút hồ sơ; đổi người thụ lý có thể vì điều động, nghỉ việc.",
    ),
    Kind.SENT_BACK_OPEN: Explained(
        "Hồ sơ đã kết thúc mà một tệp sau ghi là đang giải quyết",
        "Tệp ghi chưa trả",
        "Một tệp đến sau ghi hồ sơ đang giải quyết dù tệp trước đã ghi là kết thúc. Dòng ấy bị trả"
        " lại, nên cổng vẫn tính hồ sơ như đã kết thúc. Mỗi hồ sơ chỉ kể lần gần nhất.",
        "Thường là tệp cũ gửi lại. Nếu nguồn đã sửa một lần ghi nhầm thì Sở Nội vụ mở lại hồ sơ ở"
        " trang của hồ sơ ấy.",
    ),
    Kind.CROWDED: Explained(
        "Nhiều hồ sơ trả trong cùng một phút, sát hạn",
        "Cùng một phút",
        f"Ít nhất {CROWD_OF_UNIT} hồ sơ của một đơn vị, hoặc {CROWD_OF_OFFICIAL} hồ sơ của một"
        " người thụ lý, được ghi trả trong cùng một phút, khi còn không quá"
        f" {JUST_BEFORE_DUE // timedelta(minutes=1)} phút là đến hạn.",
        "Trả theo lô (như thẻ, phôi in cùng đợt) cũng như vậy. Hồ sơ trả đúng vào thời điểm hạn"
        " không kể, vì tệp chỉ ghi ngày được hiểu như thế.",
    ),
    Kind.OFF_HOURS: Explained(
        "Trả kết quả ban đêm hoặc vào ngày nghỉ",
        "Đêm, ngày nghỉ",
        f"Trả kết quả trước {DAY_BEGINS:%H:%M}, sau {DAY_ENDS:%H:%M} hoặc vào ngày không làm việc"
        " theo lịch của cổng.",
        "Dịch vụ công trực tuyến có thể tự trả kết quả; một cửa có nơi làm việc sáng thứ Bảy.",
    ),
}


def family_of(kind: Kind) -> Family:
    """Return where findings of the kind come from."""
    return next(family for family, kinds in FAMILIES.items() if kind in kinds)
