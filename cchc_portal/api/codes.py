"""What may stand in an address of the API: codes, years and numbers of runs."""


class CodeConverter:
    """A unit's code: anything printable of up to 40 letters, but no slash."""

    regex = r"[^/\x00-\x1f\x7f]{1,40}"

    def to_python(self, value: str) -> str:
        """Return the code as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return the code as it stands."""
        return value


class NumberConverter:
    """The number of a run in its cycle."""

    regex = "[0-9]{1,9}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return its digits."""
        return str(value)


class YearConverter(NumberConverter):
    """A year of four digits."""

    regex = "[0-9]{4}"
