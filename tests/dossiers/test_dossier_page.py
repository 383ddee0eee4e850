"""The page of one dossier: who opens it, how it stands, what was changed of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dossiers.models import Pause
from tests.dossiers.suspicion_world import DUE, at, changed
from tests.dossiers.test_suspicions_page import words

PAGE = "/ho-so/X1/"


@pytest.fixture
def late(make_dossier, make_person):
    """Store a dossier that paused a day, is due 13/06 at 17:00 and ended two hours after that."""
    dossier = make_dossier(
        DUE,
        DUE + timedelta(hours=26),
        "granted",
        deadline_at=DUE + timedelta(days=1),
        handler=make_person("A"),
    )
    dossier.save()
    Pause.objects.create(dossier=dossier, started_at=at(10), ended_at=at(11), reason="tax")
    Pause.objects.create(dossier=dossier, started_at=at(14), ended_at=at(14, 12), reason="agency")
    return dossier


@pytest.fixture
def reader(client, make_user):
    """Sign somebody in who sees every dossier."""
    user = make_user("appraiser")
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("role", "own", "status"),
    [
        ("head", True, 200),
        ("officer", True, 200),
        ("head", False, 403),
        ("officer", False, 403),
        ("appraiser", None, 200),
        ("home_affairs", None, 200),
        ("leader", None, 200),
        ("reader", None, 403),
        (None, None, 403),
    ],
)
def test_a_dossier_meets_its_people(client, late, make_user, make_unit, role, own, status):
    unit = None if own is None else late.unit if own else make_unit("so-y-te")
    client.force_login(make_user(role, unit))

    assert client.get(PAGE).status_code == status


@pytest.mark.parametrize("code", ["X9", "khong-co", "%0A", "..", "X1%20", "x" * 400])
def test_a_code_that_nothing_bears_is_not_found(client, late, reader, code):
    assert client.get(f"/ho-so/{code}/").status_code == 404


def test_a_dossier_is_told_with_its_clock(client, late, reader, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        page = words(client.get(PAGE))

    assert "So với hạn Trễ 2 giờ" in page  # 15:00 of the 13th is 22 hours, 17:00 is 24, 19:00 is 26
    assert "Chờ nghĩa vụ tài chính 10/06/2024 10:00 11/06/2024 10:00 1 ngày có" in page
    assert "14/06/2024 12:00 2 giờ không, bắt đầu khi đã quá hạn" in page
    assert "Hồ sơ này chưa được sửa lần nào." in page


def test_every_change_is_told_in_words(client, late, reader, make_unit, make_person):
    sister, other = make_unit("so-y-te", "Sở Y tế"), make_person("B")
    changed(
        late,
        at(20),
        unit=(sister.pk, late.unit_id),
        handler=(other.pk, late.handler_id),
        outcome=("open", "granted"),
        channel=("counter", "online"),
        finished=(None, late.finished_at),
        pauses=(None, [[at(10), None, "tax"]]),
        procedure=(late.procedure_id, 999_999),
    )

    page = words(client.get(PAGE))

    assert "Đơn vị Sở Y tế Sở Tư pháp 20/06/2024 10:00 x.csv" in page
    assert "Người thụ lý B A" in page
    assert "Kết quả Đang giải quyết Đã trả kết quả" in page
    assert "Kênh Trực tiếp Trực tuyến" in page
    assert "Trả kết quả không có 13/06/2024 19:00" in page
    assert "10/06/2024 10:00 – chưa kết thúc (chờ nghĩa vụ tài chính)" in page
    assert "Thủ tục Thủ tục 1.001 999999" in page  # gone since: its key is what is left


def test_a_value_that_cannot_be_read_stays_as_it_is(client, late, reader):
    changed(late, at(20), pauses=("{", "[1]"), due=("hôm qua", "2024-06-12"))

    page = words(client.get(PAGE))

    assert "Tạm dừng { [1]" in page
    assert "Hẹn trả hôm qua 2024-06-12" in page


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("due", "finished", "outcome", "others", "verdict"),
    [
        (DUE, DUE, "granted", {}, "Không trễ, sớm chưa đến 1 phút"),
        (DUE, DUE - 27 * HOUR, "granted", {}, "Không trễ, sớm 1 ngày 3 giờ"),
        (DUE, DUE + 27 * HOUR, "cancelled", {}, "Không tính vào tỷ lệ trễ hạn"),
        (None, DUE, "granted", {}, "Không xác định được hạn"),
        (DUE, None, "open", {"paused_since": at(12)}, "Đang tạm dừng, hạn lùi theo"),
    ],
)
def test_a_dossier_says_how_it_stands(
    client, reader, make_dossier, due, finished, outcome, others, verdict
):
    make_dossier(due, finished, outcome, **others).save()

    assert f"So với hạn {verdict}" in words(client.get(PAGE))


@pytest.mark.parametrize(
    ("hours", "verdict"), [(-3, "Đang trễ 3 giờ"), (50, "Chưa đến hạn, còn 2 ngày 1 giờ")]
)
def test_an_open_dossier_is_measured_against_now(client, reader, make_dossier, hours, verdict):
    make_dossier(timezone.now() + hours * HOUR, None, "open").save()

    assert f"So với hạn {verdict}" in words(client.get(PAGE))
