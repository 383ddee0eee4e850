"""What is typed of rules is stored as documents spell it, part by part."""

import pytest

from scoring.models import RuleSet
from scoring.selectors.rule_sets import stamp_of
from scoring.services.rule_versions import copy_rule_set
from tests.scoring.test_rule_pages import DRAFT, TYPED


@pytest.fixture
def stored(client, cycle, make_user):
    """Return a draft once somebody else of Sở Nội vụ has typed all of it and saved."""
    author = make_user("home_affairs", username="soan")
    draft = copy_rule_set(cycle.rule_set, code="nho-2025", by=author)
    client.force_login(make_user("home_affairs", username="visitor"))

    answer = client.post(f"{DRAFT}sua/", TYPED | {"dau": stamp_of(draft)})

    assert answer.url == DRAFT
    return RuleSet.objects.get(pk=draft.pk)


def test_the_settings_are_stored_as_documents_spell_them(stored):
    settings = {key: it for key, it in stored.document.items() if not isinstance(it, list)}

    assert (stored.late_definition, stored.minimum_sample) == ("resolved_only", 1000)
    assert settings == {
        "code": "nho-2025",
        "basis": "index",
        "rank_on": "published",
        "ties": "dense",
        "decimals": 1,
        "rounding": "down",
        "unmarked": "pending",
        "total_cap": "max",
    }


def test_sources_and_classes_are_stored_as_documents_spell_them(stored):
    assert stored.document["sources"] == [
        {"document": "Quyết định 7/QĐ-UBND", "clause": "Điều 3"},
    ]
    assert stored.document["bands"] == [
        {"code": "good", "label": "Tốt", "above": "81.99"},
        {"code": "fair", "label": "Khá", "at_least": "60"},
        {"code": "weak", "label": "Yếu", "at_least": "0"},
    ]


def test_rules_that_bar_are_stored_as_documents_spell_them(stored):
    late, satisfaction = stored.document["blocks"]

    assert late == {
        "code": "late_dossiers",
        "title": "Trễ từ 5,5 %",
        "fact": "late_rate",
        "test": ">=",
        "threshold": "0.055",
        "bars": "good",
        "when_missing": "refuse",
    }
    assert satisfaction == {
        "code": "hai-long-thap",
        "title": "Hài lòng thấp",
        "fact": "satisfaction",
        "test": "<=",
        "threshold": "0.8",
        "bars": "fair",
        "when_missing": "ignore",
    }


def test_rules_on_people_are_stored_as_documents_spell_them(stored):
    official, head, collective = stored.accountability_rules

    assert official == {
        "code": "official_1",
        "applies_to": "official",
        "fact": "late_rate",
        "test": ">=",
        "threshold": "0.1",
        "bars_rating": "good",
        "clause": "Điểm 2",
    }
    assert head == {
        "code": "head_1",
        "applies_to": "head",
        "band_at_most": "weak",
        "years": 2,
        "measure": "review",
    }
    assert collective == {
        "code": "collective_1",
        "applies_to": "collective",
        "requires_band": "good",
        "bars_rating": "excellent",
    }


def test_who_typed_a_draft_is_its_author(stored):
    assert stored.author.username == "visitor"
