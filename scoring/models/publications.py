"""Publications: which run of a cycle was made known, by which decision, and what replaced it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scoring.models.cycles import Cycle
from scoring.models.runs import RankingRun


class Publication(models.Model):
    """A run as it was made known by a decision; frozen but for the step to "superseded".

    `fact_lists` says by unit code and fact code how many dossiers or answers stood behind the fact
    on that day, and the SHA-256 of their list. `compared_with` are the runs of the year before that
    held on that day: two where the organiser's predecessors ranked apart, none before the first.
    """

    class State(models.TextChoices):
        """Whether the publication holds, or a correction has taken its place."""

        PUBLISHED = "published", _("Đã công bố")
        SUPERSEDED = "superseded", _("Đã thay thế")

    cycle = models.ForeignKey(
        Cycle, models.PROTECT, related_name="publications", verbose_name=_("kỳ đánh giá")
    )
    run = models.OneToOneField(
        RankingRun, models.PROTECT, related_name="publication", verbose_name=_("lần xếp hạng")
    )
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.PUBLISHED
    )
    decision_number = models.CharField(_("số quyết định"), max_length=60)
    decided_on = models.DateField(_("ngày quyết định"))
    reason = models.TextField(
        _("lý do thay thế"), blank=True, help_text=_("Trống ở lần công bố đầu tiên của kỳ.")
    )
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="superseded_by",
        verbose_name=_("thay cho"),
    )
    fact_lists = models.JSONField(_("danh sách sau số liệu"), default=dict)
    compared_with = ArrayField(
        models.BigIntegerField(), default=list, verbose_name=_("so với các lần của năm trước")
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người công bố")
    )
    published_at = models.DateTimeField(_("công bố lúc"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("công bố")
        ordering = ["cycle", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(state="published"),
                name="a_cycle_has_one_published_run",
                violation_error_message=_("Kỳ này đang có một kết quả được công bố."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["published", "superseded"]),
                name="a_publication_holds_or_is_superseded",
            ),
            models.CheckConstraint(
                condition=Q(decision_number__regex=r"\S"),
                name="a_publication_names_its_decision",
                violation_error_message=_("Hãy ghi số quyết định."),
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | Q(reason__regex=r"\S"),
                name="a_correction_has_a_reason",
                violation_error_message=_("Hãy ghi lý do thay thế kết quả đã công bố."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run}: Quyết định số {self.decision_number}"

    @property
    def is_superseded(self) -> bool:
        """Whether a correction has taken its place."""
        return self.state == self.State.SUPERSEDED
