"""The year that is being scored: one sheet half filled in, three signed, some leaves disputed.

Days are counted from today, so that the stages are where people would meet them.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from cchc_portal.demo.disputes import dispute
from cchc_portal.demo.documents import keep_document
from cchc_portal.demo.province import HANOI, approver
from scoring.domain.entry import CHOICES, COUNT, POINTS, VALUE, typed_of
from scoring.models import Assessment, Criterion, Cycle, CycleGroup, Document, Mark, Stage
from scoring.selectors.area_owners import seen_of
from scoring.selectors.bundles import plain
from scoring.selectors.claim_leaves import SheetLeaf, sheet_leaves
from scoring.selectors.claim_sheets import claims_version
from scoring.selectors.mark_inputs import inputs_of
from scoring.services.appraisal_writing import Given
from scoring.services.appraisals import appraise_leaf
from scoring.services.area_owners import assign_area
from scoring.services.claims import TypedLeaf, save_claims
from scoring.services.criteria_versions import approve_set, clone_set
from scoring.services.cycles import open_cycle
from scoring.services.documents import Description, add_link
from scoring.services.evidence import attach_document
from scoring.services.extensions import grant_extension
from scoring.services.sheet_signing import sign_sheet
from scoring.services.stages import close_stage, open_stage, plan_stages
from units.models import Grant, Unit, User
from units.selectors.units import units_on

KIND = Stage.Kind
TIMETABLE = {
    KIND.SELF_SCORING: (-30, -1),
    KIND.APPRAISAL: (0, 20),
    KIND.EXPLANATION: (21, 30),
    KIND.SECOND_APPRAISAL: (31, 40),
    KIND.COUNCIL: (41, 50),
}
"""The first and the last day of each stage, in days from today."""
OWNERS = {
    "1": "so-noi-vu",
    "2": "so-tu-phap",
    "3": "van-phong-ubnd-tinh",
    "4": "so-noi-vu",
    "5": "so-noi-vu",
    "6": "so-tai-chinh",
    "7": "so-khoa-hoc-va-cong-nghe",
    "8": "so-noi-vu",
}
SUBSTITUTE, OF_THE_SUBSTITUTE = "so-tai-chinh", "so-noi-vu"
"""Who appraises an owner's own sheet; and who does so where that is the owner itself."""
SIGNED = ("so-y-te", "so-xay-dung", "so-cong-thuong")
LATE, LATE_AREAS = "so-tu-phap", ("1", "2", "3")
"""The unit that got more time, and the areas that it has filled in."""
REQUIRED, EXPLAINED = ("1.1.1", "2.1.1", "3.1.1"), ("1.2.2", "3.3.3", "4.3.1", "5.3.1")
"""Leaves that ask for a document, and those where an explanation may stand for it."""
SURVEYED = "answers"


@transaction.atomic
def open_year(before: Cycle, *, by: User) -> Cycle:
    """Open the year after a cycle and bring it to its council; one already open is left alone."""
    year = before.year + 1
    known = Cycle.objects.filter(organiser=before.organiser, year=year).first()
    if known:
        return known
    cycle = _cycle(before, year, by)
    _plan(cycle, by)
    block = cycle.groups.get()
    _assign(block, by)
    for code in SIGNED:
        _sign(_sheet(cycle, code))
    _fill(_sheet(cycle, LATE), _officer(), LATE_AREAS)
    _open_appraisal(cycle, by)
    _appraise_some(_sheet(cycle, SIGNED[0]))
    dispute(cycle, head_of=_head)
    return cycle


def _cycle(before: Cycle, year: int, by: User) -> Cycle:
    """Return the new cycle, its set cloned from last year's and approved by the second person."""
    block_before, last_on = before.groups.get(), date(year, 12, 31)
    old = block_before.criteria_set
    title = f"Xếp hạng cải cách hành chính các sở, ban, ngành năm {year} (dữ liệu mẫu, đang chấm)"
    draft = clone_set(old, code=f"{old.code}-{year}", title=f"{old.title}, năm {year}", by=by)
    leaves = draft.criteria.filter(leaf__isnull=False)
    leaves.filter(code__in=REQUIRED).update(evidence_rule=Criterion.EvidenceRule.REQUIRED)
    leaves.filter(code__in=EXPLAINED).update(evidence_rule=Criterion.EvidenceRule.EXPLAIN)
    leaves.filter(leaf__scoring__kind=SURVEYED).update(is_self_scored=False)
    units = units_on(last_on).filter(pk__in=block_before.assessments.values("unit"))
    return open_cycle(
        organiser=before.organiser,
        year=year,
        title=title,
        first_on=date(year, 1, 1),
        last_on=last_on,
        cutoff_at=datetime(year, 12, 31, 23, 59, 59, tzinfo=HANOI),
        rule_set=before.rule_set,
        campaign=None,
        groups=[(block_before.group, approve_set(draft, by=approver()), list(units))],
        by=by,
    )


def _plan(cycle: Cycle, by: User) -> None:
    """Give the cycle its timetable, with self-scoring open since its first day."""
    today = localdate()
    days: dict[str, tuple[date, date]] = {
        kind: (today + timedelta(days=first), today + timedelta(days=last))
        for kind, (first, last) in TIMETABLE.items()
    }
    plan_stages(cycle, days, by=by)
    opened_at = _morning(days[KIND.SELF_SCORING][0])
    open_stage(stage=_stage(cycle, KIND.SELF_SCORING), by=by, at=opened_at)


def _assign(block: CycleGroup, by: User) -> None:
    """Give every area to the department that answers for it in the province."""
    units = {unit.code: unit for unit in units_on(block.cycle.last_on)}
    for area in block.criteria_set.criteria.filter(parent=None):
        owner = OWNERS[area.code]
        other = OF_THE_SUBSTITUTE if owner == SUBSTITUTE else SUBSTITUTE
        assign_area(
            block=block,
            area=area,
            owner=units[owner],
            substitute=units[other],
            seen=seen_of(None, ()),
            by=by,
        )


def _sign(sheet: Assessment) -> None:
    """Fill a sheet in and sign it, as its head did a week ago."""
    head = _head(sheet.unit)
    _fill(sheet, head, tuple(OWNERS))
    at = _morning(localdate() - timedelta(days=7))
    sign_sheet(assessment=sheet, version=claims_version(sheet), by=head, at=at)


def _fill(sheet: Assessment, by: User, areas: tuple[str, ...]) -> None:
    """Claim what last year's marks were, with evidence or an explanation where it is demanded."""
    at = _morning(localdate() - timedelta(days=10))
    marks = _last_marks(sheet)
    leaves = [it for it in sheet_leaves(sheet) if it.is_claimable and it.area.code in areas]
    typed = [_typed(leaf, marks) for leaf in leaves]
    save_claims(assessment=sheet, typed=typed, by=by, at=at)
    plan, report = _library(sheet.unit, by)
    for leaf in leaves:
        if leaf.criterion.code in REQUIRED:
            document = plan if leaf.area.code == "1" else report
            attach_document(
                assessment=sheet,
                criterion=leaf.criterion,
                document=document,
                by=by,
                pages="2-3",
                at=at,
            )


def _typed(leaf: SheetLeaf, marks: Mapping[int | None, dict[str, Any]]) -> TypedLeaf:
    criterion = leaf.criterion
    known = typed_of(marks.get(criterion.was_id)) or _usual(criterion)
    fields: dict[str, list[str]] = {}
    for field in inputs_of(criterion, known):
        given = known.get(field.name, "")
        fields[field.name] = [given] if isinstance(given, str) else list(given)
    words = "Đã thực hiện theo kế hoạch, chưa ban hành văn bản riêng."
    explanation = words if criterion.code in EXPLAINED else ""
    return TypedLeaf(criterion, fields, explanation, leaf.version)


def _usual(criterion: Criterion) -> dict[str, Any]:
    """Return what is typed for a leaf that nobody marked last year."""
    scoring = (criterion.leaf or {})["scoring"]
    match scoring["kind"]:
        case "direct":
            return {POINTS: plain(criterion.max_points / 2).replace(".", ",")}
        case "choice" | "checklist":
            return {CHOICES: [scoring["options"][0]["code"]]}
        case "deduction" | "count":
            return {COUNT: "1"}
        case _:
            return {VALUE: "0,9"}


def _last_marks(sheet: Assessment) -> dict[int | None, dict[str, Any]]:
    """Return the unit's marks of the year before by criterion id."""
    before = Mark.objects.filter(assessment__unit=sheet.unit)
    return dict(before.values_list("criterion_id", "content"))


def _library(unit: Unit, by: User) -> Iterator[Document]:
    """Keep two documents and a link in a unit's library; return the two documents."""
    add_link(
        unit=unit,
        url=f"https://{unit.code}.vi-du.example/cai-cach-hanh-chinh",
        by=by,
        described=Description("Chuyên mục cải cách hành chính"),
    )
    for title, number in (
        ("Kế hoạch cải cách hành chính", "12/KH"),
        ("Báo cáo kết quả cải cách hành chính", "85/BC"),
    ):
        issued_on = date(2026, 1, 12)
        yield keep_document(unit, title, f"{number}-{unit.code.upper()}", issued_on, by)


def _open_appraisal(cycle: Cycle, by: User) -> None:
    """Close self-scoring, with more time for the late unit, and open the appraisal."""
    self_scoring = _stage(cycle, KIND.SELF_SCORING)
    grant_extension(
        stage=self_scoring,
        assessment=_sheet(cycle, LATE),
        until_on=localdate() + timedelta(days=10),
        reason="Đơn vị vừa hợp nhất bộ phận một cửa, đang kiểm lại số liệu.",
        by=by,
    )
    close_stage(stage=_stage(cycle, KIND.SELF_SCORING), by=by)
    open_stage(
        stage=_stage(cycle, KIND.APPRAISAL),
        by=by,
        despite_obstacles=True,
        reason="Thẩm định trước các đơn vị đã ký.",
    )


def _appraise_some(sheet: Assessment) -> None:
    """Let the appraiser give the first two leaves of their own area what was claimed."""
    appraiser = Grant.objects.get(role=Grant.Role.APPRAISER).user
    leaves = [leaf for leaf in sheet_leaves(sheet) if leaf.area.code == "6" and leaf.is_claimed]
    for leaf in leaves[:2]:
        edition = leaf.claim.edition if leaf.claim else 0
        given = Given(None, seen_claim=edition, is_as_claimed=True)
        appraise_leaf(assessment=sheet, criterion=leaf.criterion, given=given, by=appraiser)


def _stage(cycle: Cycle, kind: Stage.Kind) -> Stage:
    return Stage.objects.select_related("cycle").get(cycle=cycle, kind=kind)


def _sheet(cycle: Cycle, code: str) -> Assessment:
    return cycle.assessments.select_related("unit", "cycle", "cycle_group").get(unit__code=code)


def _officer() -> User:
    return Grant.objects.filter(role=Grant.Role.OFFICER).latest("pk").user


def _head(unit: Unit) -> User:
    """Return a head for a unit that has no account of its own; nobody can sign in by it."""
    user, is_new = User.objects.get_or_create(
        username=f"thutruong-{unit.code}", defaults={"full_name": f"Thủ trưởng {unit.name}"}
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    Grant.objects.get_or_create(user=user, role=Grant.Role.HEAD, unit=unit)
    return user


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8), tzinfo=HANOI)
