"""Run a Python module for as long as one process lives: `bound PARENT MODULE ARGUMENT…`.

The kernel is asked to end this process with its parent. A parent that ended before it was asked is
seen by its number, so there is no moment in which nobody watches.
"""

import ctypes
import os
import signal
import sys

SET_PARENT_DEATH_SIGNAL = 1


def main(parent: int, arguments: list[str]) -> None:
    """Become `python -m ARGUMENTS`, or end at once if the parent has ended already."""
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() == parent:
        os.execv(sys.executable, [sys.executable, "-m", *arguments])  # noqa: S606


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
