"""Yearly cycles, their blocks, and the sheets of their units with the marks that count."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.models import tracked
from scoring.models.rules import CriteriaSet, Criterion, RuleSet


@tracked
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
    is_blind = models.BooleanField(
        _("chấm kín vòng đầu"),
        default=False,
        help_text=_("Hai người thẩm định chấm độc lập trước khi có điểm thẩm định lần đầu."),
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


@tracked
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


@tracked
class Assessment(models.Model):
    """The sheet (phiếu chấm điểm) of one unit in one cycle, and how the unit takes part."""

    class Standing(models.TextChoices):
        """How a unit takes part in a year's ranking."""

        RANKED = "ranked", _("Xếp hạng")
        SCORED = "scored", _("Chấm điểm, không xếp hạng")
        EXCLUDED = "excluded", _("Không tham gia")

    class State(models.TextChoices):
        """How far the unit has come with its own sheet; only a draft may be filled in."""

        DRAFTING = "drafting", _("Đang tự chấm")
        SUBMITTED = "submitted", _("Chờ thủ trưởng ký")
        SIGNED = "signed", _("Đã ký, nộp")

    class Signature(models.TextChoices):
        """How the head signed."""

        PASSWORD = "password", _("Nhập lại mật khẩu")
        FILE = "file", _("Tệp PDF đã ký")

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
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.DRAFTING
    )
    submitted_at = models.DateTimeField(_("trình ký lúc"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người trình"),
    )
    signed_at = models.DateTimeField(_("ký lúc"), null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người ký"),
    )
    signature = models.CharField(_("cách ký"), max_length=10, choices=Signature.choices, blank=True)
    signed_file = models.ForeignKey(
        "foundation.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bản đã ký"),
    )
    signed_version = models.PositiveIntegerField(
        _("phiên bản điểm tự chấm đã ký"),
        null=True,
        blank=True,
        help_text=_("Tổng số phiên bản điểm tự chấm lúc ký; khác đi nghĩa là đã đổi sau khi ký."),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("phiếu chấm điểm")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="drafting", submitted_at=None, signed_at=None)
                | Q(state="submitted", submitted_at__isnull=False, signed_at=None)
                | Q(state="signed", submitted_at__isnull=False, signed_at__isnull=False),
                name="a_sheets_instants_match_its_state",
                violation_error_message=_("Lúc trình, lúc ký không khớp với trạng thái của phiếu."),
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="who_submits_a_sheet_is_known",
                violation_error_message=_("Trình ký thì phải biết ai trình."),
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None, signature="", signed_file=None)
                | Q(signed_by__isnull=False, signature="password", signed_file=None)
                | Q(signed_by__isnull=False, signature="file", signed_file__isnull=False),
                name="who_signs_a_sheet_and_how_is_known",
                violation_error_message=_("Ký thì phải biết ai ký và ký bằng gì."),
            ),
            models.UniqueConstraint(fields=["cycle", "unit"], name="one_sheet_per_unit_and_cycle"),
            models.CheckConstraint(
                condition=Q(standing="ranked") | Q(reason__regex=r"\S"),
                name="not_being_ranked_has_a_reason",
                violation_error_message=_("Hãy ghi lý do vì sao đơn vị không được xếp hạng."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.cycle}"


@tracked
class Mark(models.Model):
    """The mark that counts of one leaf on one sheet; without one the leaf is unmarked, not zero.

    It came in with a file, or is what the latest appraisal said; claims of the unit are no marks.
    """

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


@tracked
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
