"""What the tests of the house itself share."""

import pytest
from django.template import engines


@pytest.fixture
def kit_templates(monkeypatch) -> None:
    """Let the admin kit's own templates read variables that are not there, as Django does."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
