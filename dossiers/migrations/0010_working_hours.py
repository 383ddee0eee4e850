"""Due times promised in working hours."""

from django.db import migrations


class Migration(migrations.Migration):
    """Due times promised in working hours."""

    dependencies = [("dossiers", "0009_intake_at_scale")]

    operations = []
