"""How a file is to be read where it does not follow the portal's own form."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody has said of a file; what is left empty shows in the file itself.

    `headers` gives what a column (by its name in staging) is called in the file.
    """

    encoding: str = ""
    separator: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


AS_IT_STANDS = Reading()
"""For files of the portal's own form."""
