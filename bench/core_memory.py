"""A program: ranks the bundle file named and prints how many bytes the process held at most."""

import re
import sys
from pathlib import Path

from scoring.domain import rank_text


def most_bytes_held() -> int:
    """Return the largest size this process has had in memory.

    Read from /proc, because getrusage would count what the parent held before it started this one.
    """
    status = Path("/proc/self/status").read_text("ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    if found is None:
        raise LookupError("VmHWM")
    return int(found[1]) * 1024


if __name__ == "__main__":
    rank_text(Path(sys.argv[1]).read_bytes())
    sys.stdout.write(f"{most_bytes_held()}\n")
