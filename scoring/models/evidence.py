"""The library of evidence: documents of units, and the leaves that cite them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.models import tracked
from scoring.models.cycles import Assessment
from scoring.models.rules import Criterion


@tracked
class Document(models.Model):
    """One document of a unit's library: a file kept whole, or a link; cited for many leaves."""

    class Scan(models.TextChoices):
        """What the virus scanner said."""

        UNSCANNED = "unscanned", _("Chưa quét")
        CLEAN = "clean", _("Sạch")
        INFECTED = "infected", _("Nhiễm mã độc")

    class LinkState(models.TextChoices):
        """Whether the address answered when it was last asked."""

        UNKNOWN = "unknown", _("Chưa kiểm tra")
        ALIVE = "alive", _("Mở được")
        BROKEN = "broken", _("Không mở được")

    unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="documents", verbose_name=_("đơn vị")
    )
    title = models.CharField(_("tên tài liệu"), max_length=300)
    number = models.CharField(_("số, ký hiệu"), max_length=100, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    file = models.ForeignKey(
        "foundation.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("tệp"),
    )
    media_type = models.CharField(_("loại tệp"), max_length=100, blank=True)
    url = models.URLField(_("đường dẫn"), max_length=1000, blank=True)
    scan = models.CharField(
        _("quét mã độc"), max_length=10, choices=Scan.choices, default=Scan.UNSCANNED
    )
    link_state = models.CharField(
        _("đường dẫn mở được"), max_length=10, choices=LinkState.choices, default=LinkState.UNKNOWN
    )
    link_checked_at = models.DateTimeField(_("kiểm tra lúc"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người nộp")
    )
    created_at = models.DateTimeField(_("nộp lúc"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("tài liệu")
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, url="") | (Q(file=None) & ~Q(url="")),
                name="a_document_is_a_file_or_a_link",
                violation_error_message=_("Tài liệu là một tệp hoặc một đường dẫn."),
            ),
            models.UniqueConstraint(
                fields=["unit", "file"],
                condition=Q(file__isnull=False),
                name="a_unit_keeps_a_file_once",
                violation_error_message=_("Tài liệu này đã có trong kho của đơn vị."),
            ),
            models.UniqueConstraint(
                fields=["unit", "url"],
                condition=~Q(url=""),
                name="a_unit_keeps_a_link_once",
                violation_error_message=_("Đường dẫn này đã có trong kho của đơn vị."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class Evidence(models.Model):
    """A document cited for one leaf of one sheet (tài liệu kiểm chứng), with its pages.

    `frozen` is what was cited as it stood when the stage closed: title, number, day, digest, link.
    """

    class Purpose(models.TextChoices):
        """What it was brought for."""

        CLAIM = "claim", _("Tự chấm")
        EXPLANATION = "explanation", _("Giải trình")

    document = models.ForeignKey(Document, models.PROTECT, related_name="citations")
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="evidence")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="evidence")
    purpose = models.CharField(
        _("dùng cho"), max_length=12, choices=Purpose.choices, default=Purpose.CLAIM
    )
    pages = models.CharField(_("trang"), max_length=60, blank=True)
    frozen = models.JSONField(_("bản chốt"), null=True, blank=True)
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("tài liệu kiểm chứng")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion", "document", "purpose"],
                name="a_document_is_cited_once_per_leaf",
                violation_error_message=_("Tài liệu này đã được dẫn cho tiêu chí."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.document}"
