"""An appraisal knows which edition of the claim it answers; evidence makes another edition."""

import pgtrigger.compiler
from django.db import migrations, models

from foundation.migrations._triggers import AddTrigger, RemoveTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0011_account_history"),
    ]

    operations = [
        RemoveTrigger(
            model_name="appraisal",
            name="insert_insert",
        ),
        RemoveTrigger(
            model_name="appraisal",
            name="update_update",
        ),
        RemoveTrigger(
            model_name="appraisal",
            name="delete_delete",
        ),
        RemoveTrigger(
            model_name="claim",
            name="insert_insert",
        ),
        RemoveTrigger(
            model_name="claim",
            name="update_update",
        ),
        RemoveTrigger(
            model_name="claim",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="appraisal",
            name="claim_edition",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="bản tự chấm đã thẩm định"
            ),
        ),
        migrations.AddField(
            model_name="appraisalevent",
            name="claim_edition",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="bản tự chấm đã thẩm định"
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="evidence_version",
            field=models.PositiveIntegerField(default=0, verbose_name="phiên bản tài liệu"),
        ),
        migrations.AddField(
            model_name="claimevent",
            name="evidence_version",
            field=models.PositiveIntegerField(default=0, verbose_name="phiên bản tài liệu"),
        ),
        AddTrigger(
            model_name="appraisal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_appraisalevent" ("appraised_at", "appraised_by_id", "appraiser_unit_id", "assessed_unit_id", "assessment_id", "claim_edition", "content", "criterion_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "round", "version") VALUES (NEW."appraised_at", NEW."appraised_by_id", NEW."appraiser_unit_id", NEW."assessed_unit_id", NEW."assessment_id", NEW."claim_edition", NEW."content", NEW."criterion_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."points", NEW."reason", NEW."round", NEW."version"); RETURN NULL;',
                    hash="3cee0ec167396284a5b550dcf2a1ef9c5b74646b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ef908",
                    table="scoring_appraisal",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="appraisal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_appraisalevent" ("appraised_at", "appraised_by_id", "appraiser_unit_id", "assessed_unit_id", "assessment_id", "claim_edition", "content", "criterion_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "round", "version") VALUES (NEW."appraised_at", NEW."appraised_by_id", NEW."appraiser_unit_id", NEW."assessed_unit_id", NEW."assessment_id", NEW."claim_edition", NEW."content", NEW."criterion_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."points", NEW."reason", NEW."round", NEW."version"); RETURN NULL;',
                    hash="6f06468130871ae6e70acfa88b2b54b7e24c0b36",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0c274",
                    table="scoring_appraisal",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="appraisal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_appraisalevent" ("appraised_at", "appraised_by_id", "appraiser_unit_id", "assessed_unit_id", "assessment_id", "claim_edition", "content", "criterion_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "round", "version") VALUES (OLD."appraised_at", OLD."appraised_by_id", OLD."appraiser_unit_id", OLD."assessed_unit_id", OLD."assessment_id", OLD."claim_edition", OLD."content", OLD."criterion_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."points", OLD."reason", OLD."round", OLD."version"); RETURN NULL;',
                    hash="36d40efba5d662e693128546bce1cd252ba72cbc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_99966",
                    table="scoring_appraisal",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_claimevent" ("assessment_id", "claimed_at", "claimed_by_id", "content", "criterion_id", "evidence_version", "explanation", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "version") VALUES (NEW."assessment_id", NEW."claimed_at", NEW."claimed_by_id", NEW."content", NEW."criterion_id", NEW."evidence_version", NEW."explanation", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."points", NEW."version"); RETURN NULL;',
                    hash="17cfd58eddd734576a68329dbba78db90429bf26",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8078e",
                    table="scoring_claim",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_claimevent" ("assessment_id", "claimed_at", "claimed_by_id", "content", "criterion_id", "evidence_version", "explanation", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "version") VALUES (NEW."assessment_id", NEW."claimed_at", NEW."claimed_by_id", NEW."content", NEW."criterion_id", NEW."evidence_version", NEW."explanation", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."points", NEW."version"); RETURN NULL;',
                    hash="533379776c232c803ae60b7c4da0b7a97df4fe04",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_39358",
                    table="scoring_claim",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_claimevent" ("assessment_id", "claimed_at", "claimed_by_id", "content", "criterion_id", "evidence_version", "explanation", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "version") VALUES (OLD."assessment_id", OLD."claimed_at", OLD."claimed_by_id", OLD."content", OLD."criterion_id", OLD."evidence_version", OLD."explanation", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."points", OLD."version"); RETURN NULL;',
                    hash="1b7bd31b1010f30c24f4681562c9c412fe56db1e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_20eaf",
                    table="scoring_claim",
                    when="AFTER",
                ),
            ),
        ),
    ]
