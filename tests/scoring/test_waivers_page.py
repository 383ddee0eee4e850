"""A fact that the data cannot give, waived on the page of a unit in a cycle."""

import re

import pytest

from dossiers.models import Dossier
from scoring.models import Cycle, FactWaiver, Mark
from scoring.services.ranking import rank_cycle
from tests.scoring_world import approve_sets
from tests.stage_world import make_known
from units.models import Unit

CYCLE = "/ky-danh-gia/56/2024/"
UNIT = f"{CYCLE}don-vi/gamma/"
PAGE, PUBLISH = f"{UNIT}khong-xet/", f"{CYCLE}cong-bo/"
TYPED = {"chi_so": "late_rate", "ly_do": "Không có hồ sơ trong năm"}
FORM = f'action="{PAGE}"'
NOT_OPEN = "Kỳ này không có chỉ số ấy, đã có quyết định không xét, hoặc kết quả đã công bố."


@pytest.fixture(autouse=True)
def undecided(cycle: Cycle, marker) -> Cycle:
    """Return the cycle, in which gamma has no dossier and the rules do without a late rate.

    Criterion 2.1 is marked by hand, one point for everybody; nothing else is open.
    """
    Dossier.objects.filter(unit__code="gamma").delete()
    cycle.rule_set.document["blocks"][0]["when_missing"] = "ignore"
    cycle.rule_set.save()
    leaf = cycle.groups.get().criteria_set.criteria.get(code="2.1")
    leaf.leaf = {"scoring": {"kind": "direct"}}
    leaf.save()
    for sheet in cycle.assessments.all():
        Mark.objects.create(
            assessment=sheet, criterion=leaf, content={"points": "1"}, marked_by=marker
        )
    approve_sets(cycle)
    return cycle


@pytest.fixture
def sign_in(client, make_user, undecided):
    """Return a function that signs a role in; heads and officers are gamma's."""

    def enter(role: str | None = "home_affairs"):
        unit = Unit.through_time.get(code="gamma") if role in ("head", "officer") else None
        client.force_login(make_user(role, unit, username="nguoi-ghi"))
        return client

    return enter


def words(response) -> str:
    """Return a page's text without tags, every run of blanks one."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("role", ["appraiser", "leader", "reader", "head", "officer", None])
def test_nobody_but_home_affairs_waives_a_fact(sign_in, role):
    assert sign_in(role).post(PAGE, TYPED).status_code == 403
    assert not FactWaiver.objects.exists()


def test_whoever_is_not_signed_in_is_led_to_sign_in(client):
    assert client.post(PAGE, TYPED).status_code == 302
    assert not FactWaiver.objects.exists()


def test_a_waiver_is_shown_with_who_and_why_and_not_offered_again(sign_in):
    client = sign_in()
    offered = FORM in client.get(UNIT).content.decode()

    answer = client.post(PAGE, TYPED | {"ly_do": " Không có hồ sơ trong năm "})

    page = client.get(UNIT)
    waiver = FactWaiver.objects.get()
    assert (offered, answer["Location"]) == (True, UNIT)
    assert (waiver.assessment.unit.code, waiver.decided_by.username) == ("gamma", "nguoi-ghi")
    said = "nguoi-ghi: không xét “Tỷ lệ hồ sơ trễ hạn”. Không có hồ sơ trong năm"
    assert said in words(page)
    assert FORM not in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"chi_so": ""}, "Hãy chọn chỉ số."),
        ({"chi_so": "luck"}, NOT_OPEN),
        ({"chi_so": "satisfaction"}, NOT_OPEN),  # the cycle has no survey
        ({"ly_do": " \t\n"}, "Hãy ghi lý do."),
        ({"ly_do": "x" * 2001}, "có 2001"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(sign_in, typed, said):
    page = sign_in().post(PAGE, TYPED | typed)

    assert page.status_code == 200
    assert said in words(page)
    assert "ly_do" in typed or TYPED["ly_do"] in page.content.decode()
    assert not FactWaiver.objects.exists()


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ("?chi-so=late_rate", ["late_rate"]),
        ("?chi-so=satisfaction", []),  # the cycle has no survey
        ("?chi-so=%22%3E%3Cscript%3E", []),
        ("", []),
    ],
)
def test_the_fact_that_the_address_names_is_chosen_already(sign_in, query, chosen):
    page = sign_in().get(f"{UNIT}{query}")

    field = re.search(r'<select[^>]*name="chi_so".*?</select>', page.content.decode(), re.DOTALL)
    assert re.findall(r'<option value="([^"]+)"\s+selected>', field[0]) == chosen
    assert "script" not in field[0]


def test_a_fact_waived_already_is_not_chosen(sign_in, undecided):
    client = sign_in()
    client.post(PAGE, TYPED)

    page = client.get(f"{UNIT}?chi-so=late_rate")

    assert page.status_code == 200
    assert FORM not in page.content.decode()


def test_a_figure_that_is_there_is_not_waived(sign_in):
    page = sign_in().post(PAGE.replace("gamma", "beta"), TYPED)

    assert "Sở beta: không thể không xét “Tỷ lệ hồ sơ trễ hạn”, vì số liệu đã có" in words(page)
    assert not FactWaiver.objects.exists()


def test_a_fact_is_waived_once(sign_in):
    client = sign_in()
    client.post(PAGE, TYPED)

    again = client.post(PAGE, TYPED | {"ly_do": "Lý do khác"})

    assert NOT_OPEN in words(again)
    assert FactWaiver.objects.get().reason == "Không có hồ sơ trong năm"


def test_nothing_is_waived_once_the_result_is_published(sign_in, cycle, marker):
    make_known(rank_cycle(cycle.pk, by=None), marker)
    client = sign_in()
    page = client.get(UNIT).content.decode()

    answer = client.post(PAGE, TYPED)

    assert FORM not in page
    assert NOT_OPEN in words(answer)
    assert not FactWaiver.objects.exists()


@pytest.mark.parametrize("address", [PAGE.replace("gamma", "omega"), PAGE.replace("2024", "1999")])
def test_a_unit_without_a_sheet_has_nothing_to_waive(sign_in, address):
    assert sign_in().post(address, TYPED).status_code == 404


def test_publishing_leads_to_the_unit_and_no_longer_waits_for_what_is_waived(sign_in, cycle):
    rank_cycle(cycle.pk, by=None)
    client = sign_in()
    before = client.get(PUBLISH)
    client.post(PAGE, TYPED)
    rank_cycle(cycle.pk, by=None)

    after = client.get(PUBLISH)

    line = "Sở gamma: chưa có số liệu “Tỷ lệ hồ sơ trễ hạn”, cũng chưa có quyết định không xét."
    assert "Chưa công bố được lần 1: còn 1 điều" in words(before)
    assert line in words(before)
    assert f'href="{UNIT}?chi-so=late_rate#khong-xet-chi_so"' in before.content.decode()
    assert "Không còn gì chờ." in words(after)
