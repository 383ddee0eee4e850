"""Criteria sets in the web admin: only read there, whoever it is, and drafted on their pages."""

import pytest

from scoring.models import CriteriaSet
from tests.cchc_portal.test_admin_scoring import address
from tests.scoring_world import approve_sets
from units.models import User

pytestmark = pytest.mark.ignore_template_errors  # the kit leaves variables undefined


@pytest.fixture(params=["home_affairs", "superuser"])
def criteria_set(request, client, cycle, marker):
    """Return the small world's draft, somebody who runs the portal being signed in."""
    root = User.objects.create_superuser("root") if request.param == "superuser" else marker
    client.force_login(root)
    return CriteriaSet.objects.get()


def test_a_draft_is_read_with_the_way_to_its_page(client, criteria_set):
    page = client.get(address(criteria_set)).content.decode()

    assert 'href="/bo-tieu-chi/bo-nho/"' in page
    assert "1.1 Kế hoạch" in page and "Ví dụ tính tay" in page


def test_nobody_changes_or_deletes_a_set_there_past_author_and_stamp(client, criteria_set):
    before = CriteriaSet.objects.values().get()
    typed = {"code": "khac", "title": "Tên khác", "aggregation": "sum", "max_points": "1"}

    changed = client.post(address(criteria_set), typed)
    deleted = client.post(address(criteria_set, "delete"), {"post": "yes"})
    added = client.post("/quan-tri/scoring/criteriaset/add/", typed)

    assert {changed.status_code, deleted.status_code, added.status_code} == {403}
    assert CriteriaSet.objects.values().get() == before


def test_an_approved_set_is_read_with_who_approved_it(client, cycle, criteria_set):
    approve_sets(cycle)

    page = client.get(address(criteria_set)).content.decode()

    assert "Đã duyệt" in page and "nguoi-duyet-bo" in page
