"""What Sở Nội vụ sets right by hand, and the file that a dossier was by before it changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
create trigger history_is_never_edited before update or delete on dossiers_dossiercorrection
    for each row execute function refuse_to_edit_history();
create trigger history_is_never_emptied before truncate on dossiers_dossiercorrection
    for each statement execute function refuse_to_empty();
"""
UNGUARD = """
drop trigger history_is_never_emptied on dossiers_dossiercorrection;
drop trigger history_is_never_edited on dossiers_dossiercorrection;
"""


class Migration(migrations.Migration):
    """Corrections are a log of the history; a change is by a file or by one of them."""

    dependencies = [
        ("dossiers", "0015_sent_letters_are_never_emptied"),
        ("foundation", "0010_rows_as_they_stood"),
        ("scoring", "0014_history_is_never_emptied"),  # has the function that refuses to empty
        ("units", "0005_account_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="dossierchange",
            name="file_before",
            field=models.ForeignKey(
                db_index=False,
                help_text="Tệp mà hồ sơ theo đó ngay trước khi đổi; trống thì không biết.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="foundation.storedfile",
                verbose_name="tệp trước",
            ),
        ),
        migrations.AlterField(
            model_name="dossierchange",
            name="file",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="foundation.storedfile",
                verbose_name="tệp",
            ),
        ),
        migrations.CreateModel(
            name="DossierCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("reopened", "Mở lại hồ sơ"), ("due", "Sửa hẹn trả lần đầu")],
                        max_length=10,
                        verbose_name="việc",
                    ),
                ),
                ("was_at", models.DateTimeField(null=True, verbose_name="thời điểm cũ")),
                ("became_at", models.DateTimeField(null=True, verbose_name="thời điểm mới")),
                ("reason", models.TextField(verbose_name="lý do")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người sửa",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="dossiers.dossier",
                        verbose_name="hồ sơ",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "sửa hồ sơ bằng tay",
                "verbose_name_plural": "sửa hồ sơ bằng tay",
                "ordering": ["dossier", "at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="dossierchange",
            name="correction",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="dossiers.dossiercorrection",
                verbose_name="lần sửa bằng tay",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("correction", None), ("file__isnull", False)),
                    models.Q(("correction__isnull", False), ("file", None)),
                    _connector="OR",
                ),
                name="a_file_or_a_correction_changes_a_dossier",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossiercorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="a_correction_gives_a_reason",
            ),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
