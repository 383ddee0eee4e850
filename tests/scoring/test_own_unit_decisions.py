"""Nobody of Sở Nội vụ decides on the standing, the time or the facts of a unit of their own."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.timezone import localdate

from scoring.models import Extension, FactWaiver, Reopening
from tests.appraisal_world import build_appraisal, sheet_of, words
from units.models import Succession, Unit

CYCLE = "/ky-danh-gia/56/2024/"
PAGE = f"{CYCLE}don-vi/noi-vu/"
CHANGES = ("standing", "waiver", "extension", "reopening")
WHO_ELSE = (
    "không ai quyết định cho đơn vị của chính mình. Người quyết định là người có vai trò Sở Nội vụ"
    " mà không thuộc Sở Nội vụ, hoặc người quản trị cổng."
)
OWN = f"Bạn thuộc Sở Nội vụ; {WHO_ELSE}"


@pytest.fixture(autouse=True)
def cycle(marker):
    """Return a year under appraisal, in which nobody has any dossier."""
    return build_appraisal(marker)


@pytest.fixture
def enter(client, make_user):
    """Return a function that signs a clerk of Sở Nội vụ in; "" for one whose grant has no unit."""

    def sign_in(code="noi-vu"):
        unit = Unit.through_time.get(code=code) if code else None
        client.force_login(make_user("home_affairs", unit, username="nguoi-ghi"))
        return client

    return sign_in


def change(cycle, name) -> tuple[str, dict[str, str]]:
    """Return where a decision on Sở Nội vụ's sheet is sent, and what."""
    day, why = f"{localdate() + timedelta(days=20):%d/%m/%Y}", {"ly_do": "đang sắp xếp"}
    stage = cycle.stages.get(kind="appraisal").pk
    area = cycle.groups.get().criteria_set.criteria.get(code="A").pk
    return {
        "standing": (f"{PAGE}tu-cach/", why | {"tu_cach": "excluded"}),
        "waiver": (f"{PAGE}khong-xet/", why | {"chi_so": "late_rate"}),
        "extension": (f"{PAGE}gia-han/", why | {"giai_doan": str(stage), "den": day}),
        "reopening": (f"{PAGE}mo-lai/", why | {"linh_vuc": str(area), "den": day}),
    }[name]


def decided(cycle) -> set[str]:
    """Return which decisions stand for Sở Nội vụ's sheet."""
    found = {
        "standing": sheet_of(cycle, "noi-vu").standing == "excluded",
        "waiver": FactWaiver.objects.exists(),
        "extension": Extension.objects.exists(),
        "reopening": Reopening.objects.exists(),
    }
    return {name for name, stands in found.items() if stands}


@pytest.mark.parametrize("name", CHANGES)
def test_nobody_decides_on_their_own_unit_and_what_they_typed_stays(cycle, enter, name):
    address, typed = change(cycle, name)

    answer = enter().post(address, typed)

    assert OWN in words(answer)
    assert "đang sắp xếp" in answer.content.decode()
    assert decided(cycle) == set()


@pytest.mark.parametrize("code", ["", "tu-phap"])
@pytest.mark.parametrize("name", CHANGES)
def test_whoever_has_the_role_and_another_unit_or_none_decides(cycle, enter, name, code):
    address, typed = change(cycle, name)

    answer = enter(code).post(address, typed)

    assert answer.status_code == 302
    assert decided(cycle) == {name}


def test_the_page_of_their_own_unit_says_so_before_anything_is_typed(enter):
    client = enter()

    own, other = client.get(PAGE), client.get(f"{CYCLE}don-vi/tai-chinh/")

    assert OWN in words(own)
    assert "Ghi tư cách" not in words(own)
    assert "không ai quyết định" not in words(other)
    assert "Ghi tư cách" in words(other)


def test_a_unit_that_theirs_carried_on_whole_counts_as_their_own(cycle, enter):
    old = Unit.through_time.get(code="noi-vu")
    new = Unit.through_time.create(
        code="noi-vu-moi", name="Sở Nội vụ mới", level="department", valid=DateRange(None, None)
    )
    Unit.through_time.filter(pk=old.pk).update(valid=DateRange(None, localdate()))
    Succession.objects.create(predecessor=old, successor=new, extent="whole")
    address, typed = change(cycle, "waiver")

    answer = enter("noi-vu-moi").post(address, typed)

    assert "Đơn vị của bạn kế tục toàn bộ Sở Nội vụ, hoặc được Sở Nội vụ kế tục; " in words(answer)
    assert WHO_ELSE in words(answer)
    assert decided(cycle) == set()


def test_the_command_waives_nothing_of_the_deciders_own_unit(cycle, make_user):
    make_user("home_affairs", Unit.through_time.get(code="noi-vu"), username="nguoi-ghi")
    given = {"unit": "noi-vu", "fact": "late_rate", "reason": "không có", "by": "nguoi-ghi"}

    with pytest.raises(CommandError, match="Bạn thuộc Sở Nội vụ"):
        call_command("waive_fact", year=2024, **given)

    assert decided(cycle) == set()
