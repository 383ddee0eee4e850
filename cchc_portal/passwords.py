"""One's own password: changed on a page, and before anything else if somebody else set it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from cchc_portal.sign_in import braked_words, is_braked
from units.models import User
from units.services.accounts import change_own_password

ALWAYS_OPEN = ("change_password", "sign_out")


class OwnPasswordForm(PasswordChangeForm):
    """The present password once more, and the new one twice; guessing the first is braked."""

    def __init__(self, user: User, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self._request = request

    def clean_old_password(self) -> str:
        """Ask the sign-in for the present password, which counts what fails."""
        given: str = self.cleaned_data["old_password"]
        name = self.user.get_username()
        if authenticate(self._request, username=name, password=given) == self.user:
            return given
        if is_braked(self._request, name):
            raise ValidationError(braked_words(), code="braked")
        raise ValidationError(_("Mật khẩu đang dùng không đúng."), code="password_incorrect")

    def clean(self) -> dict[str, Any]:
        """Refuse the present password as the new one."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        new = given.get("new_password1")
        if new and new == given.get("old_password"):
            self.add_error("new_password1", _("Mật khẩu mới phải khác mật khẩu đang dùng."))
        return given

    def save(self, commit: bool = True) -> Any:
        """Store the new password; it is the person's own."""
        change_own_password(self.user, self.cleaned_data["new_password1"])
        return self.user


class ChangePassword(PasswordChangeView):
    """The page on which people change their own password; their session goes on."""

    template_name = "accounts/change_password.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("home")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return what the form is made of, the request too."""
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: Any) -> HttpResponse:
        """Store it and say so."""
        messages.success(self.request, _("Đã đổi mật khẩu."))
        return super().form_valid(form)


class OwnPasswordFirst:
    """Lead whoever has a password that somebody else set to the page where they choose their own.

    Open stay what asks nobody to sign in (health, what is public, the API with its tokens), the
    page itself, and signing out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Return the way to the page, None where the person may go on."""
        if not getattr(view, "login_required", True):
            return None
        match = request.resolver_match
        if match and match.view_name in ALWAYS_OPEN:
            return None
        owes = getattr(request.user, "must_change_password", False)
        return redirect("change_password") if owes else None
