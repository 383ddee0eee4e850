"""The admin of people, other systems, and units through time."""

from units.admin import accounts, units

__all__ = ["accounts", "units"]
