"""What is said of a leaf whose block moves to another version of its set."""

import pytest
from django.utils.timezone import now

from scoring.models import CriteriaSet, Explanation
from scoring.services.criteria_replacement import DoesNotFit, replace_in_cycle
from scoring.services.criteria_versions import new_version
from tests.appraisal_world import (
    appraised,
    build_appraisal,
    objected,
    open_stage,
    words,
)
from units.models import Unit


@pytest.fixture
def cycle(marker):
    """Return the year, in which Sở Tài chính objected to 2 of 4 points for A.1 and got 3."""
    cycle = build_appraisal(marker)
    appraised(cycle, "tai-chinh", "A.1", "2", marker)
    objected(cycle, "tai-chinh", "A.1", marker)
    appraised(cycle, "tai-chinh", "A.1", "3", marker, round="second")
    return cycle


@pytest.fixture
def person(client, make_user):
    """Return a function that signs somebody of a unit in with a role."""

    def sign_in(role, unit):
        client.force_login(make_user(role, Unit.through_time.get(code=unit), username="nguoi"))

    return sign_in


def with_the_leaf_counted(version):
    """Let a fact mark A.1, so that nobody types it."""
    leaf = {"scoring": {"kind": "ratio", "from_fact": "late_rate", "invert": True}}
    version.criteria.filter(code="A.1").update(leaf=leaf)


@pytest.fixture
def moved(cycle, marker):
    """Return a function that moves the block to a new version of its set, edited before.

    It returns what was dropped, in words.
    """

    def move(edit) -> list[str]:
        CriteriaSet.objects.update(
            source="Quyết định 1", clause="Điều 2", state="approved", approved_at=now()
        )
        block = cycle.groups.select_related("criteria_set").get()
        version = new_version(block.criteria_set, reason="Sửa tên", by=marker)
        edit(version)
        CriteriaSet.objects.filter(pk=version.pk).update(state="approved", approved_at=now())
        try:
            dropped = replace_in_cycle(block, version, by=marker)
        except DoesNotFit as refusal:
            dropped = replace_in_cycle(block, version, by=marker, confirmed=refusal.stamp)
        return [str(misfit) for misfit in dropped]

    return move


def test_an_objection_to_a_leaf_that_is_counted_now_waits_for_nobody(moved):
    dropped = moved(with_the_leaf_counted)

    objection = "Sở Tài chính, A.1: giải trình (Không đồng ý, “đủ cả”)"
    assert f"{objection} – phiên bản mới lấy từ số liệu, không nhận điểm" in dropped
    assert not Explanation.objects.exists()


def test_the_council_is_not_shown_what_a_fact_marks(client, cycle, person, marker):
    open_stage(cycle, "council")
    objected(cycle, "tai-chinh", "B.2", marker, "đếm sai")
    person("home_affairs", "noi-vu")

    page = client.get("/hoi-dong/56/2024/")

    assert page.status_code == 200
    assert "đếm sai" not in words(page)
