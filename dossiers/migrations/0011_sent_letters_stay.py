"""A letter of apology that was sent stays as it was."""

from django.db import migrations

GUARD = """
create function keep_sent_letters() returns trigger language plpgsql as $$
begin
    raise exception 'Thư xin lỗi đã gửi thì không sửa, không xóa.'
        using errcode = 'check_violation';
end
$$;
create trigger sent_letters_are_kept before update or delete on dossiers_apology
    for each row when (old.sent_at is not null) execute function keep_sent_letters()
"""
DROP = "drop trigger sent_letters_are_kept on dossiers_apology; drop function keep_sent_letters()"


class Migration(migrations.Migration):
    """The guard of letters that were sent."""

    dependencies = [("dossiers", "0010_working_hours")]

    operations = [migrations.RunSQL(GUARD, DROP)]
