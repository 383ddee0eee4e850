"""SQL that says when a dossier is due once its pauses are known."""

from django.db import migrations

# Pauses come sorted and apart. One counts only if it begins before the deadline as moved so far,
# so the first that does not ends the walk: all later ones begin later still.
CLOCK = """
create function dossier_clock(
    due_at timestamptz, starts timestamptz[], ends timestamptz[],
    out deadline_at timestamptz, out paused_since timestamptz
)
language plpgsql immutable parallel safe as $$
begin
    deadline_at := due_at;
    for place in 1 .. cardinality(starts) loop
        exit when deadline_at is null or starts[place] >= deadline_at;
        if ends[place] is null then
            paused_since := starts[place];
            exit;
        end if;
        deadline_at := deadline_at + (ends[place] - starts[place]);
    end loop;
end
$$
"""


class Migration(migrations.Migration):
    """The clock of a dossier."""

    dependencies = [("dossiers", "0003_lean_indexes")]

    operations = [
        migrations.RunSQL(
            CLOCK, "drop function dossier_clock(timestamptz, timestamptz[], timestamptz[])"
        ),
    ]
