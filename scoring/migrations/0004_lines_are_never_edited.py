"""The lines of a run are as fixed as the run: the database refuses a change or a removal."""

from django.db import migrations

FREEZE = """
create trigger lines_are_never_edited before update or delete on scoring_rankingline
    for each row execute function refuse_to_edit_a_run();
"""
THAW = "drop trigger lines_are_never_edited on scoring_rankingline"


class Migration(migrations.Migration):
    """The guard of stored lines."""

    dependencies = [("scoring", "0003_lines_and_people")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
