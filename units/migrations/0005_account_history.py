"""Accounts have a history, and a password says itself when it was set."""

import django.contrib.auth.validators
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from foundation.migrations._triggers import AddTrigger

# Whatever code sets, or leaves as it was in a copy it read before: the instant is the hash's own.
CLOCK = """
create function date_a_password() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' or new.password is distinct from old.password then
        new.password_set_at = clock_timestamp();
    else
        new.password_set_at = old.password_set_at;
    end if;
    return new;
end
$$;
create trigger a_password_is_dated before insert or update on units_user
    for each row execute function date_a_password();
"""
NO_CLOCK = """
drop trigger a_password_is_dated on units_user;
drop function date_a_password();
"""


class Migration(migrations.Migration):
    """The history of accounts, and whose password was set by whom and when."""

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("units", "0004_grants_of_appraisers"),
    ]

    operations = [
        migrations.CreateModel(
            name="UserEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "full_name",
                    models.CharField(blank=True, max_length=150, verbose_name="họ và tên"),
                ),
                (
                    "must_change_password",
                    models.BooleanField(default=False, verbose_name="phải đổi mật khẩu"),
                ),
                (
                    "password_set_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="mật khẩu đặt lúc"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(  # whatever was set so far was set by others
            model_name="user",
            name="must_change_password",
            field=models.BooleanField(default=True, verbose_name="phải đổi mật khẩu"),
        ),
        migrations.AlterField(
            model_name="user",
            name="must_change_password",
            field=models.BooleanField(default=False, verbose_name="phải đổi mật khẩu"),
        ),
        migrations.AddField(
            model_name="user",
            name="password_set_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="mật khẩu đặt lúc"),
        ),
        AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_userevent" ("email", "full_name", "id", "is_active", "is_superuser", "must_change_password", "password_set_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "username") VALUES (NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."is_superuser", NEW."must_change_password", NEW."password_set_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."username"); RETURN NULL;',
                    hash="0b153ca67f4c97eddf997cf09f9199870d37b6cb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f0b08",
                    table="units_user",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."full_name" IS DISTINCT FROM (NEW."full_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."must_change_password" IS DISTINCT FROM (NEW."must_change_password") OR OLD."password_set_at" IS DISTINCT FROM (NEW."password_set_at") OR OLD."username" IS DISTINCT FROM (NEW."username"))',
                    func='INSERT INTO "units_userevent" ("email", "full_name", "id", "is_active", "is_superuser", "must_change_password", "password_set_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "username") VALUES (NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."is_superuser", NEW."must_change_password", NEW."password_set_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."username"); RETURN NULL;',
                    hash="d905229f3c48a6c1838688bd62d9ddba5135fd57",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0de8a",
                    table="units_user",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "units_userevent" ("email", "full_name", "id", "is_active", "is_superuser", "must_change_password", "password_set_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "username") VALUES (OLD."email", OLD."full_name", OLD."id", OLD."is_active", OLD."is_superuser", OLD."must_change_password", OLD."password_set_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."username"); RETURN NULL;',
                    hash="0f71bdced6c892fcef18e1568d335036339a336d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_19537",
                    table="units_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="userevent",
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
            model_name="userevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(CLOCK, NO_CLOCK),
    ]
