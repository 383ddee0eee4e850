"""What happened to the stages of a cycle, for whoever reads the log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from scoring.models import Cycle, StageStep


class Change(TextChoices):
    """What may happen to a stage."""

    PLANNED = "planned", _("Lập lịch")
    OPENED = "opened", _("Mở")
    REOPENED = "reopened", _("Mở lại")
    CLOSED = "closed", _("Đóng")
    MOVED = "moved", _("Dời ngày")
    EXTENDED = "extended", _("Gia hạn")
    AREA_OPENED = "area_opened", _("Mở lại lĩnh vực")
    AREA_CLOSED = "area_closed", _("Đóng lĩnh vực")


@dataclass(frozen=True, slots=True)
class LoggedStep:
    """One line of the log; `by` is None where the clock did it."""

    at: datetime
    stage: str
    change: Any
    note: str
    by: Any


def logged_steps(cycle: Cycle) -> list[LoggedStep]:
    """Return what happened to a cycle's stages, the newest first."""
    steps = StageStep.objects.filter(stage__cycle=cycle).select_related("stage", "by")
    return [
        LoggedStep(
            step.at, step.stage.get_kind_display(), Change(step.change).label, step.note, step.by
        )
        for step in steps.order_by("-pk")
    ]
