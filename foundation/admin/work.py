"""Looking at long work, batches and stored files."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.admin.base import ReadOnlyAdmin
from foundation.models import ImportBatch, Job, StoredFile
from foundation.services.jobs import cancel_job


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Long work: what it is, how far it is; it can be called off."""

    list_display = ("pk", "named", "state", "done", "total", "created_by", "created_at")
    list_display_links = ("pk", "named")
    list_filter = ("state", "kind")
    list_select_related = ("created_by",)
    search_fields = ("title", "kind")
    actions = ("cancel",)

    @admin.display(description=_("tên việc"))
    def named(self, job: Job) -> str:
        """Return what the job is called."""
        return job.title or job.kind

    @admin.action(description=_("Hủy các công việc đã chọn"), permissions=["cancel"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        """Ask for the chosen jobs to end."""
        asked = sum(cancel_job(job, by=request.user) for job in queryset)
        sentence = ngettext("Đã yêu cầu hủy %d công việc.", "Đã yêu cầu hủy %d công việc.", asked)
        self.message_user(request, sentence % asked, messages.SUCCESS)

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        """Return whether the person may call work off."""
        return bool(request.user.has_perm("foundation.change_job"))


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    """Files taken in: how many rows, and what became of them."""

    list_display = (
        "pk",
        "kind",
        "stored_file",
        "rows",
        "created_rows",
        "changed_rows",
        "rejected_rows",
        "created_by",
        "created_at",
    )
    list_filter = ("kind",)
    list_select_related = ("stored_file", "created_by")
    search_fields = ("stored_file__name",)
    ordering = ("-pk",)
    readonly_fields = ("page",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        """Leave the columns of the files where they are: a list does not show them."""
        found: QuerySet[ImportBatch] = super().get_queryset(request).defer("header")
        return found

    @admin.display(description=_("trang của đợt nhập"))
    def page(self, batch: ImportBatch) -> SafeString:
        """Return a link to the batch's page, where every refused row stands."""
        address = reverse("batch", args=[batch.pk])
        return format_html('<a class="text-primary-600" href="{}">{}</a>', address, address)


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    """Files as they were handed in, under their digest."""

    list_display = ("name", "size", "sha256", "created_by", "created_at")
    list_select_related = ("created_by",)
    search_fields = ("name", "sha256")
    ordering = ("-pk",)
    fields = ("name", "size", "sha256", "created_by", "created_at")
