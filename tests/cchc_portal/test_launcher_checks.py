"""`./cchc test` runs every check whatever the others say, and fails if one of them did."""

import pytest

from cchc_portal import launch_checks

PASS = ("-c", "pass")
FAIL = ("-c", "raise SystemExit(3)")
ECHO = ("-c", "import sys; print(sys.argv[1:])")


@pytest.fixture
def checks(monkeypatch):
    """Put other checks in the place of the real ones."""

    def put(**commands):
        monkeypatch.setattr(launch_checks, "CHECKS", commands)

    return put


def test_all_checks_run_even_if_one_fails(checks, capfd):
    checks(first=FAIL, second=PASS)

    code = launch_checks.run_checks([])

    out = capfd.readouterr().out
    assert code == 1
    assert "KHÔNG ĐẠT (mã 3)" in out
    assert "Không đạt: first." in out


def test_all_checks_that_pass_end_well(checks, capfd):
    checks(first=PASS, second=PASS)

    code = launch_checks.run_checks([])

    assert code == 0
    assert "Tất cả đều đạt." in capfd.readouterr().out


def test_arguments_go_to_pytest_alone(checks, capfd):
    checks(ruff=FAIL, pytest=ECHO)

    code = launch_checks.run_checks(["-k", "rounding"])

    assert code == 0
    assert "['-k', 'rounding']" in capfd.readouterr().out
