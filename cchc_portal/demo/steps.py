"""Saying what is being done, how far it is and how long it took: never silent for long."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

from django.core.management.base import OutputWrapper

from foundation.domain.vietnamese import number
from foundation.services.progress import Progress, Said

TERMINAL_BEAT, BEAT = 0.5, 4.0
"""Seconds between two signs of movement, on a terminal and elsewhere (a file, a log)."""
START_OF_LINE = "\r\x1b[K"


class Steps:
    """Announces one step after another; on a terminal each moves on its own line."""

    def __init__(self, stream: OutputWrapper) -> None:
        self.stream = stream

    @contextmanager
    def step(self, title: str) -> Iterator[Progress]:
        """Announce a step and its time; what its work reports on the way is shown."""
        progress, is_over, start = Progress(), Event(), monotonic()
        self._write(f"… {title}")
        beat = Thread(target=self._beat, args=(title, progress, is_over, start), daemon=True)
        beat.start()
        try:
            yield progress
        except BaseException:
            _end(beat, is_over)
            self._write("\n")
            raise
        _end(beat, is_over)
        seconds = f"{monotonic() - start:.1f}".replace(".", ",")
        self._write(f"{self._again(title)}  ({seconds} giây)\n")

    def say(self, *lines: str) -> None:
        """Write whole lines between two steps."""
        self._write("".join(f"{line}\n" for line in lines))

    def _beat(self, title: str, progress: Progress, is_over: Event, start: float) -> None:
        """Show where the step stands until it is over."""
        while not is_over.wait(TERMINAL_BEAT if self.stream.isatty() else BEAT):
            seconds = f"{monotonic() - start:.0f} giây"
            self._write(f"{self._again(title)} · {' · '.join([*standing(progress.said), seconds])}")

    def _again(self, title: str) -> str:
        """Return what brings the line back to the bare title; elsewhere lines only grow."""
        return f"{START_OF_LINE}… {title}" if self.stream.isatty() else ""

    def _write(self, text: str) -> None:
        """Write at once; a line too long for its terminal would not be one line."""
        if self.stream.isatty() and not text.endswith("\n"):
            text = text[: shutil.get_terminal_size().columns - 1 + len(START_OF_LINE)]
        self.stream.write(text, ending="")
        self.stream.flush()


def standing(said: Said) -> list[str]:
    """Return how far the work is, in words: "63 %", or "81.000 dòng", and what it is at."""
    words = []
    if said.total:
        words.append(f"{100 * said.done // said.total} %")
    elif said.done:
        words.append(f"{number(str(said.done))} dòng")
    return [*words, said.message.rstrip(".")] if said.message else words


def _end(beat: Thread, is_over: Event) -> None:
    is_over.set()
    beat.join()
