"""The stages of a cycle: their dates, what was granted beyond them, what was sent about them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.models import tracked
from scoring.models.cycles import Assessment, Cycle
from scoring.models.rules import Criterion


@tracked
class Stage(models.Model):
    """One stage of a cycle; it may be worked in from `opens_on` to the end of `closes_on`.

    Opening and closing are recorded when they happen, by a person or (without one) by the clock.
    The unit learns of the first appraisal when the stage of explanations is opened.
    """

    class Kind(models.TextChoices):
        """The stages, in their order."""

        SELF_SCORING = "self_scoring", _("Tự chấm điểm")
        APPRAISAL = "appraisal", _("Thẩm định lần đầu")
        EXPLANATION = "explanation", _("Đơn vị giải trình")
        SECOND_APPRAISAL = "second_appraisal", _("Thẩm định lần hai")
        COUNCIL = "council", _("Hội đồng quyết định")

    cycle = models.ForeignKey(
        Cycle, models.CASCADE, related_name="stages", verbose_name=_("kỳ đánh giá")
    )
    kind = models.CharField(_("giai đoạn"), max_length=20, choices=Kind.choices)
    opens_on = models.DateField(_("từ ngày"))
    closes_on = models.DateField(_("đến hết ngày"))
    opened_at = models.DateTimeField(_("mở lúc"), null=True, blank=True)
    closed_at = models.DateTimeField(_("đóng lúc"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("giai đoạn")
        ordering = ["cycle", "opens_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "kind"],
                name="a_cycle_has_each_stage_once",
                violation_error_message=_("Kỳ này đã có giai đoạn đó."),
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")),
                name="a_stage_ends_after_it_starts",
                violation_error_message=_("Giai đoạn phải kết thúc sau khi bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False),
                name="a_stage_is_opened_before_it_is_closed",
                violation_error_message=_("Chưa mở thì không đóng được."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.cycle})"

    @property
    def is_open(self) -> bool:
        """Whether it was opened and not closed since."""
        return self.opened_at is not None and self.closed_at is None


class StageStep(models.Model):
    """What happened to a stage: opened, closed, opened again, moved; by nobody means the clock."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="steps")
    change = models.CharField(_("việc"), max_length=20)
    note = models.TextField(_("ghi chú"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["stage", "pk"]

    def __str__(self) -> str:
        return f"{self.stage_id}: {self.change}"


@tracked
class Extension(models.Model):
    """More time for one unit in one stage; the latest one counts."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="extensions")
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="extensions")
    until_on = models.DateField(_("đến hết ngày"))
    reason = models.TextField(_("lý do"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("gia hạn")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S"),
                name="an_extension_has_a_reason",
                violation_error_message=_("Hãy ghi lý do gia hạn."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.until_on:%d/%m/%Y}"


@tracked
class Reopening(models.Model):
    """One area of one unit's signed sheet opened again for its unit; the rest stays locked."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="reopenings")
    area = models.ForeignKey(Criterion, models.PROTECT, related_name="reopenings")
    until_on = models.DateField(_("đến hết ngày"))
    reason = models.TextField(_("lý do"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("mở lại lĩnh vực")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "area"],
                condition=Q(closed_at=None),
                name="an_area_is_reopened_once_at_a_time",
                violation_error_message=_("Lĩnh vực này đang được mở lại."),
            ),
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S"),
                name="a_reopening_has_a_reason",
                violation_error_message=_("Hãy ghi lý do mở lại."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.area_id}"


class Reminder(models.Model):
    """A reminder that was sent about a deadline; `days` before it (below zero: after it).

    It went to the unit of a sheet, or to an appraiser about all that waits for them.
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="reminders")
    assessment = models.ForeignKey(
        Assessment, models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField()
    days = models.SmallIntegerField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "assessment", "due_on", "days"], name="a_reminder_is_sent_once"
            ),
            models.UniqueConstraint(
                fields=["stage", "user", "due_on", "days"], name="an_appraiser_is_reminded_once"
            ),
            models.CheckConstraint(
                condition=Q(assessment=None, user__isnull=False)
                | Q(assessment__isnull=False, user=None),
                name="a_reminder_is_about_a_sheet_or_for_a_person",
            ),
        ]

    def __str__(self) -> str:
        whose = self.assessment_id or self.user_id
        return f"{whose}: {self.due_on:%d/%m/%Y} {self.days:+d}"
