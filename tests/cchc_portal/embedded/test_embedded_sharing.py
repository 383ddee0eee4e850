"""One server of each kind per clone, whoever asks, and data that outlives it."""

import subprocess
import sys

import pytest

UP = """
import sys
from pathlib import Path
from cchc_portal.embedded.layout import Layout
from cchc_portal.embedded.supervisor import services_up
services_up(Layout(*map(Path, sys.argv[1:])))
"""


def test_a_second_call_finds_the_first_ones_servers(clone):
    clone.up()
    first = clone.postgres_servers, clone.valkey_servers

    clone.up()

    assert (clone.postgres_servers, clone.valkey_servers) == first


def test_a_bare_directory_is_filled_and_served(bare_clone):
    bare_clone.up()

    assert bare_clone.sql("select current_user, current_database()") == [("cchc", "cchc")]


def test_six_processes_at_once_start_one_server(clone):
    places = clone.places
    command = [sys.executable, "-c", UP, places.root, places.var, places.shelter]

    starters = [subprocess.Popen(command, cwd=places.root) for _ in range(6)]

    assert [starter.wait(60) for starter in starters] == [0] * 6
    assert len(clone.postgres_servers) == len(clone.valkey_servers) == 1


def test_two_clones_do_not_meet(new_clone):
    one, other = new_clone("one"), new_clone("other")

    one.up()
    other.up()
    one.remember(1)
    other.remember(2)
    one.queue().set("clone", "one")

    assert (one.remembered(), other.remembered()) == ([1], [2])
    assert other.queue().get("clone") is None


def test_data_survives_a_restart(clone):
    clone.up()
    clone.remember(7)
    clone.queue().set("kept", "yes")

    clone.down()
    clone.up()

    assert clone.remembered() == [7]
    assert clone.queue().get("kept") == b"yes"


def test_stopping_twice_is_harmless(clone):
    clone.up()

    clone.down()
    clone.down()

    assert clone.said[-2:] == ["Đã dừng dịch vụ.", "Không có dịch vụ nào đang chạy."]
    assert clone.postgres_servers + clone.valkey_servers == []


@pytest.mark.parametrize(("variable", "left"), [("DATABASE_URL", (0, 1)), ("REDIS_URL", (1, 0))])
def test_a_server_named_by_the_environment_is_not_ours_to_start(clone, monkeypatch, variable, left):
    monkeypatch.setenv(variable, "given")

    clone.up()

    assert (len(clone.postgres_servers), len(clone.valkey_servers)) == left


def test_nobody_else_may_open_the_sockets_or_the_data(clone):
    clone.up()

    places = (clone.places.sockets, clone.places.postgres_data, clone.places.valkey_data)

    assert [place.stat().st_mode & 0o777 for place in places] == [0o700] * 3
