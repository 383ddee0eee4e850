"""People who sign in with their grants, and other systems with their secrets."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foundation.admin.base import PortalAdmin, PortalInline
from units.admin.reading import PeopleAdmin
from units.models import ApiClient, Grant, User
from units.services.accounts import create_client, renew_password, renew_secret


class GrantInline(PortalInline):
    """What a person may do; nobody gives anything to themselves, nor to a superuser."""

    model = Grant
    fields = ("role", "unit", "granted_at")
    readonly_fields = ("granted_at",)
    autocomplete_fields = ("unit",)

    def has_add_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        """Return whether grants may be given to this person."""
        return super().has_add_permission(request, obj) and _may_change(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        """Return whether this person's grants may be changed."""
        return super().has_change_permission(request, obj) and _may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        """Return whether grants may be taken from this person."""
        return super().has_delete_permission(request, obj) and _may_change(request, obj)


@admin.register(User)
class UserAdmin(PeopleAdmin):
    """People who sign in. An account is never deleted, it is switched off: its work stays."""

    reading, named_by = _("Tài khoản người dùng"), "username"
    list_display = (
        *("username", "full_name", "roles", "is_active"),
        *("must_change_password", "last_login"),
    )
    list_filter = ("is_active", "grants__role")
    search_fields = ("username", "full_name", "email")
    ordering = ("username",)
    inlines = (GrantInline,)
    actions = ("give_passwords",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Return people with their grants."""
        people: QuerySet[User] = super().get_queryset(request)
        return people.prefetch_related("grants__unit")

    @admin.display(description=_("phân quyền"))
    def roles(self, user: User) -> str:
        """Return what the person may do, in words."""
        granted = [_grant_words(grant) for grant in user.grants.all()]
        return ", ".join(["Quản trị hệ thống"] * user.is_superuser + granted) or "—"

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Return the fields; the superuser flag is there for superusers alone."""
        flags = ("is_active", "is_superuser") if _is_super(request) else ("is_active",)
        return ("username", "full_name", "email", *flags)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Return what stays as it is: one's own flags."""
        return ("is_active", "is_superuser") if obj and obj.pk == request.user.pk else ()

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Return whether the account may be changed: a superuser's by superusers alone."""
        is_above = obj is not None and obj.is_superuser and not _is_super(request)
        return super().has_change_permission(request, obj) and not is_above

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Return that accounts stay."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        """Store the account; a new one gets a random password, shown this once."""
        super().save_model(request, obj, form, change)
        if not change:
            _show_password(request, obj)

    @admin.action(description=_("Cấp mật khẩu mới"), permissions=["change"])
    def give_passwords(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Give the chosen people new passwords, each shown this once."""
        for user in queryset:
            if self.has_change_permission(request, user):
                _show_password(request, user)
                self.log_change(request, user, "Cấp mật khẩu mới.")
            else:
                messages.error(request, f"{user}: chỉ quản trị hệ thống cấp được mật khẩu này.")


@admin.register(ApiClient)
class ApiClientAdmin(PortalAdmin):
    """Other systems of the province; each signs in with a secret that is shown once."""

    list_display = ("name", "client_id", "user", "created", "updated")
    list_select_related = ("user",)
    search_fields = ("name", "client_id")
    ordering = ("name",)
    fields = ("name", "user", "client_id", "created", "updated")
    readonly_fields = ("client_id", "created", "updated")
    autocomplete_fields = ("user",)
    actions = ("give_secrets",)

    def save_model(
        self, request: HttpRequest, obj: ApiClient, form: ModelForm, change: bool
    ) -> None:
        """Store the system; a new one gets its secret, shown this once."""
        if change:
            super().save_model(request, obj, form, change)
        else:
            _show_secret(request, obj, create_client(obj, by=request.user))

    @admin.action(description=_("Cấp khóa bí mật mới"), permissions=["change"])
    def give_secrets(self, request: HttpRequest, queryset: QuerySet[ApiClient]) -> None:
        """Give the chosen systems new secrets, each shown this once."""
        for client in queryset:
            _show_secret(request, client, renew_secret(client, by=request.user))
            self.log_change(request, client, "Cấp khóa bí mật mới.")


def _grant_words(grant: Grant) -> str:
    return f"{grant.get_role_display()}{f' ({grant.unit})' if grant.unit else ''}"


def _is_super(request: HttpRequest) -> bool:
    return bool(request.user.is_superuser)


def _may_change(request: HttpRequest, person: User | None) -> bool:
    """Return whether the grants of a person are for this one to change; nobody's own are."""
    if person is None or _is_super(request):
        return True
    return person.pk != request.user.pk and not person.is_superuser


def _show_password(request: HttpRequest, user: User) -> None:
    password = renew_password(user, by=request.user)
    sentence = _("Mật khẩu của {}: {} – chỉ hiện một lần này, hãy ghi lại ngay.")
    messages.warning(request, _once(str(sentence), user.username, password))


def _show_secret(request: HttpRequest, client: ApiClient, secret: str) -> None:
    sentence = _("Khóa bí mật của {} (mã {}): {} – chỉ hiện một lần này, hãy ghi lại ngay.")
    messages.warning(request, _once(str(sentence), client.name, client.client_id, secret))


def _once(sentence: str, *words: str) -> SafeString:
    return format_html(sentence, *words)
