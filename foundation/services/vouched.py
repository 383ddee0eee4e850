"""Many rows at once without a look at each key: what the keys lead to is held before, row by row.

For every key of every row that is written PostgreSQL looks up what it leads to and locks it (`for
key share`), at the end of the transaction. A file leads to a few hundred units, procedures and
people a million times. Here each is locked once, by the same lock and for as long, and the rows are
then written as a replica writes them: their keys are vouched for (decision 13).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

_MAY_VOUCH = """
select current_setting('session_replication_role') = 'origin'
       and has_parameter_privilege('session_replication_role', 'set')
"""
_HELD = """
with used as (select distinct key from ({keys}) u(key) where key is not null),
     held as (select r.id from {table} r join used on used.key = r.id for key share of r)
select (select count(*) from held) = (select count(*) from used)
"""


@contextmanager
def vouched(
    cursor: Any, leads_to: Mapping[str, str], parameters: Mapping[str, Any]
) -> Iterator[None]:
    """Hold what rows lead to and let the block write them without a look at each key.

    `leads_to` gives, by table, SQL for every key into it that the block writes; other keys must
    lead to rows that the block itself writes. Triggers fire only if they are enabled always.
    Where the role may not do so, or one of the rows is gone, each key is looked at as ever: only
    then does the database say which one is wrong.
    """
    if not (leads_to and _may_vouch(cursor) and _hold_all(cursor, leads_to, parameters)):
        yield
        return
    cursor.execute("set local session_replication_role to replica")
    yield
    cursor.execute("set local session_replication_role to origin")


def _may_vouch(cursor: Any) -> bool:
    """Return whether our role may write as a replica does, and nobody has chosen a way for it."""
    cursor.execute(_MAY_VOUCH)
    may: bool = cursor.fetchone()[0]
    return may


def _hold_all(cursor: Any, leads_to: Mapping[str, str], parameters: Mapping[str, Any]) -> bool:
    """Let nobody delete what the keys lead to until this transaction ends; False if one is gone."""
    for table, keys in leads_to.items():
        cursor.execute(_HELD.format(table=table, keys=keys), parameters)
        if not cursor.fetchone()[0]:
            return False
    return True
