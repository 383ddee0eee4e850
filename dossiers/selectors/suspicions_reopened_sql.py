"""The SQL of rows that were sent back because their dossier had ended: who is wrong is not told."""

from dossiers.domain.suspicions import Kind
from foundation.domain.tables.oddities import BLANKS

PARAMETERS = {"blanks": BLANKS}

# A row sent back keeps its cells, not what was read (`composed`): its dossier is whose code stands
# first in it.
# Each dossier is told once, by its last such row, until it ends otherwise or is opened again.
GROUND = """
sent_back as not materialized (
    select distinct on (d.id) d.id as dossier_id, d.unit_id, d.handler_id,
           b.stored_file_id as file_id, null::bigint as correction_id, b.created_at as at,
           'outcome' as field, d.outcome as was, 'open' as became, d.deadline_at,
           false as is_cleared, array[]::text[] as reasons
    from foundation_importbatch b
    join foundation_rejectedrow r on r.batch_id = b.id and r.code = 'reopened'
    cross join lateral (
        select known.*
        from jsonb_array_elements_text(r.raw) with ordinality c(cell, place)
        join dossiers_dossier known on known.code = btrim(normalize(c.cell, nfc), %(blanks)s)
        order by c.place limit 1
    ) d
    where b.kind = 'dossiers' and b.created_at >= %(start)s and b.created_at < %(end)s
      and d.finished_at is not null
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
