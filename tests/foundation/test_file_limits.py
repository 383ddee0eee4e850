"""How big a file may be is a setting, read from the environment."""

import subprocess
import sys

import pytest

from foundation.domain.tables.limits import USUAL, Limits
from foundation.services.file_limits import file_limits

SHOWN = "from cchc_portal import settings; print(settings.INTAKE_LIMITS['columns'])"


def columns_with(**environment: str) -> subprocess.CompletedProcess[str]:
    """Return what a portal of that environment prints as its limit of columns."""
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", SHOWN],
        env={"CCHC_ENV": "test", "CCHC_SECRET_KEY": "x", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_limits_are_the_usual_ones_where_nobody_set_others():
    assert file_limits() == USUAL


def test_a_limit_is_taken_from_the_settings(settings):
    settings.INTAKE_LIMITS = settings.INTAKE_LIMITS | {"columns": 20}

    assert file_limits() == Limits(columns=20)


def test_a_limit_is_read_from_the_environment():
    assert columns_with(CCHC_INTAKE_COLUMNS="20").stdout == "20\n"


@pytest.mark.parametrize("wrong", ["-1", "nhiều", "1.000"])
def test_a_limit_that_is_no_number_names_itself(wrong):
    assert "CCHC_INTAKE_COLUMNS" in columns_with(CCHC_INTAKE_COLUMNS=wrong).stderr
