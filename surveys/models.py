"""Survey campaigns, the questions they ask, and what each respondent answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Campaign(models.Model):
    """One survey (đợt khảo sát); answers of different sources are never pooled."""

    class Source(models.TextChoices):
        """Where the answers come from."""

        SAMPLED = "sampled", _("Điều tra chọn mẫu")
        COUNTER = "counter", _("Đánh giá tại quầy")
        NATIONAL_PORTAL = "national_portal", _("Cổng dịch vụ công quốc gia")

    code = models.SlugField(_("mã"), max_length=60, unique=True)
    title = models.CharField(_("tên"), max_length=300)
    source = models.CharField(_("nguồn"), max_length=16, choices=Source.choices)
    first_on = models.DateField(_("từ ngày"))
    last_on = models.DateField(_("đến ngày"))

    class Meta:
        verbose_name = verbose_name_plural = _("đợt khảo sát")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("first_on")),
                name="a_campaign_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question with five levels, 1 very dissatisfied to 5 very satisfied."""

    class Factor(models.TextChoices):
        """The five factors of satisfaction."""

        ACCESS = "access", _("Tiếp cận dịch vụ")
        PROCEDURE = "procedure", _("Thủ tục hành chính")
        STAFF = "staff", _("Công chức")
        RESULT = "result", _("Kết quả")
        FEEDBACK = "feedback", _("Tiếp nhận góp ý")

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="questions", verbose_name=_("đợt khảo sát")
    )
    code = models.SlugField(_("mã"), max_length=20)
    text = models.CharField(_("câu hỏi"), max_length=500)
    factor = models.CharField(_("yếu tố"), max_length=10, choices=Factor.choices)
    counts = models.BooleanField(_("được tính"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("câu hỏi")
        ordering = ["campaign", "code"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="a_question_code_stands_once")
        ]

    def __str__(self) -> str:
        return self.text


class Answer(models.Model):
    """What one respondent answered about one unit: a level for each question not left blank."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="answers")
    code = models.CharField(_("mã phiếu"), max_length=40)
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="survey_answers")
    answered_on = models.DateField(_("ngày trả lời"))
    levels = models.JSONField(_("mức trả lời"), help_text=_("Mã câu hỏi → mức 1 đến 5."))
    source_file = models.ForeignKey("foundation.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("phiếu trả lời")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="an_answer_is_counted_once")
        ]
        indexes = [models.Index(fields=["campaign", "unit"], name="answers_about_a_unit")]

    def __str__(self) -> str:
        return self.code
