"""Every error of the API as problem details (RFC 9457), with Vietnamese sentences."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "Yêu cầu không hợp lệ",
    401: "Chưa xác thực",
    403: "Không có quyền",
    404: "Không tìm thấy",
    405: "Không dùng được cách gọi này",
    406: "Không có dạng dữ liệu được yêu cầu",
    415: "Không nhận dạng dữ liệu này",
    429: "Gọi quá nhiều lần",
    500: "Lỗi của máy chủ",
}
DETAILS = {
    400: "Hãy xem lại địa chỉ và tham số.",
    401: "Hãy gửi mã truy cập còn hạn trong tiêu đề Authorization: Bearer.",
    403: "Mã truy cập không có phạm vi cần thiết, hay tài khoản của hệ thống không được xem.",
    404: "Địa chỉ này không có gì.",
    405: "Địa chỉ này chỉ để đọc.",
    406: "Cổng chỉ trả lời bằng JSON.",
    429: "Hãy chờ rồi gọi lại.",
    500: "Có lỗi ngoài dự kiến; hãy thử lại sau hoặc báo người quản trị.",
}
OWN_WORDS = (400, 404)
"""Errors whose exception says more than the status does."""


def problem(status: int, instance: str, detail: str = "", **extra: Any) -> dict[str, Any]:
    """Return the problem's members; `about:blank` says that the status tells what it is."""
    title = TITLES.get(status) or HTTPStatus(status).phrase
    members = {"type": "about:blank", "title": title, "status": status}
    return members | {"detail": detail or DETAILS.get(status, title), "instance": instance} | extra


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the answer to an error inside the API; None for those nobody foresaw."""
    response = exception_handler(error, context)
    if response is None:
        return None
    status = response.status_code
    instance = context["request"].path
    if isinstance(error, ValidationError):
        faults = list(_faults(error.get_full_details()))
        response.data = problem(status, instance, errors=faults)
    else:
        response.data = problem(status, instance, _words(error) if status in OWN_WORDS else "")
    response.content_type = MEDIA_TYPE
    return response


def _words(error: Exception) -> str:
    return str(getattr(error, "detail", "") or error)


def _faults(details: Any) -> Iterator[dict[str, str]]:
    """Yield one member for each fault of each parameter."""
    for parameter, found in details.items():
        for fault in found:
            detail, code = str(fault["message"]), str(fault["code"])
            yield {"parameter": parameter, "detail": detail, "code": code}


class ApiProblems:
    """Turn the errors that never reached a view of the API into problem details too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; below the API's prefix no error leaves as a page for people."""
        response = self.get_response(request)
        if not request.path.startswith(PREFIX) or response.status_code < 400:
            return response
        if "json" in response.headers.get("Content-Type", ""):
            return response
        kept = {name: response[name] for name in ("Allow", "Retry-After") if name in response}
        body = problem(response.status_code, request.path)
        return JsonResponse(
            body, status=response.status_code, content_type=MEDIA_TYPE, headers=kept
        )
