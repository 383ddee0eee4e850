"""The API's own description (OpenAPI 3): what the views declare, and their common errors."""

from typing import Any

from drf_spectacular.contrib.django_oauth_toolkit import DjangoOAuthToolkitScheme
from drf_spectacular.openapi import AutoSchema

from cchc_portal.api.problems import MEDIA_TYPE, TITLES

ANSWERS = (400, 401, 403, 404, 406, 429, 500)
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["parameter", "detail", "code"],
                "properties": {
                    "parameter": {"type": "string"},
                    "detail": {"type": "string"},
                    "code": {"type": "string"},
                },
            },
        },
    },
}


class DeclaredSchema(AutoSchema):
    """Reads the parameters off the view's own declaration."""

    def get_override_parameters(self) -> list[Any]:
        """Return the view's parameters."""
        parameters = getattr(self.view, "parameters", None)
        return [parameters] if parameters and parameters().fields else []


class ClientTokenScheme(DjangoOAuthToolkitScheme):  # type: ignore[no-untyped-call]
    """Describes our authentication as what it is: OAuth 2."""

    target_class = "cchc_portal.api.auth.ClientToken"


def add_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add to every operation the errors that it may answer with."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path in result["paths"].values():
        for operation in path.values():
            for status in ANSWERS:
                operation["responses"].setdefault(
                    str(status), {"description": TITLES[status], "content": content}
                )
    return result
