"""What the clock does to stages: opens them on their day, closes them after their last."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from scoring.models import Assessment, Stage
from scoring.selectors.stages import waiting_to_close, waiting_to_open
from scoring.services.extensions import close_expired
from scoring.services.stage_refusals import StageRefused
from scoring.services.stages import close_stage, hold_stage, open_stage

log = logging.getLogger(__name__)


def turn_stages(*, at: datetime | None = None) -> None:
    """Close what is over, then open what is due, each stage by itself and only its own cycle's.

    What is held back stays closed; its page says why. Twice at once does no more than once: the
    stages of a cycle are locked, and looked at again under the lock. A stage that fails for a
    reason nobody foresaw is logged and keeps no other from its turn.
    """
    at = at or timezone.now()
    today = localdate(at)
    for stage in waiting_to_close(today):
        _turn(close_if_due, stage, at)
    for stage in waiting_to_open(today):
        _turn(open_if_due, stage, at)
    for sheet in Assessment.objects.filter(
        reopenings__closed_at=None, reopenings__until_on__lt=today
    ).distinct():
        close_expired(assessment=sheet, at=at)


@transaction.atomic
def close_if_due(stage: Stage, at: datetime) -> None:
    """Close a stage whose last day is over, unless it was closed or moved meanwhile."""
    stage, _ = hold_stage(stage)
    if stage.is_open and stage.closes_on < localdate(at):
        close_stage(stage=stage, by=None, at=at)


@transaction.atomic
def open_if_due(stage: Stage, at: datetime) -> None:
    """Open a stage on its day, unless it was opened or moved meanwhile, or something holds it."""
    stage, _ = hold_stage(stage)
    if stage.opened_at is None and stage.opens_on <= localdate(at) <= stage.closes_on:
        open_stage(stage=stage, by=None, at=at)


def _turn(turn: Callable[[Stage, datetime], None], stage: Stage, at: datetime) -> None:
    try:
        turn(stage, at)
    except StageRefused as refusal:
        log.info("Giai đoạn %s chưa mở: %s", stage.pk, refusal)
    except Exception:
        log.exception("Không mở hay đóng được giai đoạn %s.", stage.pk)
