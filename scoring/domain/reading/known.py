"""What later parts of a document may refer to by code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from scoring.domain.problems import Notes

K = TypeVar("K")
T = TypeVar("T")


def sound(parts: Mapping[K, T | None]) -> dict[K, T]:
    """Return the parts that were not refused, in their order."""
    return {key: part for key, part in parts.items() if part is not None}


@dataclass(slots=True)
class Known(Generic[T]):
    """Parts by code; a part that was refused is None, so that nothing false is said of its readers.

    Where some code could not be read the list is incomplete, and no code is called unknown.
    """

    parts: dict[str, T | None] = field(default_factory=dict)
    is_complete: bool = True

    def add(self, notes: Notes, code: str, place: str, part: T | None) -> None:
        """Take a part in; its code is "" if it could not be read, and may not come twice."""
        if not code:
            self.is_complete = False
        elif code in self.parts:
            notes.add("duplicate_code", f"{place}.code", code=code)
            self.parts[code] = None
        else:
            self.parts[code] = part

    @property
    def is_sound(self) -> bool:
        """Whether every part was read and none was refused."""
        return self.is_complete and None not in self.parts.values()

    def lacks(self, code: str) -> bool:
        """Return whether the code is surely unknown."""
        return self.is_complete and code not in self.parts

    def get(self, code: str) -> T | None:
        """Return the part, or None if it is unknown or was refused."""
        return self.parts.get(code)

    def sound_parts(self) -> tuple[T, ...]:
        """Return the parts that were not refused, in the order of the document."""
        return tuple(sound(self.parts).values())
