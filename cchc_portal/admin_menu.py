"""What stands beside every page of the admin: its sidebar, its colours, its type."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

Item = tuple[str, str, str]
"""A title, a symbol, and the name of a page."""

_MENU: tuple[tuple[str, tuple[Item, ...]], ...] = (
    (
        "Cổng",
        (
            ("Về cổng", "arrow_back", "home"),
            ("Trang đầu quản trị", "dashboard", "admin:index"),
            ("Nhập dữ liệu từ tệp", "upload_file", "intakes"),
        ),
    ),
    (
        "Kỳ đánh giá",
        (
            ("Kỳ đánh giá", "event", "admin:scoring_cycle_changelist"),
            ("Phiếu chấm điểm", "assignment", "admin:scoring_assessment_changelist"),
            ("Bộ tiêu chí", "checklist", "admin:scoring_criteriaset_changelist"),
            ("Bộ quy tắc", "gavel", "admin:scoring_ruleset_changelist"),
            ("Lần xếp hạng", "leaderboard", "admin:scoring_rankingrun_changelist"),
        ),
    ),
    (
        "Số liệu đầu vào",
        (
            ("Thủ tục", "description", "admin:dossiers_procedure_changelist"),
            ("Nguồn hồ sơ", "dns", "admin:dossiers_source_changelist"),
            ("Đợt khảo sát", "poll", "admin:surveys_campaign_changelist"),
            ("Ngày hoán đổi", "calendar_month", "admin:foundation_swapday_changelist"),
            ("Ca làm việc", "schedule", "admin:foundation_workingshift_changelist"),
        ),
    ),
    (
        "Đơn vị",
        (
            ("Đơn vị", "apartment", "admin:units_unit_changelist"),
            ("Kế thừa", "account_tree", "admin:units_succession_changelist"),
            ("Khối đơn vị", "workspaces", "admin:units_unitgroup_changelist"),
            ("Người chịu trách nhiệm", "badge", "admin:units_person_changelist"),
        ),
    ),
    (
        "Tài khoản",
        (
            ("Người dùng và phân quyền", "group", "admin:units_user_changelist"),
            ("Hệ thống kết nối", "hub", "admin:units_apiclient_changelist"),
        ),
    ),
    (
        "Vận hành",
        (
            ("Công việc", "pending_actions", "admin:foundation_job_changelist"),
            ("Đợt nhập", "move_to_inbox", "admin:foundation_importbatch_changelist"),
            ("Tệp đã nhận", "folder", "admin:foundation_storedfile_changelist"),
        ),
    ),
)

_ACCENT = {
    "50": "#f2f6fb",
    "100": "#e2ecf9",
    "200": "#c5d8ee",
    "300": "#93bdec",
    "400": "#5f93c9",
    "500": "#3a6ea5",
    "600": "#1f4b7a",
    "700": "#1a3f66",
    "800": "#163453",
    "900": "#122a43",
    "950": "#0b1a2a",
}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sidebar, grouped as the field groups its work."""
    return [
        {
            "title": title,
            "items": [_entry(*item) for item in items],
        }
        for title, items in _MENU
    ]


def _entry(title: str, icon: str, page: str) -> dict[str, Any]:
    """Return one line of the sidebar; the way back to the portal is never where one is."""
    entry = {"title": title, "icon": icon, "link": reverse(page)}
    return entry | {"active": False} if page == "home" else entry


def stylesheet(request: HttpRequest) -> str:
    """Return the address of what the portal adds to the kit's styles."""
    return static("css/admin.css")


def favicon(request: HttpRequest) -> str:
    """Return the address of the portal's sign."""
    return static("img/favicon.svg")


def accent(request: HttpRequest) -> dict[str, str]:
    """Return the portal's blue, from light to dark."""
    return dict(_ACCENT)
