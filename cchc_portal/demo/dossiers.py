"""Synthetic dossiers: as many of each unit and year as planned, and exactly as late."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from cchc_portal.demo.plan import PlannedUnit, UnitYear

DONE, OPEN = "Đã trả kết quả", "Đang giải quyết"
NOT_COUNTED = ("Người nộp rút", "Từ chối tiếp nhận", "Hủy do trùng")
CHANNELS = ("Trực tuyến",) * 5 + ("Trực tiếp",) * 4 + ("Bưu chính",)
HOURS = (7, 8, 9, 10, 13, 14, 15)
CLOSING = time(17)
MARGIN = 12
"""Working days at the end of a year in which nothing falls due: what is late ends within it."""


@dataclass(slots=True)
class Dossier:
    """One dossier; `ends_next_year` and `is_put_off` are what a later file knows of it.

    `is_late` says what was planned, whatever its instants come to.
    """

    unit: PlannedUnit
    handler: str
    procedure: str
    channel: str
    received: datetime
    due: datetime | None
    finished: datetime | None = None
    outcome: str = OPEN
    pauses: str = ""
    ends_next_year: bool = False
    is_put_off: bool = False
    is_late: bool = False

    def end(self, finished: datetime, outcome: str = DONE) -> None:
        """Give it an end."""
        self.finished, self.outcome = finished, outcome


class Office:
    """When offices work, and the procedures asked of each level."""

    def __init__(self, working_days: Sequence[date], procedures: Sequence[dict[str, str]]) -> None:
        self.days = working_days
        self.timed: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self.untimed: dict[str, str] = {}
        for row in procedures:
            if row["working_days"]:
                self.timed[row["level"]].append((row["code"], int(row["working_days"])))
            else:
                self.untimed[row["level"]] = row["code"]

    def place(self, day: date) -> int:
        """Return the place of a day, or of the first working day after it."""
        return bisect_left(self.days, day)

    def at(self, place: int, moment: time) -> datetime:
        """Return an instant of a working day."""
        return datetime.combine(self.days[place], moment)

    def pause(self, place: int, days: int) -> str:
        """Return the cell of a pause of so many days that begins on a working day."""
        first = self.days[place]
        last = first + timedelta(days=days)
        return f"{first:%d/%m/%Y} 08:00 - {last:%d/%m/%Y} 08:00: Chờ bổ sung hồ sơ"


class UnitDossiers:
    """What a unit receives in one planned year."""

    def __init__(self, planned: UnitYear, office: Office, random: Random) -> None:
        self.planned, self.office, self.random = planned, office, random
        self.unit = planned.unit
        self.level = planned.unit.block.removesuffix("s")
        self.first = office.place(max(self.unit.first_on, date(planned.year, 1, 1)))
        self.last = office.place(date(planned.year + 1, 1, 1)) - 1

    def received(self) -> Iterator[Dossier]:
        """Yield its dossiers: first the late ones, then those in time, then those not counted."""
        for place in range(self.planned.late - self.planned.carried_in):
            yield self._late(place)
        for place in range(self.planned.counted - self.planned.late):
            yield self._on_time(place)
        for place in range(self.planned.uncounted):
            yield self._uncounted(self.unit.place + place)

    def _uncounted(self, place: int) -> Dossier:
        """Return a dossier outside the late rate: ended otherwise, undetermined, open in time."""
        kind = place % (6 if self.planned.is_last else 4)
        if kind == 4:
            return self._received(self.last - 3, 10)
        if kind == 5:
            dossier = self._received(self.last - 20, 15)
            dossier.pauses = (
                f"{self.office.days[self.last - 10]:%d/%m/%Y} 08:00 - : Chờ cơ quan khác"
            )
            return dossier
        begun = self.random.randrange(self.first, self.last - 2 * MARGIN)
        dossier = self._received(begun, 10)
        dossier.end(self.office.at(begun + 9, self._moment()), (*NOT_COUNTED, DONE)[kind])
        if dossier.outcome == DONE:
            dossier.procedure, dossier.due = self.office.untimed[self.level], None
        return dossier

    def _late(self, place: int) -> Dossier:
        """Return a late dossier: ended late, still open, or open until early in the next year."""
        dossier = self._overdue(place)
        dossier.is_late = True
        return dossier

    def _overdue(self, place: int) -> Dossier:
        """Return a dossier that passes its deadline."""
        procedure, days = self.random.choice(self.office.timed[self.level])
        handler = 0 if self.unit.is_one_hand else place
        if place < self.planned.carried_out:
            begun = self.last - days - self.random.randint(3, MARGIN)
            dossier = self._received(begun, days, procedure, handler)
            dossier.end(self.office.at(self.last + self.random.randint(3, 20), self._moment()))
            dossier.ends_next_year = True
            return dossier
        begun = self.random.randrange(self.first, self.last - days - MARGIN)
        dossier = self._received(begun, days, procedure, handler)
        if not (self.planned.is_last and place % 3 == 0):
            self._end_late(dossier, begun, days, place)
        return dossier

    def _end_late(self, dossier: Dossier, begun: int, days: int, place: int) -> None:
        """End it after its deadline; one in ten stood still before, so its deadline moved."""
        late_by = self.random.randint(1, 8)
        if place % 10 == 9:
            dossier.pauses = self.office.pause(begun + 1, 3)
            late_by += 3
        dossier.end(self.office.at(begun + days + late_by, self._moment()))
        dossier.is_put_off = place % 5 == 4

    def _on_time(self, place: int) -> Dossier:
        """Return a dossier ended in time, now and then only because its clock stood still."""
        procedure, days = self.random.choice(self.office.timed[self.level])
        begun = self.random.randrange(self.first, self.last - days - MARGIN)
        dossier = self._received(begun, days, procedure, place)
        due = begun + days
        if days >= 3 and place % 20 == 19:
            dossier.due = None
            dossier.end(dossier.received + timedelta(hours=2))
        elif days >= 3 and place % 12 == 11:
            waited = self.office.days[due + 1] - self.office.days[due]
            dossier.pauses = self.office.pause(begun + 1, waited.days)
            dossier.end(self.office.at(due + 1, self._moment()))
        else:
            dossier.end(self.office.at(begun + self.random.randint(1, days), self._moment()))
        return dossier

    def _received(
        self, begun: int, days: int, procedure: str | None = None, handler: int = 0
    ) -> Dossier:
        """Return an open dossier received on a working day and due so many working days later."""
        handlers = self.unit.handlers
        return Dossier(
            unit=self.unit,
            handler=handlers[handler % len(handlers)],
            procedure=procedure or self.random.choice(self.office.timed[self.level])[0],
            channel=self.random.choice(CHANNELS),
            received=self.office.at(begun, self._moment()),
            due=self.office.at(begun + days, CLOSING),
        )

    def _moment(self) -> time:
        """Return a minute in office hours."""
        return time(self.random.choice(HOURS), self.random.randrange(60))
