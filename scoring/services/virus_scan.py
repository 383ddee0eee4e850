"""Asking clamd whether a file carries a virus, by its INSTREAM command."""

import re
import socket
from typing import IO

PIECE = 1 << 16
SECONDS = 30.0
LONGEST_ANSWER = 4096
_ANSWER = re.compile(r"stream: (?:(?P<virus>.+) FOUND|OK)\Z")


class ScannerUnreachable(Exception):
    """No scanner answered, or its answer says nothing about the file."""


def virus_in(file: IO[bytes], *, address: str, seconds: float = SECONDS) -> str:
    """Return the name of the virus in a file, "" for a clean one.

    The address is host:port or the path of a unix socket. Raises ScannerUnreachable.
    """
    try:
        with _connected(address, seconds) as scanner:
            scanner.sendall(b"zINSTREAM\0")
            while piece := file.read(PIECE):
                scanner.sendall(len(piece).to_bytes(4, "big") + piece)
            scanner.sendall(bytes(4))
            answer = _answer(scanner)
    except OSError as error:
        raise ScannerUnreachable(str(error)) from error
    told = _ANSWER.match(answer)
    if told is None:
        raise ScannerUnreachable(answer)
    return told["virus"] or ""


def _connected(address: str, seconds: float) -> socket.socket:
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)
    scanner = socket.socket(socket.AF_UNIX)
    try:
        scanner.settimeout(seconds)
        scanner.connect(address)
    except OSError:
        scanner.close()
        raise
    return scanner


def _answer(scanner: socket.socket) -> str:
    """Return the one line that the scanner sends back, without the NUL at its end."""
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        piece = scanner.recv(LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n").decode(errors="replace")
