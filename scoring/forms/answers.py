"""What people answer: a unit to its first appraisal, a person under review to their case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import Lines


class AnswerForm(forms.Form):
    """A form whose only field of text may be too long."""

    @property
    def sentence(self) -> str:
        """What is wrong with it; to be asked for where the form is not valid."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


class ExplanationForm(AnswerForm):
    """What a unit says to a leaf, and what it saw when it did."""

    y_kien = forms.CharField(required=False)
    giai_trinh = Lines(
        required=False,
        max_length=4000,
        error_messages={
            "max_length": _("Giải trình có %(show_value)d ký tự, nhiều nhất %(limit_value)d.")
        },
    )
    da_xem = forms.CharField(required=False)


class ReplyForm(AnswerForm):
    """What a person under review answered, as Sở Nội vụ types it."""

    text = Lines(
        max_length=5000,
        error_messages={
            "required": _("Hãy ghi ý kiến của người được xem xét."),
            "max_length": _("Ý kiến có %(show_value)d ký tự, nhiều nhất %(limit_value)d."),
        },
    )
