"""Who may change what a kind of file brings: one file of a kind at a time, or one person by hand.

Whoever needs several kinds asks for them in the order of their codes, so that nobody waits in a
ring.
"""

from django.db import connection


def own_intakes(*codes: str) -> None:
    """Let nobody else, by file or by hand, change anything of these kinds in this transaction."""
    _lock("pg_advisory_xact_lock", codes)


def hold_intakes(*codes: str) -> None:
    """Let no file of these kinds change anything until this transaction ends."""
    _lock("pg_advisory_xact_lock_shared", codes)


def _lock(function: str, codes: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for code in sorted(codes):
            cursor.execute(f"select {function}(hashtext(%s))", [f"intake {code}"])
