"""A question that a template may ask of several things at once."""

from collections.abc import Iterable
from typing import Any

from django import template

register = template.Library()


@register.filter
def any_has(things: Iterable[Any], attribute: str) -> bool:
    """Return whether the attribute of any of the things holds something."""
    return any(getattr(thing, attribute) for thing in things)
