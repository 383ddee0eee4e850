"""What the intake of a million dossiers needs of the database."""

from django.db import migrations


class Migration(migrations.Migration):
    """What the intake of a million dossiers needs of the database."""

    dependencies = [("dossiers", "0008_sources_changes_apologies")]

    operations = []
