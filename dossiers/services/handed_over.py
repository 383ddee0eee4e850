"""The SQL that finds whom a dossier was handed to: a unit that is younger than the dossier."""

# Every unit with those that went into it, wholly or in part, however long ago.
LINEAGE = """
with recursive lineage(heir_id, unit_id) as (
    select successor_id, predecessor_id from units_succession
    union
    select l.heir_id, s.predecessor_id
    from lineage l join units_succession s on s.successor_id = l.unit_id
)
select * from lineage
"""

# Dossiers that came before the unit of their code did, and were handed to it: it bears the code
# when the dossier ends (today, if it is open), and took over a unit of the day the dossier came.
# What is known already comes from the unit it was with. Only codes that heirs bear are looked at.
HEIR = """
select s.line, h.id as unit_id
from (
    select s.line, s.unit_code, s.received_on, {ended_on} as ended_on
    from (
        select s.*, {received_on} as received_on
        from (
            select s.*, {received} as received_at from staging s
            where s.unit_code in (
                select u.code from units_unit u join lineage l on l.heir_id = u.id
                where not lower_inf(u.valid)
                union all
                select code from dossiers_sourceunit where source_id = %(source)s)
            offset 0
        ) s offset 0
    ) s
    {named_then}
    where not exists (select from units_unit u
                      where u.code = {our_unit_code} and u.valid @> s.received_on)
    offset 0
) s
{named_now}
join units_unit h on h.code = {our_unit_code} and h.valid @> s.ended_on
left join known on known.line = s.line
where exists (select from lineage l join units_unit u on u.id = l.unit_id
              where l.heir_id = h.id and u.valid @> s.received_on)
  and (known.id is null or known.unit_id = h.id
       or exists (select from lineage l where l.heir_id = h.id and l.unit_id = known.unit_id))
"""
