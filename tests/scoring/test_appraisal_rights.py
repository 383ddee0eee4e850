"""Who may appraise whose sheet: the owner's people, its substitute's for its own, nobody else."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.timezone import localdate

from scoring.models import Appraisal, AreaAppraiser, AreaOwner, Mark, Reopening, Stage
from scoring.services.appraisal_refusals import NotTheirs
from scoring.services.appraisal_writing import Given
from scoring.services.appraisals import appraise_leaf
from tests.appraisal_world import (
    build_appraisal,
    close_stage,
    leaf_of,
    sheet_of,
)
from units.models import Grant, Succession, Unit

FULL = Given({"points": "4"}, seen_claim=1)


@pytest.fixture
def cycle(marker):
    """The year under appraisal."""
    return build_appraisal(marker)


@pytest.fixture
def person(make_user):
    """Return a function that makes somebody with a role, in the unit of a code if one is given."""

    def make(role, code=None, username="nguoi-cham"):
        unit = Unit.through_time.get(code=code) if code else None
        return make_user(role, unit, username=username)

    return make


def appraise(cycle, unit_code, by, leaf="A.1", given=FULL):
    """Appraise a leaf of a unit's sheet."""
    sheet = sheet_of(cycle, unit_code)
    return appraise_leaf(assessment=sheet, criterion=leaf_of(cycle, leaf), given=given, by=by)


@pytest.mark.parametrize(
    ("role", "unit", "sheet", "why_not"),
    [
        ("appraiser", "noi-vu", "tai-chinh", ""),
        ("appraiser", "noi-vu", "tu-phap", ""),
        ("home_affairs", "noi-vu", "tai-chinh", ""),
        ("appraiser", "tu-phap", "noi-vu", ""),
        ("appraiser", "noi-vu", "noi-vu", "không ai thẩm định đơn vị của chính mình"),
        ("home_affairs", "noi-vu", "noi-vu", "không ai thẩm định đơn vị của chính mình"),
        ("appraiser", "tu-phap", "tai-chinh", "do Sở Nội vụ thẩm định"),
        ("appraiser", "tai-chinh", "noi-vu", "do Sở Tư pháp thẩm định"),
        ("appraiser", None, "tai-chinh", "chưa gắn với cơ quan nào"),
        ("home_affairs", None, "tai-chinh", "chưa gắn với cơ quan nào"),
        ("head", "noi-vu", "tai-chinh", "không phải người thẩm định"),
        ("officer", "noi-vu", "tai-chinh", "không phải người thẩm định"),
        ("leader", None, "tai-chinh", "không phải người thẩm định"),
        ("reader", None, "tai-chinh", "không phải người thẩm định"),
        (None, None, "tai-chinh", "không phải người thẩm định"),
    ],
)
def test_who_appraises_whose_sheet(cycle, person, role, unit, sheet, why_not):
    by = person(role, unit)

    if why_not:
        with pytest.raises(NotTheirs, match=why_not):
            appraise(cycle, sheet, by)
        assert not Appraisal.objects.exists() and not Mark.objects.exists()
    else:
        assert appraise(cycle, sheet, by).appraiser_unit.code == unit


def test_a_superuser_without_a_unit_appraises_nothing(cycle, django_user_model):
    root = django_user_model.objects.create_superuser(username="goc")

    with pytest.raises(NotTheirs, match="không phải người thẩm định"):
        appraise(cycle, "tai-chinh", root)


@pytest.mark.parametrize("role", ["head", "officer", "appraiser", "home_affairs"])
def test_whoever_any_grant_ties_to_the_unit_does_not_appraise_it(cycle, person, role):
    by = person("appraiser", "noi-vu")
    Grant.objects.create(user=by, role=role, unit=Unit.through_time.get(code="tai-chinh"))

    with pytest.raises(NotTheirs, match="Bạn thuộc Sở Tài chính"):
        appraise(cycle, "tai-chinh", by)


def carry_on(code, make_unit, extent="whole"):
    """End a unit yesterday; return the new unit that carries it on."""
    old, today = Unit.through_time.get(code=code), localdate()
    old.valid = DateRange(None, today - timedelta(days=1))
    old.save()
    heir = make_unit(f"{code}-moi", first=today - timedelta(days=1))
    Succession.objects.create(predecessor=old, successor=heir, extent=extent)
    return heir


@pytest.mark.parametrize("role", ["head", "officer", "appraiser"])
def test_whoever_is_of_the_unit_that_carried_it_on_does_not_appraise_it(
    cycle, person, make_unit, role
):
    by = person("appraiser", "noi-vu")
    Grant.objects.create(user=by, role=role, unit=carry_on("tai-chinh", make_unit))

    with pytest.raises(NotTheirs, match="Đơn vị của bạn kế tục toàn bộ Sở Tài chính"):
        appraise(cycle, "tai-chinh", by)
    assert appraise(cycle, "tu-phap", by).pk


def test_whoever_is_of_a_unit_that_the_assessed_one_carried_on_does_not_appraise_it(
    cycle, person, make_unit
):
    by, first = person("appraiser", "noi-vu"), make_unit("cu", last=date(2020, 12, 31))
    middle = make_unit("giua", first=date(2021, 1, 1), last=date(2022, 12, 31))
    assessed = Unit.through_time.get(code="tai-chinh")
    for old, new in ((first, middle), (middle, assessed)):
        Succession.objects.create(predecessor=old, successor=new, extent="whole")
    Grant.objects.create(user=by, role="head", unit=first)

    with pytest.raises(NotTheirs, match="được Sở Tài chính kế tục"):
        appraise(cycle, "tai-chinh", by)


def test_a_part_taken_over_ties_nobody(cycle, person, make_unit):
    by = person("appraiser", "noi-vu")
    Grant.objects.create(user=by, role="head", unit=carry_on("tai-chinh", make_unit, "part"))

    assert appraise(cycle, "tai-chinh", by).pk


def test_the_sheet_of_a_unit_that_the_owner_carried_on_goes_to_the_substitute(
    cycle, person, make_unit
):
    owner, substitute = carry_on("tai-chinh", make_unit), person("appraiser", "tu-phap", "hai")
    AreaOwner.objects.filter(area__code="A").update(owner=owner)
    by = person("appraiser", owner.code, "mot")

    with pytest.raises(NotTheirs, match="không ai thẩm định đơn vị của chính mình"):
        appraise(cycle, "tai-chinh", by)
    assert appraise(cycle, "tai-chinh", substitute).appraised_by == substitute
    assert appraise(cycle, "noi-vu", by).appraised_by == by


def test_an_appraiser_moved_to_the_unit_they_appraise_loses_it_at_once(cycle, person):
    by = person("appraiser", "noi-vu")
    appraise(cycle, "tai-chinh", by)

    by.grants.update(unit=Unit.through_time.get(code="tai-chinh"))

    with pytest.raises(NotTheirs, match="không ai thẩm định đơn vị của chính mình"):
        appraise(cycle, "tai-chinh", by, leaf="A.2", given=Given({"choices": ["a"]}, seen_claim=1))
    with pytest.raises(NotTheirs, match="do Sở Nội vụ thẩm định"):
        appraise(cycle, "tu-phap", by)
    assert Appraisal.objects.count() == 1


def test_the_database_holds_the_two_units_apart(cycle, person):
    sheet, by = sheet_of(cycle, "noi-vu"), person("appraiser", "noi-vu")
    row = {"criterion": leaf_of(cycle, "A.1"), "round": "first", "content": {"points": "4"}}

    with pytest.raises(IntegrityError, match="nobody_appraises_their_own_unit"):
        Appraisal.objects.create(
            assessment=sheet,
            appraised_by=by,
            appraiser_unit=sheet.unit,
            assessed_unit=sheet.unit,
            **row,
        )


def test_where_people_are_named_only_they_appraise(cycle, person):
    named, other = person("appraiser", "noi-vu", "mot"), person("appraiser", "noi-vu", "hai")
    AreaAppraiser.objects.create(area_owner=AreaOwner.objects.get(area__code="A"), user=named)

    with pytest.raises(NotTheirs, match="Sở Nội vụ đã giao lĩnh vực này cho người khác"):
        appraise(cycle, "tai-chinh", other)
    assert appraise(cycle, "tai-chinh", named).appraised_by == named


def test_naming_the_owners_people_leaves_those_of_the_substitute_free(cycle, person):
    named, substitute = person("appraiser", "noi-vu", "mot"), person("appraiser", "tu-phap", "hai")
    AreaAppraiser.objects.create(area_owner=AreaOwner.objects.get(area__code="A"), user=named)

    assert appraise(cycle, "noi-vu", substitute).appraised_by == substitute


def test_without_a_substitute_nobody_appraises_the_owners_own_sheet(cycle, person):
    by = person("appraiser", "noi-vu")

    with pytest.raises(NotTheirs, match="Chưa có cơ quan thẩm định thay"):
        appraise(cycle, "tai-chinh", by, leaf="B.1", given=Given({"points": "1"}, "ít"))


def test_an_area_without_an_owner_is_nobodys(cycle, person):
    AreaOwner.objects.filter(area__code="A").delete()

    with pytest.raises(NotTheirs, match="chưa được giao cho cơ quan nào"):
        appraise(cycle, "tai-chinh", person("appraiser", "noi-vu"))


def test_an_automatic_leaf_is_nobodys(cycle, person):
    with pytest.raises(NotTheirs, match="không do người thẩm định chấm"):
        appraise(cycle, "tu-phap", person("appraiser", "tai-chinh"), leaf="B.2")


@pytest.mark.parametrize("state", ["drafting", "submitted"])
def test_a_sheet_that_is_not_signed_is_not_appraised(cycle, person, state):
    sheet = sheet_of(cycle, "tai-chinh")
    sheet.state, sheet.signed_at, sheet.signed_by, sheet.signature = state, None, None, ""
    if state == "drafting":
        sheet.submitted_at = sheet.submitted_by = None
    sheet.save()

    with pytest.raises(NotTheirs, match="Sở Tài chính chưa ký nộp phiếu"):
        appraise(cycle, "tai-chinh", person("appraiser", "noi-vu"))


def test_a_unit_that_takes_no_part_is_not_appraised(cycle, person):
    sheet = sheet_of(cycle, "tai-chinh")
    sheet.standing, sheet.reason = "excluded", "đang sắp xếp"
    sheet.save()

    with pytest.raises(NotTheirs, match="Sở Tài chính không tham gia kỳ này"):
        appraise(cycle, "tai-chinh", person("appraiser", "noi-vu"))


def test_before_the_stage_is_opened_and_after_it_is_closed_nothing_is_appraised(cycle, person):
    by, stage = person("appraiser", "noi-vu"), Stage.objects.get()
    stage.opened_at = None
    stage.save()

    with pytest.raises(NotTheirs, match="Giai đoạn này chưa mở"):
        appraise(cycle, "tai-chinh", by)
    stage.opened_at = stage.cycle.cutoff_at
    stage.save()
    close_stage(cycle, "appraisal")
    with pytest.raises(NotTheirs, match="“Thẩm định lần đầu” đã đóng"):
        appraise(cycle, "tai-chinh", by)


def test_more_time_is_for_the_sheet_that_it_was_granted_for(cycle, person, marker):
    by, stage = person("appraiser", "noi-vu"), Stage.objects.get()
    close_stage(cycle, "appraisal")
    stage.extensions.create(
        assessment=sheet_of(cycle, "tai-chinh"),
        until_on=stage.closes_on + timedelta(days=3),
        reason="nộp muộn",
        granted_by=marker,
    )

    assert appraise(cycle, "tai-chinh", by).pk
    with pytest.raises(NotTheirs, match="đã đóng"):
        appraise(cycle, "tu-phap", by)


def test_while_an_area_is_open_again_for_its_unit_it_waits(cycle, person, marker):
    sheet = sheet_of(cycle, "tai-chinh")
    Reopening.objects.create(
        assessment=sheet,
        area=leaf_of(cycle, "A"),
        until_on=Stage.objects.get().closes_on,
        reason="đơn vị đề nghị",
        opened_by=marker,
    )

    with transaction.atomic(), pytest.raises(NotTheirs, match="đang được mở lại"):
        appraise(cycle, "tai-chinh", person("appraiser", "noi-vu"))
