"""Letters of apology that were sent do not go all at once either: TRUNCATE fires no row trigger."""

from django.db import migrations

GUARD = """
create function keep_all_sent_letters() returns trigger language plpgsql as $$
begin
    if exists (select from dossiers_apology where sent_at is not null) then
        raise exception 'Thư xin lỗi đã gửi thì không sửa, không xóa.'
            using errcode = 'check_violation';
    end if;
    return null;
end
$$;
create trigger sent_letters_are_never_emptied before truncate on dossiers_apology
    for each statement execute function keep_all_sent_letters()
"""
DROP = """
drop trigger sent_letters_are_never_emptied on dossiers_apology;
drop function keep_all_sent_letters()
"""


class Migration(migrations.Migration):
    """The guard of all letters together; a table without a sent one may be emptied."""

    dependencies = [("dossiers", "0014_tallies_mended")]

    operations = [migrations.RunSQL(GUARD, DROP)]
