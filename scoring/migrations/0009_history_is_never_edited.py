"""The history is never edited and is found by its time."""

from django.db import migrations

EVENTS = (
    "scoring_appraisalevent",
    "scoring_areaappraiserevent",
    "scoring_areaownerevent",
    "scoring_assessmentevent",
    "scoring_claimevent",
    "scoring_criteriasetevent",
    "scoring_criterionevent",
    "scoring_cycleevent",
    "scoring_cyclegroupevent",
    "scoring_documentevent",
    "scoring_evidenceevent",
    "scoring_explanationevent",
    "scoring_extensionevent",
    "scoring_factwaiverevent",
    "scoring_markevent",
    "scoring_reopeningevent",
    "scoring_rulesetevent",
    "scoring_stageevent",
    "units_grantevent",
)
LOGS = (
    "scoring_reviewreply",
    "scoring_sealedday",
    "scoring_sheetstep",
    "scoring_stagestep",
)

GUARD = """
create trigger history_is_never_edited before update or delete on {table}
    for each row execute function refuse_to_edit_history();
"""
ORDER = "create index {table}_in_order on {table} (pgh_created_at, pgh_id);"
# Whoever signs in becomes known in the middle of a request: a context may gain, never lose.
GUARD_CONTEXT = """
create function refuse_to_edit_a_context() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.id = old.id and new.created_at = old.created_at
       and new.metadata @> jsonb_strip_nulls(old.metadata) then
        return new;
    end if;
    raise exception 'Nhật ký không sửa, không xóa.'
        using errcode = 'restrict_violation', constraint = 'history_is_never_edited';
end
$$;
create trigger history_is_never_edited before update or delete on pghistory_context
    for each row execute function refuse_to_edit_a_context();
"""
UNGUARD_CONTEXT = """
drop trigger history_is_never_edited on pghistory_context;
drop function refuse_to_edit_a_context();
"""


class Migration(migrations.Migration):
    """The triggers and indexes of the history."""

    dependencies = [
        ("foundation", "0009_history_is_never_edited"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("units", "0004_grants_of_appraisers"),
        ("scoring", "0008_sheets_and_sets_guarded"),
    ]

    operations = [
        *(
            migrations.RunSQL(
                GUARD.format(table=table), f"drop trigger history_is_never_edited on {table};"
            )
            for table in EVENTS + LOGS
        ),
        *(
            migrations.RunSQL(ORDER.format(table=table), f"drop index {table}_in_order;")
            for table in EVENTS
        ),
        migrations.RunSQL(GUARD_CONTEXT, UNGUARD_CONTEXT),
    ]
