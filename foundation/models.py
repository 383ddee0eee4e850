"""Jobs, stored files, intake batches with their rejected rows, and the working calendar."""

from collections.abc import Callable
from typing import TypeVar, cast

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

_Model = TypeVar("_Model", bound=type[models.Model])


def tracked(model: _Model) -> _Model:
    """Have the database write every row that is inserted, updated or deleted to a history."""
    return tracked_without()(model)


def tracked_without(*fields: str) -> Callable[[_Model], _Model]:
    """Track a model but for some fields: they are never stored, and a change of them is no row."""
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    track = pghistory.track(*events, exclude=list(fields) or None)
    return cast(Callable[[_Model], _Model], track)


class Job(models.Model):
    """One piece of long work; the row is the queue of record, the broker only its bell."""

    class State(models.TextChoices):
        """Where the work stands."""

        QUEUED = "queued", _("Đang chờ")
        RUNNING = "running", _("Đang chạy")
        DONE = "done", _("Xong")
        FAILED = "failed", _("Không xong")
        CANCELLED = "cancelled", _("Đã hủy")

    kind = models.CharField(_("việc"), max_length=100)
    title = models.CharField(_("tên việc"), max_length=300, blank=True)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.QUEUED
    )
    input = models.JSONField(_("đầu vào"), default=dict)
    stored_input = models.ForeignKey(
        "StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name=_("tệp đầu vào"),
    )
    result = models.JSONField(_("kết quả"), default=dict)
    done = models.BigIntegerField(_("đã xong"), default=0)
    total = models.BigIntegerField(_("tất cả"), null=True, blank=True)
    message = models.TextField(_("thông báo"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người yêu cầu"),
    )
    created_at = models.DateTimeField(_("yêu cầu lúc"), auto_now_add=True)
    started_at = models.DateTimeField(_("bắt đầu"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("tín hiệu gần nhất"), null=True, blank=True)
    finished_at = models.DateTimeField(_("kết thúc"), null=True, blank=True)
    cancel_asked_at = models.DateTimeField(_("yêu cầu hủy lúc"), null=True, blank=True)
    cancel_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người hủy"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("công việc")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="queued", started_at=None, finished_at=None)
                | Q(state="running", started_at__isnull=False, finished_at=None)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
                name="job_instants_match_its_state",
            ),
            models.CheckConstraint(
                condition=Q(cancel_asked_at=None, cancel_asked_by=None)
                | Q(cancel_asked_at__isnull=False),
                name="who_cancels_a_job_does_so_at_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(done__gte=0) & (Q(total=None) | Q(total__gte=models.F("done"))),
                name="a_job_never_does_more_than_all_of_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class StoredFile(models.Model):
    """A file as it was handed in, kept whole under its digest; what a retry starts from."""

    sha256 = models.CharField(_("mã SHA-256"), max_length=64, unique=True)
    name = models.CharField(_("tên tệp"), max_length=255)
    size = models.BigIntegerField(_("số byte"))
    file = models.FileField(_("tệp"), upload_to="intake/")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("người nộp")
    )
    created_at = models.DateTimeField(_("nhận lúc"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("tệp đã nhận")

    def __str__(self) -> str:
        return self.name


class ImportBatch(models.Model):
    """One file taken in: how many rows it had and what became of each of them."""

    kind = models.CharField(_("loại dữ liệu"), max_length=40)
    stored_file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="batches", verbose_name=_("tệp")
    )
    origin = models.CharField(
        _("nguồn"), max_length=200, blank=True, help_text=_("Hệ thống mà tệp đến từ đó, nếu biết.")
    )
    header = models.JSONField(
        _("tên cột trong tệp"),
        default=list,
        blank=True,
        help_text=_("Theo thứ tự của tệp; chỉ giữ khi có dòng bị trả lại."),
    )
    rows = models.IntegerField(_("số dòng"))
    created_rows = models.IntegerField(_("mới"))
    changed_rows = models.IntegerField(_("thay đổi"))
    unchanged_rows = models.IntegerField(_("không đổi"))
    rejected_rows = models.IntegerField(_("bị trả lại"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("người nhập"),
    )
    created_at = models.DateTimeField(_("nhập lúc"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("đợt nhập")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    rows=models.F("created_rows")
                    + models.F("changed_rows")
                    + models.F("unchanged_rows")
                    + models.F("rejected_rows")
                ),
                name="every_row_of_a_batch_is_accounted_for",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class RejectedRow(models.Model):
    """One reason why one row of a file was not taken; a row may have several.

    `raw` has the row's cells as the file has them, in the order of the header kept with its batch;
    a short row has fewer.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rejects", db_index=False)
    line = models.IntegerField(_("dòng"))
    column = models.CharField(_("cột"), max_length=200)
    code = models.CharField(_("mã lỗi"), max_length=40)
    message = models.TextField(_("lý do"))
    raw = models.JSONField(_("nguyên văn"))

    class Meta:
        ordering = ["batch", "line", "column"]
        indexes = [models.Index(fields=["batch", "line"], name="rejects_of_a_batch_in_order")]

    def __str__(self) -> str:
        return f"dòng {self.line}, {self.column}: {self.message}"


class CalendarDay(models.Model):
    """One day of the working calendar; `position` counts working days up to and including it."""

    day = models.DateField(primary_key=True)
    is_working = models.BooleanField(_("ngày làm việc"))
    note = models.CharField(_("ghi chú"), max_length=200, blank=True)
    position = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["position", "day"],
                condition=Q(is_working=True),
                name="working_day_by_position",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class WorkingShift(models.Model):
    """A stretch of every working day in which offices work; the last one ends the day."""

    starts = models.TimeField(_("từ"), primary_key=True)
    ends = models.TimeField(_("đến"))

    class Meta:
        verbose_name = verbose_name_plural = _("ca làm việc")
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts")),
                name="a_shift_ends_after_it_starts",
                violation_error_message=_("Ca làm việc phải kết thúc sau khi bắt đầu."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts:%H:%M} – {self.ends:%H:%M}"


class SwapDay(models.Model):
    """A day the government announced as worked (or off) against the rule of the week."""

    day = models.DateField(_("ngày"), primary_key=True)
    is_working = models.BooleanField(_("ngày làm việc"))
    source = models.CharField(_("văn bản"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("ngày hoán đổi")

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class AccessRecord(models.Model):
    """That somebody read personal data on a page, or took something out of the portal."""

    class Kind(models.TextChoices):
        """What was done with what is shown."""

        READ = "read", _("Xem")
        EXPORT = "export", _("Tải ra")

    kind = models.CharField(_("việc"), max_length=10, choices=Kind.choices)
    page = models.CharField(_("trang"), max_length=300)
    about = models.CharField(_("về"), max_length=300)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ai")
    )
    at = models.DateTimeField(_("lúc"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("lượt xem dữ liệu cá nhân")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.page}: {self.about}"
