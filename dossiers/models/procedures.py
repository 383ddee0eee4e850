"""Administrative procedures and what is promised for each."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Procedure(models.Model):
    """An administrative procedure (thủ tục hành chính) with the working time promised for it."""

    class OnlineLevel(models.TextChoices):
        """How far a procedure can be done online (NĐ 42/2022/NĐ-CP, art. 11)."""

        NONE = "none", _("Chưa trực tuyến")
        PARTIAL = "partial", _("Một phần")
        FULL = "full", _("Toàn trình")

    code = models.CharField(_("mã thủ tục"), max_length=40, unique=True)
    name = models.CharField(_("tên"), max_length=500)
    field = models.CharField(_("lĩnh vực"), max_length=200)
    working_days = models.PositiveSmallIntegerField(
        _("số ngày làm việc"), null=True, blank=True, help_text=_("Để trống nếu chưa quy định.")
    )
    working_hours = models.PositiveSmallIntegerField(
        _("số giờ làm việc"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Cho thủ tục hẹn trả theo giờ; khi đó để trống số ngày."),
    )
    online_level = models.CharField(
        _("mức độ trực tuyến"),
        max_length=8,
        choices=OnlineLevel.choices,
        blank=True,
        help_text=_("Để trống nếu chưa biết."),
    )
    is_one_stop = models.BooleanField(
        _("qua một cửa"), null=True, blank=True, help_text=_("Để trống nếu chưa biết.")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("thủ tục")
        constraints = [
            models.CheckConstraint(
                condition=Q(working_days=None) | Q(working_hours=None),
                name="a_procedure_promises_days_or_hours",
                violation_error_message=_("Chỉ ghi số ngày hoặc số giờ làm việc, không cả hai."),
            ),
            models.CheckConstraint(
                condition=Q(working_hours=None) | Q(working_hours__gte=1),
                name="a_procedure_promises_an_hour_at_least",
                violation_error_message=_("Số giờ làm việc phải từ 1 trở lên."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
