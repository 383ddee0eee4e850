"""What people answer to a review, and the days of the history sealed one after the other."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scoring.models.runs import RankingRun


class ReviewReply(models.Model):
    """What a person under review answered to one rule of one run; the latest is shown first.

    `unit_code` and `person_code` are those of the case as the run has it, whatever the register
    says later; "" in answers from before they were kept.
    """

    run = models.ForeignKey(RankingRun, models.PROTECT, related_name="replies")
    person = models.ForeignKey("units.Person", models.PROTECT, related_name="replies")
    unit_code = models.CharField(_("mã đơn vị"), max_length=40, blank=True)
    person_code = models.CharField(_("mã người"), max_length=40, blank=True)
    rule = models.CharField(_("quy tắc"), max_length=60)
    text = models.TextField(_("ý kiến"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("ý kiến của người được xem xét")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(text__regex=r"\S"),
                name="a_reply_says_something",
                violation_error_message=_("Hãy ghi ý kiến."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.rule}"


class SealedDay(models.Model):
    """One day of the history, sealed: its rows counted, its digest over the digest before it.

    `tables` has the columns that were read and the rows found, by table: a column that a later
    version of the portal adds is no change of this day.
    """

    day = models.DateField(_("ngày"), primary_key=True)
    rows = models.PositiveIntegerField(_("số dòng"))
    tables = models.JSONField(_("bảng"), default=dict)
    sha256 = models.CharField(_("mã SHA-256"), max_length=64)
    previous_sha256 = models.CharField(_("mã của ngày trước"), max_length=64, blank=True)
    sealed_at = models.DateTimeField(_("niêm phong lúc"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("ngày đã niêm phong")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
