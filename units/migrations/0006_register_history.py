"""The register has a history: units, what became of them, and who answers for them."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

from foundation.migrations._triggers import AddTrigger

COLUMNS = {
    "person": "code, id, name, role, unit_id, valid",
    "succession": "extent, id, predecessor_id, source, successor_id",
    "unit": "code, id, level, name, parent_id, source, valid",
}
# What is there already begins its history now: its first change has something to differ from.
BEGIN = """
insert into units_{table}event (pgh_created_at, pgh_label, pgh_obj_id, {columns})
    select now(), 'insert', id, {columns} from units_{table} order by id
"""


class Migration(migrations.Migration):
    """The tables of the history, the triggers that write them, and their first rows."""

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("units", "0005_account_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=40, verbose_name="mã")),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("official", "Cán bộ, công chức"),
                            ("head", "Người đứng đầu"),
                            ("collective", "Tập thể lãnh đạo"),
                        ],
                        max_length=10,
                        verbose_name="vai trò",
                    ),
                ),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        verbose_name="thời gian giữ vai trò"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SuccessionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "extent",
                    models.CharField(
                        choices=[("whole", "Toàn bộ"), ("part", "Một phần")],
                        max_length=5,
                        verbose_name="phạm vi",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="nguồn")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnitEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=40, verbose_name="mã")),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("province", "Tỉnh"),
                            ("department", "Sở, ban, ngành"),
                            ("district", "Huyện"),
                            ("commune", "Xã"),
                        ],
                        max_length=12,
                        verbose_name="cấp",
                    ),
                ),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        verbose_name="thời gian tồn tại"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="nguồn")),
            ],
            options={
                "abstract": False,
            },
        ),
        AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_personevent" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "unit_id", "valid") VALUES (NEW."code", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."unit_id", NEW."valid"); RETURN NULL;',
                    hash="87d8c3252ea31a5edf140950020b0629a1d1ddf8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ce4f7",
                    table="units_person",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "units_personevent" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "unit_id", "valid") VALUES (NEW."code", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."unit_id", NEW."valid"); RETURN NULL;',
                    hash="7f4ec5fe1764e3c2a1c0198383e786b7c67db6b5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b26ee",
                    table="units_person",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_personevent" ("code", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "unit_id", "valid") VALUES (OLD."code", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."unit_id", OLD."valid"); RETURN NULL;',
                    hash="cd2babdbd83c9fd0f5bcce5ad4c06f2e19754531",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d8e00",
                    table="units_person",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="succession",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_successionevent" ("extent", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "source", "successor_id") VALUES (NEW."extent", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."predecessor_id", NEW."source", NEW."successor_id"); RETURN NULL;',
                    hash="b71f40dd3b7952f67be1421d88d99ac9b36dd3f6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_288be",
                    table="units_succession",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="succession",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "units_successionevent" ("extent", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "source", "successor_id") VALUES (NEW."extent", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."predecessor_id", NEW."source", NEW."successor_id"); RETURN NULL;',
                    hash="a6c1cc7c9c3bd266f6443e876350ee73c2fa7335",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_abf88",
                    table="units_succession",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="succession",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_successionevent" ("extent", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "source", "successor_id") VALUES (OLD."extent", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."predecessor_id", OLD."source", OLD."successor_id"); RETURN NULL;',
                    hash="b9b8d0e790ab782a8d17e235f52f88066345afa8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7b194",
                    table="units_succession",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_unitevent" ("code", "id", "level", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid") VALUES (NEW."code", NEW."id", NEW."level", NEW."name", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."valid"); RETURN NULL;',
                    hash="8da6e824a6664135566b262b3cb795812e29ef74",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fb1f3",
                    table="units_unit",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."valid" IS DISTINCT FROM (NEW."valid"))',
                    func='INSERT INTO "units_unitevent" ("code", "id", "level", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid") VALUES (NEW."code", NEW."id", NEW."level", NEW."name", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."valid"); RETURN NULL;',
                    hash="77c3ecf730c5ed12553ae3397c716835a9cd67ba",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_727f7",
                    table="units_unit",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_unitevent" ("code", "id", "level", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "valid") VALUES (OLD."code", OLD."id", OLD."level", OLD."name", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."valid"); RETURN NULL;',
                    hash="56ad1e9d81f81c6352b4fb69bfbddbec12d7a090",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ebb8b",
                    table="units_unit",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="units.person",
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="units.unit",
                verbose_name="đơn vị",
            ),
        ),
        migrations.AddField(
            model_name="successionevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="successionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="units.succession",
            ),
        ),
        migrations.AddField(
            model_name="successionevent",
            name="predecessor",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="units.unit",
                verbose_name="đơn vị cũ",
            ),
        ),
        migrations.AddField(
            model_name="successionevent",
            name="successor",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="units.unit",
                verbose_name="đơn vị mới",
            ),
        ),
        migrations.AddField(
            model_name="unitevent",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="units.unit",
                verbose_name="đơn vị cấp trên",
            ),
        ),
        migrations.AddField(
            model_name="unitevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="unitevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="units.unit",
            ),
        ),
        *(
            migrations.RunSQL(BEGIN.format(table=table, columns=columns), migrations.RunSQL.noop)
            for table, columns in COLUMNS.items()
        ),
    ]
