"""One world in which every page of the portal has something to show, and the address of each.

It is the hand-worked cycle of `tests.scoring_world`, ranked and not yet published, its stages all
open, with an objection before its council; the year before it is published. Files were brought, a
letter printed. One person works for everybody: Sở Nội vụ, an officer, a head, an appraiser.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils.timezone import localdate, now

from dossiers.models import Apology, Dossier, Source
from dossiers.services.figure_checks import request_check
from dossiers.services.figures_stated import state_figures
from dossiers.tasks import check_figures
from foundation.models import ImportBatch
from foundation.services.files import store_file
from foundation.services.intakes import intake_of, request_intake, request_preview
from foundation.tasks import preview, take_in
from reports.services.letters import request_letters
from reports.tasks import print_letters
from scoring.models import (
    Appraisal,
    AreaOwner,
    Assessment,
    Claim,
    Criterion,
    Cycle,
    Document,
    Evidence,
    Explanation,
    Stage,
)
from scoring.services.criteria_versions import clone_set
from scoring.services.ranking import rank_cycle
from scoring.services.rule_versions import copy_rule_set
from tests.claim_world import move
from tests.scoring_world import build_cycle, build_year_before, publish
from units.models import Grant, Person, Unit, User

CYCLE: tuple[Any, ...] = ("56", 2024)
LAST: tuple[Any, ...] = ("56", 2023)
SHEET: tuple[Any, ...] = (*CYCLE, "alpha")
LATE = "H32.150.150.150-240105-0001"
"""A dossier of beta's, its code as long as a file may give it."""
SET, DRAFT = "bo-nho", "bo-soan"
RULES, RULES_DRAFT = "nho-2024", "quy-tac-soan"
FILE = "Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cha,Từ ngày,Đến ngày\nso-x,Sở X,Tỉnh,,31/02/2024,\n"
FIXED: dict[str, tuple[Any, ...]] = dict.fromkeys(
    (
        "access",
        "apologies",
        "appraisals",
        "change_password",
        "criteria_set_import",
        "criteria_set_new",
        "criteria_sets",
        "cycle_new",
        "cycles",
        "documents",
        "facts_of_units",
        "figures",
        "gallery",
        "history",
        "home",
        "intakes",
        "jobs",
        "method",
        "own_sheets",
        "publications",
        "rankings",
        "rule_set_new",
        "rule_sets",
        "source_new",
        "sources",
        "state_figures",
        "suspicions",
        "units",
    ),
    (),
) | {
    "accept_claims": (*CYCLE, "gamma", "1"),
    "apology": ("beta", LATE),
    "appraisal_leaf": (*CYCLE, "1.1", "gamma"),
    "area_owners": CYCLE,
    "compare_runs": CYCLE,
    "council": CYCLE,
    "criteria_set": (SET,),
    "criteria_set_changes": (DRAFT,),
    "criteria_set_clone": (SET,),
    "criteria_set_edit": (DRAFT,),
    "criteria_set_version": (SET,),
    "criterion_new": (DRAFT,),
    "cycle": CYCLE,
    "cycle_settings": CYCLE,
    "cycle_unit": SHEET,
    "dossier": (LATE,),
    "dossiers_behind": (*CYCLE, "beta"),
    "explanations": SHEET,
    "fact_dossiers": ("beta",),
    "fact_procedures": ("beta",),
    "facts": ("beta",),
    "figure_dossiers": (),
    "intake": ("units",),
    "not_applicable": CYCLE,
    "official": ("can-bo",),
    "own_sheet": SHEET,
    "publication": LAST,
    "publish": CYCLE,
    "quality": CYCLE,
    "ranking": CYCLE,
    "reviews": CYCLE,
    "rule_set": (RULES,),
    "rule_set_changes": (RULES_DRAFT,),
    "rule_set_copy": (RULES,),
    "rule_set_edit": (RULES_DRAFT,),
    "rule_set_version": (RULES,),
    "sheet_sign": (*CYCLE, "beta"),
    "sheet_upload": SHEET,
    "source": ("mot-cua",),
    "source_units": ("mot-cua",),
    "timetable": CYCLE,
    "try_rules": CYCLE,
    "unit_apologies": ("beta",),
    "unit_life": ("beta",),
    "unit_sheet": (*CYCLE, "beta"),
}
"""What the address of a page is made of, by the page's name."""


def build_everything(user: User, files: Path) -> dict[str, str]:
    """Store the world for that person of Sở Nội vụ; return every page's address by its name."""
    cycle = build_cycle(user)
    Dossier.objects.filter(code="beta-0").update(code=LATE)
    marks = {"alpha": "3", "beta": "6", "gamma": "0"}
    before = rank_cycle(build_year_before(cycle, marks, user).pk, by=None)
    publish(before, user)
    Unit.through_time.create(
        code="noi-vu", name="Sở Nội vụ", level="department", valid=DateRange(None, None)
    )
    for role, code in (("officer", "alpha"), ("head", "beta"), ("appraiser", "noi-vu")):
        Grant.objects.create(user=user, role=role, unit=Unit.through_time.get(code=code))
    rank_cycle(cycle.pk, by=user)
    found = FIXED | _under_appraisal(cycle, user) | _drafts(cycle, user) | _files(user, files)
    found |= {"verification": (before.pk,)} | _letters(user)
    addresses = {name: reverse(name, args=args) for name, args in found.items()}
    beta = Unit.through_time.get(code="beta").pk
    asked = f"?nguon=mot-cua&ky=2024-01-01_2024-12-31&don-vi={beta}&chi-tieu=tre-han"
    return addresses | {"figure_dossiers": addresses["figure_dossiers"] + asked}


def _under_appraisal(cycle: Cycle, user: User) -> dict[str, tuple[Any, ...]]:
    """Open every stage; have alpha claim, prove, be appraised and object; have beta submit."""
    day = timedelta(days=1)
    for kind in Stage.Kind:
        Stage.objects.create(
            cycle=cycle,
            kind=kind,
            opens_on=localdate() - day,
            closes_on=localdate() + 5 * day,
            opened_at=now() - day,
        )
    sheet = Assessment.objects.get(cycle=cycle, unit__code="alpha")
    leaf = Criterion.objects.get(criteria_set__code=SET, code="1.1")
    appraiser = Unit.through_time.get(code="noi-vu")
    AreaOwner.objects.create(cycle_group=sheet.cycle_group, area=leaf.parent, owner=appraiser)
    place = {"assessment": sheet, "criterion": leaf}
    Claim.objects.create(**place, content={"points": "6"}, points=6, claimed_by=user)
    document = Document.objects.create(
        unit=sheet.unit, title="Báo cáo 12/BC", url="https://so-alpha.vn/12", created_by=user
    )
    Evidence.objects.create(**place, document=document, attached_by=user)
    Appraisal.objects.create(
        **place,
        round="first",
        content={"points": "4.5"},
        points="4.5",
        reason="theo hồ sơ",
        appraised_by=user,
        appraiser_unit=appraiser,
        assessed_unit=sheet.unit,
    )
    Explanation.objects.create(**place, stance="object", text="đủ cả", explained_by=user)
    move(Assessment.objects.get(cycle=cycle, unit__code="beta"), "submitted", user)
    return {
        "document": (document.pk,),
        "history_of_sheet": (sheet.pk,),
        "leaf_claim": (*SHEET, leaf.pk),
        "leaf_evidence": (*SHEET, leaf.pk),
    }


def _drafts(cycle: Cycle, user: User) -> dict[str, tuple[Any, ...]]:
    """Draft a criteria set and a rule set from those of the cycle."""
    block = cycle.groups.select_related("criteria_set").get()
    draft = clone_set(block.criteria_set, code=DRAFT, by=user)
    copy_rule_set(cycle.rule_set, code=RULES_DRAFT, by=user)
    return {
        "criteria_set_replace": (SET, block.pk),
        "criterion_edit": (DRAFT, draft.criteria.get(code="1.1").pk),
    }


def _files(user: User, files: Path) -> dict[str, tuple[Any, ...]]:
    """Bring a file: look at it, take it in; have a source state a figure, and check ours."""
    source = Source.objects.create(code="mot-cua", name="Một cửa")
    path = files / "don-vi.csv"
    path.write_text(FILE, encoding="utf-8")
    stored, intake = store_file(path, by=user), intake_of("units")
    seen, taken = (ask(intake, stored, by=user) for ask in (request_preview, request_intake))
    check = request_check(by=user)
    preview(seen.pk)
    take_in(taken.pk)
    check_figures(check.pk)
    batch = ImportBatch.objects.get()
    year = {"first": date(2024, 1, 1), "last": date(2024, 12, 31)}
    state_figures(source=source, unit_code="beta", **year, counts={"late": "1"}, by=user)
    return {
        "batch": (batch.pk,),
        "figure_check": (check.pk,),
        "job": (taken.pk,),
        "preview": (seen.pk,),
    }


def _letters(user: User) -> dict[str, tuple[Any, ...]]:
    """Write and print the letter for beta's late dossier, which an official handled."""
    late = Dossier.objects.get(code=LATE)
    people = [
        Person.objects.create(
            code=code, name=name, role=role, unit=late.unit, valid=DateRange(None, None)
        )
        for code, name, role in (
            ("can-bo", "Phạm Thị Cần", "official"),
            ("giam-doc", "Nguyễn Thị Ánh", "head"),
        )
    ]
    Dossier.objects.filter(pk=late.pk).update(handler=people[0])
    Apology.objects.create(
        dossier=late,
        reason="Chờ xác minh",
        new_due_at=now() + timedelta(days=10),
        signed_by=people[1],
    )
    job = request_letters(late.unit, None, by=user)
    print_letters(job.pk)
    return {"printed": (job.pk,)}
