"""Figures and names as Vietnamese write them."""

from django import template

from foundation.domain.vietnamese import number

register = template.Library()


@register.filter
def grouped(count: int) -> str:
    """Return a whole number with a dot between its thousands: 1.234.567."""
    return number(str(count))
