"""Neither the history nor what it follows is emptied at a stroke: TRUNCATE fires no row trigger."""

from django.db import migrations

REFUSE = """
create function refuse_to_empty() returns trigger language plpgsql as $$
begin
    raise exception 'Không được xóa sạch bảng này: mỗi thay đổi phải để lại dấu vết trong nhật ký.'
        using errcode = 'restrict_violation', constraint = 'history_is_never_emptied';
end
$$;
"""
EVERY_TABLE = """
do $$
declare kept regclass;
begin
    for kept in select distinct tgrelid from pg_trigger
        where tgname like 'pgtrigger\\_delete\\_%' or tgname like '%\\_never\\_edited'
    loop
        execute format({statement}, kept);
    end loop;
end
$$;
"""
GUARD = EVERY_TABLE.format(
    statement="""
            'create trigger history_is_never_emptied before truncate on %s'
            ' for each statement execute function refuse_to_empty()'"""
)
UNGUARD = EVERY_TABLE.format(statement="'drop trigger if exists history_is_never_emptied on %s'")


class Migration(migrations.Migration):
    """The guard of whole tables: tracked ones, those of the history, runs and publications."""

    dependencies = [("scoring", "0013_appraisers_are_reminded")]

    operations = [
        migrations.RunSQL(REFUSE, "drop function refuse_to_empty();"),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
