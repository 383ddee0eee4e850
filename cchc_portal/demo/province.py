"""Setting the demo province up: accounts, surveys, rules, criteria sets, cycles, decisions.

Every function may run again: it finds what it made before and doubles nothing.
"""

import secrets
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from cchc_portal.demo import one_stop
from cchc_portal.demo.criteria import criteria_set
from cchc_portal.demo.plan import QUESTIONS, document, of_cycle, table
from dossiers.models import Source
from dossiers.services.sources import save_source
from scoring.models import Assessment, CriteriaSet, Cycle, RankingRun, RuleSet
from scoring.selectors.publications import current_publication, publication_of
from scoring.services.criteria import create_criteria_set
from scoring.services.criteria_versions import approve_set, put_in_force
from scoring.services.cycles import Block, open_cycle, set_standing
from scoring.services.publishing import publish_run
from scoring.services.rule_versions import approve_rules
from scoring.services.waivers import waive_fact
from surveys.models import Campaign, Question
from units.models import Grant, UnitGroup, User
from units.selectors.units import unit_on, units_on

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BEFORE, AFTER = date(2024, 12, 31), date(2025, 12, 31)
"""The days on which the units stand that accounts are for: before the mergers and after."""
ACCOUNTS = (
    ("sonoivu", "Nguyễn Thị Sở Nội Vụ", Grant.Role.HOME_AFFAIRS, None, ()),
    ("duyetbo", "Bùi Thị Duyệt Bộ", Grant.Role.HOME_AFFAIRS, "so-noi-vu", (AFTER,)),
    ("thamdinh", "Trần Văn Thẩm Định", Grant.Role.APPRAISER, "so-tai-chinh", (AFTER,)),
    ("thutruong", "Lê Thị Thủ Trưởng", Grant.Role.HEAD, "so-tu-phap", (BEFORE, AFTER)),
    ("canbo", "Phạm Văn Cán Bộ", Grant.Role.OFFICER, "so-tu-phap", (BEFORE, AFTER)),
    ("chutichxa", "Hồ Thị Chủ Tịch Xã", Grant.Role.HEAD, "22333", (BEFORE,)),
    ("lanhdao", "Võ Văn Lãnh Đạo", Grant.Role.LEADER, None, ()),
    ("chixem", "Đỗ Thị Chỉ Xem", Grant.Role.READER, None, ()),
)
BLOCKS = {
    "departments": "Sở, ban, ngành",
    "districts": "Huyện, thị xã, thành phố",
    "communes": "Xã, phường, thị trấn",
}
Plan = dict[str, Any]
"""One entry of `data/cycles.json`."""


def clerk() -> User:
    """Return who does all of it: the account of Sở Nội vụ."""
    return _account(0)


def approver() -> User:
    """Return the other person of Sở Nội vụ, who approves what the clerk has drafted."""
    return _account(1)


def _account(place: int) -> User:
    """Return the account that stands at a place of the list."""
    username, full_name, *_ = ACCOUNTS[place]
    user, _ = User.objects.get_or_create(username=username, defaults={"full_name": full_name})
    return user


@transaction.atomic
def create_accounts() -> list[tuple[str, str, str]]:
    """Give every role an account and a new random password; return (user name, role, password)."""
    printed = []
    for username, full_name, role, code, days in ACCOUNTS:
        user, _ = User.objects.get_or_create(username=username, defaults={"full_name": full_name})
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        user.must_change_password = False
        user.save()
        units = [unit_on(code, day) for day in days] if code else [None]
        for unit in units:
            Grant.objects.get_or_create(user=user, role=role, unit=unit)
        label = str(Grant.Role(role).label) + (f" ({units[0]})" if code else "")
        printed.append((username, label, password))
    return printed


@transaction.atomic
def create_cycles(*, by: User) -> list[tuple[Plan, Cycle]]:
    """Open the planned cycles with their surveys, rules, sets and sheets; earlier years first."""
    return [(plan, _cycle(plan, by)) for plan in document("cycles.json")]


def create_source(*, by: User) -> Source:
    """Say how the files of the one-stop system are to be read."""
    known = Source.objects.filter(code=one_stop.CODE).first()
    return known or save_source(
        Source(
            code=one_stop.CODE,
            name=one_stop.NAME,
            separator=";",
            date_format=Source.DateFormat.COMPACT,
            headers=one_stop.HEADERS,
            words=one_stop.WORDS,
        ),
        by=by,
    )


def waive_unsurveyed(cycle: Cycle, *, by: User) -> None:
    """Decide, as Sở Nội vụ would, about units with too small a sample or none."""
    minimum = cycle.rule_set.minimum_sample
    respondents = {
        planned.unit.code: planned.respondents
        for planned in of_cycle(cycle.organiser.code, cycle.year)
    }
    undecided = cycle.assessments.filter(waivers=None)
    sheets = undecided.exclude(standing=Assessment.Standing.EXCLUDED)
    for sheet in sheets.select_related("unit", "cycle__campaign", "cycle__rule_set"):
        number = respondents[sheet.unit.code]
        if number < minimum:
            reason = (
                f"Mới có {number} phiếu, dưới mức tối thiểu {minimum}"
                if number
                else f"Đơn vị không thuộc phạm vi khảo sát năm {cycle.year}"
            )
            waive_fact(assessment=sheet, fact="satisfaction", reason=reason, by=by)


def publish(run: RankingRun, *, by: User) -> None:
    """Publish a complete run by a decision of the following January, unless it was before."""
    if publication_of(run):
        return
    earlier = current_publication(run.cycle)
    publish_run(
        run,
        by=by,
        decision_number=f"{run.number:02}/QĐ-UBND",
        decided_on=date(run.cycle.year + 1, 1, 15),
        reason="Tính lại sau khi có thêm số liệu" if earlier else "",
    )


def _cycle(plan: Plan, by: User) -> Cycle:
    """Return the planned cycle, opened now if it was not there."""
    year, last_on = plan["year"], date(plan["year"], 12, 31)
    organiser = units_on(last_on).get(code=plan["organiser"])
    known = Cycle.objects.filter(organiser=organiser, year=year).first()
    if known:
        return known
    cycle = open_cycle(
        organiser=organiser,
        year=year,
        title=plan["title"],
        first_on=date(year, 1, 1),
        last_on=last_on,
        cutoff_at=datetime(year, 12, 31, 23, 59, 59, tzinfo=HANOI),
        rule_set=_rule_set(plan["rule_set"], by),
        campaign=_campaign(plan),
        groups=[_block(plan, block, last_on, by) for block in plan["blocks"]],
        by=by,
    )
    _set_standings(cycle, by)
    return cycle


def _block(plan: Plan, block: str, day: date, by: User) -> Block:
    """Return a block of the cycle with its set and its units, which stand on that day."""
    group, _ = UnitGroup.objects.get_or_create(code=block, defaults={"title": BLOCKS[block]})
    codes = [
        planned.unit.code
        for planned in of_cycle(plan["organiser"], plan["year"])
        if planned.unit.block == block
    ]
    units = list(units_on(day).filter(code__in=codes))
    return group, _criteria_set(block, by), units


def _criteria_set(block: str, by: User) -> CriteriaSet:
    """Return the sample set of a block, approved by the second account and in force."""
    given = criteria_set(block) | {"clause": "Bản mẫu, không có điều khoản"}
    stored = create_criteria_set(given, by=by)
    if stored.state == CriteriaSet.State.DRAFT:
        stored = approve_set(stored, by=approver())
    return put_in_force(stored, by=by)


def _rule_set(code: str, by: User) -> RuleSet:
    """Return sample rules, approved by the second account."""
    given = next(one for one in document("sample_rules.json") if one["document"]["code"] == code)
    stored, _ = RuleSet.objects.get_or_create(code=code, defaults=given | {"author": by})
    return stored if stored.state == stored.State.APPROVED else approve_rules(stored, by=approver())


def _campaign(plan: Plan) -> Campaign:
    """Return the year's survey, with one question for each of the five factors."""
    campaign, _ = Campaign.objects.get_or_create(
        code=plan["campaign"],
        defaults={
            "title": plan["campaign_title"],
            "source": Campaign.Source.SAMPLED,
            "first_on": date(plan["year"], 9, 1),
            "last_on": date(plan["year"], 11, 30),
        },
    )
    for code, (factor, label) in zip(QUESTIONS, Question.Factor.choices, strict=True):
        Question.objects.get_or_create(
            campaign=campaign,
            code=code,
            defaults={"factor": factor, "text": f"Mức hài lòng về: {label}"},
        )
    return campaign


def _set_standings(cycle: Cycle, by: User) -> None:
    """Leave out of the ranking, or out of the year, whom the table says, with the reason."""
    for row in table("standings.csv"):
        for sheet in cycle.assessments.filter(unit__code=row["code"]):
            standing = Assessment.Standing(row["standing"])
            set_standing(assessment=sheet, standing=standing, reason=row["reason"], by=by)
