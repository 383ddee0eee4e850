"""Procedures and the dossiers handled under them."""

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
        verbose_name = _("thủ tục")

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

    code = models.CharField(_("mã hồ sơ"), max_length=40, unique=True)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="dossiers")
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
    source_file = models.ForeignKey("foundation.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("hồ sơ")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="open", finished_at=None)
                | (~Q(outcome="open") & Q(finished_at__isnull=False)),
                name="a_dossier_is_finished_unless_open",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("received_at")),
                name="a_dossier_finishes_after_it_is_received",
            ),
        ]
        indexes = [models.Index(fields=["unit", "received_at"], name="dossiers_of_a_unit")]

    def __str__(self) -> str:
        return self.code
