"""Days that the government swapped and the package of holidays does not know yet."""

from datetime import date

ANNOUNCED: dict[date, bool] = {
    # Government's consent of 25/12/2025, made known by Bộ Nội vụ the same day: Friday 02/01/2026
    # off, Saturday 10/01/2026 worked.
    date(2026, 1, 2): False,
    date(2026, 1, 10): True,
}
"""Whether work is done that day; rows of our own override it as they do everything else."""
