"""How big a file may be on this portal."""

from django.conf import settings

from foundation.domain.tables.limits import Limits


def file_limits() -> Limits:
    """Return the limits that the settings give."""
    return Limits(**settings.INTAKE_LIMITS)
