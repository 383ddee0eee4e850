"""A signature knows which claims were signed: the sum of their versions."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0009_history_is_never_edited"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="assessment",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="assessment",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="assessment",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="assessment",
            name="signed_version",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Tổng số phiên bản điểm tự chấm lúc ký; khác đi nghĩa là đã đổi sau khi ký.",
                null=True,
                verbose_name="phiên bản điểm tự chấm đã ký",
            ),
        ),
        migrations.AddField(
            model_name="assessmentevent",
            name="signed_version",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Tổng số phiên bản điểm tự chấm lúc ký; khác đi nghĩa là đã đổi sau khi ký.",
                null=True,
                verbose_name="phiên bản điểm tự chấm đã ký",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_assessmentevent" ("cycle_group_id", "cycle_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "signature", "signed_at", "signed_by_id", "signed_file_id", "signed_version", "standing", "state", "submitted_at", "submitted_by_id", "unit_id") VALUES (NEW."cycle_group_id", NEW."cycle_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."signature", NEW."signed_at", NEW."signed_by_id", NEW."signed_file_id", NEW."signed_version", NEW."standing", NEW."state", NEW."submitted_at", NEW."submitted_by_id", NEW."unit_id"); RETURN NULL;',
                    hash="bf975ae6ae1424fdc6b963b440d71c32a0ef1976",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fdfdc",
                    table="scoring_assessment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_assessmentevent" ("cycle_group_id", "cycle_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "signature", "signed_at", "signed_by_id", "signed_file_id", "signed_version", "standing", "state", "submitted_at", "submitted_by_id", "unit_id") VALUES (NEW."cycle_group_id", NEW."cycle_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."signature", NEW."signed_at", NEW."signed_by_id", NEW."signed_file_id", NEW."signed_version", NEW."standing", NEW."state", NEW."submitted_at", NEW."submitted_by_id", NEW."unit_id"); RETURN NULL;',
                    hash="739597bed1e148484a0c35bc05cfa07def0bb264",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_72ef7",
                    table="scoring_assessment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_assessmentevent" ("cycle_group_id", "cycle_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "signature", "signed_at", "signed_by_id", "signed_file_id", "signed_version", "standing", "state", "submitted_at", "submitted_by_id", "unit_id") VALUES (OLD."cycle_group_id", OLD."cycle_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."signature", OLD."signed_at", OLD."signed_by_id", OLD."signed_file_id", OLD."signed_version", OLD."standing", OLD."state", OLD."submitted_at", OLD."submitted_by_id", OLD."unit_id"); RETURN NULL;',
                    hash="9d35be7f95646806a7f67e3f24d3997c1f63b9cb",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d85f6",
                    table="scoring_assessment",
                    when="AFTER",
                ),
            ),
        ),
    ]
