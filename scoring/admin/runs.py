"""Looking at ranking runs; they come about by ranking and are never edited."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foundation.admin.base import ReadOnlyAdmin
from scoring.models import RankingRun
from scoring.selectors.publications import publication_of
from scoring.selectors.runs import TEXTS

_TEXTS = (*TEXTS, "frame")


@admin.register(RankingRun)
class RankingRunAdmin(ReadOnlyAdmin):
    """Runs with their digest; what they found stands on the run's page."""

    list_display = ("cycle", "number", "is_provisional", "published", "created_by", "created_at")
    list_filter = ("cycle", "is_provisional")
    list_select_related = ("cycle__organiser", "created_by", "publication")
    ordering = ("-pk",)
    fields = (
        "cycle",
        "number",
        "is_provisional",
        "bundle_sha256",
        "created_by",
        "created_at",
        "published",
        "page",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[RankingRun]:
        """Return the runs without their long texts."""
        runs: QuerySet[RankingRun] = super().get_queryset(request)
        return runs.defer(*_TEXTS, "publication__fact_lists")

    @admin.display(description=_("công bố"))
    def published(self, run: RankingRun) -> str:
        """Return whether the run was published, and by which decision."""
        known = publication_of(run)
        return f"{known.get_state_display()}: {known.decision_number}" if known else "–"

    @admin.display(description=_("trang xếp hạng"))
    def page(self, run: RankingRun) -> SafeString:
        """Return a link to the run's page."""
        cycle = run.cycle
        address = reverse("ranking", args=[cycle.organiser.code, cycle.year])
        return format_html(
            '<a class="text-primary-600" href="{0}?lan={1}">{0}?lan={1}</a>', address, run.number
        )
