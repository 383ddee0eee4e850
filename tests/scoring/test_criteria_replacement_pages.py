"""Moving a block on its page: what is dropped is what the page listed, and nothing else."""

from decimal import Decimal

import pytest

from scoring.models import Claim, CycleGroup, Mark
from scoring.services.criteria_replacement import DoesNotFit, replace_in_cycle
from scoring.services.criteria_versions import approve_set, new_version
from tests.scoring.test_criteria_replacement import change, leaf
from tests.scoring.test_sheet_signing import words
from tests.scoring_world import approve_sets

CHANGED = "Danh sách đã khác từ khi bạn mở trang. Hãy xem lại."


@pytest.fixture
def block(cycle) -> CycleGroup:
    """Return the block of the small world, its set approved."""
    approve_sets(cycle)
    return cycle.groups.select_related("criteria_set").get()


@pytest.fixture
def version(block, marker, make_user):
    """Return its next version: 1.1 falls from 6 to 4 points, so alpha's 4,5 and beta's 6 go."""
    version = new_version(block.criteria_set, reason="Ghi nhầm", by=marker)
    for code, most in (("1", "4"), ("1.1", "4"), ("2", "6"), ("2.1", "6")):
        change(version, code, marker, max_points=Decimal(most))
    return approve_set(version, by=make_user(username="duyet"))


@pytest.fixture
def post(client, make_user, block, version):
    """Return a function by which Sở Nội vụ sends the form of the page."""
    client.force_login(make_user("home_affairs", username="noi-vu"))
    address = f"/bo-tieu-chi/{version.code}/thay-trong-ky/{block.pk}/"
    return lambda **typed: client.post(address, typed)


@pytest.fixture
def claim_five(cycle, block, marker):
    """Return a function by which gamma claims five points, one more than 1.1 will have."""

    def claimed() -> None:
        Claim.objects.create(
            assessment=cycle.assessments.get(unit__code="gamma"),
            criterion=leaf(block.criteria_set),
            content={"points": "5"},
            points=Decimal(5),
            claimed_by=marker,
        )

    return claimed


def test_what_the_page_listed_is_dropped_once_it_is_confirmed(post, block):
    listed = post()
    moved = post(bo="on", dau=listed.context["stamp"])

    assert "2 mục không còn hợp với phiên bản mới." in words(listed)
    assert f'name="dau" value="{listed.context["stamp"]}"' in listed.content.decode()
    assert (listed.status_code, moved.status_code) == (200, 302)
    block.refresh_from_db()
    assert block.criteria_set.version == 2
    assert Mark.objects.get().content == {"points": "3"}


def test_what_came_after_the_list_is_not_dropped_with_it(post, block, claim_five):
    seen = post().context["stamp"]
    claim_five()

    refused = post(bo="on", dau=seen)

    assert refused.status_code == 409
    assert CHANGED in words(refused)
    assert "Sở gamma, 1.1: điểm tự chấm" in words(refused)
    block.refresh_from_db()
    assert block.criteria_set.version == 1
    assert (Mark.objects.count(), Claim.objects.get().points) == (3, Decimal(5))
    assert post(bo="on", dau=refused.context["stamp"]).status_code == 302
    assert Claim.objects.get().points is None


@pytest.mark.parametrize("typed", [{"bo": "on"}, {"bo": "on", "dau": ""}, {"bo": "on", "dau": "x"}])
def test_nothing_is_dropped_that_no_list_was_confirmed_for(post, block, typed):
    assert post(**typed).status_code != 302

    block.refresh_from_db()
    assert block.criteria_set.version == 1
    assert Mark.objects.count() == 3


def test_a_list_without_its_tick_confirms_nothing(post, block):
    answer = post(dau=post().context["stamp"])

    assert answer.status_code == 200
    assert CHANGED not in words(answer)
    assert Mark.objects.count() == 3


def test_the_stamp_of_a_list_does_not_go_by_its_order(block, version, marker):
    with pytest.raises(DoesNotFit) as refusal:
        replace_in_cycle(block, version, by=marker)

    assert DoesNotFit(refusal.value.misfits[::-1]).stamp == refusal.value.stamp
    assert DoesNotFit(refusal.value.misfits[:1]).stamp != refusal.value.stamp
