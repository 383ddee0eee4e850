"""The pages of a cycle's course: who may see them, who may change what, what they show."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from scoring.models import Assessment, Cycle, Extension, Reopening, Stage
from scoring.services.stages import open_stage
from tests.scoring_world import approve_rules_of, build_year_before
from tests.stage_world import give_timetable, sheet_of, sign, stage
from units.models import Unit, User

CYCLE = "/ky-danh-gia/56/2024/"
TIMETABLE, SETTINGS, NEW = f"{CYCLE}giai-doan/", f"{CYCLE}thiet-lap/", "/ky-danh-gia/moi/"
UNIT = f"{CYCLE}don-vi/beta/"
SELF = Stage.Kind.SELF_SCORING
EVERYBODY = ("home_affairs", "appraiser", "leader", "reader", "head", "officer", "stranger", None)
HOME_AFFAIRS = {"home_affairs"}
SEE_RANKINGS = HOME_AFFAIRS | {"appraiser", "leader", "reader"}


@pytest.fixture
def planned(cycle, marker) -> Cycle:
    """Return the cycle with self-scoring from yesterday to ten days from now, not yet opened."""
    give_timetable(cycle, marker)
    far = timedelta(days=30)
    for order, one in enumerate(reversed(cycle.stages.order_by("opens_on"))):
        Stage.objects.filter(pk=one.pk).update(
            opens_on=localdate() + far * (5 - order), closes_on=localdate() + far * (5 - order)
        )
    Stage.objects.filter(cycle=cycle, kind=SELF).update(
        opens_on=localdate() - timedelta(days=1), closes_on=localdate() + timedelta(days=10)
    )
    return cycle


@pytest.fixture
def sign_in(client, make_user, planned):
    """Return a function that signs a role in; heads and officers are beta's, strangers delta's."""

    def enter(role: str | None):
        of = {"head": "beta", "officer": "beta"}.get(role or "")
        unit = Unit.through_time.get(code=of) if of else None
        if role == "stranger":
            role, unit = (
                "head",
                Unit.through_time.create(
                    code="delta", name="Sở delta", level="department", valid=(None, None)
                ),
            )
        client.force_login(make_user(role, unit, username="visitor"))
        return client

    return enter


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        (TIMETABLE, SEE_RANKINGS | {"head", "officer"}),
        (CYCLE, SEE_RANKINGS),
        (SETTINGS, HOME_AFFAIRS),
        (UNIT, HOME_AFFAIRS),
        (NEW, HOME_AFFAIRS),
    ],
)
def test_who_sees_which_page(sign_in, role, address, allowed):
    expected = 200 if role in allowed else 403

    assert sign_in(role).get(address).status_code == expected


def day(days: int) -> str:
    """Return the day so many days from now, as it is typed."""
    return f"{localdate() + timedelta(days=days):%d/%m/%Y}"


def changes(cycle: Cycle) -> dict[str, tuple[str, dict[str, str]]]:
    """Return every change that a page of the cycle offers: address and what is typed."""
    of = stage(cycle, SELF).pk
    area = cycle.groups.get().criteria_set.criteria.get(code="1").pk
    why = {"ly_do": "Vì bão"}
    return {
        "plan": (f"{TIMETABLE}lap/", {}),
        "open": (f"{TIMETABLE}{of}/mo/", {}),
        "close": (f"{TIMETABLE}{of}/dong/", why),
        "move": (f"{TIMETABLE}{of}/doi-ngay/", why | {"tu": day(-1), "den": day(12)}),
        "extend": (f"{UNIT}gia-han/", why | {"giai_doan": str(of), "den": day(20)}),
        "reopen": (f"{UNIT}mo-lai/", why | {"linh_vuc": str(area), "den": day(20)}),
        "lock": (f"{UNIT}mo-lai/{open_again(cycle)}/dong/", {}),
        "standing": (f"{UNIT}tu-cach/", why | {"tu_cach": "scored"}),
        "set": (f"{SETTINGS}khoi/{cycle.groups.get().pk}/", {}),
        "settings": (SETTINGS, {}),
        "new": (f"{NEW}?to_chuc=56&nam=2025", {"kiem-tra": "1"}),
    }


def open_again(cycle: Cycle) -> int:
    """Open the second area of beta's sheet again, and return the key of that."""
    sheet = sheet_of(cycle, "beta")
    area = sheet.cycle_group.criteria_set.criteria.get(code="2")
    reopening, _ = Reopening.objects.get_or_create(
        assessment=sheet,
        area=area,
        defaults={
            "until_on": localdate(),
            "reason": "Nhầm",
            "opened_by": User.objects.get(username="home_affairs"),
        },
    )
    return reopening.pk


CHANGES = (
    "plan",
    "open",
    "close",
    "move",
    "extend",
    "reopen",
    "lock",
    "standing",
    "set",
    "settings",
    "new",
)


@pytest.mark.parametrize("role", [role for role in EVERYBODY if role != "home_affairs"])
@pytest.mark.parametrize("change", CHANGES)
def test_nobody_but_home_affairs_changes_anything(sign_in, planned, role, change):
    address, typed = changes(planned)[change]

    answer = sign_in(role).post(address, typed)

    assert answer.status_code == 403
    assert not Extension.objects.exists()
    assert Reopening.objects.get().closed_at is None
    assert stage(planned, SELF).opened_at is None


def test_home_affairs_plans_the_stages_of_a_year_that_has_none(sign_in, planned, marker):
    before = build_year_before(planned, {"beta": "6"}, marker)

    answer = sign_in("home_affairs").post("/ky-danh-gia/56/2023/giai-doan/lap/")

    assert answer.status_code == 302
    assert set(before.stages.values_list("kind", flat=True)) == set(Stage.Kind)


@pytest.mark.parametrize(
    "change", ["open", "close", "move", "extend", "reopen", "lock", "standing"]
)
def test_home_affairs_makes_every_change(sign_in, planned, marker, change):
    client = sign_in("home_affairs")
    if change in ("close", "extend"):
        open_stage(stage=stage(planned, SELF), by=marker)
    if change == "reopen":
        sign(planned, "beta", marker)
    address, typed = changes(planned)[change]

    assert client.post(address, typed).status_code == 302

    kept, sheet = stage(planned, SELF), sheet_of(planned, "beta")
    done = {
        "open": kept.is_open,
        "close": kept.closed_at is not None,
        "move": kept.closes_on == localdate() + timedelta(days=12),
        "extend": Extension.objects.filter(assessment=sheet).exists(),
        "reopen": Reopening.objects.filter(assessment=sheet, area__code="1").exists(),
        "lock": not Reopening.objects.filter(closed_at=None).exists(),
        "standing": sheet.standing == Assessment.Standing.SCORED,
    }
    assert done[change]


def test_what_holds_a_stage_back_stands_on_the_page_and_what_was_typed_stays(sign_in, planned):
    appraisal = stage(planned, Stage.Kind.APPRAISAL)
    client = sign_in("home_affairs")

    answer = client.post(
        f"{TIMETABLE}{appraisal.pk}/mo/", {"ly_do": "Họp sớm", "den": day(40), "bo_qua": "on"}
    )

    page = answer.content.decode()
    assert "Giai đoạn trước, “Tự chấm điểm”, chưa mở." in page
    assert "Họp sớm" in page
    assert day(40) in page
    assert stage(planned, Stage.Kind.APPRAISAL).opened_at is None


@pytest.mark.parametrize("typed", ["31/02/2025", "2025", "mai", "'; drop table", "1/1/99999"])
def test_a_day_that_does_not_exist_is_told_beside_its_field(sign_in, planned, typed):
    address, given = changes(planned)["move"]

    answer = sign_in("home_affairs").post(address, given | {"den": typed})

    assert "Không có ngày như vậy; hãy viết như 05/01/2026." in answer.content.decode()


def test_a_stage_is_opened_against_the_odds_only_after_the_list_was_read(sign_in, planned, marker):
    open_stage(stage=stage(planned, SELF), by=marker)
    appraisal = stage(planned, Stage.Kind.APPRAISAL)
    client, address = sign_in("home_affairs"), f"{TIMETABLE}{appraisal.pk}/mo/"
    typed = {"ly_do": "Họp sớm", "den": ""}

    refused = client.post(address, typed).content.decode()
    opened = client.post(address, typed | {"bo_qua": "on"})

    assert "Giai đoạn trước, “Tự chấm điểm”, còn mở đến hết" in refused
    assert 'name="bo_qua"' in refused
    assert opened.status_code == 302
    assert stage(planned, Stage.Kind.APPRAISAL).is_open


def test_a_stage_of_another_cycle_is_not_found_here(sign_in, planned, marker):
    before = build_year_before(planned, {"beta": "6"}, marker)
    other = Stage.objects.create(
        cycle=before, kind=SELF, opens_on=date(2024, 3, 1), closes_on=date(2024, 3, 2)
    )

    answer = sign_in("home_affairs").post(f"{TIMETABLE}{other.pk}/mo/", {"ly_do": "x"})

    assert answer.status_code == 404


def test_a_unit_sees_its_own_extension_and_no_other_nor_the_log(sign_in, planned, marker):
    for code, why in (("beta", "Bão ở beta"), ("gamma", "Lũ ở gamma")):
        Extension.objects.create(
            stage=stage(planned, SELF),
            assessment=sheet_of(planned, code),
            until_on=localdate() + timedelta(days=20),
            reason=why,
            granted_by=marker,
        )

    page = sign_in("officer").get(TIMETABLE).content.decode()

    assert "Bão ở beta" in page
    assert "Lũ ở gamma" not in page
    assert "Nhật ký" not in page
    assert "Mở giai đoạn" not in page


def test_the_progress_page_narrows_by_block_state_and_name(sign_in, planned, marker):
    sign(planned, "alpha", marker)
    client = sign_in("home_affairs")

    def names(query: str) -> list[str]:
        sheets = client.get(CYCLE + query).context["sheets"]
        return [one.assessment.unit.code for one in sheets]

    assert names("") == ["alpha", "beta", "gamma"]
    assert names("?trang-thai=da-ky") == ["alpha"]
    assert names("?trang-thai=dang-tu-cham&tim=GAM") == ["gamma"]
    assert names("?khoi=communes") == []
    assert names("?trang-thai=qua-han") == []


def test_the_blocks_count_sheets_by_state_and_who_is_late(sign_in, planned, marker):
    """alpha signed, beta late, gamma left out; the deadline was yesterday."""
    sign(planned, "alpha", marker)
    planned.assessments.filter(unit__code="gamma").update(standing="excluded", reason="Sáp nhập")
    Stage.objects.filter(cycle=planned, kind=SELF).update(closes_on=localdate() - timedelta(days=1))

    (block,) = sign_in("home_affairs").get(CYCLE).context["blocks"]

    counted = (block.taking_part, block.drafting, block.submitted, block.signed)
    assert counted == (2, 1, 0, 1)
    assert (block.late, block.excluded) == (1, 1)


def test_the_queries_do_not_grow_with_the_units(sign_in, planned, django_assert_max_num_queries):
    block = planned.groups.get()
    for number in range(30):
        unit = Unit.through_time.create(
            code=f"so-{number}", name=f"Sở {number}", level="department", valid=(None, None)
        )
        Assessment.objects.create(cycle=planned, cycle_group=block, unit=unit)
    client = sign_in("home_affairs")

    with django_assert_max_num_queries(22):
        client.get(CYCLE)
    with django_assert_max_num_queries(30):
        client.get(TIMETABLE)


def test_a_year_is_proposed_checked_and_set_up_by_two_clicks(sign_in, planned):
    approve_rules_of(planned)
    Unit.through_time.filter(level="department").update(parent=planned.organiser)
    client, address = sign_in("home_affairs"), f"{NEW}?to_chuc=56&nam=2025"
    form = client.get(address).context["form"]
    typed = {field.html_name: shown(field.value()) for field in form if field.value()}

    checked = client.post(address, typed | {"kiem-tra": "1"})
    made = client.post(address, typed | {"mo": "1"})

    assert checked.context["problems"] == []
    assert made["Location"] == "/ky-danh-gia/56/2025/giai-doan/"
    assert Cycle.objects.get(year=2025).assessments.count() == 3


def shown(value) -> str:
    """Return a field's value as the page shows it."""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


@pytest.mark.parametrize(
    "query", ["?nam=abcd&to_chuc=56", "?nam=0000&to_chuc=56", "?nam=2025&to_chuc=khong-co", "?x=1"]
)
def test_a_year_that_makes_no_sense_is_asked_for_again(sign_in, query):
    answer = sign_in("home_affairs").get(NEW + query)

    assert answer.status_code == 200
    assert "form" not in answer.context


def test_half_a_block_and_half_a_stage_are_told_beside_their_fields(sign_in, planned):
    client, address = sign_in("home_affairs"), f"{NEW}?to_chuc=56&nam=2025"
    form = client.get(address).context["form"]
    typed = {field.html_name: shown(field.value()) for field in form if field.value()}
    group = planned.groups.get().group_id
    del typed[f"khoi_{group}_dv"], typed["council_den"]

    page = client.post(address, typed | {"mo": "1"}).content.decode()

    assert "Hãy chọn đơn vị." in page
    assert "Hãy ghi đủ hai ngày." in page
    assert not Cycle.objects.filter(year=2025).exists()


def test_settings_are_saved_and_a_set_in_use_is_not_offered(sign_in, planned):
    client = sign_in("home_affairs")
    form = client.get(SETTINGS).context["form"]
    typed = {field.html_name: shown(field.value()) for field in form if field.value()}

    answer = client.post(SETTINGS, typed | {"ten": "Tên mới", "cham_kin": "on"})

    assert answer.status_code == 302
    kept = Cycle.objects.get(pk=planned.pk)
    assert (kept.title, kept.is_blind) == ("Tên mới", True)
    assert "đã có điểm theo bộ này" in client.get(SETTINGS).content.decode()
