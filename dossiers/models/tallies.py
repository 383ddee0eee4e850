"""Tallies of dossiers, and the periods that they tell apart."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dossiers.models.dossiers import Dossier


class PeriodStart(models.Model):
    """The first day of a period that tallies tell apart: a month, a year, a cycle's own bounds."""

    day = models.DateField(primary_key=True)

    class Meta:
        verbose_name = verbose_name_plural = _("đầu kỳ số liệu")

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class ClosedTally(models.Model):
    """How many dossiers that ended are alike in everything a late rate asks.

    The database writes it with the dossiers, whose own foreign keys vouch for the keys here.
    """

    class Verdict(models.TextChoices):
        """What a late rate makes of an ended dossier."""

        ON_TIME = "on_time", _("Đúng hạn")
        LATE = "late", _("Trễ hạn")
        UNDETERMINED = "undetermined", _("Không xác định được hạn")
        NOT_COUNTED = "not_counted", _("Không tính")

    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    field = models.CharField(_("lĩnh vực"), max_length=200)
    channel = models.CharField(_("kênh"), max_length=8, choices=Dossier.Channel.choices)
    handler = models.ForeignKey(
        "units.Person",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    due_period = models.DateField(_("kỳ đến hạn"), null=True)
    finished_period = models.DateField(_("kỳ trả kết quả"))
    verdict = models.CharField(_("kết luận"), max_length=12, choices=Verdict.choices)
    count = models.PositiveBigIntegerField(_("số hồ sơ"))

    class Meta:
        verbose_name = verbose_name_plural = _("bảng cộng hồ sơ đã kết thúc")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "unit",
                    "handler",
                    "finished_period",
                    "due_period",
                    "channel",
                    "verdict",
                    "field",
                ],
                nulls_distinct=False,
                name="closed_dossiers_are_tallied_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.finished_period}: {self.count}"


class OpenTally(models.Model):
    """How many open dossiers are alike; whether they are overdue the clock says, so it is asked.

    `due_on` is empty when there is no deadline or the clock stands still.
    """

    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    field = models.CharField(_("lĩnh vực"), max_length=200)
    channel = models.CharField(_("kênh"), max_length=8, choices=Dossier.Channel.choices)
    handler = models.ForeignKey(
        "units.Person",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    due_on = models.DateField(_("ngày đến hạn"), null=True)
    count = models.PositiveBigIntegerField(_("số hồ sơ"))

    class Meta:
        verbose_name = verbose_name_plural = _("bảng cộng hồ sơ đang giải quyết")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "handler", "due_on", "channel", "field"],
                nulls_distinct=False,
                name="open_dossiers_are_tallied_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.due_on}: {self.count}"
