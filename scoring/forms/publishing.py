"""What Sở Nội vụ types to publish a run."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import Lines
from scoring.services.publishing import Decision


class DecisionForm(forms.Form):
    """The decision that publishes a run; a correction says why it replaces the earlier one."""

    lan = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    so = forms.CharField(label=_("Số quyết định"), max_length=60)
    ngay = forms.DateField(label=_("Ngày quyết định"))
    ly_do = Lines(label=_("Lý do thay thế"), max_length=2000, required=False)
    dong_y = forms.BooleanField(label=_("Tôi đã đối chiếu với quyết định đã ký"))

    def __init__(self, *args: Any, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ly_do"].required = is_correction
        self.fields["dong_y"].error_messages["required"] = _("Hãy xác nhận trước khi công bố.")

    @property
    def said(self) -> list[tuple[str, str]]:
        """What was typed, each text with its label."""
        fields = (self["so"], self["ngay"], self["ly_do"])
        return [(str(field.label), field.value()) for field in fields if field.value()]

    @property
    def decision(self) -> Decision:
        """The decision typed in; to be asked for once the form is valid."""
        given = self.cleaned_data
        return Decision(given["so"].strip(), given["ngay"], given["ly_do"].strip())
