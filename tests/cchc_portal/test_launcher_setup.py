"""The set-up of a bare machine: done once, mended when broken, explained when it cannot be done."""

import os

import pytest

from cchc_portal import launch_machine, launch_packages
from cchc_portal.launch_machine import SetupError
from cchc_portal.launch_packages import DEVELOPMENT, RUNTIME, Packages


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A clone whose locks name no package, on a machine without an index."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("UV_OFFLINE", "1")
    for lock in (RUNTIME, DEVELOPMENT):
        (tmp_path / lock).write_text("")
    return tmp_path


@pytest.fixture
def said():
    """What the launcher said."""
    return []


@pytest.fixture
def missing(monkeypatch):
    """A machine without one library, where nothing can be installed."""
    monkeypatch.setitem(launch_machine.DOCUMENT_LIBRARIES, "libmissing.so.7", "libmissing7")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


def test_an_environment_whose_python_is_gone_is_made_again_and_then_kept(root, said):
    packages = Packages(root, DEVELOPMENT)
    packages.python.parent.mkdir(parents=True)
    packages.python.symlink_to("/nowhere/python3")

    packages.install(said.append)

    assert any(".venv" in sentence for sentence in said)
    assert packages.are_ready
    assert Packages(root, RUNTIME).are_ready
    (root / DEVELOPMENT).write_text("# another lock\n")
    assert not packages.are_ready


def test_packages_that_cannot_be_had_are_explained_with_the_last_words(root, said):
    (root / RUNTIME).write_text(f"nothing==1.0 --hash=sha256:{'0' * 64}\n")

    with pytest.raises(SetupError, match=r"(?s)nothing.*PIP_INDEX_URL.*setup\.log"):
        Packages(root, RUNTIME).install(said.append)

    assert not Packages(root, RUNTIME).are_ready


def test_a_disk_without_room_for_the_packages_is_named(root, said, monkeypatch):
    monkeypatch.setattr(launch_packages, "NEEDED_SPACE", 2**60)

    with pytest.raises(SetupError, match=r"chỉ còn .* MB"):
        Packages(root, RUNTIME).install(said.append)


def test_without_root_the_one_command_is_given(missing, said):
    with pytest.raises(SetupError, match=r"sudo apt-get .* install -y libmissing7"):
        launch_machine.require_programs(said.append, with_browser=False)


def test_a_missing_browser_is_told_and_nothing_more(said, monkeypatch):
    monkeypatch.setenv("CCHC_CHROMIUM", "no-such-browser")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    launch_machine.require_programs(said.append, with_browser=True)

    assert "chromium" in said[0]


def test_a_machine_that_has_everything_hears_nothing(said):
    launch_machine.require_programs(said.append, with_browser=False)

    assert said == []
