"""Criteria sets as the web admin shows them: to read; they are drafted on their pages."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foundation.admin.base import ReadOnlyAdmin
from foundation.domain.vietnamese import number
from scoring.models import CriteriaSet
from scoring.selectors.bundles import plain
from scoring.selectors.criteria_words import AGGREGATIONS

_TREE = (
    '<table class="criteria-tree"><thead><tr><th scope="col">{}</th>'
    '<th scope="col" class="points">{}</th></tr></thead><tbody>{}</tbody></table>'
)
_ROW = '<tr class="{}"><td class="depth-{}">{} {}</td><td class="points">{}</td></tr>'


@admin.register(CriteriaSet)
class CriteriaSetAdmin(ReadOnlyAdmin):
    """Sets of criteria, each with the way to the page where it is drafted, cloned and approved."""

    list_display = ("code", "title", "state", "version", "gathered", "most")
    list_filter = ("state",)
    search_fields = ("code", "title")
    ordering = ("code",)
    fields = (
        *("in_portal", "code", "title", "state", "version", "source", "clause"),
        *("author", "approved_by", "approved_at", "gathered", "most", "tree"),
    )
    readonly_fields = ("in_portal", "gathered", "most", "tree")

    @admin.display(description=_("trang của bộ"))
    def in_portal(self, criteria_set: CriteriaSet) -> SafeString:
        """Return the way to the set's page in the portal, where it is drafted and approved."""
        address = reverse("criteria_set", args=[criteria_set.code])
        return format_html(
            '<a class="underline" href="{}">{}</a>',
            address,
            _("Soạn, sao, duyệt, lập phiên bản mới"),
        )

    @admin.display(description=_("cách gộp"))
    def gathered(self, criteria_set: CriteriaSet) -> str:
        """Return how the points of areas are gathered, in words."""
        return str(AGGREGATIONS[criteria_set.aggregation])

    @admin.display(description=_("điểm tối đa"))
    def most(self, criteria_set: CriteriaSet) -> str:
        """Return the maximum without surplus zeros."""
        return number(plain(criteria_set.max_points))

    @admin.display(description=_("cây tiêu chí"))
    def tree(self, criteria_set: CriteriaSet) -> SafeString:
        """Return the criteria as a table, each below its parent."""
        depths: dict[int | None, int] = {None: -1}
        rows = []
        for criterion in criteria_set.criteria.order_by("position"):
            depths[criterion.pk] = depths.get(criterion.parent_id, -1) + 1
            depth = depths[criterion.pk]
            most = number(plain(criterion.max_points))
            kind = "" if depth else "area"
            rows.append((kind, depth, criterion.code, criterion.title, most))
        return format_html(_TREE, _("Tiêu chí"), _("Điểm tối đa"), format_html_join("", _ROW, rows))
