"""Figures of dossiers in a period."""

from django.db import migrations


class Migration(migrations.Migration):
    """Figures of dossiers in a period."""

    dependencies = [("dossiers", "0010_working_hours")]

    operations = []
