"""The rows of a criteria set: typed by code and code of the parent, read whole by the core."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Field, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from foundation.admin.base import PortalInline
from scoring.models import Criterion
from scoring.services.criteria_editing import CriteriaRefused, CriterionRow, check_criteria


class CriterionForm(forms.ModelForm):
    """One criterion; its parent is named by code, so that both may be new."""

    parent_code = forms.CharField(
        label=_("Mã cha"),
        max_length=40,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Trống ở lĩnh vực."),
    )

    class Meta:
        model = Criterion
        fields = ("code", "title", "max_points", "weight", "leaf")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.parent_id:
            self.initial["parent_code"] = self.instance.parent.code

    def row(self) -> CriterionRow:
        """Return the criterion as typed."""
        typed, stored = self.cleaned_data, self.instance
        return CriterionRow(
            key=stored.pk,
            code=typed["code"],
            title=typed["title"],
            parent_code=typed["parent_code"],
            max_points=typed["max_points"],
            weight=typed["weight"],
            leaf=typed["leaf"],
            guidance=stored.guidance,
            evidence_rule=stored.evidence_rule,
            is_self_scored=stored.is_self_scored,
            was_id=stored.was_id,
            is_comparable=stored.is_comparable,
        )

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the order of rows and their codes to the set as a whole."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"criteria_set", "position"}


class CriteriaFormSet(BaseInlineFormSet):
    """All criteria of a set, refused where the core would refuse them."""

    def rows(self) -> list[CriterionRow]:
        """Return the rows that stay, in the order of the page."""
        kept = [form for form in self.forms if form not in self.deleted_forms]
        filled = [form for form in kept if form.instance.pk or form.has_changed()]
        return [cast(CriterionForm, form).row() for form in filled]

    def clean(self) -> None:
        """Read the set as the core would; every sentence becomes an error of the page."""
        super().clean()
        if any(self.errors) or self._is_set_unfinished():
            return
        try:
            check_criteria(self.instance, self.rows())
        except CriteriaRefused as refusal:
            raise ValidationError(list(refusal.sentences)) from refusal

    def _is_set_unfinished(self) -> bool:
        """Return whether the set itself lacks what its form asks for; its own fields say so."""
        try:
            self.instance.clean_fields()
        except ValidationError:
            return True
        return False

    def get_unique_error_message(self, unique_check: Any) -> str:
        """Return what is said of a code that stands twice."""
        return str(_("Mã tiêu chí có nhiều lần."))


class CriterionInline(PortalInline):
    """The rows of a set, in reading order."""

    model = Criterion
    form = CriterionForm
    formset = CriteriaFormSet
    fields = ("code", "title", "parent_code", "max_points", "weight", "leaf")
    ordering = ("position",)
    hide_title = True

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Return the form field of a column; most leaves say little."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "leaf":
            field.widget.attrs["rows"] = 2
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet[Criterion]:
        """Return the criteria with their parents."""
        criteria: QuerySet[Criterion] = super().get_queryset(request)
        return criteria.select_related("parent")
