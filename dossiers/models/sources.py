"""The systems that dossiers come from, what they call units, and the figures they state."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """A system that dossiers come from (one-stop software), and how its files are to be read."""

    class DateFormat(models.TextChoices):
        """In which order a file writes a date; real dates of a workbook need none of it."""

        AUTO = "", _("05/01/2024 hoặc 2024-01-05")
        DAY_FIRST = "dmy", _("ngày, tháng, năm (05-01-2024, 05.01.2024, 5/1/2024)")
        MONTH_FIRST = "mdy", _("tháng, ngày, năm (01/05/2024)")
        COMPACT = "ymd", _("năm, tháng, ngày (20240105, 2024/01/05)")

    code = models.SlugField(_("mã nguồn"), max_length=40, unique=True)
    name = models.CharField(_("tên"), max_length=200)
    encoding = models.CharField(
        _("bảng mã"), max_length=20, blank=True, help_text=_("Để trống thì cổng tự nhận biết.")
    )
    separator = models.CharField(
        _("dấu phân cách"), max_length=1, blank=True, help_text=_("Để trống thì cổng tự nhận biết.")
    )
    date_format = models.CharField(
        _("cách viết ngày"), max_length=3, choices=DateFormat.choices, blank=True
    )
    time_zone = models.CharField(_("múi giờ"), max_length=40, default="Asia/Ho_Chi_Minh")
    headers = models.JSONField(
        _("tên cột"), default=dict, blank=True, help_text=_("Tên cột trong tệp theo cột của cổng.")
    )
    words = models.JSONField(
        _("từ ngữ"), default=dict, blank=True, help_text=_("Từ trong tệp theo cột và từ của cổng.")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("nguồn hồ sơ")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class SourceUnit(models.Model):
    """What a source calls a unit, such as H32.15 (QĐ 20/2020/QĐ-TTg), and on which days."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="units")
    code = models.CharField(_("mã trong nguồn"), max_length=40)
    unit_code = models.CharField(_("mã đơn vị"), max_length=40)
    valid = DateRangeField(_("thời gian dùng"))

    class Meta:
        verbose_name = verbose_name_plural = _("mã đơn vị của nguồn")
        ordering = ["source", "code", "valid"]
        constraints = [
            ExclusionConstraint(
                name="a_source_code_names_one_unit_a_day",
                expressions=[
                    ("source", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Mã này của nguồn đã chỉ một đơn vị trong thời gian ấy."),
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False), name="a_source_code_is_used_at_least_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} → {self.unit_code}"


class StatedFigure(models.Model):
    """A figure that a source itself states of a unit and a period, to be held against ours."""

    class Figure(models.TextChoices):
        """The figures of a report on dossiers, as the identities between them name them."""

        TOTAL = "total", _("Tổng số")
        REFUSED = "refused", _("Từ chối tiếp nhận")
        ACCEPTED = "accepted", _("Đã tiếp nhận")
        RECEIVED = "received", _("Tiếp nhận trong kỳ")
        CARRIED_OVER = "carried_over", _("Kỳ trước chuyển sang")
        WAITING = "waiting", _("Đang tạm dừng")
        OPEN = "open", _("Đang giải quyết")
        DROPPED = "dropped", _("Rút hoặc hủy")
        RELEASED = "released", _("Đã giải quyết")
        EARLY = "early", _("Trước hạn")
        ON_TIME = "on_time", _("Đúng hạn")
        LATE = "late", _("Trễ hạn")
        UNDETERMINED = "undetermined", _("Không xác định được hạn")

    source = models.ForeignKey(Source, models.PROTECT, related_name="figures")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    first = models.DateField(_("từ ngày"))
    last = models.DateField(_("đến ngày"))
    figure = models.CharField(_("chỉ tiêu"), max_length=12, choices=Figure.choices)
    count = models.PositiveIntegerField(_("số hồ sơ"))
    file = models.ForeignKey(
        "foundation.StoredFile", models.PROTECT, related_name="+", verbose_name=_("tệp")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("số liệu nguồn công bố")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "unit", "first", "last", "figure"],
                name="a_source_states_a_figure_once",
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="a_stated_period_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.unit_id} {self.first} {self.figure}: {self.count}"
