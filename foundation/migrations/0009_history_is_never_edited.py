"""What was written down of reading is never edited; and it is found by its time."""

from django.db import migrations

GUARD = """
create function refuse_to_edit_history() returns trigger language plpgsql as $$
begin
    raise exception 'Nhật ký không sửa, không xóa.'
        using errcode = 'restrict_violation', constraint = 'history_is_never_edited';
end
$$;
create trigger history_is_never_edited before update or delete on foundation_accessrecord
    for each row execute function refuse_to_edit_history();
create index access_in_order_of_time on foundation_accessrecord (at, id);
"""
UNGUARD = """
drop index access_in_order_of_time;
drop trigger history_is_never_edited on foundation_accessrecord;
drop function refuse_to_edit_history();
"""


class Migration(migrations.Migration):
    """The trigger that keeps access records as they were written, and their index."""

    dependencies = [("foundation", "0008_access_records")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
