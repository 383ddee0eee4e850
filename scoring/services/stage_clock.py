"""What the clock does to stages: opens them on their day, closes them after their last."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from scoring.models import Assessment, Stage
from scoring.selectors.stages import waiting_to_close, waiting_to_open
from scoring.services.cycle_locks import share_free_cycle
from scoring.services.extensions import close_expired
from scoring.services.stage_refusals import StageRefused
from scoring.services.stages import close_stage, hold_stage, open_stage

log = logging.getLogger(__name__)


def turn_stages(*, at: datetime | None = None) -> None:
    """Close what is over, then open what is due, each stage by itself and only its own cycle's.

    What is held back stays closed; its page says why. Twice at once does no more than once: the
    stages of a cycle are locked, and looked at again under the lock. A stage or an area opened
    again that fails for a reason nobody foresaw is logged and keeps no other from its turn. A cycle
    that is being ranked or published is not waited for: it is left to the next call.
    """
    at = at or timezone.now()
    today = localdate(at)
    for stage in waiting_to_close(today):
        _turn(stage.cycle_id, partial(close_if_due, stage, at), f"giai đoạn {stage.pk}")
    for stage in waiting_to_open(today):
        _turn(stage.cycle_id, partial(open_if_due, stage, at), f"giai đoạn {stage.pk}")
    for sheet in Assessment.objects.filter(
        reopenings__closed_at=None, reopenings__until_on__lt=today
    ).distinct():
        turn = partial(close_expired, assessment=sheet, at=at)
        _turn(sheet.cycle_id, turn, f"lĩnh vực mở lại của phiếu {sheet.pk}")


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


def _turn(cycle_id: int, turn: Callable[[], object], what: str) -> None:
    try:
        with transaction.atomic():
            if share_free_cycle(cycle_id):
                turn()
            else:
                log.info("Kỳ %s đang bận, %s để lượt sau.", cycle_id, what)
    except StageRefused as refusal:
        log.info("Chưa mở %s: %s", what, refusal)
    except Exception:
        log.exception("Không mở hay đóng được %s.", what)
