"""A ranking refused because a fact is missing says so in words, and leads to the decision."""

import pytest

from dossiers.models import Dossier
from foundation.models import Job
from scoring.models import Cycle, Mark
from scoring.services.ranking import RANK_CYCLE, rank_cycle
from scoring.services.waivers import waive_fact
from scoring.tasks import rank_cycle as rank_task

FORM = "/ky-danh-gia/56/2024/don-vi/gamma/?chi-so=late_rate#khong-xet-chi_so"
SENTENCE = (
    "Sở gamma: chưa có số liệu “Tỷ lệ hồ sơ trễ hạn” mà quy tắc “Từ 5 % hồ sơ trễ hạn trở lên”"
    " bắt buộc phải có; hãy bổ sung số liệu, hoặc ghi quyết định không xét."
)


@pytest.fixture
def undecided(cycle: Cycle, marker) -> Cycle:
    """Return the cycle, in which gamma has no dossier and a block demands its late rate.

    Criterion 2.1 is marked by hand, one point for everybody, so that nothing else is missing.
    """
    Dossier.objects.filter(unit__code="gamma").delete()
    leaf = cycle.groups.get().criteria_set.criteria.get(code="2.1")
    leaf.leaf = {"scoring": {"kind": "direct"}}
    leaf.save()
    for sheet in cycle.assessments.all():
        Mark.objects.create(
            assessment=sheet, criterion=leaf, content={"points": "1"}, marked_by=marker
        )
    return cycle


@pytest.fixture
def refused(undecided: Cycle, marker) -> Job:
    """Return the job of a ranking that was refused."""
    job = Job.objects.create(kind=RANK_CYCLE, input={"cycle": undecided.pk}, created_by=marker)
    rank_task(job.pk)
    job.refresh_from_db()
    return job


def test_the_sentence_calls_fact_and_rule_as_people_do(refused):
    assert refused.state == Job.State.FAILED
    (problem,) = refused.result["problems"]
    assert problem == {
        "code": "undecided_fact",
        "place": "gamma",
        "message": SENTENCE,
        "url": FORM,
        "label": "Ghi quyết định không xét",
    }


@pytest.mark.parametrize(("role", "is_led"), [("home_affairs", True), ("leader", False)])
def test_its_page_leads_those_who_may_decide_to_the_form(client, make_user, refused, role, is_led):
    client.force_login(make_user(role, username="nguoi-xem"))

    page = client.get(f"/cong-viec/{refused.pk}/").content.decode()

    assert SENTENCE in page
    assert (f'href="{FORM}"' in page) is is_led


def test_the_form_stands_there_and_its_decision_lets_the_ranking_through(
    client, make_user, refused, undecided
):
    clerk = make_user("home_affairs", username="nguoi-ghi")
    client.force_login(clerk)
    assert 'id="khong-xet-chi_so"' in client.get(FORM).content.decode()

    gamma = undecided.assessments.get(unit__code="gamma")
    waive_fact(assessment=gamma, fact="late_rate", reason="Không có hồ sơ", by=clerk)

    assert rank_cycle(undecided.pk, by=clerk).number == 1
