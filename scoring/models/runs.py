"""Ranking runs with their lines, as computed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.models.cycles import Cycle


class RankingRun(models.Model):
    """One ranking as computed: the bundle it stands on and the result, never edited afterwards."""

    cycle = models.ForeignKey(
        Cycle, models.PROTECT, related_name="runs", verbose_name=_("kỳ đánh giá")
    )
    number = models.PositiveIntegerField(_("lần"))
    is_provisional = models.BooleanField(
        _("tạm tính"),
        default=False,
        help_text=_("Đơn vị chưa chấm đủ được để chờ, không xếp hạng."),
    )
    bundle = models.TextField(_("gói xếp hạng"))
    bundle_sha256 = models.CharField(_("mã SHA-256 của gói"), max_length=64)
    result = models.TextField(_("kết quả"))
    supplement = models.TextField(
        _("số liệu kèm theo"),
        default="{}",
        help_text=_("Khoảng tin cậy, hồ sơ không xác định được hạn: để đọc, không để tính."),
    )
    people_bundle = models.TextField(
        _("gói trách nhiệm"), blank=True, help_text=_("Trống khi bộ quy tắc không nói về người.")
    )
    people_result = models.TextField(_("danh sách xem xét"), blank=True)
    people_left_out = models.TextField(
        _("công chức không xét được"),
        blank=True,
        help_text=_("Công chức của đơn vị không có mức xếp loại mà quy tắc nói đến."),
    )
    frame = models.JSONField(
        _("khung"),
        default=dict,
        help_text=_("Gói xếp hạng không kèm đơn vị, và số liệu từng khối của kết quả."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người tính"),
    )
    created_at = models.DateTimeField(_("tính lúc"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("lần xếp hạng")
        ordering = ["cycle", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="runs_of_a_cycle_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.cycle} – lần {self.number}"


class RankingLine(models.Model):
    """One unit's line of a run, as bundle and result have it; written with the run, then frozen.

    Pages read lines, so that one unit costs one row however many there are. A figure is nothing
    but a copy: `verify_run` compares every line with the run's own texts.
    """

    run = models.ForeignKey(RankingRun, models.PROTECT, related_name="lines")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="ranking_lines")
    group = models.ForeignKey("units.UnitGroup", models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(_("thứ tự"))
    standing = models.CharField(_("tư cách"), max_length=10)
    rank = models.PositiveIntegerField(_("hạng"), null=True)
    published = models.DecimalField(_("công bố"), max_digits=22, decimal_places=6, null=True)
    band = models.CharField(_("xếp loại"), max_length=60, blank=True)
    band_by_points = models.CharField(_("xếp loại theo điểm"), max_length=60, blank=True)
    given = models.JSONField(_("đơn vị trong gói"))
    entry = models.JSONField(_("đơn vị trong kết quả"))
    supplement = models.JSONField(_("số liệu kèm theo"), default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("dòng xếp hạng")
        ordering = ["run", "position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "unit"], name="a_unit_has_one_line_in_a_run"),
            models.UniqueConstraint(
                fields=["run", "position"], name="lines_of_a_run_have_one_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.unit_id}"
