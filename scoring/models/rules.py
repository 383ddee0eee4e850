"""Rule sets and criteria sets: what a year is judged by."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dossiers.domain.late_rates import LateDefinition
from foundation.models import tracked


class Drafted(models.Model):
    """What is drafted by some, approved by another, and then only replaced by a new version.

    A draft may be changed; an approved one is frozen by the database, and a new version replaces
    it with a reason.
    """

    code = models.SlugField(_("mã"), max_length=60, unique=True)
    title = models.CharField(_("tên"), max_length=300)
    version = models.PositiveSmallIntegerField(_("phiên bản"), default=1)
    change_reason = models.TextField(_("lý do thay đổi"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người soạn"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người duyệt"),
    )
    approved_at = models.DateTimeField(_("duyệt lúc"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


@tracked
class RuleSet(Drafted):
    """The rules of a year as data: bands, blocks, ties, rounding, and how facts are counted.

    `based_on` is the one that it was drafted from.
    """

    class State(models.TextChoices):
        """How far the rules have come; only a draft may be changed, only others may be used."""

        DRAFT = "draft", _("Dự thảo")
        APPROVED = "approved", _("Đã duyệt")

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
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.DRAFT
    )
    based_on = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="drafted",
        verbose_name=_("soạn từ bộ"),
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("thay cho phiên bản"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("bộ quy tắc")
        constraints = [
            models.CheckConstraint(
                condition=Q(late_definition__in=[known.value for known in LateDefinition]),
                name="a_rule_set_names_a_late_definition",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", approved_at=None, approved_by=None)
                | Q(state="approved", approved_at__isnull=False),
                name="an_approved_rule_set_says_when",
                violation_error_message=_("Bộ quy tắc đã duyệt phải ghi lúc duyệt."),
            ),
            models.CheckConstraint(
                condition=Q(author=None) | Q(approved_by=None) | ~Q(approved_by=models.F("author")),
                name="nobody_approves_rules_of_their_own",
                violation_error_message=_("Người soạn không tự duyệt bộ quy tắc của mình."),
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | Q(change_reason__regex=r"\S"),
                name="a_new_version_of_rules_has_a_reason",
                violation_error_message=_("Hãy ghi lý do thay đổi bộ quy tắc."),
            ),
        ]


@tracked
class CriteriaSet(Drafted):
    """A set of criteria with its maxima; one per block of units and year.

    `based_on` is the set of an earlier year that it was cloned from.
    """

    class State(models.TextChoices):
        """How far the set has come; only a draft may be changed."""

        DRAFT = "draft", _("Dự thảo")
        APPROVED = "approved", _("Đã duyệt")
        IN_FORCE = "in_force", _("Đang áp dụng")

    source = models.TextField(_("nguồn"), blank=True)
    aggregation = models.CharField(_("cách gộp"), max_length=10, default="sum")
    max_points = models.DecimalField(_("điểm tối đa"), max_digits=22, decimal_places=10)
    bonus_cap = models.DecimalField(
        _("trần điểm thưởng"), max_digits=22, decimal_places=10, null=True, blank=True
    )
    penalty_cap = models.DecimalField(
        _("trần điểm phạt"), max_digits=22, decimal_places=10, null=True, blank=True
    )
    clause = models.CharField(
        _("điều, khoản"), max_length=200, blank=True, help_text=_("Của văn bản nguồn.")
    )
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.DRAFT
    )
    based_on = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clones",
        verbose_name=_("sao từ bộ"),
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("thay cho phiên bản"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("bộ tiêu chí")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", approved_at=None, approved_by=None)
                | Q(state__in=["approved", "in_force"], approved_at__isnull=False),
                name="an_approved_set_says_when",
                violation_error_message=_("Bộ tiêu chí đã duyệt phải ghi lúc duyệt."),
            ),
            models.CheckConstraint(
                condition=Q(author=None) | Q(approved_by=None) | ~Q(approved_by=models.F("author")),
                name="nobody_approves_a_set_of_their_own",
                violation_error_message=_("Người soạn không tự duyệt bộ tiêu chí của mình."),
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | Q(change_reason__regex=r"\S"),
                name="a_new_version_has_a_reason",
                violation_error_message=_("Hãy ghi lý do thay đổi bộ tiêu chí."),
            ),
            models.CheckConstraint(
                condition=Q(aggregation__in=["sum", "weighted"]),
                name="a_set_is_summed_or_weighted",
            ),
        ]


@tracked
class Criterion(models.Model):
    """An area (without parent), a criterion, or a leaf: the lowest level, where a mark is given.

    `was` is the same criterion in the set of the year before; `is_comparable` says whether its
    points may be set beside the earlier ones.
    """

    class EvidenceRule(models.TextChoices):
        """What a unit must bring with its claim for a leaf."""

        REQUIRED = "required", _("Bắt buộc có tài liệu")
        EXPLAIN = "explain", _("Tài liệu, hoặc giải trình thay")
        NONE = "none", _("Không cần")

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
    guidance = models.TextField(_("hướng dẫn chấm"), blank=True)
    evidence_rule = models.CharField(
        _("tài liệu kiểm chứng"),
        max_length=10,
        choices=EvidenceRule.choices,
        default=EvidenceRule.NONE,
    )
    is_self_scored = models.BooleanField(
        _("đơn vị tự chấm"),
        default=True,
        help_text=_("Tiêu chí điều tra xã hội học thì không."),
    )
    was = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="became",
        verbose_name=_("tiêu chí năm trước"),
    )
    is_comparable = models.BooleanField(_("so sánh được với năm trước"), default=True)

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
