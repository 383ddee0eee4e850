"""A stored run stays as it was computed: the database itself refuses a change or a removal."""

from django.db import migrations

FREEZE = """
create function refuse_to_edit_a_run() returns trigger language plpgsql as $$
begin
    raise exception 'Một lần xếp hạng đã lưu thì không sửa, không xóa; hãy tạo lần mới.'
        using errcode = 'restrict_violation';
end
$$;
create trigger runs_are_never_edited before update or delete on scoring_rankingrun
    for each row execute function refuse_to_edit_a_run();
"""
THAW = """
drop trigger runs_are_never_edited on scoring_rankingrun;
drop function refuse_to_edit_a_run();
"""


class Migration(migrations.Migration):
    """The guard of stored runs."""

    dependencies = [("scoring", "0001_initial")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
