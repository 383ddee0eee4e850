"""SQL that reads the cells of a file: instants, local days, words."""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

# An instant as Vietnamese or ISO write it, 24-hour clock, years 2000 to 2099; null if it is neither
# or no such day exists (31/02/2024). A day without a time stands at the given time of day. Intake
# sets the session's DateStyle to DMY. One expression, so that the planner can inline it.
INSTANT = r"""
create function intake_instant(cell text, time_of_day text) returns timestamptz
language sql stable parallel safe as $$
    select case
        when cell ~ '^\s*(\d\d/\d\d/20\d\d|20\d\d-\d\d-\d\d)([ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?\s*$'
         and pg_input_is_valid(cell, 'timestamp')
        then (case when strpos(cell, ':') = 0 then cell || ' ' || time_of_day else cell end)::timestamp
             at time zone 'Asia/Ho_Chi_Minh'
    end
$$
"""

LOCAL_DAY = """
create function local_day(instant timestamptz) returns date
language sql immutable parallel safe as $$
    select (instant at time zone 'Asia/Ho_Chi_Minh')::date
$$
"""

WORD = r"""
create function intake_word(cell text) returns text
language sql stable parallel safe as $$
    select lower(unaccent(regexp_replace(btrim(normalize(cell, nfc)), '\s+', ' ', 'g')))
$$
"""


class Migration(migrations.Migration):
    """Functions used by the typing step of every intake."""

    dependencies = [("foundation", "0001_initial")]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(INSTANT, "drop function intake_instant(text, text)"),
        migrations.RunSQL(LOCAL_DAY, "drop function local_day(timestamptz)"),
        migrations.RunSQL(WORD, "drop function intake_word(text)"),
    ]
