"""Files as people speak of them: their kind and their size."""

from django import template
from django.conf import settings

from foundation.domain.vietnamese import number
from scoring.services.documents_kinds import KINDS

register = template.Library()


@register.filter
def kind_title(media_type: str) -> str:
    """Return what people call a kind of file; one that is not kept any more by its own name."""
    kind = KINDS.get(media_type)
    return kind.title if kind else media_type


@register.filter
def megabytes(size: int) -> str:
    """Return a size as "1,4 MB", or in kB where it is less than one MB."""
    if size < 1 << 20:
        return f"{max(1, round(size / 1024))} kB"
    return f"{number(f'{size / (1 << 20):.1f}')} MB"


@register.simple_tag
def evidence_limit() -> str:
    """Return how many megabytes a file may have."""
    return number(str(settings.EVIDENCE_MEGABYTES))
