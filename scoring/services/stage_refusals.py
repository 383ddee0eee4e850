"""Why a stage, or more time in one, is refused: named, with the sentences that pages show."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from scoring.models import Cycle, Stage
from scoring.selectors.stage_gates import Obstacle

YEARS_AHEAD = 2


class StageRefused(Exception):
    """A change to a stage that is not made; `sentences` say why."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class StageHeldBack(StageRefused):
    """A stage that cannot open yet; `obstacles` say why, and which of them may be overruled."""

    def __init__(self, stage: Stage, obstacles: Sequence[Obstacle]) -> None:
        super().__init__(*(obstacle.text for obstacle in obstacles))
        self.stage, self.obstacles = stage, tuple(obstacles)

    @property
    def may_be_overruled(self) -> bool:
        """Whether a person may open the stage all the same, after reading what is lacking."""
        return all(obstacle.may_be_overruled for obstacle in self.obstacles)


class AlreadyThere(StageRefused):
    """A stage that is in the asked state already: somebody else was quicker."""

    def __init__(self, stage: Stage) -> None:
        state = "đang mở" if stage.is_open else "đã đóng" if stage.closed_at else "chưa mở"
        super().__init__(f"Giai đoạn “{stage.get_kind_display()}” {state}.")
        self.stage = stage


class ReasonMissing(StageRefused):
    """A step that differs from the timetable was asked for without saying why."""

    def __init__(self) -> None:
        super().__init__("Hãy ghi lý do.")


class DayRefused(StageRefused):
    """A day that does not fit the stage, lies behind, or is mistyped far ahead."""


class NotForThisSheet(StageRefused):
    """More time, or an area open again, for a sheet that it is not for."""


class OwnUnit(StageRefused):
    """More time, or an area open again, for a unit that the person belongs to."""


def require_day_ahead(day: date, cycle: Cycle, at: datetime | None) -> None:
    """Raise DayRefused for a last day that is over, or is years after the cycle's and this year."""
    require_day_not_over(day, at)
    if problems := far_day_problems([day], cycle.year, at):
        raise DayRefused(*problems)


def require_day_not_over(day: date, at: datetime | None) -> None:
    """Raise DayRefused for a last day that is over."""
    if day < localdate(at):
        raise DayRefused(f"Ngày {day:%d/%m/%Y} đã qua; hãy chọn từ hôm nay trở đi.")


def far_day_problems(days: Iterable[date], year: int, at: datetime | None = None) -> list[str]:
    """Return a sentence for each last day that is years after a cycle's year and this one."""
    latest = date(max(year, localdate(at).year) + YEARS_AHEAD, 12, 31)
    return [
        f"Ngày {day:%d/%m/%Y} quá xa; hãy chọn muộn nhất là {latest:%d/%m/%Y}."
        for day in days
        if day > latest
    ]
