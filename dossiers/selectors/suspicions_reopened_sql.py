"""The SQL of rows that were sent back because their dossier had ended: who is wrong is not told."""

from datetime import datetime
from typing import Any

from dossiers.domain.columns import COLUMNS
from dossiers.domain.suspicions import Kind
from dossiers.models import Source
from foundation.domain.tables.oddities import BLANKS
from foundation.domain.vietnamese import fold
from foundation.models import ImportBatch

PARAMETERS = {"blanks": BLANKS}

# A row sent back keeps its cells, not what was read (`composed`): its dossier is whose code stands
# in the column of codes. Each dossier is told once, by its last such row, until it ends otherwise
# or is opened again.
GROUND = """
sent_back as not materialized (
    select distinct on (d.id) d.id as dossier_id, d.unit_id, d.handler_id,
           b.stored_file_id as file_id, null::bigint as correction_id, b.created_at as at,
           'outcome' as field, d.outcome as was, 'open' as became, d.deadline_at,
           false as is_cleared, array[]::text[] as reasons
    from unnest(%(batches)s::bigint[], %(places)s::int[]) codes(batch_id, place)
    join foundation_importbatch b on b.id = codes.batch_id
    join foundation_rejectedrow r on r.batch_id = b.id and r.code = 'reopened'
    join dossiers_dossier d
      on d.code = btrim(normalize(r.raw ->> codes.place, nfc), %(blanks)s)
    where d.finished_at is not null
      and not exists (
          select from dossiers_dossierchange e
          where e.dossier_id = d.id and e.field in ('finished', 'outcome')
            and e.changed_at > b.created_at)
    order by d.id, b.created_at desc
)
"""

FINDINGS = {
    Kind.SENT_BACK_OPEN: f"select '{Kind.SENT_BACK_OPEN}' as kind, s.* from sent_back s"  # noqa: S608
}


def code_places(start: datetime, end: datetime) -> dict[str, Any]:
    """Return the period's batches that sent rows back, and the place of the codes in each.

    0 is the first column. It is the one that the batch's source names so, else the one that we or
    another source do: a source may have been described anew since.
    """
    batches = ImportBatch.objects.filter(
        kind="dossiers", created_at__gte=start, created_at__lt=end, rejected_rows__gt=0
    )
    code = COLUMNS[0]
    ours = fold(code.header)
    names = {
        source.name: fold(source.headers.get(code.name, code.header))
        for source in Source.objects.all()
    }
    places = {
        pk: _place(header, [names.get(origin, ours), ours, *names.values()])
        for pk, origin, header in batches.values_list("pk", "origin", "header")
    }
    return {"batches": list(places), "places": list(places.values())}


def _place(header: list[str], names: list[str]) -> int | None:
    """Return the place of the first of the names that the header has, None without any."""
    folded = list(map(fold, header))
    return next((folded.index(name) for name in names if name in folded), None)
