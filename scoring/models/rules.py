"""Rule sets and criteria sets: what a year is judged by."""

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
