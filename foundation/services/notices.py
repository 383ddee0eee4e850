"""Letters by e-mail: the server is asked once whether it is there, then takes one by one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to some people at once; the subject is one line."""

    to: tuple[str, ...]
    subject: str
    text: str


class PostClosed(Exception):
    """The mail server does not answer, or does not know the portal; nothing was sent."""


class LetterRefused(Exception):
    """The mail server did not take one letter; whether it will later is not known."""

    def __init__(self, letter: Letter) -> None:
        super().__init__(f"Máy chủ thư không nhận thư “{letter.subject}”.")
        self.letter = letter


@contextmanager
def post_office() -> Iterator[Callable[[Letter], None]]:
    """Open the mail server and give what posts a letter there, which raises LetterRefused.

    Raises PostClosed if the server cannot be opened.
    """
    connection = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        raise PostClosed from error

    def post(letter: Letter) -> None:
        subject = " ".join(letter.subject.split())
        message = EmailMessage(subject, letter.text, to=letter.to, connection=connection)
        try:
            message.send()
        except (SMTPException, OSError) as error:
            raise LetterRefused(letter) from error

    try:
        yield post
    finally:
        _close(connection)


def _close(connection: object) -> None:
    """Hang up; a server that went away has done so already."""
    try:
        connection.close()  # type: ignore[attr-defined]
    except (SMTPException, OSError):
        return
