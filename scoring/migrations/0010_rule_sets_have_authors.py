"""Rule sets have authors and checkers; of those that were there, the used ones are approved."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from foundation.migrations._triggers import AddTrigger, RemoveTrigger

UNUSED_ARE_DRAFTS = """
update scoring_ruleset set state = 'draft', approved_at = null
where id not in (select rule_set_id from scoring_cycle);
"""
FREEZE = """
create function refuse_to_edit_approved_rules() returns trigger language plpgsql as $$
begin
    raise exception 'Bộ quy tắc đã duyệt không sửa, không xóa; hãy lập phiên bản mới.'
        using errcode = 'restrict_violation', constraint = 'approved_rules_are_never_edited';
end
$$;
create trigger approved_rules_are_never_edited before update or delete on scoring_ruleset
    for each row when (old.state <> 'draft') execute function refuse_to_edit_approved_rules();
"""
THAW = """
drop trigger approved_rules_are_never_edited on scoring_ruleset;
drop function refuse_to_edit_approved_rules();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0009_history_is_never_edited"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RemoveTrigger(
            model_name="ruleset",
            name="insert_insert",
        ),
        RemoveTrigger(
            model_name="ruleset",
            name="update_update",
        ),
        RemoveTrigger(
            model_name="ruleset",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="ruleset",
            name="approved_at",
            field=models.DateTimeField(
                blank=True, default=timezone.now, null=True, verbose_name="duyệt lúc"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="ruleset",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người duyệt",
            ),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người soạn",
            ),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="based_on",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafted",
                to="scoring.ruleset",
                verbose_name="soạn từ bộ",
            ),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="change_reason",
            field=models.TextField(blank=True, verbose_name="lý do thay đổi"),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="scoring.ruleset",
                verbose_name="thay cho phiên bản",
            ),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="state",
            field=models.CharField(
                choices=[("draft", "Dự thảo"), ("approved", "Đã duyệt")],
                default="approved",
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AlterField(
            model_name="ruleset",
            name="state",
            field=models.CharField(
                choices=[("draft", "Dự thảo"), ("approved", "Đã duyệt")],
                default="draft",
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
        migrations.RunSQL(UNUSED_ARE_DRAFTS, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="ruleset",
            name="version",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="phiên bản"),
        ),
        migrations.AddField(
            model_name="rulesetevent",
            name="approved_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="duyệt lúc"),
        ),
        migrations.AddField(
            model_name="rulesetevent",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người duyệt",
            ),
        ),
        migrations.AddField(
            model_name="rulesetevent",
            name="author",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người soạn",
            ),
        ),
        migrations.AddField(
            model_name="rulesetevent",
            name="based_on",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="scoring.ruleset",
                verbose_name="soạn từ bộ",
            ),
        ),
        migrations.AddField(
            model_name="rulesetevent",
            name="change_reason",
            field=models.TextField(blank=True, verbose_name="lý do thay đổi"),
        ),
        migrations.AddField(
            model_name="rulesetevent",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="scoring.ruleset",
                verbose_name="thay cho phiên bản",
            ),
        ),
        migrations.AddField(
            model_name="rulesetevent",
            name="state",
            field=models.CharField(
                choices=[("draft", "Dự thảo"), ("approved", "Đã duyệt")],
                default="approved",
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AlterField(
            model_name="rulesetevent",
            name="state",
            field=models.CharField(
                choices=[("draft", "Dự thảo"), ("approved", "Đã duyệt")],
                default="draft",
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AddField(
            model_name="rulesetevent",
            name="version",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="phiên bản"),
        ),
        AddTrigger(
            model_name="ruleset",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_rulesetevent" ("accountability_rules", "approved_at", "approved_by_id", "author_id", "based_on_id", "change_reason", "code", "document", "id", "late_definition", "minimum_sample", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "state", "title", "version") VALUES (NEW."accountability_rules", NEW."approved_at", NEW."approved_by_id", NEW."author_id", NEW."based_on_id", NEW."change_reason", NEW."code", NEW."document", NEW."id", NEW."late_definition", NEW."minimum_sample", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."replaces_id", NEW."state", NEW."title", NEW."version"); RETURN NULL;',
                    hash="403a66f7d4fd85849d4665dd69c00b25eef75c59",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8d581",
                    table="scoring_ruleset",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="ruleset",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_rulesetevent" ("accountability_rules", "approved_at", "approved_by_id", "author_id", "based_on_id", "change_reason", "code", "document", "id", "late_definition", "minimum_sample", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "state", "title", "version") VALUES (NEW."accountability_rules", NEW."approved_at", NEW."approved_by_id", NEW."author_id", NEW."based_on_id", NEW."change_reason", NEW."code", NEW."document", NEW."id", NEW."late_definition", NEW."minimum_sample", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."replaces_id", NEW."state", NEW."title", NEW."version"); RETURN NULL;',
                    hash="1599cf8195ea5ebb5927d9880fd04acf3527baa0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f191f",
                    table="scoring_ruleset",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="ruleset",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_rulesetevent" ("accountability_rules", "approved_at", "approved_by_id", "author_id", "based_on_id", "change_reason", "code", "document", "id", "late_definition", "minimum_sample", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "state", "title", "version") VALUES (OLD."accountability_rules", OLD."approved_at", OLD."approved_by_id", OLD."author_id", OLD."based_on_id", OLD."change_reason", OLD."code", OLD."document", OLD."id", OLD."late_definition", OLD."minimum_sample", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."replaces_id", OLD."state", OLD."title", OLD."version"); RETURN NULL;',
                    hash="96ab5ee905d08cab1a0806278ee73fe7928a2698",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_19bb3",
                    table="scoring_ruleset",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None), ("state", "draft")),
                    models.Q(("approved_at__isnull", False), ("state", "approved")),
                    _connector="OR",
                ),
                name="an_approved_rule_set_says_when",
                violation_error_message="Bộ quy tắc đã duyệt phải ghi lúc duyệt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("author", None),
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("author")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_approves_rules_of_their_own",
                violation_error_message="Người soạn không tự duyệt bộ quy tắc của mình.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaces", None), ("change_reason__regex", "\\S"), _connector="OR"
                ),
                name="a_new_version_of_rules_has_a_reason",
                violation_error_message="Hãy ghi lý do thay đổi bộ quy tắc.",
            ),
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
