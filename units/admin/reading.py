"""Pages of the admin about people: whoever opens one leaves a trace."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from foundation.admin.base import PortalAdmin
from foundation.models import AccessRecord
from foundation.views.access import record_reading


class PeopleAdmin(PortalAdmin):
    """A table of people; `reading` is what the record of reading calls it, `named_by` a person."""

    reading: Any
    named_by: str

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """List the people."""
        self._record(request, request.GET.get("q", "").replace("\0", ""))
        response: HttpResponse = super().changelist_view(request, *args, **kwargs)
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show one person."""
        self._record_one(request, object_id)
        response: HttpResponse = super().change_view(request, object_id, *args, **kwargs)
        return response

    def history_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show what was done to one person's row."""
        self._record_one(request, object_id)
        response: HttpResponse = super().history_view(request, object_id, *args, **kwargs)
        return response

    def delete_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Ask whether one person's row is to go, or take it away."""
        self._record_one(request, object_id)
        response: HttpResponse = super().delete_view(request, object_id, *args, **kwargs)
        return response

    def _record_one(self, request: HttpRequest, object_id: str) -> None:
        person = self.get_object(request, object_id)
        if person is not None:
            self._record(request, str(getattr(person, self.named_by)))

    def _record(self, request: HttpRequest, about: str) -> None:
        if self.has_view_permission(request):
            record_reading(
                request,
                kind=AccessRecord.Kind.READ,
                page=str(self.reading),
                about=about or str(_("mọi người")),
            )
