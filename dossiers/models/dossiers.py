"""Dossiers, the pauses of their clock, what later files changed, and apologies for late ones."""

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from dossiers.models.procedures import Procedure
from dossiers.models.sources import Source


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
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("nguồn"),
        help_text=_(
            "Hệ thống đã gửi tệp gần nhất làm đổi hồ sơ; trống khi chỉ có tệp theo mẫu của cổng."
        ),
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
        return f"{self.dossier_id}: {localtime(self.started_at):%d/%m/%Y %H:%M}"


class DossierCorrection(models.Model):
    """What Sở Nội vụ itself set right of a dossier where no file could: who, when, why.

    `was_at` and `became_at` are the end that was taken back, or the first due time before and
    after; null where there was none. A log: its rows are never edited.
    """

    class Kind(models.TextChoices):
        """What was set right."""

        REOPENED = "reopened", _("Mở lại hồ sơ")
        DUE = "due", _("Sửa hẹn trả lần đầu")

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="corrections", verbose_name=_("hồ sơ")
    )
    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", verbose_name=_("đơn vị")
    )
    kind = models.CharField(_("việc"), max_length=10, choices=Kind.choices)
    was_at = models.DateTimeField(_("thời điểm cũ"), null=True)
    became_at = models.DateTimeField(_("thời điểm mới"), null=True)
    reason = models.TextField(_("lý do"))
    by = models.ForeignKey(
        "units.User", models.PROTECT, related_name="+", verbose_name=_("người sửa")
    )
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = verbose_name_plural = _("sửa hồ sơ bằng tay")
        ordering = ["dossier", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_correction_gives_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.kind}"


class DossierChange(models.Model):
    """What was changed of a dossier already known: one field, from what, to what.

    A later file did it, or a correction. `was` and `became` are as the database writes them:
    instants in ISO 8601, keys as numbers, pauses as the JSON list of [start, end, reason]; null
    where there was nothing.
    """

    class Field(models.TextChoices):
        """The fields of a dossier whose changes are kept."""

        UNIT = "unit", _("Đơn vị")
        PROCEDURE = "procedure", _("Thủ tục")
        CHANNEL = "channel", _("Kênh")
        RECEIVED = "received", _("Tiếp nhận")
        DUE = "due", _("Hẹn trả")
        RESCHEDULED = "rescheduled", _("Hẹn lại")
        FINISHED = "finished", _("Trả kết quả")
        OUTCOME = "outcome", _("Kết quả")
        HANDLER = "handler", _("Người thụ lý")
        PAUSES = "pauses", _("Tạm dừng")
        DEADLINE = "deadline", _("Hạn giải quyết")

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="changes")
    field = models.CharField(_("trường"), max_length=12, choices=Field.choices)
    was = models.TextField(_("cũ"), null=True)  # noqa: DJ001 - nothing is not an empty text
    became = models.TextField(_("mới"), null=True)  # noqa: DJ001 - nothing is not an empty text
    file = models.ForeignKey(
        "foundation.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name=_("tệp")
    )
    file_before = models.ForeignKey(
        "foundation.StoredFile",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("tệp trước"),
        help_text=_("Tệp mà hồ sơ theo đó ngay trước khi đổi; trống thì không biết."),
    )
    correction = models.ForeignKey(
        DossierCorrection,
        models.PROTECT,
        null=True,
        related_name="changes",
        db_index=False,
        verbose_name=_("lần sửa bằng tay"),
    )
    changed_at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = verbose_name_plural = _("thay đổi của hồ sơ")
        ordering = ["dossier", "changed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, correction=None)
                | Q(file=None, correction__isnull=False),
                name="a_file_or_a_correction_changes_a_dossier",
            ),
        ]
        indexes = [models.Index(fields=["changed_at"], name="dossier_changes_in_time")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.field}: {self.was} → {self.became}"


class Apology(models.Model):
    """A letter of apology (thư xin lỗi, phiếu hẹn lại) for a dossier that is late, or will be.

    It is due no later than the dossier's own deadline; without `sent_at` it is a draft.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="apologies")
    reason = models.TextField(_("lý do trễ hạn"))
    new_due_at = models.DateTimeField(_("hẹn trả lại"))
    signed_by = models.ForeignKey(
        "units.Person", models.PROTECT, related_name="+", verbose_name=_("người ký")
    )
    number = models.CharField(_("số thư"), max_length=60, blank=True)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        "units.User",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người ghi"),
    )
    recorded_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("thư xin lỗi")
        ordering = ["dossier", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(new_due_at__gt=F("sent_at")),
                name="a_new_appointment_lies_after_its_apology",
                violation_error_message=_("Ngày hẹn trả lại phải sau lúc gửi thư."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="an_apology_gives_a_reason",
                violation_error_message=_("Thư xin lỗi phải nêu lý do."),
            ),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(sent_at=None),
                name="a_dossier_has_one_draft_of_an_apology",
                violation_error_message=_("Hồ sơ đã có một thư xin lỗi đang soạn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.number or '–'}"
