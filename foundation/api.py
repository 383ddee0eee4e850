"""What every part of the API shares: parameters that are declared, checked and documented once."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

NOT_KNOWN = "Không có tham số này."
GIVEN_TWICE = "Chỉ được ghi một lần."
PRINTABLE = r"^[^\x00-\x1f\x7f]+$"
LAST_PAGE = 100_000
LARGEST_PAGE = 1000


class TextParameter(serializers.RegexField):
    """A text in one line, taken as it stands, blanks at its ends too."""

    default_error_messages = {"invalid": "Không được có ký tự điều khiển."}

    def __init__(self, **options: Any) -> None:
        super().__init__(PRINTABLE, required=False, trim_whitespace=False, **options)


class NoParameters(serializers.Serializer):
    """An address that takes nothing after its question mark."""


class PageParameters(serializers.Serializer):
    """Which page of a list, and how long a page is."""

    page = serializers.IntegerField(
        min_value=1, max_value=LAST_PAGE, required=False, help_text="Trang, từ 1."
    )
    page_size = serializers.IntegerField(
        min_value=1, max_value=LARGEST_PAGE, required=False, help_text="Số mục mỗi trang."
    )


class ParameterView(APIView):
    """A view whose query parameters are all declared: an unknown or repeated one is an error."""

    parameters: type[serializers.Serializer] = NoParameters
    asked: dict[str, Any]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let the client in, then read what it asks; raises ValidationError with every fault."""
        super().initial(request, *args, **kwargs)
        self.asked = self._read(request)

    def exact(self, **lookups: str) -> dict[str, Any]:
        """Return the lookups whose parameters were given, with what was given."""
        return {lookups[name]: self.asked[name] for name in lookups if name in self.asked}

    def _read(self, request: Request) -> dict[str, Any]:
        reading = self.parameters(data=request.query_params.dict())
        wrong = _misplaced(request, set(reading.fields))
        if not reading.is_valid() or wrong:
            raise ValidationError({**reading.errors, **wrong})
        return dict(reading.validated_data)


def _misplaced(request: Request, known: set[str]) -> dict[str, list[str]]:
    """Return the parameters that nobody knows, or that stand more than once."""
    given = request.query_params
    unknown = {name: [NOT_KNOWN] for name in given if name not in known}
    twice = {name: [GIVEN_TWICE] for name in given if len(given.getlist(name)) > 1}
    return unknown | twice
