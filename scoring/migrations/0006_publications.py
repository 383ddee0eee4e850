"""Publications of runs, and the guard that keeps them as they were made."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
create function check_a_new_publication() returns trigger language plpgsql as $$
begin
    if not exists (select from scoring_rankingrun where id = new.run_id
                   and cycle_id = new.cycle_id and not is_provisional) then
        raise exception 'Chỉ công bố lần xếp hạng đầy đủ của chính kỳ đó.'
            using errcode = 'check_violation';
    end if;
    if new.state <> 'published' then
        raise exception 'Công bố mới thì đang có hiệu lực.' using errcode = 'check_violation';
    end if;
    if new.supersedes_id is distinct from (
        select max(id) from scoring_publication where cycle_id = new.cycle_id and id <> new.id
    ) then
        raise exception 'Công bố sau phải thay cho công bố liền trước của kỳ.'
            using errcode = 'check_violation';
    end if;
    if exists (
        select from unnest(new.compared_with) earlier where not exists (
            select from scoring_publication before
            join scoring_cycle its on its.id = before.cycle_id
            join scoring_cycle own on own.id = new.cycle_id
            where before.run_id = earlier and its.year = own.year - 1
        )
    ) then
        raise exception 'Chỉ so với kết quả đã công bố của năm trước.'
            using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger publications_follow_one_another before insert on scoring_publication
    for each row execute function check_a_new_publication();

create function refuse_to_edit_a_publication() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.state = 'published' and new.state = 'superseded'
       and to_jsonb(old) - 'state' = to_jsonb(new) - 'state' then
        return new;
    end if;
    raise exception 'Công bố không sửa, không xóa; hãy công bố lần xếp hạng mới thay cho nó.'
        using errcode = 'restrict_violation';
end
$$;
create trigger publications_are_never_edited before update or delete on scoring_publication
    for each row execute function refuse_to_edit_a_publication();

create function check_a_superseded_publication() returns trigger language plpgsql as $$
begin
    if not exists (select from scoring_publication where supersedes_id = new.id) then
        raise exception 'Chưa có công bố nào thay cho công bố này.'
            using errcode = 'check_violation';
    end if;
    return null;
end
$$;
create constraint trigger a_superseded_publication_has_a_successor
    after update on scoring_publication deferrable initially deferred
    for each row execute function check_a_superseded_publication();
"""
UNGUARD = """
drop trigger a_superseded_publication_has_a_successor on scoring_publication;
drop trigger publications_are_never_edited on scoring_publication;
drop trigger publications_follow_one_another on scoring_publication;
drop function check_a_superseded_publication();
drop function refuse_to_edit_a_publication();
drop function check_a_new_publication();
"""


class Migration(migrations.Migration):
    """The table of publications and its guard."""

    dependencies = [
        ("scoring", "0005_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("published", "Đã công bố"), ("superseded", "Đã thay thế")],
                        default="published",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "decision_number",
                    models.CharField(max_length=60, verbose_name="số quyết định"),
                ),
                ("decided_on", models.DateField(verbose_name="ngày quyết định")),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        help_text="Trống ở lần công bố đầu tiên của kỳ.",
                        verbose_name="lý do thay thế",
                    ),
                ),
                (
                    "fact_lists",
                    models.JSONField(default=dict, verbose_name="danh sách sau số liệu"),
                ),
                (
                    "compared_with",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="so với các lần của năm trước",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="công bố lúc"),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="scoring.cycle",
                        verbose_name="kỳ đánh giá",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người công bố",
                    ),
                ),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="scoring.rankingrun",
                        verbose_name="lần xếp hạng",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="scoring.publication",
                        verbose_name="thay cho",
                    ),
                ),
            ],
            options={
                "verbose_name": "công bố",
                "verbose_name_plural": "công bố",
                "ordering": ["cycle", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("cycle",),
                        name="a_cycle_has_one_published_run",
                        violation_error_message="Kỳ này đang có một kết quả được công bố.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["published", "superseded"])),
                        name="a_publication_holds_or_is_superseded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision_number__regex", "\\S")),
                        name="a_publication_names_its_decision",
                        violation_error_message="Hãy ghi số quyết định.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supersedes", None), ("reason__regex", "\\S"), _connector="OR"
                        ),
                        name="a_correction_has_a_reason",
                        violation_error_message="Hãy ghi lý do thay thế kết quả đã công bố.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
