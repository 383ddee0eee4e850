"""The admin of the foundation, and what the admins of every app stand on."""

from foundation.admin import calendar, work

__all__ = ["calendar", "work"]
