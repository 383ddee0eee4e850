"""A choice list as an SQL table of words, for cells that name a choice."""

from django.db.models import TextChoices

from foundation.domain.vietnamese import fold


def words(alias: str, choices: type[TextChoices]) -> str:
    """Return the labels of a choice list as an SQL table (label folded, value)."""
    pairs = ", ".join(f"('{fold(str(label))}', '{value}')" for value, label in choices.choices)
    return f"(values {pairs}) {alias}(label, value)"
