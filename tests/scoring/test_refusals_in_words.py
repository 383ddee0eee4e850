"""What the core refuses reaches pages with blocks of units, classes and facts by their names.

The world (tests/scoring_world.py): one block, `departments`, which is "Sở, ban, ngành"; its classes
are good "Tốt", fair "Khá", weak "Yếu".
"""

from copy import deepcopy
from typing import Any

import pytest

from foundation.models import Job
from scoring.models import RuleSet
from scoring.services.ranking import RANK_CYCLE
from scoring.services.rule_versions import RulesNotApproved, approve_rules
from scoring.tasks import rank_cycle as rank_task
from tests.appraisal_world import words
from tests.scoring_world import RULES
from units.models import UnitGroup

BLOCK = "Quy tắc chặn “Từ 5 % hồ sơ trễ hạn trở lên”, loại bị chặn"
COLLECTIVE = {"code": "tt", "applies_to": "collective", "measure": "review"}


@pytest.fixture
def refused(cycle, client, marker):
    """Return a function that ranks with a rule set changed so; it gives what the job's page says.

    Other keys of its document are given by name, rules on people as `people`.
    """

    def rank(people: list[dict[str, Any]] | None = None, **changed: Any) -> str:
        document = deepcopy(RULES) | changed
        RuleSet.objects.update(document=document, accountability_rules=people or [])
        job = Job.objects.create(kind=RANK_CYCLE, input={"cycle": cycle.pk}, created_by=marker)
        rank_task(job.pk)
        client.force_login(marker)
        return words(client.get(f"/cong-viec/{job.pk}/"))

    return rank


def test_a_rule_that_bars_the_lowest_class_names_block_and_class(refused):
    said = refused(blocks=[RULES["blocks"][0] | {"bars": "weak"}])

    lowest = "Quy tắc chặn mức thấp nhất “Yếu” của khối “Sở, ban, ngành”"
    assert f"{BLOCK}: {lowest}, nên không còn mức nào để xếp." in said
    assert "departments" not in said


def test_a_class_that_a_block_lacks_is_named_with_the_block(refused):
    """The block has a list of its own, without Tốt, which the shared rule bars."""
    own = {"departments": {"bands": RULES["bands"][1:]}}

    said = refused(by_group=own)

    missing = "Mức xếp loại “Tốt” không có trong danh sách của khối “Sở, ban, ngành”."
    assert f"{BLOCK}: {missing}" in said


def test_an_area_that_a_block_lacks_is_named_with_the_block(refused):
    said = refused(tie_break=["area:9", "code"])

    assert (
        "Phân định đồng hạng theo 1: Lĩnh vực “9” dùng để phân định đồng hạng"
        " không có trong khối “Sở, ban, ngành”."
    ) in said


def test_rules_for_a_block_that_takes_no_part_are_named_with_it(refused):
    UnitGroup.objects.create(code="districts", title="Huyện, thị xã")

    said = refused(by_group={"districts": {"decimals": 1}})

    assert "Quy tắc riêng của khối, Huyện, thị xã: Kỳ này không có khối “Huyện, thị xã”." in said
    assert "districts" not in said


def test_a_rule_on_people_is_named_with_the_block_that_lacks_its_class(refused):
    """Only excellent is no class of the block; the code stands for it, as nothing names it."""
    said = refused(people=[COLLECTIVE | {"requires_band": "excellent"}])

    missing = "Mức xếp loại “excellent” không có trong danh sách của khối “Sở, ban, ngành”."
    assert f"Hệ quả với người 1, mức xếp loại: {missing}" in said


def test_a_mark_beside_a_fact_names_the_fact(refused, cycle, marker):
    """2.1 was marked by hand before it came to be read from the late rate."""
    sheet = cycle.assessments.get(unit__code="alpha")
    leaf = sheet.cycle_group.criteria_set.criteria.get(code="2.1")
    sheet.marks.create(criterion=leaf, content={"points": "1"}, marked_by=marker)

    assert (
        "Sở alpha: Tiêu chí “2.1” lấy từ số liệu “Tỷ lệ hồ sơ trễ hạn”, không nhận điểm nhập tay."
    ) in refused()


def test_a_trial_names_the_block_too(client, cycle, marker):
    UnitGroup.objects.create(code="districts", title="Huyện, thị xã")
    other = RuleSet.objects.create(
        code="thu",
        title="Thử",
        document=RULES | {"by_group": {"districts": {"decimals": 1}}},
        late_definition="resolved_or_overdue",
        minimum_sample=30,
    )
    client.force_login(marker)

    page = client.get("/ky-danh-gia/56/2024/thu/", {"bo-quy-tac": other.code}).content.decode()

    assert "Kỳ này không có khối “Huyện, thị xã”." in page
    assert "“districts”" not in page


def test_a_draft_names_the_block_whose_list_lacks_the_class_of_a_rule_on_people(cycle, make_user):
    """Tốt stands in the shared list; the list that departments have of their own lacks it."""
    own = {"bands": RULES["bands"][1:], "blocks": []}
    draft = RuleSet.objects.create(
        code="du-thao",
        title="Dự thảo",
        document=RULES | {"by_group": {"departments": own}},
        accountability_rules=[COLLECTIVE | {"requires_band": "good"}],
        late_definition="resolved_or_overdue",
        minimum_sample=30,
        author=make_user("home_affairs", username="soan"),
    )

    with pytest.raises(RulesNotApproved) as refusal:
        approve_rules(draft, by=make_user("home_affairs", username="duyet"))

    assert refusal.value.sentences == (
        "Hệ quả với người 1, mức xếp loại (khối Sở, ban, ngành):"
        " Mức này không có trong bảng xếp loại.",
    )
