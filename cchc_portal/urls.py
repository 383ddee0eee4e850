"""The addresses of the portal."""

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from cchc_portal.passwords import ChangePassword
from cchc_portal.sign_in import SignInForm

handler400 = "cchc_portal.uploads.bad_request"
urlpatterns = [
    path(
        "dang-nhap/",
        LoginView.as_view(
            template_name="accounts/sign_in.html",
            authentication_form=SignInForm,
            redirect_authenticated_user=True,
        ),
        name="sign_in",
    ),
    path("dang-xuat/", LogoutView.as_view(), name="sign_out"),
    path("doi-mat-khau/", ChangePassword.as_view(), name="change_password"),
    path("quan-tri/", admin.site.urls),
    path("api/v1/", include("cchc_portal.api.urls")),
    path("", include("cchc_portal.health.urls")),
    path("", include("foundation.urls")),
    path("", include("dossiers.urls")),
    path("", include("units.urls")),
    path("", include("scoring.urls")),
    path("", include("reports.urls")),
]
