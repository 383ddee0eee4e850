"""Fields of the rule form that no browser sends so: forged, missing, of other lengths."""

import pytest

from scoring.models import RuleSet
from scoring.services.rule_versions import copy_rule_set
from tests.reports.test_pages import words
from tests.scoring.test_rule_groups_typed import OWN_BANDS, OWN_BLOCK, OWN_SETTINGS
from tests.scoring.test_rule_pages import TYPED
from units.models import UnitGroup

EDIT, EXAMPLE = "/quy-tac/nho-2025/sua/", "/quy-tac/nho-2025/vi-du/"
OWN_TIES = {"own_ties-khoi": ["communes"], "own_ties-phan_dinh": ["area:1"]}
WHOLE = TYPED | OWN_BANDS | OWN_BLOCK | OWN_SETTINGS | OWN_TIES
LISTS = sorted(name for name, value in WHOLE.items() if isinstance(value, list))


@pytest.fixture
def desk(client, cycle, make_user):
    """Return the browser of a clerk who has a draft in a world with two blocks."""
    UnitGroup.objects.create(code="communes", title="Xã, phường")
    clerk = make_user("home_affairs", username="can-bo")
    copy_rule_set(cycle.rule_set, code="nho-2025", by=clerk)
    client.force_login(clerk)
    return client


@pytest.mark.parametrize("address", [EDIT, EXAMPLE])
@pytest.mark.parametrize("name", LISTS)
def test_a_column_that_is_missing_or_forged_is_answered(desk, address, name):
    """Nothing is said to save; the page or the example comes back all the same."""
    whole = WHOLE.copy()
    del whole["luu"]
    sent = whole.pop(name)

    for typed in (whole, whole | {name: ["lạ"] * len(sent)}, whole | {name: sent[:1]}):
        assert desk.post(address, typed).status_code == 200


@pytest.mark.parametrize("signs", [[], ["lạ", "at_least"]])
def test_a_class_of_a_block_without_its_sign_is_refused_by_its_name(desk, signs):
    before = RuleSet.objects.values().get(code="nho-2025")

    answer = desk.post(EDIT, TYPED | OWN_BANDS | {"own_bands-hang_dau": signs})

    assert "Xếp loại riêng (Xã, phường) “Tốt”: Hãy chọn." in words(answer)
    assert RuleSet.objects.values().get(code="nho-2025") == before
