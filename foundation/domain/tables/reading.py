"""How a file is to be read where it does not follow the portal's own form."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody has said of a file; what is left empty shows in the file itself.

    `headers` gives what a column (by its name in staging) is called in the file. Real dates of a
    workbook come as 05/01/2024, or else, where `dates_are_iso`, as 2024-01-05.
    """

    encoding: str = ""
    separator: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    dates_are_iso: bool = False


AS_IT_STANDS = Reading()
"""For files of the portal's own form."""
