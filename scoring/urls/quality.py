"""The address of the quality of appraisal."""

from django.urls import path

from scoring.views import quality

urlpatterns = [
    path(
        "ky-danh-gia/<str:organiser_code>/<int:year>/chat-luong/",
        quality.quality,
        name="quality",
    ),
]
