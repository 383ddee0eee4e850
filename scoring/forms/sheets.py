"""What people of a unit type on their sheet beside the marks, and how a head signs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from foundation.forms import Lines


class ClaimForm(forms.Form):
    """What comes with the mark of a leaf: the version it was typed on, an explanation.

    `giu_ban` is the version of somebody else's claim that is knowingly replaced.
    """

    phien_ban = forms.IntegerField(min_value=0, max_value=1_000_000_000)
    giu_ban = forms.IntegerField(min_value=0, max_value=1_000_000_000, required=False)
    giai_trinh = forms.CharField(label=_("Giải trình"), required=False)

    @property
    def version(self) -> int:
        """The version that may be replaced; to be asked for once the form is valid."""
        given: int | None = self.cleaned_data["giu_ban"]
        return self.cleaned_data["phien_ban"] if given is None else given

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is wrong with the form."""
        return tuple(str(error) for errors in self.errors.values() for error in errors)


def typed_fields(post: QueryDict) -> dict[str, list[str]]:
    """Return the fields of the mark among what was sent, whatever they are called."""
    ours = {*ClaimForm.base_fields, "csrfmiddlewaretoken"}
    return {name: post.getlist(name) for name in post if name not in ours}


class CommentForm(forms.Form):
    """What a head says when a sheet goes back."""

    y_kien = Lines(
        label=_("Điều cần sửa"),
        max_length=2000,
        error_messages={
            "required": _("Hãy ghi điều cần sửa khi trả lại."),
            "max_length": _("Điều cần sửa có %(show_value)d ký tự, nhiều nhất %(limit_value)d."),
        },
    )

    @property
    def sentence(self) -> str:
        """What is wrong with the comment; to be asked for where the form is not valid."""
        return " ".join(str(error) for error in self.errors["y_kien"])


class SigningForm(forms.Form):
    """How a head signs: the password once more, or a signed PDF; bound to what they have seen."""

    ban = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    mat_khau = forms.CharField(label=_("Mật khẩu"), required=False, strip=False, max_length=4096)
    tep = forms.FileField(label=_("Bản PDF đã ký"), required=False)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and let the sign-in's own brake judge the password."""
        given = self.cleaned_data
        if given.get("tep") or self.errors:
            return given
        if not given.get("mat_khau"):
            raise forms.ValidationError(_("Hãy nhập mật khẩu, hoặc chọn bản PDF đã ký."))
        user: Any = self._request.user
        name = user.get_username()
        if authenticate(self._request, username=name, password=given["mat_khau"]) != user:
            raise forms.ValidationError(
                _("Mật khẩu không đúng. Sau năm lần sai hãy chờ 15 phút rồi ký lại.")
            )
        return given

    @property
    def said(self) -> Mapping[str, Any]:
        """The version seen, and the file if there is one."""
        return {"version": self.cleaned_data["ban"], "file": self.cleaned_data.get("tep")}


class WorkbookForm(forms.Form):
    """A sheet filled in offline."""

    tep = forms.FileField(
        label=_("Tệp XLSX đã điền"), error_messages={"required": _("Hãy chọn tệp XLSX.")}
    )


def taken(post: QueryDict) -> Sequence[str]:
    """Return the leaves (id:version:digest) that somebody takes over from a workbook."""
    return post.getlist("nhan")
