"""The one way in which a file as a whole is refused."""


class UnreadableTable(Exception):
    """The file as a whole cannot be read; the message is a Vietnamese sentence that says why."""
