"""What Sở Nội vụ sends about sets of criteria and of rules, in every state of theirs."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from scoring.models import CriteriaSet, Cycle, RuleSet
from scoring.selectors import rule_sets
from scoring.selectors.criteria import stamp_of
from scoring.services.criteria_files import write_template
from tests.scoring.posting_world import REASON, Step, column, step
from tests.scoring.test_rule_pages import TYPED as RULES_TYPED

LEAF = {
    "luu": "1",
    "ten": "Tiêu chí gõ vào",
    "ma_cha": "A",
    "diem_toi_da": "2",
    "cach_cham": "direct",
    "tai_lieu": "none",
    "tu_cham": "on",
}


def criteria_steps() -> dict[str, Step]:
    """Return what is sent about criteria sets, the draft among them `du-thao`."""
    draft, approved = (CriteriaSet.objects.get(code=code) for code in ("du-thao", "tham-dinh"))
    newer, block = CriteriaSet.objects.get(code="cu-2"), Cycle.objects.get(year=2022).groups.get()
    leaf, dau = draft.criteria.get(code="A.2"), {"dau": stamp_of(draft)}
    return {
        "criteria_arrange": step(
            "criteria_arrange",
            ["du-thao"],
            dau | {"xoa": leaf.pk},
            draft.criteria.filter(code="A.2").exists,
            False,
        ),
        "criteria_set_approve": step(
            "criteria_set_approve",
            ["du-thao"],
            dau,
            column(draft, "state"),
            CriteriaSet.State.APPROVED,
        ),
        "criteria_set_clone": step(
            "criteria_set_clone",
            ["tham-dinh"],
            {"code": "bo-sao", "title": "Bộ sao"},
            CriteriaSet.objects.filter(code="bo-sao", based_on=approved).exists,
        ),
        "criteria_set_delete": step(
            "criteria_set_delete",
            ["du-thao"],
            dau,
            CriteriaSet.objects.filter(code="du-thao").exists,
            False,
        ),
        "criteria_set_edit": step(
            "criteria_set_edit",
            ["du-thao"],
            dau | {"title": "Tên khác", "aggregation": "sum", "max_points": "10"},
            column(draft, "title"),
            "Tên khác",
        ),
        "criteria_set_import": step(
            "criteria_set_import",
            [],
            lambda: {"file": SimpleUploadedFile("bo.xlsx", _template()), "code": "bo-nhap"},
            CriteriaSet.objects.filter(code="bo-nhap").exists,
        ),
        "criteria_set_new": step(
            "criteria_set_new",
            [],
            {"code": "bo-moi", "title": "Bộ mới", "aggregation": "sum", "max_points": "100"},
            CriteriaSet.objects.filter(code="bo-moi").exists,
        ),
        "criteria_set_replace": step(
            "criteria_set_replace",
            ["cu-2", block.pk],
            {},
            column(block, "criteria_set"),
            newer.pk,
        ),
        "criteria_set_version": step(
            "criteria_set_version",
            ["tham-dinh"],
            {"ly_do": REASON},
            CriteriaSet.objects.filter(replaces=approved).exists,
        ),
        "criterion_edit": step(
            "criterion_edit",
            ["du-thao", leaf.pk],
            dau | LEAF | {"ma": "A.2"},
            column(leaf, "title"),
            "Tiêu chí gõ vào",
        ),
        "criterion_new": step(
            "criterion_new",
            ["du-thao"],
            dau | LEAF | {"ma": "A.3"},
            draft.criteria.filter(code="A.3").exists,
        ),
        "criterion_trial": step("criterion_trial", ["du-thao"], LEAF | {"ma": "A.3"}, None),
    }


def rule_steps() -> dict[str, Step]:
    """Return what is sent about rule sets, the draft among them `nho-2025`."""
    draft, approved = (RuleSet.objects.get(code=code) for code in ("nho-2025", "nho-2024"))
    dau = {"dau": rule_sets.stamp_of(draft)}
    typed: dict[str, Any] = RULES_TYPED | dau
    return {
        "rule_set_approve": step(
            "rule_set_approve", ["nho-2025"], dau, column(draft, "state"), RuleSet.State.APPROVED
        ),
        "rule_set_copy": step(
            "rule_set_copy",
            ["nho-2024"],
            {"ma": "quy-tac-sao", "ten": "Quy tắc sao"},
            RuleSet.objects.filter(code="quy-tac-sao").exists,
        ),
        "rule_set_delete": step(
            "rule_set_delete",
            ["nho-2025"],
            dau,
            RuleSet.objects.filter(code="nho-2025").exists,
            False,
        ),
        "rule_set_edit": step(
            "rule_set_edit", ["nho-2025"], typed, column(draft, "title"), "Quy tắc 2025"
        ),
        "rule_set_example": step("rule_set_example", ["nho-2025"], typed, None),
        "rule_set_new": step(
            "rule_set_new",
            [],
            {"ma": "quy-tac-moi", "ten": "Quy tắc mới"},
            RuleSet.objects.filter(code="quy-tac-moi").exists,
        ),
        "rule_set_version": step(
            "rule_set_version",
            ["nho-2024"],
            {"ly_do": REASON},
            RuleSet.objects.filter(replaces=approved).exists,
        ),
    }


def _template() -> bytes:
    out = BytesIO()
    write_template(out)
    return out.getvalue()
