"""What a unit says of itself: claims leaf by leaf, explanations, and the steps of its sheet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.models import tracked
from scoring.models.cycles import Assessment
from scoring.models.rules import Criterion


@tracked
class Claim(models.Model):
    """The unit's own mark of one leaf (tự chấm), with an explanation where evidence is missing.

    `content` is a mark as in the ranking bundle, none while nothing is claimed; `points` what the
    core made of it. `version` rises with every change: who saves an older one is told.
    `evidence_version` rises with every change of what is cited for it.
    """

    LONGEST_EXPLANATION = 5000
    """Characters."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="claims")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="claims")
    content = models.JSONField(_("nội dung"), null=True, blank=True)
    points = models.DecimalField(
        _("điểm tự chấm"), max_digits=22, decimal_places=10, null=True, blank=True
    )
    explanation = models.TextField(_("giải trình thay tài liệu"), blank=True)
    version = models.PositiveIntegerField(default=1)
    evidence_version = models.PositiveIntegerField(_("phiên bản tài liệu"), default=0)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("điểm tự chấm")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="one_claim_per_leaf"),
            models.CheckConstraint(
                condition=Q(content__isnull=True, points=None)
                | Q(content__isnull=False, points__isnull=False)
                | Q(content__has_key="state", points=None),
                name="a_claim_has_points_when_it_has_content",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.content}"

    @property
    def edition(self) -> int:
        """Rises with every change of the claim or its evidence: what others have seen of it."""
        return self.version + self.evidence_version


class SheetStep(models.Model):
    """One step of a sheet: submitted, sent back, signed; with the comment that went with it."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="steps")
    from_state = models.CharField(max_length=10, choices=Assessment.State.choices)
    to_state = models.CharField(max_length=10, choices=Assessment.State.choices)
    comment = models.TextField(_("ý kiến"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["assessment", "pk"]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.from_state} → {self.to_state}"


@tracked
class Explanation(models.Model):
    """What the unit says to the first appraisal of a leaf (giải trình): agrees, or why not."""

    class Stance(models.TextChoices):
        """Whether the unit agrees with its appraisal."""

        AGREE = "agree", _("Đồng ý")
        OBJECT = "object", _("Không đồng ý")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="explanations")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="explanations")
    stance = models.CharField(_("ý kiến"), max_length=10, choices=Stance.choices)
    text = models.TextField(_("giải trình"), blank=True)
    explained_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    explained_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("giải trình")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion"], name="one_explanation_per_leaf"
            ),
            models.CheckConstraint(
                condition=Q(stance="agree") | Q(text__regex=r"\S"),
                name="who_objects_says_why",
                violation_error_message=_("Không đồng ý thì hãy ghi lý do."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.stance}"
