"""Addresses of the pages of apologies."""

from django.urls import path

from dossiers.views import apologies

_UNIT = "don-vi/<path:code>/thu-xin-loi/"
_LETTER = f"{_UNIT}<str:dossier_code>/"

urlpatterns = [
    path("thu-xin-loi/", apologies.apologies, name="apologies"),
    path(_UNIT, apologies.unit_apologies, name="unit_apologies"),
    path(_LETTER, apologies.apology, name="apology"),
    path(f"{_LETTER}gui/", apologies.send, name="send_apology"),
    path(f"{_LETTER}bo/", apologies.discard, name="discard_apology"),
]
