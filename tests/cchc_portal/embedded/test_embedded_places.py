"""A clone that is moved keeps its data; a copied one gets its own; odd places work."""

import os
import shutil

import pytest

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs as another account")


@pytest.fixture
def closed_clone(new_clone, ground):
    """A clone below a directory that only root can enter."""
    clone = new_clone("closed/clone")
    (ground / "closed").chmod(0o700)
    return clone


def test_a_moved_clone_keeps_its_data(clone, ground):
    clone.up()
    clone.remember(1)
    clone.down()

    moved = clone.moved_to(ground / "elsewhere" / "var")
    moved.up()

    assert moved.remembered() == [1]
    assert any("đã chuyển" in sentence for sentence in moved.said)


def test_a_clone_moved_while_it_runs_keeps_its_data_and_one_server(clone, ground):
    clone.up()
    clone.remember(1)

    moved = clone.moved_to(ground / "elsewhere" / "var")
    moved.up()

    assert moved.remembered() == [1]
    assert len(moved.postgres_servers) == len(moved.valkey_servers) == 1


def test_a_clone_copied_while_it_runs_leaves_the_original_alone(clone, ground):
    clone.up()
    clone.remember(1)
    servers = clone.postgres_servers, clone.valkey_servers

    copy = clone.copied_to(ground / "copy")
    copy.up()
    copy.remember(2)

    assert (clone.remembered(), copy.remembered()) == ([1], [1, 2])
    assert (clone.postgres_servers, clone.valkey_servers) == servers
    assert any("bản sao" in sentence for sentence in copy.said)


def test_stopping_a_copy_leaves_the_original_running(clone, ground):
    clone.up()

    clone.copied_to(ground / "copy").down()

    assert len(clone.postgres_servers) == len(clone.valkey_servers) == 1


@ROOT_ONLY
def test_data_that_the_account_cannot_reach_is_sheltered_and_said(closed_clone, ground):
    closed_clone.up()

    assert closed_clone.sql("select 1") == [(1,)]
    assert closed_clone.places.postgres_data.resolve().is_relative_to(ground / "shelter")
    assert any(str(ground / "shelter") in sentence for sentence in closed_clone.said)
    assert (ground / "closed").stat().st_mode & 0o777 == 0o700


@ROOT_ONLY
def test_data_that_became_unreachable_moves_into_the_shelter(clone, ground):
    clone.up()
    clone.remember(1)

    (ground / "closed").mkdir(mode=0o700)
    moved = clone.moved_to(ground / "closed" / "var")
    moved.up()

    assert moved.remembered() == [1]
    assert moved.places.postgres_data.is_symlink()


@ROOT_ONLY
def test_a_moved_clone_keeps_its_shelter(closed_clone, ground):
    closed_clone.up()
    closed_clone.remember(1)
    shelter = closed_clone.places.postgres_data.resolve()

    moved = closed_clone.moved_to(ground / "closed" / "elsewhere" / "var")
    moved.up()

    assert moved.remembered() == [1]
    assert moved.places.postgres_data.resolve() == shelter


@ROOT_ONLY
def test_a_copied_clone_gets_a_shelter_of_its_own(closed_clone, ground):
    closed_clone.up()
    closed_clone.remember(1)
    servers = closed_clone.postgres_servers

    copy = closed_clone.copied_to(ground / "closed" / "copy")
    copy.up()
    copy.remember(2)

    assert (closed_clone.remembered(), copy.remembered()) == ([1], [2])
    assert closed_clone.postgres_servers == servers


@ROOT_ONLY
def test_stopping_a_copy_leaves_the_sheltered_original_running(closed_clone, ground):
    closed_clone.up()

    closed_clone.copied_to(ground / "closed" / "copy").down()

    assert len(closed_clone.postgres_servers) == 1


@pytest.mark.parametrize("name", ["deep" * 30, "a,b", 'it\'s "q" %41 $HOME'])
def test_a_directory_with_a_long_or_odd_name_works(new_clone, name):
    clone = new_clone(name)

    clone.up()
    clone.up()

    assert clone.sql("select 1") == [(1,)]
    assert clone.queue().ping()
    assert len(os.fsencode(clone.places.postgres_socket)) <= 107


def test_a_copy_of_a_clone_with_sockets_elsewhere_gets_its_own_sockets(new_clone, ground):
    clone = new_clone("deep" * 30)
    clone.up()
    clone.remember(1)

    copy = clone.copied_to(ground / ("copy" * 30))
    copy.up()

    assert copy.places.sockets != clone.places.sockets
    assert len(clone.postgres_servers) == len(copy.postgres_servers) == 1


def test_sockets_swept_from_a_temporary_directory_come_back(new_clone):
    clone = new_clone("deep" * 30)
    clone.up()
    clone.remember(1)

    shutil.rmtree(clone.places.sockets)
    clone.up()

    assert clone.remembered() == [1]
    assert len(clone.postgres_servers) == 1
