"""Addresses that machines ask: is it alive, is it ready, how is it doing."""

from django.urls import path

from cchc_portal.health.views import alive, metrics, ready

urlpatterns = [
    path("song", alive, name="alive"),
    path("san-sang", ready, name="ready"),
    path("metrics", metrics, name="metrics"),
]
