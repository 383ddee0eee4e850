"""Procedures, the dossiers handled under them, pauses of their clock, and tallies of them all."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Procedure(models.Model):
    """An administrative procedure (thủ tục hành chính) with the working time promised for it."""

    code = models.CharField(_("mã thủ tục"), max_length=40, unique=True)
    name = models.CharField(_("tên"), max_length=500)
    field = models.CharField(_("lĩnh vực"), max_length=200)
    working_days = models.PositiveSmallIntegerField(
        _("số ngày làm việc"), null=True, blank=True, help_text=_("Để trống nếu chưa quy định.")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("thủ tục")

    def __str__(self) -> str:
        return self.name


class Dossier(models.Model):
    """One dossier (hồ sơ) of one unit, with the instants that decide whether it is late."""

    class Outcome(models.TextChoices):
        """What became of a dossier; the last three never count in a late rate."""

        OPEN = "open", _("Đang giải quyết")
        GRANTED = "granted", _("Đã trả kết quả")
        REFUSED = "refused", _("Từ chối giải quyết")
        NOT_ACCEPTED = "not_accepted", _("Từ chối tiếp nhận")
        WITHDRAWN = "withdrawn", _("Người nộp rút")
        CANCELLED = "cancelled", _("Hủy do trùng")

    class Channel(models.TextChoices):
        """How the dossier was handed in."""

        COUNTER = "counter", _("Trực tiếp")
        ONLINE = "online", _("Trực tuyến")
        POST = "post", _("Bưu chính")

    code = models.CharField(_("mã hồ sơ"), max_length=40)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="dossiers", db_index=False)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="dossiers")
    channel = models.CharField(_("kênh"), max_length=8, choices=Channel.choices)
    received_at = models.DateTimeField(_("tiếp nhận"))
    due_at = models.DateTimeField(
        _("hẹn trả"), null=True, help_text=_("Lần hẹn đầu; trống khi không xác định được.")
    )
    rescheduled_due_at = models.DateTimeField(
        _("hẹn lại"),
        null=True,
        help_text=_("Ghi nhận và báo cáo; không làm hồ sơ trễ thành đúng hạn."),
    )
    finished_at = models.DateTimeField(_("trả kết quả"), null=True)
    outcome = models.CharField(_("kết quả"), max_length=12, choices=Outcome.choices)
    handler = models.ForeignKey(
        "units.Person",
        models.PROTECT,
        null=True,
        related_name="dossiers",
        verbose_name=_("người thụ lý"),
    )
    deadline_at = models.DateTimeField(
        _("hạn giải quyết"),
        null=True,
        help_text=_("Lần hẹn đầu, dời đi đúng bằng thời gian tạm dừng; so với nó mà biết trễ."),
    )
    paused_since = models.DateTimeField(
        _("đang tạm dừng từ"), null=True, help_text=_("Trống khi đồng hồ đang chạy.")
    )
    source_file = models.ForeignKey(
        "foundation.StoredFile", models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = verbose_name_plural = _("hồ sơ")
        constraints = [
            models.UniqueConstraint(fields=["code"], name="a_code_names_one_dossier"),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(due_at__gte=F("received_at")),
                name="a_dossier_is_due_after_it_is_received",
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", finished_at=None)
                | (~Q(outcome="open") & Q(finished_at__isnull=False)),
                name="a_dossier_is_finished_unless_open",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("received_at")),
                name="a_dossier_finishes_after_it_is_received",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None, deadline_at=None)
                | Q(due_at__isnull=False, deadline_at__gte=F("due_at")),
                name="a_deadline_is_the_due_time_or_later",
            ),
            models.CheckConstraint(
                condition=Q(paused_since=None) | Q(outcome="open"),
                name="only_an_open_dossier_waits",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "finished_at"], name="dossiers_by_end"),
            models.Index(fields=["unit", "deadline_at"], name="dossiers_by_deadline"),
        ]

    def __str__(self) -> str:
        return self.code


class Pause(models.Model):
    """An interval in which the clock of a dossier stood still; without an end it still does."""

    class Reason(models.TextChoices):
        """What the dossier waits for."""

        SUPPLEMENT = "supplement", _("Chờ bổ sung hồ sơ")
        TAX = "tax", _("Chờ nghĩa vụ tài chính")
        AGENCY = "agency", _("Chờ cơ quan khác")

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="pauses")
    started_at = models.DateTimeField(_("tạm dừng từ"))
    ended_at = models.DateTimeField(_("đến"), null=True)
    reason = models.CharField(_("lý do"), max_length=10, choices=Reason.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("tạm dừng")
        ordering = ["dossier", "started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "started_at"], name="a_dossier_pauses_once_at_an_instant"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("started_at")),
                name="a_pause_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.started_at:%d/%m/%Y %H:%M}"


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
