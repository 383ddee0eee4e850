"""What keeps the tallies in step fires always, also for rows whose keys were vouched for."""

from django.db import migrations

TRIGGERS = (
    "dossiers_are_held",
    "inserted_dossiers_are_tallied",
    "updated_dossiers_are_tallied",
    "deleted_dossiers_are_tallied",
)
ALWAYS = "; ".join(f"alter table dossiers_dossier enable always trigger {t}" for t in TRIGGERS)


class Migration(migrations.Migration):
    """The triggers of dossiers fire whatever the role of replication is."""

    dependencies = [("dossiers", "0012_promises_and_instants")]

    operations = [migrations.RunSQL(ALWAYS, ALWAYS.replace(" always", ""))]
