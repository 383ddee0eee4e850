"""Who is at a job: a lock on the worker's connection, given up by the database when it dies."""

import time

from django.db import connection

LOCKS = 0x4A4F42
"""The first number of every job's advisory lock; the second is the job's own."""
PATIENCE, PAUSE = 5.0, 0.1

_HOLDERS = """
select pid from pg_locks
where locktype = 'advisory' and granted and objsubid = 2
  and database = (select oid from pg_database where datname = current_database())
  and classid = %(kind)s and objid = %(job)s
"""
_MINE = f"pg_backend_pid() in ({_HOLDERS})"
_INTERRUPT = f"(select bool_or(pg_cancel_backend(pid)) from ({_HOLDERS}) holder)"  # noqa: S608 - constants


def lock_job(job_id: int, *, patience: float = PATIENCE) -> bool:
    """Return whether this connection alone has the job now.

    Waits so many seconds for a connection that is just being given up. A connection that has the
    job already does not get it a second time.
    """
    end = time.monotonic() + patience
    free = f"case when {_MINE} then false else pg_try_advisory_lock(%(kind)s, %(job)s) end"
    while not _is(free, job_id):
        if time.monotonic() > end:
            return False
        time.sleep(PAUSE)
    return True


def holds_job(job_id: int) -> bool:
    """Return whether this connection has the job; not after it was lost and opened anew."""
    return _is(_MINE, job_id)


def unlock_job(job_id: int) -> None:
    """Let go of the job, if this connection has it."""
    _is(f"case when {_MINE} then pg_advisory_unlock(%(kind)s, %(job)s) end", job_id)


def interrupt_job(job_id: int) -> None:
    """Cut short the statement that whoever has the job is waiting for; none is harmed if none is.

    The signal has been sent when this returns, so it meets no statement begun afterwards.
    """
    _is(_INTERRUPT, job_id)


def _is(question: str, job_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"select {question}", {"kind": LOCKS, "job": job_id})
        return bool(cursor.fetchone()[0])
