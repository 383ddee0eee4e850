"""Addresses of intake and of long work."""

from django.urls import path, re_path

from foundation.views import intakes, jobs, previews

urlpatterns = [
    path("nhap-du-lieu/", intakes.overview, name="intakes"),
    path("nhap-du-lieu/dot/<int:pk>/", intakes.batch, name="batch"),
    re_path(
        r"^nhap-du-lieu/dot/(?P<pk>[0-9]+)/tra-lai\.(?P<ending>csv|xlsx)$",
        intakes.rejects,
        name="rejects",
    ),
    path("nhap-du-lieu/xem-truoc/<int:pk>/", previews.preview, name="preview"),
    path("nhap-du-lieu/xem-truoc/<int:pk>/lai/", previews.preview_again, name="preview_again"),
    path("nhap-du-lieu/xem-truoc/<int:pk>/nhap/", previews.preview_take_in, name="preview_take_in"),
    path("nhap-du-lieu/<slug:kind>/", intakes.intake, name="intake"),
    re_path(
        r"^nhap-du-lieu/(?P<kind>[-\w]+)/mau\.(?P<ending>csv|xlsx)$",
        intakes.template,
        name="intake_template",
    ),
    path("cong-viec/", jobs.jobs, name="jobs"),
    path("cong-viec/<int:pk>/", jobs.job, name="job"),
    path("cong-viec/<int:pk>/tien-do/", jobs.job_progress, name="job_progress"),
    path("cong-viec/<int:pk>/huy/", jobs.job_cancel, name="job_cancel"),
]
