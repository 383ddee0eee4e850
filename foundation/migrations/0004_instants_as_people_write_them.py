"""SQL that reads instants the way people write them: 5/1/2024 8:30, 05/01/2024 1:30 CH."""

from importlib import import_module

from django.db import migrations

_before = import_module("foundation.migrations.0002_intake_functions")

# An instant as Vietnamese or ISO write it, years 2000 to 2099; null if it is neither or no such
# time exists (31/02/2024). Noughts at the front may be left out. The clock has 24 hours, or 12 when
# the cell says which half of the day it is: SA or AM, CH or PM. A day without a time stands at the
# given time of day. Intake sets the session's DateStyle to DMY. One expression, so that the planner
# can inline it.
INSTANT = r"""
create or replace function intake_instant(cell text, time_of_day text) returns timestamptz
language sql stable parallel safe as $$
    select case
        when cell ~ '^\s*(\d\d?/\d\d?/20\d\d|20\d\d-\d\d-\d\d)([ T]([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?\s*$'
         and pg_input_is_valid(cell, 'timestamp')
        then (case when strpos(cell, ':') = 0 then cell || ' ' || time_of_day else cell end)::timestamp
             at time zone 'Asia/Ho_Chi_Minh'
        when cell ~* '^\s*(\d\d?/\d\d?/20\d\d|20\d\d-\d\d-\d\d)[ T](0?[1-9]|1[0-2]):[0-5]\d(:[0-5]\d)?\s*(AM|PM|SA|CH)\s*$'
         and pg_input_is_valid(replace(replace(upper(cell), 'SA', 'AM'), 'CH', 'PM'), 'timestamp')
        then replace(replace(upper(cell), 'SA', 'AM'), 'CH', 'PM')::timestamp
             at time zone 'Asia/Ho_Chi_Minh'
    end
$$
"""


class Migration(migrations.Migration):
    """Replaces a function used by the typing step of every intake."""

    dependencies = [("foundation", "0003_jobs_report_and_cancel")]

    operations = [
        migrations.RunSQL(
            INSTANT, _before.INSTANT.replace("create function", "create or replace function")
        )
    ]
