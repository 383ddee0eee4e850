"""Rule sets, criteria sets, yearly cycles, sheets with their marks, and ranking runs with lines."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossiers.domain.late_rates import LateDefinition


class RuleSet(models.Model):
    """The rules of a year as data: bands, blocks, ties, rounding, and how facts are counted."""

    code = models.SlugField(_("mã"), max_length=60, unique=True)
    title = models.CharField(_("tên"), max_length=300)
    document = models.JSONField(
        _("nội dung"), help_text=_("Phần rule_set của định dạng cchc-ranking-bundle/1.")
    )
    accountability_rules = models.JSONField(
        _("quy tắc trách nhiệm"),
        default=list,
        blank=True,
        help_text=_("Phần rules của định dạng cchc-accountability-bundle/1."),
    )
    late_definition = models.CharField(_("cách tính tỷ lệ trễ hạn"), max_length=30)
    minimum_sample = models.PositiveIntegerField(
        _("số phiếu tối thiểu"), help_text=_("Dưới số này chỉ số hài lòng không được dùng.")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("bộ quy tắc")
        constraints = [
            models.CheckConstraint(
                condition=Q(late_definition__in=[known.value for known in LateDefinition]),
                name="a_rule_set_names_a_late_definition",
            )
        ]

    def __str__(self) -> str:
        return self.title


class CriteriaSet(models.Model):
    """A set of criteria with its maxima; one per block of units and year."""

    code = models.SlugField(_("mã"), max_length=60, unique=True)
    title = models.CharField(_("tên"), max_length=300)
    source = models.TextField(_("nguồn"), blank=True)
    aggregation = models.CharField(_("cách gộp"), max_length=10, default="sum")
    max_points = models.DecimalField(_("điểm tối đa"), max_digits=22, decimal_places=10)
    bonus_cap = models.DecimalField(
        _("trần điểm thưởng"), max_digits=22, decimal_places=10, null=True, blank=True
    )
    penalty_cap = models.DecimalField(
        _("trần điểm phạt"), max_digits=22, decimal_places=10, null=True, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = _("bộ tiêu chí")
        constraints = [
            models.CheckConstraint(
                condition=Q(aggregation__in=["sum", "weighted"]),
                name="a_set_is_summed_or_weighted",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """An area (without parent), a criterion, or a leaf: the lowest level, where a mark is given."""

    criteria_set = models.ForeignKey(
        CriteriaSet, models.CASCADE, related_name="criteria", verbose_name=_("bộ tiêu chí")
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("tiêu chí cấp trên"),
    )
    position = models.PositiveIntegerField(_("thứ tự"))
    code = models.CharField(_("mã"), max_length=40)
    title = models.CharField(_("tên"), max_length=500)
    max_points = models.DecimalField(_("điểm tối đa"), max_digits=22, decimal_places=10)
    weight = models.DecimalField(
        _("trọng số"), max_digits=12, decimal_places=10, null=True, blank=True
    )
    leaf = models.JSONField(
        _("cách chấm"),
        null=True,
        blank=True,
        help_text=_("Các khóa scoring, role, decimals của tiêu chí thành phần; trống ở cấp trên."),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("tiêu chí")
        ordering = ["criteria_set", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "code"], name="a_criterion_code_stands_once_in_a_set"
            ),
            models.UniqueConstraint(
                fields=["criteria_set", "position"], name="criteria_of_a_set_have_one_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Cycle(models.Model):
    """One year's assessment (kỳ đánh giá) by one organiser."""

    organiser = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="cycles", verbose_name=_("cơ quan tổ chức")
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    title = models.CharField(_("tên"), max_length=300)
    first_on = models.DateField(_("từ ngày"))
    last_on = models.DateField(_("đến ngày"))
    cutoff_at = models.DateTimeField(_("thời điểm chốt số liệu"))
    rule_set = models.ForeignKey(
        RuleSet, models.PROTECT, related_name="cycles", verbose_name=_("bộ quy tắc")
    )
    campaign = models.ForeignKey(
        "surveys.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cycles",
        verbose_name=_("đợt khảo sát"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("kỳ đánh giá")
        constraints = [
            models.UniqueConstraint(fields=["organiser", "year"], name="one_cycle_a_year"),
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("first_on")), name="a_cycle_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CycleGroup(models.Model):
    """A block of units in a cycle, with the criteria set it is judged by."""

    cycle = models.ForeignKey(
        Cycle, models.CASCADE, related_name="groups", verbose_name=_("kỳ đánh giá")
    )
    group = models.ForeignKey(
        "units.UnitGroup", models.PROTECT, related_name="+", verbose_name=_("khối đơn vị")
    )
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="cycle_groups", verbose_name=_("bộ tiêu chí")
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"))

    class Meta:
        verbose_name = verbose_name_plural = _("khối trong kỳ")
        ordering = ["cycle", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "group"], name="a_block_takes_part_once"),
            models.UniqueConstraint(
                fields=["cycle", "position"], name="blocks_of_a_cycle_have_one_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} – {self.group}"


class Assessment(models.Model):
    """The sheet (phiếu chấm điểm) of one unit in one cycle, and how the unit takes part."""

    class Standing(models.TextChoices):
        """How a unit takes part in a year's ranking."""

        RANKED = "ranked", _("Xếp hạng")
        SCORED = "scored", _("Chấm điểm, không xếp hạng")
        EXCLUDED = "excluded", _("Không tham gia")

    cycle = models.ForeignKey(
        Cycle, models.CASCADE, related_name="assessments", verbose_name=_("kỳ đánh giá")
    )
    cycle_group = models.ForeignKey(
        CycleGroup, models.PROTECT, related_name="assessments", verbose_name=_("khối")
    )
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="assessments", verbose_name=_("đơn vị")
    )
    standing = models.CharField(
        _("tư cách"), max_length=10, choices=Standing.choices, default=Standing.RANKED
    )
    reason = models.TextField(_("lý do"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("phiếu chấm điểm")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "unit"], name="one_sheet_per_unit_and_cycle"),
            models.CheckConstraint(
                condition=Q(standing="ranked") | Q(reason__regex=r"\S"),
                name="not_being_ranked_has_a_reason",
                violation_error_message=_("Hãy ghi lý do vì sao đơn vị không được xếp hạng."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.cycle}"


class Mark(models.Model):
    """The mark of one leaf on one sheet; a leaf without a mark is unmarked, which is not zero."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="marks")
    content = models.JSONField(
        _("nội dung"), help_text=_('Như trong gói xếp hạng, ví dụ {"points": "0.75"}.')
    )
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("điểm")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="one_mark_per_leaf")
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.content}"


class FactWaiver(models.Model):
    """A person's decision that a fact is not applicable to a unit this year; the latest counts."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="waivers")
    fact = models.CharField(_("chỉ số"), max_length=40)
    reason = models.TextField(_("lý do"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("quyết định miễn chỉ số")
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S"),
                name="a_waiver_has_a_reason",
                violation_error_message=_("Hãy ghi lý do miễn chỉ số."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact}: {self.reason}"


class RankingRun(models.Model):
    """One ranking as computed: the bundle it stands on and the result, never edited afterwards."""

    cycle = models.ForeignKey(
        Cycle, models.PROTECT, related_name="runs", verbose_name=_("kỳ đánh giá")
    )
    number = models.PositiveIntegerField(_("lần"))
    is_provisional = models.BooleanField(
        _("tạm tính"),
        default=False,
        help_text=_("Đơn vị chưa chấm đủ được để chờ, không xếp hạng."),
    )
    bundle = models.TextField(_("gói xếp hạng"))
    bundle_sha256 = models.CharField(_("mã SHA-256 của gói"), max_length=64)
    result = models.TextField(_("kết quả"))
    supplement = models.TextField(
        _("số liệu kèm theo"),
        default="{}",
        help_text=_("Khoảng tin cậy, hồ sơ không xác định được hạn: để đọc, không để tính."),
    )
    people_bundle = models.TextField(
        _("gói trách nhiệm"), blank=True, help_text=_("Trống khi bộ quy tắc không nói về người.")
    )
    people_result = models.TextField(_("danh sách xem xét"), blank=True)
    frame = models.JSONField(
        _("khung"),
        default=dict,
        help_text=_("Gói xếp hạng không kèm đơn vị, và số liệu từng khối của kết quả."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người tính"),
    )
    created_at = models.DateTimeField(_("tính lúc"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("lần xếp hạng")
        ordering = ["cycle", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="runs_of_a_cycle_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.cycle} – lần {self.number}"


class RankingLine(models.Model):
    """One unit's line of a run, as bundle and result have it; written with the run, then frozen.

    Pages read lines, so that one unit costs one row however many there are. A figure is nothing
    but a copy: `verify_run` compares every line with the run's own texts.
    """

    run = models.ForeignKey(RankingRun, models.PROTECT, related_name="lines")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="ranking_lines")
    group = models.ForeignKey("units.UnitGroup", models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(_("thứ tự"))
    standing = models.CharField(_("tư cách"), max_length=10)
    rank = models.PositiveIntegerField(_("hạng"), null=True)
    published = models.DecimalField(_("công bố"), max_digits=22, decimal_places=6, null=True)
    band = models.CharField(_("xếp loại"), max_length=60, blank=True)
    band_by_points = models.CharField(_("xếp loại theo điểm"), max_length=60, blank=True)
    given = models.JSONField(_("đơn vị trong gói"))
    entry = models.JSONField(_("đơn vị trong kết quả"))
    supplement = models.JSONField(_("số liệu kèm theo"), default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("dòng xếp hạng")
        ordering = ["run", "position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "unit"], name="a_unit_has_one_line_in_a_run"),
            models.UniqueConstraint(
                fields=["run", "position"], name="lines_of_a_run_have_one_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.unit_id}"
