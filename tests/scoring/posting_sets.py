"""What Sở Nội vụ sends about sets of criteria and of rules, in every state of theirs."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from scoring.models import CriteriaSet, Cycle, CycleGroup, RuleSet
from scoring.selectors import rule_sets
from scoring.selectors.criteria import stamp_of
from scoring.services.criteria_files import write_template
from scoring.services.criteria_replacement import DoesNotFit, replace_in_cycle
from tests.scoring.posting_world import REASON, Step, column, step
from tests.scoring.test_rule_pages import TYPED as RULES_TYPED
from tests.scoring.test_sheet_files import edited
from units.models import User

SET = {"aggregation": "sum", "max_points": "100"}
LEAF = {
    "ten": "Tiêu chí gõ vào",
    "ma_cha": "A",
    "diem_toi_da": "2",
    "cach_cham": "direct",
    "tai_lieu": "none",
    **dict.fromkeys(("tu_cham", "so_sanh", "dao_chieu", "cho_vuot"), "on"),
}
STORES, SHOWS = {"luu": "1"}, {"hien": "1"}


def criteria_steps(by: User) -> list[Step]:
    """Return what is sent about criteria sets, the draft among them `du-thao`."""
    draft, approved = (CriteriaSet.objects.get(code=code) for code in ("du-thao", "tham-dinh"))
    return [
        *_begin_steps(approved),
        *_draft_steps(draft),
        *_criterion_steps(draft),
        *_replacement_steps(Cycle.objects.get(year=2022).groups.get(), by),
    ]


def _begin_steps(approved: CriteriaSet) -> list[Step]:
    """Return the ways to begin a set."""
    of_code = CriteriaSet.objects.filter
    new, whole, half = (of_code(code=code).exists for code in ("moi-1", "moi-2", "moi-3"))
    clone = of_code(code="moi-4", based_on=approved).exists
    version = of_code(replaces=approved).exists
    return [
        step("criteria_set_new", [], SET | {"code": "moi-1", "title": "Bộ mới"}, new),
        step("criteria_set_import", [], lambda: _sent(_template(), "moi-2"), whole),
        step("criteria_set_import:chưa xong", [], lambda: _sent(_half(), "moi-3"), half),
        step("criteria_set_clone", ["tham-dinh"], {"code": "moi-4", "title": "Bộ sao"}, clone),
        step("criteria_set_version", ["tham-dinh"], {"ly_do": REASON}, version),
    ]


def _draft_steps(draft: CriteriaSet) -> list[Step]:
    """Return what is sent about a draft as a whole."""
    dau, typed = {"dau": stamp_of(draft)}, SET | {"title": "Tên khác"}
    place, is_there = [draft.code], CriteriaSet.objects.filter(pk=draft.pk).exists
    state = column(draft, "state")
    return [
        step("criteria_set_edit", place, dau | typed, column(draft, "title"), "Tên khác"),
        step("criteria_set_approve", place, dau, state, CriteriaSet.State.APPROVED),
        step("criteria_set_delete", place, dau, is_there, False),
    ]


def _criterion_steps(draft: CriteriaSet) -> list[Step]:
    """Return what is sent about the criteria of a draft, whose area A has A.1 and A.2."""
    first, second = draft.criteria.filter(parent__code="A").order_by("position")
    dau, new, place = {"dau": stamp_of(draft)}, LEAF | {"ma": "A.3"}, [draft.code]
    is_there, below = draft.criteria.filter(code="A.3").exists, [draft.code, second.pk]
    typed, title = dau | LEAF | {"ma": "A.2"}, column(second, "title")

    def turned() -> bool:
        codes = draft.criteria.filter(parent__code="A").order_by("position")
        return list(codes.values_list("code", flat=True)) == ["A.2", "A.1"]

    def arrange(field: str, key: int, shown: Any, done: bool) -> Step:
        return step(f"criteria_arrange:{field}", place, dau | {field: key}, shown, done)

    return [
        arrange("len", second.pk, turned, True),
        arrange("xuong", first.pk, turned, True),
        arrange("xoa", second.pk, draft.criteria.filter(pk=second.pk).exists, False),
        arrange("khong-so-sanh", second.pk, column(second, "is_comparable"), False),
        step("criterion_edit:lưu", below, typed | STORES, title, "Tiêu chí gõ vào"),
        step("criterion_edit:xem", below, typed | SHOWS, None),
        step("criterion_new:lưu", place, dau | new | STORES, is_there),
        step("criterion_new:xem", place, dau | new | SHOWS, None),
        step("criterion_trial", place, new, None),
    ]


def _replacement_steps(block: CycleGroup, by: User) -> list[Step]:
    """Return how a block goes over to a version, also to one that lacks an area with an owner."""
    newer, newest = (CriteriaSet.objects.get(code=code) for code in ("cu-2", "cu-3"))
    used, confirmed = column(block, "criteria_set"), {"bo": "on", "dau": ""}
    try:
        replace_in_cycle(block, newest, by=by)
    except DoesNotFit as refusal:
        confirmed["dau"] = refusal.stamp
    name = "criteria_set_replace"
    return [
        step(name, [newer.code, block.pk], {}, used, newer.pk),
        step(f"{name}:bỏ", [newest.code, block.pk], confirmed, used, newest.pk),
    ]


def rule_steps() -> list[Step]:
    """Return what is sent about rule sets, the draft among them `nho-2025`."""
    draft, approved = (RuleSet.objects.get(code=code) for code in ("nho-2025", "nho-2024"))
    dau = {"dau": rule_sets.stamp_of(draft)}
    typed: dict[str, Any] = RULES_TYPED | dau
    shown = {name: it for name, it in typed.items() if name not in STORES} | SHOWS
    of_code, place, state = RuleSet.objects.filter, ["nho-2025"], column(draft, "state")
    begun, copied = (of_code(code=code).exists for code in ("moi-1", "moi-2"))
    version, is_there = of_code(replaces=approved).exists, of_code(pk=draft.pk).exists
    return [
        step("rule_set_new", [], {"ma": "moi-1", "ten": "Quy tắc mới"}, begun),
        step("rule_set_copy", ["nho-2024"], {"ma": "moi-2", "ten": "Quy tắc sao"}, copied),
        step("rule_set_version", ["nho-2024"], {"ly_do": REASON}, version),
        step("rule_set_edit:lưu", place, typed, column(draft, "title"), "Quy tắc 2025"),
        step("rule_set_edit:xem", place, shown, None),
        step("rule_set_example", place, typed, None),
        step("rule_set_approve", place, dau, state, RuleSet.State.APPROVED),
        step("rule_set_delete", place, dau, is_there, False),
    ]


def _sent(content: bytes, code: str) -> dict[str, Any]:
    half = {"van_nhap": "on"} if code == "moi-3" else {}
    return half | {"file": SimpleUploadedFile("bo.xlsx", content), "code": code}


def _template() -> bytes:
    out = BytesIO()
    write_template(out)
    return out.getvalue()


def _half() -> bytes:
    """Return the template with a set of 11 points, one more than its areas have."""

    def edit(page: Any) -> None:
        row = next(row for row in page.iter_rows() if row[0].value == "Bộ")
        next(cell for cell in row if str(cell.value) == "10").value = 11

    return edited(_template(), edit).getvalue()
