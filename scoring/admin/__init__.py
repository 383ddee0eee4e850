"""The admin of rules, criteria, cycles with their sheets, and runs."""

from scoring.admin import criteria, cycles, rules, runs

__all__ = ["criteria", "cycles", "rules", "runs"]
