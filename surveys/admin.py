"""Survey campaigns and their questions in the admin; answers come by file."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from foundation.admin.base import PortalInline
from surveys.models import Campaign, Question
from units.admin.units import Alone


class QuestionInline(PortalInline):
    """The questions of a campaign; those that have been answered stay."""

    model = Question

    def has_delete_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        """Return whether questions may go: not once anybody has answered."""
        return super().has_delete_permission(request, obj) and not _is_answered(obj)


@admin.register(Campaign)
class CampaignAdmin(Alone):
    """Campaigns: source, days, questions; none changes while a cycle that reads it is published."""

    owned = "answers"
    list_display = ("code", "title", "source", "first_on", "last_on")
    list_filter = ("source",)
    search_fields = ("code", "title")
    ordering = ("-last_on", "code")
    inlines = (QuestionInline,)


def _is_answered(campaign: Campaign | None) -> bool:
    return campaign is not None and campaign.pk is not None and campaign.answers.exists()
