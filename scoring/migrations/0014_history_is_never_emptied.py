"""What is never edited is not emptied at a stroke either: TRUNCATE fires no trigger of rows."""

from django.db import migrations

EVERY_GUARDED_TABLE = """
do $$
declare guarded regclass;
begin
    for guarded in select tgrelid from pg_trigger where tgname in (
        'history_is_never_edited', 'publications_are_never_edited',
        'runs_are_never_edited', 'lines_are_never_edited'
    ) loop
        execute format({statement}, guarded);
    end loop;
end
$$;
"""
GUARD = EVERY_GUARDED_TABLE.format(
    statement="""
            'create trigger history_is_never_emptied before truncate on %s'
            ' for each statement execute function refuse_to_edit_history()'"""
)
UNGUARD = EVERY_GUARDED_TABLE.format(
    statement="'drop trigger if exists history_is_never_emptied on %s'"
)


class Migration(migrations.Migration):
    """The guard of whole tables: of the history, of runs and of publications."""

    dependencies = [("scoring", "0013_appraisers_are_reminded")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
