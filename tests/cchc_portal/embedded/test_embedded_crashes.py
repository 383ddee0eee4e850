"""Whatever a crash leaves behind, the next start mends it or says what to do."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from cchc_portal.embedded.processes import is_alive, until
from cchc_portal.embedded.trouble import DataOfAnotherVersion, StartFailed


@pytest.fixture
def stranger():
    """A living process that has nothing to do with any clone."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process.pid
    process.communicate(b"\n")


def lock_of(clone, pid):
    """The lock file of a server that was killed, its number now another process's."""
    lock = clone.places.postgres_data / "postmaster.pid"
    return lock, f"{pid}\n{clone.places.postgres_data}\n1\n5432\n/nowhere\n\n0 0\nready\n"


def test_a_lock_of_a_dead_process_is_stale(clone):
    lock, text = lock_of(clone, 4_000_000)
    lock.write_text(text)

    clone.up()

    assert clone.sql("select 1") == [(1,)]


def test_a_lock_whose_number_is_now_another_process_is_stale(clone, stranger):
    clone.up()
    clone.down()
    lock, text = lock_of(clone, stranger)
    lock.write_text(text)
    socket = clone.places.postgres_socket
    socket.with_name(f"{socket.name}.lock").write_text(text)

    clone.up()

    assert clone.sql("select 1") == [(1,)]
    assert is_alive(stranger)


def test_a_killed_postgres_recovers_what_was_committed(clone, kill):
    clone.up()
    clone.remember(1)

    kill(clone.postmaster)
    clone.up()

    assert clone.remembered() == [1]


def test_a_killed_valkey_keeps_what_it_had_appended(clone, kill):
    clone.up()
    clone.queue().set("kept", "yes")
    assert until(lambda: b"kept" in appended(clone).read_bytes(), seconds=30)

    kill(clone.valkey_servers[0])
    clone.up()

    assert clone.queue().get("kept") == b"yes"


def test_a_hanging_child_of_a_killed_postgres_is_ended(clone, kill):
    clone.up()
    child = next(pid for pid in clone.postgres_processes if pid != clone.postmaster)
    os.kill(child, signal.SIGSTOP)

    kill(clone.postmaster)
    clone.up()

    assert not is_alive(child)
    assert clone.sql("select 1") == [(1,)]


def test_servers_that_lost_their_sockets_are_started_again(clone):
    clone.up()
    clone.remember(1)

    shutil.rmtree(clone.places.run)
    clone.up()

    assert clone.remembered() == [1]
    assert len(clone.postgres_servers) == len(clone.valkey_servers) == 1


def test_an_unfinished_initdb_leaves_only_a_draft_that_is_swept(bare_clone):
    draft = bare_clone.places.var / "postgres-draft-old"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")

    bare_clone.up()

    assert not draft.exists()
    assert bare_clone.sql("select 1") == [(1,)]


def test_data_without_its_version_is_set_aside_and_said(clone):
    (clone.places.postgres_data / "PG_VERSION").unlink()

    clone.up()

    aside = [path for path in clone.places.var.glob("postgres.*") if path.is_dir()]
    assert any(str(aside[0]) in sentence for sentence in clone.said)
    assert clone.sql("select 1") == [(1,)]


def test_data_of_another_version_is_refused_with_a_sentence(clone):
    (clone.places.postgres_data / "PG_VERSION").write_text("15\n")

    with pytest.raises(DataOfAnotherVersion, match=r"PostgreSQL 15.*pg_dump"):
        clone.up()


def test_a_server_that_cannot_start_gives_the_reason_and_the_log(clone):
    (clone.places.postgres_data / "global" / "pg_control").write_bytes(b"nonsense")

    with pytest.raises(StartFailed, match=r"pg_control.*postgres\.log"):
        clone.up()


def test_a_dropped_database_is_made_again_at_the_next_start(clone):
    clone.up()
    clone.sql("alter database cchc rename to lost", database="postgres")

    clone.down()
    clone.up()

    assert clone.sql("select current_database()") == [("cchc",)]


def test_a_cut_off_append_only_file_loses_its_last_entry_alone(clone):
    clone.up()
    clone.queue().set("first", 1)
    clone.down()
    with appended(clone).open("ab") as file:
        file.write(b"*3\r\n$3\r\nSET\r\n$6\r\nsec")

    clone.up()

    assert clone.queue().keys() == [b"first"]


@pytest.mark.parametrize("part", ["incr.aof", "base.rdb", "manifest"])
def test_a_broken_append_only_file_is_kept_aside_and_said(clone, part):
    clone.up()
    for number in range(9):
        clone.queue().set(f"key{number}", number)
    clone.down()
    broken = next((clone.places.valkey_data / "appendonlydir").glob(f"*.{part}"))
    content = broken.read_bytes()
    broken.write_bytes(
        content[: len(content) // 2] + b"xxxxxxxx" + content[len(content) // 2 + 8 :]
    )

    clone.up()

    assert clone.queue().ping()
    assert list(clone.places.valkey_data.glob("appendonlydir.*"))
    assert any("Valkey bị hỏng" in sentence for sentence in clone.said)


def appended(clone):
    return next((clone.places.valkey_data / "appendonlydir").glob("*.incr.aof"))
