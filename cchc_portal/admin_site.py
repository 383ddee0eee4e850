"""The admin site: who gets in, what it shows, and the policy its pages need."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_update
from django.contrib.admin import ModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils.decorators import method_decorator
from unfold.sites import UnfoldAdminSite

OWN_APPS = ("foundation", "units", "dossiers", "surveys", "scoring")
ENTRY = "units.change_unit"
"""Whoever may change units runs the portal; everybody else has its pages."""
# The kit's scripts build functions from attributes, and it writes its colours into the page.
_KIT_POLICY = {"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]}
_REFUSAL = "Trang quản trị chỉ mở cho Sở Nội vụ."


class LabelledChoices(AutocompleteJsonView):
    """Choices of a search field, each as its admin words it (`choice_text`)."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        """Return the key and the words of a choice."""
        word = getattr(self.model_admin, "choice_text", str)
        return super().serialize_result(obj, to_field_name) | {"text": word(obj)}


class PortalAdminSite(UnfoldAdminSite):
    """The admin of the portal: for those who run it, in its own words, signed in as everywhere."""

    index_title = "Quản trị"

    def register(
        self, model_or_iterable: Any, admin_class: type[ModelAdmin] | None = None, **options: Any
    ) -> None:
        """Take in the portal's own admins; what other packages bring of theirs is left out."""
        if admin_class and admin_class.__module__.partition(".")[0] in OWN_APPS:
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether the person may be here; grants say so, not a flag of their own."""
        return bool(request.user.is_active and request.user.has_perm(ENTRY))

    def admin_view(
        self, view: Callable[..., HttpResponseBase], cacheable: bool = False
    ) -> Callable[..., HttpResponseBase]:
        """Return the view for those who may be here: a sentence for others, the kit's policy."""
        inner = csp_update(_KIT_POLICY)(super().admin_view(view, cacheable))

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied(_REFUSAL)
            return inner(request, *args, **kwargs)

        return guarded

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseRedirect:
        """Lead to the portal's own sign-in, and back to where the person wanted to go."""
        wanted = request.GET.get("next") or resolve_url("admin:index")
        if self.has_permission(request):
            return redirect("admin:index")
        return redirect_to_login(wanted)

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """Sign out as everywhere."""
        return LogoutView.as_view()(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseRedirect:
        """Lead to the page on which everybody changes their own password."""
        return redirect("change_password")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a search field."""
        return LabelledChoices.as_view(admin_site=self)(request)
