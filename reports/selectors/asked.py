"""What a reader asks of a ranking by its address: block, class, words, order, run."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from foundation.domain.vietnamese import tidy

_RUN_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """One reader's wishes; "" or None where nothing is asked. What makes no sense is let go."""

    block: str = ""
    band: str = ""
    is_blocked: bool = False
    search: str = ""
    order: str = ""
    run: int | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        """Return the wishes in the parameters of an address."""
        run = given.get("lan", "")
        return cls(
            block=_word(given, "khoi"),
            band=_word(given, "loai"),
            is_blocked=given.get("chan") == "1",
            search=_word(given, "tim"),
            order=_word(given, "sap-xep"),
            run=int(run) if _RUN_NUMBER.fullmatch(run) else None,
        )

    @property
    def column(self) -> str:
        """The word of the column that is sorted by."""
        return self.order.removeprefix("-")

    @property
    def is_turned(self) -> bool:
        """Whether the column stands in the opposite of its usual order."""
        return self.order.startswith("-")

    @property
    def is_narrowed(self) -> bool:
        """Whether units of the block may be left out."""
        return bool(self.band or self.is_blocked or self.search)

    @property
    def run_link(self) -> str:
        """The run asked for as the end of another page's address: "?lan=3", or ""."""
        return f"?lan={self.run}" if self.run else ""

    def parameters(self) -> dict[str, str]:
        """Return the wishes as parameters of an address, those that are not asked left out."""
        asked = {
            "khoi": self.block,
            "loai": self.band,
            "chan": "1" if self.is_blocked else "",
            "tim": self.search,
            "sap-xep": self.order,
            "lan": str(self.run or ""),
        }
        return {key: value for key, value in asked.items() if value}

    def link(self, **changes: str | bool | int | None) -> str:
        """Return the address of the same page with some wishes changed: "?khoi=xa&tim=nha"."""
        return "?" + urlencode(replace(self, **changes).parameters())  # type: ignore[arg-type]


def _word(given: Mapping[str, str], key: str) -> str:
    return tidy(given.get(key, ""))[:_LONGEST]
