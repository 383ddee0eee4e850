"""Stages, claims, evidence, appraisals and the council, each with its history."""

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from foundation.migrations._triggers import AddTrigger


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0008_access_records"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("scoring", "0006_publications"),
        ("surveys", "0002_names"),
        ("units", "0004_grants_of_appraisers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appraisal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.CharField(
                        choices=[
                            ("blind", "Chấm kín"),
                            ("first", "Thẩm định lần đầu"),
                            ("second", "Thẩm định lần hai"),
                            ("council", "Hội đồng"),
                        ],
                        max_length=10,
                        verbose_name="vòng",
                    ),
                ),
                ("content", models.JSONField(verbose_name="nội dung")),
                (
                    "points",
                    models.DecimalField(
                        blank=True,
                        decimal_places=10,
                        max_digits=22,
                        null=True,
                        verbose_name="điểm thẩm định",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="lý do")),
                ("version", models.PositiveIntegerField(default=1)),
                ("appraised_at", models.DateTimeField(auto_now=True)),
                (
                    "appraised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "appraiser_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="cơ quan thẩm định",
                    ),
                ),
                (
                    "assessed_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="đơn vị được thẩm định",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appraisals",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="scoring.criterion",
                    ),
                ),
            ],
            options={
                "verbose_name": "điểm thẩm định",
                "verbose_name_plural": "điểm thẩm định",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("round", "blind"), _negated=True),
                        fields=("assessment", "criterion", "round"),
                        name="one_appraisal_per_leaf_and_round",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("round", "blind")),
                        fields=("assessment", "criterion", "appraised_by"),
                        name="one_blind_appraisal_per_leaf_and_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("appraiser_unit", models.F("assessed_unit")), _negated=True
                        ),
                        name="nobody_appraises_their_own_unit",
                        violation_error_message="Không ai thẩm định đơn vị của chính mình.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaOwner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owners",
                        to="scoring.criterion",
                        verbose_name="lĩnh vực",
                    ),
                ),
                (
                    "cycle_group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="area_owners",
                        to="scoring.cyclegroup",
                        verbose_name="khối",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="cơ quan thẩm định",
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        blank=True,
                        help_text="Thẩm định phiếu của chính cơ quan thẩm định.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                        verbose_name="cơ quan thẩm định thay",
                    ),
                ),
            ],
            options={
                "verbose_name": "phân công thẩm định",
                "verbose_name_plural": "phân công thẩm định",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cycle_group", "area"),
                        name="an_area_of_a_block_has_one_owner",
                        violation_error_message="Lĩnh vực này đã được phân công.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("substitute", None),
                            models.Q(("substitute", models.F("owner")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_is_their_own_substitute",
                        violation_error_message="Cơ quan thẩm định thay phải là cơ quan khác.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("ranked", "Xếp hạng"),
                            ("scored", "Chấm điểm, không xếp hạng"),
                            ("excluded", "Không tham gia"),
                        ],
                        default="ranked",
                        max_length=10,
                        verbose_name="tư cách",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="lý do")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafting", "Đang tự chấm"),
                            ("submitted", "Chờ thủ trưởng ký"),
                            ("signed", "Đã ký, nộp"),
                        ],
                        default="drafting",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="trình ký lúc"),
                ),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="ký lúc")),
                (
                    "signature",
                    models.CharField(
                        blank=True,
                        choices=[("password", "Nhập lại mật khẩu"), ("file", "Tệp PDF đã ký")],
                        max_length=10,
                        verbose_name="cách ký",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.cycle",
                        verbose_name="kỳ đánh giá",
                    ),
                ),
                (
                    "cycle_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.cyclegroup",
                        verbose_name="khối",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ký",
                    ),
                ),
                (
                    "signed_file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="foundation.storedfile",
                        verbose_name="bản đã ký",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người trình",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.unit",
                        verbose_name="đơn vị",
                    ),
                ),
                (
                    "signed_version",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Tổng số phiên bản điểm tự chấm lúc ký; khác đi nghĩa là đã đổi sau khi ký.",
                        null=True,
                        verbose_name="phiên bản điểm tự chấm đã ký",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.JSONField(blank=True, null=True, verbose_name="nội dung")),
                (
                    "points",
                    models.DecimalField(
                        blank=True,
                        decimal_places=10,
                        max_digits=22,
                        null=True,
                        verbose_name="điểm tự chấm",
                    ),
                ),
                (
                    "explanation",
                    models.TextField(blank=True, verbose_name="giải trình thay tài liệu"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("claimed_at", models.DateTimeField(auto_now=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="scoring.criterion",
                    ),
                ),
            ],
            options={
                "verbose_name": "điểm tự chấm",
                "verbose_name_plural": "điểm tự chấm",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "criterion"), name="one_claim_per_leaf"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content__isnull", True), ("points", None)),
                            models.Q(("content__isnull", False), ("points__isnull", False)),
                            models.Q(("content__has_key", "state"), ("points", None)),
                            _connector="OR",
                        ),
                        name="a_claim_has_points_when_it_has_content",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CriteriaSetEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=60, verbose_name="mã")),
                ("title", models.CharField(max_length=300, verbose_name="tên")),
                ("source", models.TextField(blank=True, verbose_name="nguồn")),
                (
                    "aggregation",
                    models.CharField(default="sum", max_length=10, verbose_name="cách gộp"),
                ),
                (
                    "max_points",
                    models.DecimalField(
                        decimal_places=10, max_digits=22, verbose_name="điểm tối đa"
                    ),
                ),
                (
                    "bonus_cap",
                    models.DecimalField(
                        blank=True,
                        decimal_places=10,
                        max_digits=22,
                        null=True,
                        verbose_name="trần điểm thưởng",
                    ),
                ),
                (
                    "penalty_cap",
                    models.DecimalField(
                        blank=True,
                        decimal_places=10,
                        max_digits=22,
                        null=True,
                        verbose_name="trần điểm phạt",
                    ),
                ),
                (
                    "clause",
                    models.CharField(
                        blank=True,
                        help_text="Của văn bản nguồn.",
                        max_length=200,
                        verbose_name="điều, khoản",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Dự thảo"),
                            ("approved", "Đã duyệt"),
                            ("in_force", "Đang áp dụng"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="phiên bản")),
                ("change_reason", models.TextField(blank=True, verbose_name="lý do thay đổi")),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="duyệt lúc"),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
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
                (
                    "author",
                    models.ForeignKey(
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
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.criteriaset",
                        verbose_name="sao từ bộ",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.criteriaset",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.criteriaset",
                        verbose_name="thay cho phiên bản",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CriterionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveIntegerField(verbose_name="thứ tự")),
                ("code", models.CharField(max_length=40, verbose_name="mã")),
                ("title", models.CharField(max_length=500, verbose_name="tên")),
                (
                    "max_points",
                    models.DecimalField(
                        decimal_places=10, max_digits=22, verbose_name="điểm tối đa"
                    ),
                ),
                (
                    "weight",
                    models.DecimalField(
                        blank=True,
                        decimal_places=10,
                        max_digits=12,
                        null=True,
                        verbose_name="trọng số",
                    ),
                ),
                (
                    "leaf",
                    models.JSONField(
                        blank=True,
                        help_text="Các khóa scoring, role, decimals của tiêu chí thành phần; trống ở cấp trên.",
                        null=True,
                        verbose_name="cách chấm",
                    ),
                ),
                ("guidance", models.TextField(blank=True, verbose_name="hướng dẫn chấm")),
                (
                    "evidence_rule",
                    models.CharField(
                        choices=[
                            ("required", "Bắt buộc có tài liệu"),
                            ("explain", "Tài liệu, hoặc giải trình thay"),
                            ("none", "Không cần"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="tài liệu kiểm chứng",
                    ),
                ),
                (
                    "is_self_scored",
                    models.BooleanField(
                        default=True,
                        help_text="Tiêu chí điều tra xã hội học thì không.",
                        verbose_name="đơn vị tự chấm",
                    ),
                ),
                (
                    "is_comparable",
                    models.BooleanField(default=True, verbose_name="so sánh được với năm trước"),
                ),
                (
                    "criteria_set",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.criteriaset",
                        verbose_name="bộ tiêu chí",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.criterion",
                        verbose_name="tiêu chí cấp trên",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.criterion",
                    ),
                ),
                (
                    "was",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.criterion",
                        verbose_name="tiêu chí năm trước",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CycleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("title", models.CharField(max_length=300, verbose_name="tên")),
                ("first_on", models.DateField(verbose_name="từ ngày")),
                ("last_on", models.DateField(verbose_name="đến ngày")),
                ("cutoff_at", models.DateTimeField(verbose_name="thời điểm chốt số liệu")),
                (
                    "is_blind",
                    models.BooleanField(
                        default=False,
                        help_text="Hai người thẩm định chấm độc lập trước khi có điểm thẩm định lần đầu.",
                        verbose_name="chấm kín vòng đầu",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="surveys.campaign",
                        verbose_name="đợt khảo sát",
                    ),
                ),
                (
                    "organiser",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.unit",
                        verbose_name="cơ quan tổ chức",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.cycle",
                    ),
                ),
                (
                    "rule_set",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.ruleset",
                        verbose_name="bộ quy tắc",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CycleGroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "criteria_set",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.criteriaset",
                        verbose_name="bộ tiêu chí",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.cycle",
                        verbose_name="kỳ đánh giá",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.unitgroup",
                        verbose_name="khối đơn vị",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.cyclegroup",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="tên tài liệu")),
                (
                    "number",
                    models.CharField(blank=True, max_length=100, verbose_name="số, ký hiệu"),
                ),
                (
                    "issued_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày ban hành"),
                ),
                (
                    "media_type",
                    models.CharField(blank=True, max_length=100, verbose_name="loại tệp"),
                ),
                ("url", models.URLField(blank=True, max_length=1000, verbose_name="đường dẫn")),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("unscanned", "Chưa quét"),
                            ("clean", "Sạch"),
                            ("infected", "Nhiễm mã độc"),
                        ],
                        default="unscanned",
                        max_length=10,
                        verbose_name="quét mã độc",
                    ),
                ),
                (
                    "link_state",
                    models.CharField(
                        choices=[
                            ("unknown", "Chưa kiểm tra"),
                            ("alive", "Mở được"),
                            ("broken", "Không mở được"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="đường dẫn mở được",
                    ),
                ),
                (
                    "link_checked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="kiểm tra lúc"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="nộp lúc")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nộp",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="foundation.storedfile",
                        verbose_name="tệp",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="units.unit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "tài liệu",
                "verbose_name_plural": "tài liệu",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file__isnull", False), ("url", "")),
                            models.Q(("file", None), models.Q(("url", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_document_is_a_file_or_a_link",
                        violation_error_message="Tài liệu là một tệp hoặc một đường dẫn.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("file__isnull", False)),
                        fields=("unit", "file"),
                        name="a_unit_keeps_a_file_once",
                        violation_error_message="Tài liệu này đã có trong kho của đơn vị.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("url", ""), _negated=True),
                        fields=("unit", "url"),
                        name="a_unit_keeps_a_link_once",
                        violation_error_message="Đường dẫn này đã có trong kho của đơn vị.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Explanation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stance",
                    models.CharField(
                        choices=[("agree", "Đồng ý"), ("object", "Không đồng ý")],
                        max_length=10,
                        verbose_name="ý kiến",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="giải trình")),
                ("explained_at", models.DateTimeField(auto_now=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="explanations",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="explanations",
                        to="scoring.criterion",
                    ),
                ),
                (
                    "explained_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "giải trình",
                "verbose_name_plural": "giải trình",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "criterion"), name="one_explanation_per_leaf"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stance", "agree"), ("text__regex", "\\S"), _connector="OR"
                        ),
                        name="who_objects_says_why",
                        violation_error_message="Không đồng ý thì hãy ghi lý do.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FactWaiverEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("fact", models.CharField(max_length=40, verbose_name="chỉ số")),
                ("reason", models.TextField(verbose_name="lý do")),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.factwaiver",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MarkEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "content",
                    models.JSONField(
                        help_text='Như trong gói xếp hạng, ví dụ {"points": "0.75"}.',
                        verbose_name="nội dung",
                    ),
                ),
                ("marked_at", models.DateTimeField(auto_now=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.criterion",
                    ),
                ),
                (
                    "marked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.mark",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reopening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until_on", models.DateField(verbose_name="đến hết ngày")),
                ("reason", models.TextField(verbose_name="lý do")),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reopenings",
                        to="scoring.criterion",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reopenings",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "mở lại lĩnh vực",
                "verbose_name_plural": "mở lại lĩnh vực",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("assessment", "area"),
                        name="an_area_is_reopened_once_at_a_time",
                        violation_error_message="Lĩnh vực này đang được mở lại.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__regex", "\\S")),
                        name="a_reopening_has_a_reason",
                        violation_error_message="Hãy ghi lý do mở lại.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=60, verbose_name="quy tắc")),
                ("text", models.TextField(verbose_name="ý kiến")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="units.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="scoring.rankingrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "ý kiến của người được xem xét",
                "verbose_name_plural": "ý kiến của người được xem xét",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text__regex", "\\S")),
                        name="a_reply_says_something",
                        violation_error_message="Hãy ghi ý kiến.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleSetEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=60, verbose_name="mã")),
                ("title", models.CharField(max_length=300, verbose_name="tên")),
                (
                    "document",
                    models.JSONField(
                        help_text="Phần rule_set của định dạng cchc-ranking-bundle/1.",
                        verbose_name="nội dung",
                    ),
                ),
                (
                    "accountability_rules",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Phần rules của định dạng cchc-accountability-bundle/1.",
                        verbose_name="quy tắc trách nhiệm",
                    ),
                ),
                (
                    "late_definition",
                    models.CharField(max_length=30, verbose_name="cách tính tỷ lệ trễ hạn"),
                ),
                (
                    "minimum_sample",
                    models.PositiveIntegerField(
                        help_text="Dưới số này chỉ số hài lòng không được dùng.",
                        verbose_name="số phiếu tối thiểu",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.ruleset",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SealedDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="ngày")),
                ("rows", models.PositiveIntegerField(verbose_name="số dòng")),
                ("sha256", models.CharField(max_length=64, verbose_name="mã SHA-256")),
                (
                    "previous_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="mã của ngày trước"),
                ),
                (
                    "sealed_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="niêm phong lúc"),
                ),
                ("tables", models.JSONField(default=dict, verbose_name="bảng")),
            ],
            options={
                "verbose_name": "ngày đã niêm phong",
                "verbose_name_plural": "ngày đã niêm phong",
                "ordering": ["-day"],
            },
        ),
        migrations.CreateModel(
            name="SheetStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("drafting", "Đang tự chấm"),
                            ("submitted", "Chờ thủ trưởng ký"),
                            ("signed", "Đã ký, nộp"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("drafting", "Đang tự chấm"),
                            ("submitted", "Chờ thủ trưởng ký"),
                            ("signed", "Đã ký, nộp"),
                        ],
                        max_length=10,
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="ý kiến")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["assessment", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Stage",
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
                        choices=[
                            ("self_scoring", "Tự chấm điểm"),
                            ("appraisal", "Thẩm định lần đầu"),
                            ("explanation", "Đơn vị giải trình"),
                            ("second_appraisal", "Thẩm định lần hai"),
                            ("council", "Hội đồng quyết định"),
                        ],
                        max_length=20,
                        verbose_name="giai đoạn",
                    ),
                ),
                ("opens_on", models.DateField(verbose_name="từ ngày")),
                ("closes_on", models.DateField(verbose_name="đến hết ngày")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="mở lúc")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="đóng lúc")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stages",
                        to="scoring.cycle",
                        verbose_name="kỳ đánh giá",
                    ),
                ),
            ],
            options={
                "verbose_name": "giai đoạn",
                "verbose_name_plural": "giai đoạn",
                "ordering": ["cycle", "opens_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cycle", "kind"),
                        name="a_cycle_has_each_stage_once",
                        violation_error_message="Kỳ này đã có giai đoạn đó.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="a_stage_ends_after_it_starts",
                        violation_error_message="Giai đoạn phải kết thúc sau khi bắt đầu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None), ("opened_at__isnull", False), _connector="OR"
                        ),
                        name="a_stage_is_opened_before_it_is_closed",
                        violation_error_message="Chưa mở thì không đóng được.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppraisalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "round",
                    models.CharField(
                        choices=[
                            ("blind", "Chấm kín"),
                            ("first", "Thẩm định lần đầu"),
                            ("second", "Thẩm định lần hai"),
                            ("council", "Hội đồng"),
                        ],
                        max_length=10,
                        verbose_name="vòng",
                    ),
                ),
                ("content", models.JSONField(verbose_name="nội dung")),
                (
                    "points",
                    models.DecimalField(
                        blank=True,
                        decimal_places=10,
                        max_digits=22,
                        null=True,
                        verbose_name="điểm thẩm định",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="lý do")),
                ("version", models.PositiveIntegerField(default=1)),
                ("appraised_at", models.DateTimeField(auto_now=True)),
                (
                    "appraised_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "appraiser_unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.unit",
                        verbose_name="cơ quan thẩm định",
                    ),
                ),
                (
                    "assessed_unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.unit",
                        verbose_name="đơn vị được thẩm định",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.criterion",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.appraisal",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AreaAppraiser",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người",
                    ),
                ),
                (
                    "area_owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appraisers",
                        to="scoring.areaowner",
                    ),
                ),
            ],
            options={
                "verbose_name": "người thẩm định",
                "verbose_name_plural": "người thẩm định",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area_owner", "user"), name="a_person_is_named_once_for_an_area"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaOwnerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.criterion",
                        verbose_name="lĩnh vực",
                    ),
                ),
                (
                    "cycle_group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.cyclegroup",
                        verbose_name="khối",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.unit",
                        verbose_name="cơ quan thẩm định",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.areaowner",
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Thẩm định phiếu của chính cơ quan thẩm định.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.unit",
                        verbose_name="cơ quan thẩm định thay",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ClaimEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("content", models.JSONField(blank=True, null=True, verbose_name="nội dung")),
                (
                    "points",
                    models.DecimalField(
                        blank=True,
                        decimal_places=10,
                        max_digits=22,
                        null=True,
                        verbose_name="điểm tự chấm",
                    ),
                ),
                (
                    "explanation",
                    models.TextField(blank=True, verbose_name="giải trình thay tài liệu"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("claimed_at", models.DateTimeField(auto_now=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.criterion",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.claim",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DocumentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=300, verbose_name="tên tài liệu")),
                (
                    "number",
                    models.CharField(blank=True, max_length=100, verbose_name="số, ký hiệu"),
                ),
                (
                    "issued_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày ban hành"),
                ),
                (
                    "media_type",
                    models.CharField(blank=True, max_length=100, verbose_name="loại tệp"),
                ),
                ("url", models.URLField(blank=True, max_length=1000, verbose_name="đường dẫn")),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("unscanned", "Chưa quét"),
                            ("clean", "Sạch"),
                            ("infected", "Nhiễm mã độc"),
                        ],
                        default="unscanned",
                        max_length=10,
                        verbose_name="quét mã độc",
                    ),
                ),
                (
                    "link_state",
                    models.CharField(
                        choices=[
                            ("unknown", "Chưa kiểm tra"),
                            ("alive", "Mở được"),
                            ("broken", "Không mở được"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="đường dẫn mở được",
                    ),
                ),
                (
                    "link_checked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="kiểm tra lúc"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="nộp lúc")),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nộp",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="foundation.storedfile",
                        verbose_name="tệp",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.document",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="units.unit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("claim", "Tự chấm"), ("explanation", "Giải trình")],
                        default="claim",
                        max_length=12,
                        verbose_name="dùng cho",
                    ),
                ),
                ("pages", models.CharField(blank=True, max_length=60, verbose_name="trang")),
                ("frozen", models.JSONField(blank=True, null=True, verbose_name="bản chốt")),
                ("attached_at", models.DateTimeField(auto_now_add=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "attached_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="scoring.criterion",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="scoring.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "tài liệu kiểm chứng",
                "verbose_name_plural": "tài liệu kiểm chứng",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "criterion", "document", "purpose"),
                        name="a_document_is_cited_once_per_leaf",
                        violation_error_message="Tài liệu này đã được dẫn cho tiêu chí.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExplanationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "stance",
                    models.CharField(
                        choices=[("agree", "Đồng ý"), ("object", "Không đồng ý")],
                        max_length=10,
                        verbose_name="ý kiến",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="giải trình")),
                ("explained_at", models.DateTimeField(auto_now=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.criterion",
                    ),
                ),
                (
                    "explained_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.explanation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until_on", models.DateField(verbose_name="đến hết ngày")),
                ("reason", models.TextField(verbose_name="lý do")),
                ("granted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="scoring.stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "gia hạn",
                "verbose_name_plural": "gia hạn",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__regex", "\\S")),
                        name="an_extension_has_a_reason",
                        violation_error_message="Hãy ghi lý do gia hạn.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField()),
                ("days", models.SmallIntegerField()),
                ("sent_at", models.DateTimeField(auto_now_add=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="scoring.stage",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stage", "assessment", "due_on", "days"),
                        name="a_reminder_is_sent_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReopeningEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("until_on", models.DateField(verbose_name="đến hết ngày")),
                ("reason", models.TextField(verbose_name="lý do")),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.criterion",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.reopening",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StageEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("self_scoring", "Tự chấm điểm"),
                            ("appraisal", "Thẩm định lần đầu"),
                            ("explanation", "Đơn vị giải trình"),
                            ("second_appraisal", "Thẩm định lần hai"),
                            ("council", "Hội đồng quyết định"),
                        ],
                        max_length=20,
                        verbose_name="giai đoạn",
                    ),
                ),
                ("opens_on", models.DateField(verbose_name="từ ngày")),
                ("closes_on", models.DateField(verbose_name="đến hết ngày")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="mở lúc")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="đóng lúc")),
                (
                    "cycle",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.cycle",
                        verbose_name="kỳ đánh giá",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.stage",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StageStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("change", models.CharField(max_length=20, verbose_name="việc")),
                ("note", models.TextField(blank=True, verbose_name="ghi chú")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="scoring.stage",
                    ),
                ),
            ],
            options={
                "ordering": ["stage", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AreaAppraiserEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.areaappraiser",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người",
                    ),
                ),
                (
                    "area_owner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.areaowner",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EvidenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[("claim", "Tự chấm"), ("explanation", "Giải trình")],
                        default="claim",
                        max_length=12,
                        verbose_name="dùng cho",
                    ),
                ),
                ("pages", models.CharField(blank=True, max_length=60, verbose_name="trang")),
                ("frozen", models.JSONField(blank=True, null=True, verbose_name="bản chốt")),
                ("attached_at", models.DateTimeField(auto_now_add=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "attached_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.criterion",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.document",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.evidence",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExtensionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("until_on", models.DateField(verbose_name="đến hết ngày")),
                ("reason", models.TextField(verbose_name="lý do")),
                ("granted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.assessment",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="scoring.extension",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scoring.stage",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="assessment",
            name="signature",
            field=models.CharField(
                blank=True,
                choices=[("password", "Nhập lại mật khẩu"), ("file", "Tệp PDF đã ký")],
                max_length=10,
                verbose_name="cách ký",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="signed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ký lúc"),
        ),
        migrations.AddField(
            model_name="assessment",
            name="signed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người ký",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="signed_file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="foundation.storedfile",
                verbose_name="bản đã ký",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="state",
            field=models.CharField(
                choices=[
                    ("drafting", "Đang tự chấm"),
                    ("submitted", "Chờ thủ trưởng ký"),
                    ("signed", "Đã ký, nộp"),
                ],
                default="drafting",
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="submitted_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="trình ký lúc"),
        ),
        migrations.AddField(
            model_name="assessment",
            name="submitted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người trình",
            ),
        ),
        migrations.AddField(
            model_name="criteriaset",
            name="approved_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="duyệt lúc"),
        ),
        migrations.AddField(
            model_name="criteriaset",
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
            model_name="criteriaset",
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
            model_name="criteriaset",
            name="based_on",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clones",
                to="scoring.criteriaset",
                verbose_name="sao từ bộ",
            ),
        ),
        migrations.AddField(
            model_name="criteriaset",
            name="change_reason",
            field=models.TextField(blank=True, verbose_name="lý do thay đổi"),
        ),
        migrations.AddField(
            model_name="criteriaset",
            name="clause",
            field=models.CharField(
                blank=True,
                help_text="Của văn bản nguồn.",
                max_length=200,
                verbose_name="điều, khoản",
            ),
        ),
        migrations.AddField(
            model_name="criteriaset",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="scoring.criteriaset",
                verbose_name="thay cho phiên bản",
            ),
        ),
        migrations.AddField(
            model_name="criteriaset",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Dự thảo"),
                    ("approved", "Đã duyệt"),
                    ("in_force", "Đang áp dụng"),
                ],
                default="draft",
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AddField(
            model_name="criteriaset",
            name="version",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="phiên bản"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="evidence_rule",
            field=models.CharField(
                choices=[
                    ("required", "Bắt buộc có tài liệu"),
                    ("explain", "Tài liệu, hoặc giải trình thay"),
                    ("none", "Không cần"),
                ],
                default="none",
                max_length=10,
                verbose_name="tài liệu kiểm chứng",
            ),
        ),
        migrations.AddField(
            model_name="criterion",
            name="guidance",
            field=models.TextField(blank=True, verbose_name="hướng dẫn chấm"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="is_comparable",
            field=models.BooleanField(default=True, verbose_name="so sánh được với năm trước"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="is_self_scored",
            field=models.BooleanField(
                default=True,
                help_text="Tiêu chí điều tra xã hội học thì không.",
                verbose_name="đơn vị tự chấm",
            ),
        ),
        migrations.AddField(
            model_name="criterion",
            name="was",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="became",
                to="scoring.criterion",
                verbose_name="tiêu chí năm trước",
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="is_blind",
            field=models.BooleanField(
                default=False,
                help_text="Hai người thẩm định chấm độc lập trước khi có điểm thẩm định lần đầu.",
                verbose_name="chấm kín vòng đầu",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_at", None), ("state", "drafting"), ("submitted_at", None)),
                    models.Q(
                        ("signed_at", None), ("state", "submitted"), ("submitted_at__isnull", False)
                    ),
                    models.Q(
                        ("signed_at__isnull", False),
                        ("state", "signed"),
                        ("submitted_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_sheets_instants_match_its_state",
                violation_error_message="Lúc trình, lúc ký không khớp với trạng thái của phiếu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("submitted_at", None), ("submitted_by", None)),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="who_submits_a_sheet_is_known",
                violation_error_message="Trình ký thì phải biết ai trình.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("signature", ""),
                        ("signed_at", None),
                        ("signed_by", None),
                        ("signed_file", None),
                    ),
                    models.Q(
                        ("signature", "password"),
                        ("signed_by__isnull", False),
                        ("signed_file", None),
                    ),
                    models.Q(
                        ("signature", "file"),
                        ("signed_by__isnull", False),
                        ("signed_file__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="who_signs_a_sheet_and_how_is_known",
                violation_error_message="Ký thì phải biết ai ký và ký bằng gì.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criteriaset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None), ("state", "draft")),
                    models.Q(
                        ("approved_at__isnull", False), ("state__in", ["approved", "in_force"])
                    ),
                    _connector="OR",
                ),
                name="an_approved_set_says_when",
                violation_error_message="Bộ tiêu chí đã duyệt phải ghi lúc duyệt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criteriaset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("author", None),
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("author")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_approves_a_set_of_their_own",
                violation_error_message="Người soạn không tự duyệt bộ tiêu chí của mình.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criteriaset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaces", None), ("change_reason__regex", "\\S"), _connector="OR"
                ),
                name="a_new_version_has_a_reason",
                violation_error_message="Hãy ghi lý do thay đổi bộ tiêu chí.",
            ),
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
        AddTrigger(
            model_name="appraisal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_appraisalevent" ("appraised_at", "appraised_by_id", "appraiser_unit_id", "assessed_unit_id", "assessment_id", "content", "criterion_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "round", "version") VALUES (NEW."appraised_at", NEW."appraised_by_id", NEW."appraiser_unit_id", NEW."assessed_unit_id", NEW."assessment_id", NEW."content", NEW."criterion_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."points", NEW."reason", NEW."round", NEW."version"); RETURN NULL;',
                    hash="1c998e6e6f641632a71299f4565fa2f7323e9748",
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
                    func='INSERT INTO "scoring_appraisalevent" ("appraised_at", "appraised_by_id", "appraiser_unit_id", "assessed_unit_id", "assessment_id", "content", "criterion_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "round", "version") VALUES (NEW."appraised_at", NEW."appraised_by_id", NEW."appraiser_unit_id", NEW."assessed_unit_id", NEW."assessment_id", NEW."content", NEW."criterion_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."points", NEW."reason", NEW."round", NEW."version"); RETURN NULL;',
                    hash="19a0b909e0332e34163053577f427814f76f811c",
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
                    func='INSERT INTO "scoring_appraisalevent" ("appraised_at", "appraised_by_id", "appraiser_unit_id", "assessed_unit_id", "assessment_id", "content", "criterion_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "round", "version") VALUES (OLD."appraised_at", OLD."appraised_by_id", OLD."appraiser_unit_id", OLD."assessed_unit_id", OLD."assessment_id", OLD."content", OLD."criterion_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."points", OLD."reason", OLD."round", OLD."version"); RETURN NULL;',
                    hash="27b3351422d19fd7a4179abcf394edb032b949de",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_99966",
                    table="scoring_appraisal",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="areaappraiser",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_areaappraiserevent" ("area_owner_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."area_owner_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;',
                    hash="c0496540783113497b95a111cd934e3d12a01307",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fb764",
                    table="scoring_areaappraiser",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="areaappraiser",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_areaappraiserevent" ("area_owner_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."area_owner_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;',
                    hash="3eb3a93b303e81a27be234b30edc4539f4bf6c7e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b116d",
                    table="scoring_areaappraiser",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="areaappraiser",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_areaappraiserevent" ("area_owner_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."area_owner_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."user_id"); RETURN NULL;',
                    hash="6feca96442db8c27aeeabeb99bbfcead87909c45",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_38a02",
                    table="scoring_areaappraiser",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="areaowner",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_areaownerevent" ("area_id", "cycle_group_id", "id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "substitute_id") VALUES (NEW."area_id", NEW."cycle_group_id", NEW."id", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."substitute_id"); RETURN NULL;',
                    hash="b13e498ffb21211cf74d5e8a6e7d3c434901a730",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6c3b8",
                    table="scoring_areaowner",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="areaowner",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_areaownerevent" ("area_id", "cycle_group_id", "id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "substitute_id") VALUES (NEW."area_id", NEW."cycle_group_id", NEW."id", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."substitute_id"); RETURN NULL;',
                    hash="c6a5871bd9a66258dc0c3d9bda552945febc0ca5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1988f",
                    table="scoring_areaowner",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="areaowner",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_areaownerevent" ("area_id", "cycle_group_id", "id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "substitute_id") VALUES (OLD."area_id", OLD."cycle_group_id", OLD."id", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."substitute_id"); RETURN NULL;',
                    hash="42c29a2ae5f4e33ab17aca76cb34c9c142260645",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d85a7",
                    table="scoring_areaowner",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
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
        AddTrigger(
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
        AddTrigger(
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
        AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_claimevent" ("assessment_id", "claimed_at", "claimed_by_id", "content", "criterion_id", "explanation", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "version") VALUES (NEW."assessment_id", NEW."claimed_at", NEW."claimed_by_id", NEW."content", NEW."criterion_id", NEW."explanation", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."points", NEW."version"); RETURN NULL;',
                    hash="1feaf4f7e1ea52eaacdb6f4dfe5d8d3a68df3848",
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
                    func='INSERT INTO "scoring_claimevent" ("assessment_id", "claimed_at", "claimed_by_id", "content", "criterion_id", "explanation", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "version") VALUES (NEW."assessment_id", NEW."claimed_at", NEW."claimed_by_id", NEW."content", NEW."criterion_id", NEW."explanation", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."points", NEW."version"); RETURN NULL;',
                    hash="a351809d9be700d04015131ac9bfa8c82d7ed6ac",
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
                    func='INSERT INTO "scoring_claimevent" ("assessment_id", "claimed_at", "claimed_by_id", "content", "criterion_id", "explanation", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "version") VALUES (OLD."assessment_id", OLD."claimed_at", OLD."claimed_by_id", OLD."content", OLD."criterion_id", OLD."explanation", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."points", OLD."version"); RETURN NULL;',
                    hash="2d908d2459f7771d70c5045818905cc0f6c909d0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_20eaf",
                    table="scoring_claim",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="criteriaset",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_criteriasetevent" ("aggregation", "approved_at", "approved_by_id", "author_id", "based_on_id", "bonus_cap", "change_reason", "clause", "code", "id", "max_points", "penalty_cap", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "source", "state", "title", "version") VALUES (NEW."aggregation", NEW."approved_at", NEW."approved_by_id", NEW."author_id", NEW."based_on_id", NEW."bonus_cap", NEW."change_reason", NEW."clause", NEW."code", NEW."id", NEW."max_points", NEW."penalty_cap", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."replaces_id", NEW."source", NEW."state", NEW."title", NEW."version"); RETURN NULL;',
                    hash="d536c32c798e32d5cf96493a5e21fe4bd40b6520",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3a947",
                    table="scoring_criteriaset",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="criteriaset",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_criteriasetevent" ("aggregation", "approved_at", "approved_by_id", "author_id", "based_on_id", "bonus_cap", "change_reason", "clause", "code", "id", "max_points", "penalty_cap", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "source", "state", "title", "version") VALUES (NEW."aggregation", NEW."approved_at", NEW."approved_by_id", NEW."author_id", NEW."based_on_id", NEW."bonus_cap", NEW."change_reason", NEW."clause", NEW."code", NEW."id", NEW."max_points", NEW."penalty_cap", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."replaces_id", NEW."source", NEW."state", NEW."title", NEW."version"); RETURN NULL;',
                    hash="499177a195c92c3947766c60df45a835f34b4c2c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0f62c",
                    table="scoring_criteriaset",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="criteriaset",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_criteriasetevent" ("aggregation", "approved_at", "approved_by_id", "author_id", "based_on_id", "bonus_cap", "change_reason", "clause", "code", "id", "max_points", "penalty_cap", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "source", "state", "title", "version") VALUES (OLD."aggregation", OLD."approved_at", OLD."approved_by_id", OLD."author_id", OLD."based_on_id", OLD."bonus_cap", OLD."change_reason", OLD."clause", OLD."code", OLD."id", OLD."max_points", OLD."penalty_cap", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."replaces_id", OLD."source", OLD."state", OLD."title", OLD."version"); RETURN NULL;',
                    hash="4ffa49545093401956a3f6b494e3f4cf387fd5b8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_78242",
                    table="scoring_criteriaset",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="criterion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_criterionevent" ("code", "criteria_set_id", "evidence_rule", "guidance", "id", "is_comparable", "is_self_scored", "leaf", "max_points", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title", "was_id", "weight") VALUES (NEW."code", NEW."criteria_set_id", NEW."evidence_rule", NEW."guidance", NEW."id", NEW."is_comparable", NEW."is_self_scored", NEW."leaf", NEW."max_points", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."title", NEW."was_id", NEW."weight"); RETURN NULL;',
                    hash="1889ade34904381e0b2d4383b56b9d58145b0726",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_25f44",
                    table="scoring_criterion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="criterion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_criterionevent" ("code", "criteria_set_id", "evidence_rule", "guidance", "id", "is_comparable", "is_self_scored", "leaf", "max_points", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title", "was_id", "weight") VALUES (NEW."code", NEW."criteria_set_id", NEW."evidence_rule", NEW."guidance", NEW."id", NEW."is_comparable", NEW."is_self_scored", NEW."leaf", NEW."max_points", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."title", NEW."was_id", NEW."weight"); RETURN NULL;',
                    hash="f3d02be3f1223a20c86696d5701d1f4f129f8295",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b8bfe",
                    table="scoring_criterion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="criterion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_criterionevent" ("code", "criteria_set_id", "evidence_rule", "guidance", "id", "is_comparable", "is_self_scored", "leaf", "max_points", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title", "was_id", "weight") VALUES (OLD."code", OLD."criteria_set_id", OLD."evidence_rule", OLD."guidance", OLD."id", OLD."is_comparable", OLD."is_self_scored", OLD."leaf", OLD."max_points", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."title", OLD."was_id", OLD."weight"); RETURN NULL;',
                    hash="97a70415ed540f17b29f0b2868b4e88554c688b9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7a257",
                    table="scoring_criterion",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="cycle",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_cycleevent" ("campaign_id", "cutoff_at", "first_on", "id", "is_blind", "last_on", "organiser_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule_set_id", "title", "year") VALUES (NEW."campaign_id", NEW."cutoff_at", NEW."first_on", NEW."id", NEW."is_blind", NEW."last_on", NEW."organiser_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rule_set_id", NEW."title", NEW."year"); RETURN NULL;',
                    hash="9d63da3519cb881219e05d6ff5af07810b512072",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c2be8",
                    table="scoring_cycle",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="cycle",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_cycleevent" ("campaign_id", "cutoff_at", "first_on", "id", "is_blind", "last_on", "organiser_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule_set_id", "title", "year") VALUES (NEW."campaign_id", NEW."cutoff_at", NEW."first_on", NEW."id", NEW."is_blind", NEW."last_on", NEW."organiser_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rule_set_id", NEW."title", NEW."year"); RETURN NULL;',
                    hash="6b16343b72e0acaa70c3de047d31e7a9e8aff8bb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3a937",
                    table="scoring_cycle",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="cycle",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_cycleevent" ("campaign_id", "cutoff_at", "first_on", "id", "is_blind", "last_on", "organiser_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule_set_id", "title", "year") VALUES (OLD."campaign_id", OLD."cutoff_at", OLD."first_on", OLD."id", OLD."is_blind", OLD."last_on", OLD."organiser_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rule_set_id", OLD."title", OLD."year"); RETURN NULL;',
                    hash="8c9d0d79ffbe7cd5e3d6ac604c5850277692d6ec",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2b31d",
                    table="scoring_cycle",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="cyclegroup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_cyclegroupevent" ("criteria_set_id", "cycle_id", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."criteria_set_id", NEW."cycle_id", NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="e5e825600e4a2081b1bf9d03d57ed202082c8dce",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_77caf",
                    table="scoring_cyclegroup",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="cyclegroup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_cyclegroupevent" ("criteria_set_id", "cycle_id", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."criteria_set_id", NEW."cycle_id", NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="6d6c1e9439309ad364c78c52f3ff7305a57ffb52",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_013a4",
                    table="scoring_cyclegroup",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="cyclegroup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_cyclegroupevent" ("criteria_set_id", "cycle_id", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."criteria_set_id", OLD."cycle_id", OLD."group_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;',
                    hash="7e5f60560100248421e7f0bde5e50b97744a61a8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_aff3f",
                    table="scoring_cyclegroup",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_documentevent" ("created_at", "created_by_id", "file_id", "id", "issued_on", "link_checked_at", "link_state", "media_type", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scan", "title", "unit_id", "url") VALUES (NEW."created_at", NEW."created_by_id", NEW."file_id", NEW."id", NEW."issued_on", NEW."link_checked_at", NEW."link_state", NEW."media_type", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."scan", NEW."title", NEW."unit_id", NEW."url"); RETURN NULL;',
                    hash="72996c3610b82a4c31b507e70df641b7455b16ec",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a642e",
                    table="scoring_document",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_documentevent" ("created_at", "created_by_id", "file_id", "id", "issued_on", "link_checked_at", "link_state", "media_type", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scan", "title", "unit_id", "url") VALUES (NEW."created_at", NEW."created_by_id", NEW."file_id", NEW."id", NEW."issued_on", NEW."link_checked_at", NEW."link_state", NEW."media_type", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."scan", NEW."title", NEW."unit_id", NEW."url"); RETURN NULL;',
                    hash="899f25470dc489790eff935a9539502ef40fa64f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dffcb",
                    table="scoring_document",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_documentevent" ("created_at", "created_by_id", "file_id", "id", "issued_on", "link_checked_at", "link_state", "media_type", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scan", "title", "unit_id", "url") VALUES (OLD."created_at", OLD."created_by_id", OLD."file_id", OLD."id", OLD."issued_on", OLD."link_checked_at", OLD."link_state", OLD."media_type", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."scan", OLD."title", OLD."unit_id", OLD."url"); RETURN NULL;',
                    hash="5eb577093f1e8cba8229ac9588000240507e9268",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2dcd5",
                    table="scoring_document",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_evidenceevent" ("assessment_id", "attached_at", "attached_by_id", "criterion_id", "document_id", "frozen", "id", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose") VALUES (NEW."assessment_id", NEW."attached_at", NEW."attached_by_id", NEW."criterion_id", NEW."document_id", NEW."frozen", NEW."id", NEW."pages", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose"); RETURN NULL;',
                    hash="0b169f22d910d560f064aa7af82ecd37d103c0ef",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_64792",
                    table="scoring_evidence",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_evidenceevent" ("assessment_id", "attached_at", "attached_by_id", "criterion_id", "document_id", "frozen", "id", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose") VALUES (NEW."assessment_id", NEW."attached_at", NEW."attached_by_id", NEW."criterion_id", NEW."document_id", NEW."frozen", NEW."id", NEW."pages", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose"); RETURN NULL;',
                    hash="f1460366d6795efa8d28489bc04e1935748f43ee",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6e749",
                    table="scoring_evidence",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_evidenceevent" ("assessment_id", "attached_at", "attached_by_id", "criterion_id", "document_id", "frozen", "id", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose") VALUES (OLD."assessment_id", OLD."attached_at", OLD."attached_by_id", OLD."criterion_id", OLD."document_id", OLD."frozen", OLD."id", OLD."pages", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose"); RETURN NULL;',
                    hash="4fda74039ce1a1a2923803e5eb09b08c488ff563",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4f256",
                    table="scoring_evidence",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="explanation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_explanationevent" ("assessment_id", "criterion_id", "explained_at", "explained_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stance", "text") VALUES (NEW."assessment_id", NEW."criterion_id", NEW."explained_at", NEW."explained_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."stance", NEW."text"); RETURN NULL;',
                    hash="3d32ee1eb82c3f6f855987c7818aeb920d641010",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_83aa1",
                    table="scoring_explanation",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="explanation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_explanationevent" ("assessment_id", "criterion_id", "explained_at", "explained_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stance", "text") VALUES (NEW."assessment_id", NEW."criterion_id", NEW."explained_at", NEW."explained_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."stance", NEW."text"); RETURN NULL;',
                    hash="ce49589b39fce47ac753d72114d6f92246f01ca2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bb28c",
                    table="scoring_explanation",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="explanation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_explanationevent" ("assessment_id", "criterion_id", "explained_at", "explained_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stance", "text") VALUES (OLD."assessment_id", OLD."criterion_id", OLD."explained_at", OLD."explained_by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."stance", OLD."text"); RETURN NULL;',
                    hash="efe82bb1245781eb7f6cfc957566854449604b3e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_98e13",
                    table="scoring_explanation",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="extension",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_extensionevent" ("assessment_id", "granted_at", "granted_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage_id", "until_on") VALUES (NEW."assessment_id", NEW."granted_at", NEW."granted_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."stage_id", NEW."until_on"); RETURN NULL;',
                    hash="1436becbd5c97730bcea8127c3711ded0247f984",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d33ea",
                    table="scoring_extension",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="extension",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_extensionevent" ("assessment_id", "granted_at", "granted_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage_id", "until_on") VALUES (NEW."assessment_id", NEW."granted_at", NEW."granted_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."stage_id", NEW."until_on"); RETURN NULL;',
                    hash="15d51be25b8efa95cd47453813a4a4d05f080790",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1dd67",
                    table="scoring_extension",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="extension",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_extensionevent" ("assessment_id", "granted_at", "granted_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage_id", "until_on") VALUES (OLD."assessment_id", OLD."granted_at", OLD."granted_by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."stage_id", OLD."until_on"); RETURN NULL;',
                    hash="a89f5d4c05230fdcc54bab40bd12d6c3c3151bff",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3ffa3",
                    table="scoring_extension",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="factwaiver",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_factwaiverevent" ("assessment_id", "decided_at", "decided_by_id", "fact", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."assessment_id", NEW."decided_at", NEW."decided_by_id", NEW."fact", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;',
                    hash="73b8ff1ef0e47e1e74a5378ce3e06f3b67463ae5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_40dcc",
                    table="scoring_factwaiver",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="factwaiver",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_factwaiverevent" ("assessment_id", "decided_at", "decided_by_id", "fact", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."assessment_id", NEW."decided_at", NEW."decided_by_id", NEW."fact", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;',
                    hash="dae51088f8267e43a869004181de7186ccb01285",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3a78e",
                    table="scoring_factwaiver",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="factwaiver",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_factwaiverevent" ("assessment_id", "decided_at", "decided_by_id", "fact", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."assessment_id", OLD."decided_at", OLD."decided_by_id", OLD."fact", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;',
                    hash="d96ff713375689b7c4aad291cff33d4838f7ac4a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9268b",
                    table="scoring_factwaiver",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="mark",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_markevent" ("assessment_id", "content", "criterion_id", "id", "marked_at", "marked_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."assessment_id", NEW."content", NEW."criterion_id", NEW."id", NEW."marked_at", NEW."marked_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="80677a2ddbb10edd1d21df60ef81d4cc793357cd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5e69f",
                    table="scoring_mark",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="mark",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_markevent" ("assessment_id", "content", "criterion_id", "id", "marked_at", "marked_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."assessment_id", NEW."content", NEW."criterion_id", NEW."id", NEW."marked_at", NEW."marked_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="6f1bc57d71644f4cdf074829cfc629d58041378e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6268a",
                    table="scoring_mark",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="mark",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_markevent" ("assessment_id", "content", "criterion_id", "id", "marked_at", "marked_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."assessment_id", OLD."content", OLD."criterion_id", OLD."id", OLD."marked_at", OLD."marked_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="619c1963fe4b435b5c4257f4e30a370433543663",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6f5c2",
                    table="scoring_mark",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="reopening",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_reopeningevent" ("area_id", "assessment_id", "closed_at", "closed_by_id", "id", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "until_on") VALUES (NEW."area_id", NEW."assessment_id", NEW."closed_at", NEW."closed_by_id", NEW."id", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."until_on"); RETURN NULL;',
                    hash="8e0d707ee5e24a0d0bfc2b930f38691c80834eac",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d7972",
                    table="scoring_reopening",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="reopening",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_reopeningevent" ("area_id", "assessment_id", "closed_at", "closed_by_id", "id", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "until_on") VALUES (NEW."area_id", NEW."assessment_id", NEW."closed_at", NEW."closed_by_id", NEW."id", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."until_on"); RETURN NULL;',
                    hash="6610463fdfd065c90da4a80c3d7e409c0aa36efa",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2510b",
                    table="scoring_reopening",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="reopening",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_reopeningevent" ("area_id", "assessment_id", "closed_at", "closed_by_id", "id", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "until_on") VALUES (OLD."area_id", OLD."assessment_id", OLD."closed_at", OLD."closed_by_id", OLD."id", OLD."opened_at", OLD."opened_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."until_on"); RETURN NULL;',
                    hash="ca86b8521d25b5699c8ddbab6689cca3a8e19b7b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8915e",
                    table="scoring_reopening",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="ruleset",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_rulesetevent" ("accountability_rules", "code", "document", "id", "late_definition", "minimum_sample", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."accountability_rules", NEW."code", NEW."document", NEW."id", NEW."late_definition", NEW."minimum_sample", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title"); RETURN NULL;',
                    hash="f66f1777d381c488f5e3e12226ef27d1384f7ca9",
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
                    func='INSERT INTO "scoring_rulesetevent" ("accountability_rules", "code", "document", "id", "late_definition", "minimum_sample", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."accountability_rules", NEW."code", NEW."document", NEW."id", NEW."late_definition", NEW."minimum_sample", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title"); RETURN NULL;',
                    hash="41d5003ff964051f36720829cbfa3200f28418c1",
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
                    func='INSERT INTO "scoring_rulesetevent" ("accountability_rules", "code", "document", "id", "late_definition", "minimum_sample", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (OLD."accountability_rules", OLD."code", OLD."document", OLD."id", OLD."late_definition", OLD."minimum_sample", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."title"); RETURN NULL;',
                    hash="2e077eda3b1c8199ce5e40bccbef0e75de3c6ae4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_19bb3",
                    table="scoring_ruleset",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="stage",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_stageevent" ("closed_at", "closes_on", "cycle_id", "id", "kind", "opened_at", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."closed_at", NEW."closes_on", NEW."cycle_id", NEW."id", NEW."kind", NEW."opened_at", NEW."opens_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="b7450d9b6ff4d8aa9171c0d12d0ae252e1e1ce81",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1e1b5",
                    table="scoring_stage",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="stage",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scoring_stageevent" ("closed_at", "closes_on", "cycle_id", "id", "kind", "opened_at", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."closed_at", NEW."closes_on", NEW."cycle_id", NEW."id", NEW."kind", NEW."opened_at", NEW."opens_on", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="f88ec09d57b2cf943e6881bf86ab424b63e99905",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0851a",
                    table="scoring_stage",
                    when="AFTER",
                ),
            ),
        ),
        AddTrigger(
            model_name="stage",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scoring_stageevent" ("closed_at", "closes_on", "cycle_id", "id", "kind", "opened_at", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."closed_at", OLD."closes_on", OLD."cycle_id", OLD."id", OLD."kind", OLD."opened_at", OLD."opens_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="24fc72ea36c4fb3790e679eddc5e12324b57e8e3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_88214",
                    table="scoring_stage",
                    when="AFTER",
                ),
            ),
        ),
    ]
