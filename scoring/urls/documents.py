"""Addresses of the library: its list, a document, the file that one holds."""

from django.urls import path

from scoring.views import documents

urlpatterns = [
    path("tai-lieu/", documents.library, name="documents"),
    path("tai-lieu/<int:pk>/", documents.document, name="document"),
    path("tai-lieu/<int:pk>/xoa/", documents.document_remove, name="document_remove"),
    path("tai-lieu/<int:pk>/tep/", documents.document_file, name="document_file"),
]
