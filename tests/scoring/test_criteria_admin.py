"""Criteria sets in the web admin: drafts typed as rows, approved ones only read."""

import pytest

from scoring.models import CriteriaSet
from tests.cchc_portal.test_admin_scoring import address, rows_form
from tests.scoring_world import approve_sets

pytestmark = pytest.mark.ignore_template_errors  # the kit leaves variables undefined


@pytest.fixture
def criteria_set(client, cycle, marker):
    client.force_login(marker)
    return CriteriaSet.objects.get()


def test_an_approved_set_is_shown_with_a_sentence_and_not_changed(client, cycle, criteria_set):
    approve_sets(cycle)

    page = client.get(address(criteria_set)).content.decode()

    assert "Bộ tiêu chí đã duyệt, không sửa" in page
    assert client.post(address(criteria_set), rows_form(criteria_set)).status_code == 403


def test_a_draft_saved_there_keeps_what_its_rows_do_not_show(client, criteria_set):
    shown = {"guidance": "Xem kế hoạch", "evidence_rule": "required", "is_self_scored": False}
    criteria_set.criteria.filter(code="1.1").update(**shown)

    client.post(address(criteria_set), rows_form(criteria_set, title="Tên khác"))

    criteria_set.refresh_from_db()
    leaf = criteria_set.criteria.get(code="1.1")
    assert criteria_set.title == "Tên khác"
    assert {name: getattr(leaf, name) for name in shown} == shown
