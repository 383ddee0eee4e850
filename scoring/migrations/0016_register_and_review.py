"""The history of the register is guarded; a review keeps whom it left out, an answer its case."""

from django.db import migrations, models

EVENTS = ("units_personevent", "units_successionevent", "units_unitevent")
REGISTER = ("units_person", "units_succession", "units_unit")

GUARD = """
create trigger history_is_never_edited before update or delete on {table}
    for each row execute function refuse_to_edit_history();
create index {table}_in_order on {table} (pgh_created_at, pgh_id);
"""
UNGUARD = """
drop index {table}_in_order;
drop trigger history_is_never_edited on {table};
"""
# A new database has some of these since migration 0014, which came after the tables there.
KEEP = """
create or replace trigger history_is_never_emptied before truncate on {table}
    for each statement execute function refuse_to_empty();
"""
UNKEEP = "drop trigger if exists history_is_never_emptied on {table};"


class Migration(migrations.Migration):
    """Guards and indexes as other histories have them, and three columns."""

    dependencies = [
        ("scoring", "0015_signatures_count_what_was_dropped"),
        ("units", "0006_register_history"),
    ]

    operations = [
        *(
            migrations.RunSQL(GUARD.format(table=table), UNGUARD.format(table=table))
            for table in EVENTS
        ),
        *(
            migrations.RunSQL(KEEP.format(table=table), UNKEEP.format(table=table))
            for table in EVENTS + REGISTER
        ),
        migrations.AddField(
            model_name="rankingrun",
            name="people_left_out",
            field=models.TextField(
                blank=True,
                help_text="Công chức của đơn vị không có mức xếp loại mà quy tắc nói đến.",
                verbose_name="công chức không xét được",
            ),
        ),
        migrations.AddField(
            model_name="reviewreply",
            name="person_code",
            field=models.CharField(blank=True, max_length=40, verbose_name="mã người"),
        ),
        migrations.AddField(
            model_name="reviewreply",
            name="unit_code",
            field=models.CharField(blank=True, max_length=40, verbose_name="mã đơn vị"),
        ),
    ]
