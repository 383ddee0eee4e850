"""Who appraises which area, and what was appraised leaf by leaf, round by round."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.models import tracked
from scoring.models.cycles import Assessment, CycleGroup
from scoring.models.rules import Criterion


@tracked
class AreaOwner(models.Model):
    """The unit that appraises an area of a block, and the one that does so for its own sheet."""

    cycle_group = models.ForeignKey(
        CycleGroup, models.CASCADE, related_name="area_owners", verbose_name=_("khối")
    )
    area = models.ForeignKey(
        Criterion, models.PROTECT, related_name="owners", verbose_name=_("lĩnh vực")
    )
    owner = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", verbose_name=_("cơ quan thẩm định")
    )
    substitute = models.ForeignKey(
        "units.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan thẩm định thay"),
        help_text=_("Thẩm định phiếu của chính cơ quan thẩm định."),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("phân công thẩm định")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle_group", "area"],
                name="an_area_of_a_block_has_one_owner",
                violation_error_message=_("Lĩnh vực này đã được phân công."),
            ),
            models.CheckConstraint(
                condition=Q(substitute=None) | ~Q(substitute=models.F("owner")),
                name="nobody_is_their_own_substitute",
                violation_error_message=_("Cơ quan thẩm định thay phải là cơ quan khác."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.owner}"


@tracked
class AreaAppraiser(models.Model):
    """A person named to appraise an area; where none is named, all appraisers of its owner do."""

    area_owner = models.ForeignKey(AreaOwner, models.CASCADE, related_name="appraisers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="areas", verbose_name=_("người")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("người thẩm định")
        constraints = [
            models.UniqueConstraint(
                fields=["area_owner", "user"], name="a_person_is_named_once_for_an_area"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_owner}: {self.user}"


@tracked
class Appraisal(models.Model):
    """What one round said of one leaf: mark, points and reason; never by the unit itself.

    A blind round has a row for each of its appraisers; the others have one a leaf. The latest of
    first, second and council is the `Mark` that counts. `claim_edition` is that of the claim it
    answers, 0 for none; of older rows, and of older decisions of the council, it is not known.
    """

    NO_EDITION = 2**31 - 1
    """The edition that no claim has: of an appraisal without one that is to be looked at again."""

    class Round(models.TextChoices):
        """The rounds, in their order."""

        BLIND = "blind", _("Chấm kín")
        FIRST = "first", _("Thẩm định lần đầu")
        SECOND = "second", _("Thẩm định lần hai")
        COUNCIL = "council", _("Hội đồng")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="appraisals")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="appraisals")
    round = models.CharField(_("vòng"), max_length=10, choices=Round.choices)
    content = models.JSONField(_("nội dung"))
    points = models.DecimalField(
        _("điểm thẩm định"), max_digits=22, decimal_places=10, null=True, blank=True
    )
    reason = models.TextField(_("lý do"), blank=True)
    version = models.PositiveIntegerField(default=1)
    claim_edition = models.PositiveIntegerField(
        _("bản tự chấm đã thẩm định"), null=True, blank=True
    )
    appraised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    appraised_at = models.DateTimeField(auto_now=True)
    appraiser_unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", verbose_name=_("cơ quan thẩm định")
    )
    assessed_unit = models.ForeignKey(
        "units.Unit", models.PROTECT, related_name="+", verbose_name=_("đơn vị được thẩm định")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("điểm thẩm định")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion", "round"],
                condition=~Q(round="blind"),
                name="one_appraisal_per_leaf_and_round",
            ),
            models.UniqueConstraint(
                fields=["assessment", "criterion", "appraised_by"],
                condition=Q(round="blind"),
                name="one_blind_appraisal_per_leaf_and_person",
            ),
            models.CheckConstraint(
                condition=~Q(appraiser_unit=models.F("assessed_unit")),
                name="nobody_appraises_their_own_unit",
                violation_error_message=_("Không ai thẩm định đơn vị của chính mình."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}, {self.round}: {self.content}"
