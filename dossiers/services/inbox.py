"""The watched directory: files that systems leave in <inbox>/<source code>/ are taken in.

A file is kept and asked for first, and only then moved to <source code>/done/. Whoever is killed in
between leaves it where it is, and the next look finds that it has been asked for already. What a
system has put in its place meanwhile, or added to it, stays for the next look.
"""

import logging
import os
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from shutil import copyfileobj
from tempfile import TemporaryFile

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone

from dossiers.models import Source
from foundation.models import Job, StoredFile
from foundation.services.files import NoRoom, store_upload
from foundation.services.intakes import TAKE_IN, intake_of, request_intake

log = logging.getLogger(__name__)

QUIET = timedelta(seconds=60)
"""How long nobody must have touched a file: its content, its times, its name."""
ENDINGS = {".csv", ".txt", ".tsv", ".xlsx"}
COPYING = ".part"
"""The ending of a file that is still being copied, whatever it will be called."""
DONE = "done"


def look_into(inbox: Path, *, quiet: timedelta = QUIET) -> int:
    """Ask for every quiet file of every source to be taken in and return how many were.

    Links are not followed. A directory of no source, a file in none, one of another ending, and
    what cannot be read or moved, is told in the log; the others are taken in all the same.
    """
    asked = 0
    for directory, source in _directories(inbox):
        for path, listed in _quiet_files(directory, quiet):
            try:
                asked += _take(path, listed, source)
            except (OSError, NoRoom) as error:
                log.warning("Không lấy được tệp %s trong thư mục chờ: %s.", path, error)
    return asked


def _directories(inbox: Path) -> Iterator[tuple[Path, Source]]:
    """Yield the directories that bear the code of a source, by name."""
    sources = {source.code: source for source in Source.objects.all()}
    for path in sorted(inbox.iterdir()):
        if path.name.startswith("."):
            continue
        if path.suffix.lower() != COPYING and _is_one(path, stat.S_ISREG):
            log.warning("Tệp %s không nằm trong thư mục của nguồn nào; tệp để nguyên.", path)
        if not _is_one(path, stat.S_ISDIR):
            continue
        if path.name in sources:
            yield path, sources[path.name]
        elif _within(path):
            log.warning("Thư mục chờ %s không mang mã của nguồn nào; tệp để nguyên.", path)


def _quiet_files(directory: Path, quiet: timedelta) -> list[tuple[Path, os.stat_result]]:
    """Return the files nobody has touched for so long, as they are, the longest untouched first.

    The time of change moves with every write and every rename, and nobody can set it back.
    """
    until = (timezone.now() - quiet).timestamp()
    named = (path for path in _within(directory) if _is_named_rightly(path, until))
    found = [
        (path, about)
        for path in named
        if (about := _is_one(path, stat.S_ISREG)) and about.st_ctime <= until
    ]
    return sorted(found, key=lambda one: (one[1].st_ctime, one[0]))


def _is_named_rightly(path: Path, until: float) -> bool:
    """Return whether a file's ending is one that is taken; a quiet file of another is told."""
    if path.name.startswith(".") or path.suffix.lower() == COPYING:
        return False
    if path.suffix.lower() in ENDINGS:
        return True
    about = _is_one(path, stat.S_ISREG)
    if about and about.st_ctime <= until:
        log.warning("Tệp %s không có đuôi %s; tệp để nguyên.", path, ", ".join(sorted(ENDINGS)))
    return False


def _within(directory: Path) -> list[Path]:
    """Return what lies in a directory; nothing, with a word in the log, if it cannot be read."""
    try:
        return list(directory.iterdir())
    except OSError as error:
        log.warning("Không đọc được thư mục chờ %s: %s.", directory, error)
        return []


def _is_one(path: Path, kind: Callable[[int], bool]) -> os.stat_result | None:
    """Return what is known of a path if it is of that kind; None if it is not, or has gone."""
    try:
        about = path.lstat()
    except OSError as error:
        log.warning("Không xem được %s trong thư mục chờ: %s.", path, error)
        return None
    return about if kind(about.st_mode) else None


def _take(path: Path, listed: os.stat_result, source: Source) -> bool:
    """Ask for one file to be taken in and set it aside.

    False if somebody else sees to it, or it is no longer as it was listed.
    """
    with transaction.atomic():
        if not _alone():
            return False
        stored = _kept(path, listed)
        if stored is None:
            log.info("Tệp %s vừa đổi hoặc còn đang được ghi; để lần sau.", path)
            return False
        _require_place(path)
        if not _is_asked_for(stored, source, listed):
            intake = intake_of("dossiers")
            request_intake(intake, stored, by=None, context=source, name=path.name)
    _set_aside(path, listed)
    return True


def _alone() -> bool:
    """Return whether nobody else takes files from the inbox until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtext('dossiers inbox'))")
        return bool(cursor.fetchone()[0])


def _kept(path: Path, listed: os.stat_result) -> StoredFile | None:
    """Return the stored copy of a file; None unless it is, and stays meanwhile, as it was listed.

    It is opened once: what is compared is what is read, whatever bears its name by then.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file, TemporaryFile() as copy:
        if not _is_untouched(os.fstat(descriptor), listed):
            return None
        copyfileobj(file, copy)
        if not _is_untouched(os.fstat(descriptor), listed):
            return None
        return store_upload(UploadedFile(copy, name=path.name, size=copy.tell()), by=None)


def _is_untouched(now: os.stat_result, before: os.stat_result) -> bool:
    """Return whether it is the same file, and nobody has written to it or renamed it."""
    return (_version(now), now.st_ctime_ns) == (_version(before), before.st_ctime_ns)


def _is_asked_for(stored: StoredFile, source: Source, about: os.stat_result) -> bool:
    """Return whether the file was asked for after it was last touched: only its move is missing.

    Jobs that failed or were cancelled took nothing in, so they do not count.
    """
    return Job.objects.filter(
        kind=TAKE_IN,
        stored_input=stored,
        input__intake="dossiers",
        input__context=source.pk,
        created_at__gte=datetime.fromtimestamp(about.st_ctime, UTC),
        state__in=[Job.State.QUEUED, Job.State.RUNNING, Job.State.DONE],
    ).exists()


def _require_place(path: Path) -> None:
    """Raise OSError unless a file can be set aside: else each look would ask for it once more."""
    done = path.parent / DONE
    if done.is_symlink():
        raise OSError(f"{done} là một liên kết")
    done.mkdir(exist_ok=True)
    if not all(os.access(place, os.W_OK | os.X_OK) for place in (path.parent, done)):
        raise PermissionError(f"không ghi được vào {path.parent} hoặc {done}")


def _set_aside(path: Path, taken: os.stat_result) -> None:
    """Move the file that was taken to `done` beside it, under a name that is free there.

    What bears its name is given another one first, which nobody else uses: if it turns out to be
    another file, or longer by now, it stays under that name and is taken by a later look.
    """
    held = path.with_name(f"{path.stem[:40]}-{token_hex(4)}{path.suffix}")
    path.rename(held)
    if _version(held.lstat()) != _version(taken):
        log.info("Tệp %s đã được thay bằng bản khác; bản ấy chờ lần sau: %s.", path, held.name)
        return
    done = path.parent / DONE
    target, number = done / path.name, 1
    while target.exists() or target.is_symlink():
        number += 1
        target = done / f"{path.stem}-{number}{path.suffix}"
    held.rename(target)


def _version(about: os.stat_result) -> tuple[int, ...]:
    """Return what tells a file from any other and from itself once changed; no rename moves it."""
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns
