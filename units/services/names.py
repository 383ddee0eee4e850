"""Keeping the keys of names in step where rows were written by SQL."""

from django.db import connection

from foundation.domain.vietnamese import fold, sort_key
from units.models import Unit

_REWRITE = """
update units_unit u set search_key = k.search_key, sort_key = k.sort_key
from unnest(%s::bigint[], %s::text[], %s::text[]) k(id, search_key, sort_key) where u.id = k.id
"""


def rewrite_keys() -> None:
    """Compute search and sort keys of every unit whose name was just written."""
    renamed = list(Unit.through_time.filter(search_key="").values_list("pk", "name"))
    if not renamed:
        return
    ids = [pk for pk, _ in renamed]
    folded, sorting = [fold(name) for _, name in renamed], [sort_key(name) for _, name in renamed]
    with connection.cursor() as cursor:
        cursor.execute(_REWRITE, (ids, folded, sorting))
