"""What Celery beat asks for: stages turned on their days, reminders sent; twice does no harm."""

from celery import shared_task

from scoring.services.reminders import send_reminders as send_all
from scoring.services.stage_clock import turn_stages as turn_all


@shared_task(name="scoring.turn_stages")  # type: ignore[untyped-decorator]
def turn_stages() -> None:
    """Open the stages whose day has come and close those whose last day is over."""
    turn_all()


@shared_task(name="scoring.send_reminders")  # type: ignore[untyped-decorator]
def send_reminders() -> None:
    """Remind the units of the deadlines that are near or behind them."""
    send_all()
