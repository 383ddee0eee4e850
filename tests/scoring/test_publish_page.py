"""The page on which Sở Nội vụ publishes: what is still open, the decision, the job."""

import re

import pytest
from celery import current_app

from foundation.models import Job
from foundation.services.results import result_link
from scoring.models import Mark, Publication
from scoring.services.ranking import rank_cycle
from scoring.tasks import publish_run
from tests.scoring_world import approve_sets, create_dossiers, publish
from units.models import Unit

PAGE, CYCLES = "/ky-danh-gia/56/2024/cong-bo/", "/ky-danh-gia/"
TYPED = {"lan": "1", "so": "05/QĐ-UBND", "ngay": "15/01/2025", "dong_y": "on"}


@pytest.fixture
def signed_in(client, make_user, cycle):
    """Return a function that signs somebody in with a role, heads and officers for beta.

    The cycle's set was approved by somebody else.
    """
    approve_sets(cycle)

    def sign_in(role="home_affairs"):
        unit = Unit.through_time.get(code="beta") if role in ("head", "officer") else None
        client.force_login(make_user(role, unit, username="visitor"))
        return client

    return sign_in


@pytest.fixture(autouse=True)
def bell(monkeypatch) -> list:
    """Collect what would be sent to the broker."""
    rung: list = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args: rung.append((name, args)))
    return rung


def words(response) -> str:
    """Return a page's text without tags, every run of blanks one."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def alpha_once_more(cycle):
    """Rank again after alpha got one more dossier."""
    create_dossiers(Unit.through_time.get(code="alpha"), 1, 0, prefix="them")
    return rank_cycle(cycle.pk, by=None)


@pytest.mark.parametrize("role", ["appraiser", "leader", "reader", "head", "officer", None])
def test_nobody_else_publishes(signed_in, cycle, role):
    rank_cycle(cycle.pk, by=None)
    client = signed_in(role)

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, TYPED).status_code == 403
    assert not Job.objects.exists()


def test_who_is_not_signed_in_is_led_to_sign_in(client, cycle):
    assert client.get(PAGE).status_code == 302


@pytest.mark.parametrize("place", ["56/1999", "57/2024", f"56/{'9' * 30}"])
def test_without_the_cycle_there_is_no_page(signed_in, place):
    assert signed_in().get(f"/ky-danh-gia/{place}/cong-bo/").status_code == 404


def test_without_a_complete_run_there_is_nothing_to_publish(signed_in, cycle):
    rank_cycle(cycle.pk, by=None, is_provisional=True)

    page = signed_in().get(PAGE)

    assert "chưa có lần xếp hạng đầy đủ nào để công bố" in words(page)
    assert '<form method="post" class="decision"' not in page.content.decode()


def test_what_is_still_open_is_listed_and_no_form_offered(signed_in, cycle, make_unit):
    rank_cycle(cycle.pk, by=None)
    make_unit("delta", "Sở delta")
    Mark.objects.filter(assessment__unit__code="beta").delete()

    client = signed_in()
    page = words(client.get(PAGE))

    assert "Chưa công bố được lần 1: còn 2 điều" in page
    assert "Sở delta: chưa có phiếu trong kỳ này" in page
    assert "Sở beta: 1 tiêu chí chưa có điểm" in page
    assert "Bạn đã nhập" not in page
    assert client.post(PAGE, TYPED).status_code == 409
    assert not Job.objects.exists()


def test_what_was_typed_before_the_data_changed_is_shown_beside_the_list(signed_in, cycle, marker):
    publish(rank_cycle(cycle.pk, by=None), marker)
    alpha_once_more(cycle)
    client = signed_in()
    create_dossiers(Unit.through_time.get(code="alpha"), 1, 0, prefix="nua")
    typed = TYPED | {"lan": "2", "so": "19/QĐ-UBND", "ly_do": "Sót\r\n1 hồ <sơ>"}

    answer = client.post(PAGE, typed)

    assert answer.status_code == 409
    assert "Chưa công bố được lần 2" in words(answer)
    assert "Bạn đã nhập, chưa ghi: Số quyết định 19/QĐ-UBND Ngày quyết định 15/01/2025" in words(
        answer
    )
    assert "Sót<br>1 hồ &lt;sơ&gt;" in answer.content.decode()
    assert not Job.objects.exists()


def test_what_was_typed_for_a_run_that_somebody_published_first_is_shown(signed_in, cycle, marker):
    run = rank_cycle(cycle.pk, by=None)
    client = signed_in()
    publish(run, marker)

    answer = client.post(PAGE, TYPED | {"so": "19/QĐ-UBND"})

    assert answer.status_code == 409
    assert "Lần 1 đang được công bố" in words(answer)
    assert "Bạn đã nhập, chưa ghi: Số quyết định 19/QĐ-UBND" in words(answer)


def test_a_form_sent_again_is_told_that_its_run_is_published(signed_in, cycle):
    rank_cycle(cycle.pk, by=None)
    client = signed_in()
    client.post(PAGE, TYPED)
    publish_run(Job.objects.get().pk)

    answer = client.post(PAGE, TYPED)

    assert answer.status_code == 409
    said = "Biểu mẫu vừa gửi không công bố thêm gì: lần 1 đã được công bố. Bạn đã nhập, chưa ghi:"
    assert said in words(answer)
    assert "Chưa công bố gì" not in words(answer)
    assert Job.objects.count() == 1


def test_a_form_sent_where_no_run_is_published_nothing(signed_in, cycle):
    answer = signed_in().post(PAGE, TYPED)

    assert answer.status_code == 409
    assert "Chưa công bố gì. Bạn đã nhập, chưa ghi: Số quyết định 05/QĐ-UBND" in words(answer)


def test_publishing_is_a_job_that_leads_to_the_ranking(signed_in, cycle):
    run = rank_cycle(cycle.pk, by=None)

    answer = signed_in().post(PAGE, TYPED)

    job = Job.objects.get()
    assert answer.url == f"/cong-viec/{job.pk}/"
    assert job.title == "Công bố: Tỉnh Khánh Hòa 2024, lần 1"
    publish_run(job.pk)
    publication = Publication.objects.get()
    assert (publication.run, publication.published_by) == (run, job.created_by)
    link = result_link(Job.objects.get())
    assert link is not None and link.url == "/xep-hang/56/2024/?lan=1"


def test_a_job_that_is_refused_tells_everything(signed_in, cycle, make_unit):
    rank_cycle(cycle.pk, by=None)
    signed_in().post(PAGE, TYPED)
    make_unit("delta", "Sở delta")
    job = Job.objects.get()

    publish_run(job.pk)

    job.refresh_from_db()
    assert job.state == "failed"
    assert job.message == "Chưa công bố được: còn 1 điều chưa xong."
    assert "Sở delta" in job.result["problems"][0]["message"]
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"so": " "}, "Số quyết định: Trường này là bắt buộc."),
        ({"so": "5" * 61}, "Số quyết định:"),
        ({"ngay": "31/02/2025"}, "Ngày quyết định:"),
        ({"ngay": "15/01/2999"}, "Ngày quyết định chưa đến."),
        ({"ngay": "15/01/2024"}, "Ngày quyết định trước ngày cuối của kỳ (31/12/2024)."),
        ({"dong_y": ""}, "Hãy xác nhận trước khi công bố."),
        ({"lan": "7"}, "Đã có lần xếp hạng mới hơn lần bạn đang xem."),
    ],
)
def test_what_is_typed_wrong_is_said_and_kept(signed_in, cycle, typed, said):
    rank_cycle(cycle.pk, by=None)

    page = signed_in().post(PAGE, TYPED | typed)

    assert page.status_code == 200
    assert said in words(page)
    assert 'value="15/01/2025"' in page.content.decode() or "ngay" in typed
    assert not Job.objects.exists()


def test_a_correction_asks_for_its_reason(signed_in, cycle, marker):
    publish(rank_cycle(cycle.pk, by=None), marker)
    alpha_once_more(cycle)
    client = signed_in()

    typed = TYPED | {"lan": "2", "so": "09/QĐ-UBND"}
    refused = words(client.post(PAGE, typed))
    taken = client.post(PAGE, typed | {"ly_do": "Sót 1 hồ sơ"})

    assert "Lý do thay thế:" in refused
    assert "Lần này sẽ thay cho lần 1" in refused
    assert taken.status_code == 302
    assert Job.objects.get().input["reason"] == "Sót 1 hồ sơ"


def test_once_published_the_page_says_so_and_keeps_the_history(signed_in, cycle, marker):
    publish(rank_cycle(cycle.pk, by=None), marker)
    publish(alpha_once_more(cycle), marker, decision_number="09", reason="Sót 1 hồ sơ")

    page = words(signed_in().get(PAGE))

    assert "Lần 2 đang được công bố; chưa có lần xếp hạng đầy đủ nào mới hơn." in page
    assert page.index("số 09") < page.index("số 05/QĐ-UBND")
    assert "đã thay thế" in page and "Sót 1 hồ sơ" in page


def test_the_cycles_page_says_how_far_each_cycle_is(signed_in, cycle, marker):
    client, said = signed_in(), {}
    said["nothing"] = words(client.get(CYCLES))
    rank_cycle(cycle.pk, by=None, is_provisional=True)
    said["provisional"] = words(client.get(CYCLES))
    run = rank_cycle(cycle.pk, by=None)
    said["complete"] = words(client.get(CYCLES))
    publish(run, marker, decision_number="05/QĐ-UBND")
    said["published"] = words(client.get(CYCLES))

    stages = {
        name: re.search("Kỳ tính tay 2024 ([đct]\\S+ \\S+(?: bố)?)", it)
        for name, it in said.items()
    }
    assert {name: found and found[1] for name, found in stages.items()} == {
        "nothing": "chưa tính",
        "provisional": "tạm tính",
        "complete": "đã tính",
        "published": "đã công bố",
    }
    assert "lần 2, Quyết định số 05/QĐ-UBND ngày 15/01/2025" in said["published"]


def test_publishing_is_offered_only_where_there_is_something_to_publish(signed_in, cycle, marker):
    client, offered = signed_in(), []
    offered.append(PAGE in client.get(CYCLES).content.decode())
    run = rank_cycle(cycle.pk, by=None)
    offered.append(PAGE in client.get(CYCLES).content.decode())
    publish(run, marker)
    offered.append(PAGE in client.get(CYCLES).content.decode())

    assert offered == [False, True, False]


def test_readers_see_the_stage_and_no_button(signed_in, cycle):
    rank_cycle(cycle.pk, by=None)

    page = signed_in("reader").get(CYCLES).content.decode()

    assert "đã tính" in page
    assert PAGE not in page
