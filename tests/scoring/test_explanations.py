"""What a unit reads and says of its first appraisal: only once announced, only its own, in time."""

import pytest
from django.db import transaction

from scoring.models import Explanation, Mark, Stage
from scoring.selectors.explanations import seen_of
from scoring.services.explanations import (
    ExplanationConflict,
    ExplanationRefused,
    agree_to_the_rest,
    explain_leaf,
)
from tests.appraisal_world import (
    appraised,
    build_appraisal,
    close_stage,
    leaf_of,
    objected,
    open_stage,
    published,
    sheet_of,
    words,
)
from units.models import Unit

PAGE = "/phieu/56/2024/tai-chinh/giai-trinh/"


@pytest.fixture
def cycle(marker):
    """The year under appraisal; Sở Tài chính got 3 of 4 for A.1 and all it claimed for A.2."""
    cycle = build_appraisal(marker)
    appraised(cycle, "tai-chinh", "A.1", "3", marker)
    second = appraised(cycle, "tai-chinh", "A.2", "2", marker)
    second.content = {"choices": ["a"]}
    second.save()
    Mark.objects.filter(criterion=second.criterion).update(content=second.content)
    return cycle


@pytest.fixture
def announced(cycle):
    """The stage of explanations, open."""
    return open_stage(cycle, "explanation")


@pytest.fixture
def somebody(make_user):
    """Return a function that makes somebody with a role, of Sở Tài chính unless told."""

    def make(role, code="tai-chinh", username="nguoi"):
        unit = Unit.through_time.get(code=code) if code else None
        return make_user(role, unit, username=username)

    return make


def explain(cycle, by, stance="object", text="đã có quyết định", leaf="A.1", seen=""):
    """Say something to an appraisal of Sở Tài chính."""
    return explain_leaf(
        assessment=sheet_of(cycle, "tai-chinh"),
        criterion=leaf_of(cycle, leaf),
        stance=stance,
        text=text,
        seen=seen,
        by=by,
    )


@pytest.mark.parametrize("role", ["head", "officer"])
@pytest.mark.parametrize("stance", ["agree", "object"])
def test_heads_and_officers_of_the_unit_explain(cycle, announced, somebody, role, stance):
    by = somebody(role)

    said = explain(cycle, by, stance)

    assert (said.stance, said.text, said.explained_by) == (stance, "đã có quyết định", by)


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("head", "tu-phap"),
        ("officer", "tu-phap"),
        ("appraiser", "tai-chinh"),
        ("appraiser", "noi-vu"),
        ("home_affairs", "tai-chinh"),
        ("home_affairs", None),
        ("leader", None),
        ("reader", None),
        (None, None),
    ],
)
def test_nobody_else_explains(cycle, announced, somebody, role, code):
    by = somebody(role, code)

    with pytest.raises(ExplanationRefused, match="Chỉ thủ trưởng và cán bộ của đơn vị"):
        explain(cycle, by)
    with pytest.raises(ExplanationRefused, match="Chỉ thủ trưởng và cán bộ của đơn vị"):
        agree_to_the_rest(assessment=sheet_of(cycle, "tai-chinh"), by=by)
    assert not Explanation.objects.exists()


def test_before_it_is_announced_nothing_is_explained(cycle, somebody):
    with pytest.raises(ExplanationRefused, match="chưa được thông báo"):
        explain(cycle, somebody("head"))


def test_after_the_stage_nothing_is_explained(cycle, announced, somebody):
    close_stage(cycle, "explanation")

    with pytest.raises(ExplanationRefused, match="“Đơn vị giải trình” đã đóng"):
        explain(cycle, somebody("head"))


@pytest.mark.parametrize(
    ("stance", "text", "sentence"),
    [("object", " ", "hãy ghi lý do"), ("maybe", "x", "Hãy chọn đồng ý"), ("", "x", "Hãy chọn")],
)
def test_what_says_nothing_is_refused(cycle, announced, somebody, stance, text, sentence):
    with pytest.raises(ExplanationRefused, match=sentence):
        explain(cycle, somebody("head"), stance, text)


def test_a_leaf_that_nobody_appraised_is_not_explained(cycle, announced, somebody):
    with pytest.raises(ExplanationRefused, match="chưa có điểm thẩm định"):
        explain(cycle, somebody("head"), leaf="B.1")


@pytest.mark.parametrize("round", ["second", "council"])
def test_what_was_decided_is_not_explained_any_more(cycle, announced, somebody, marker, round):
    appraised(cycle, "tai-chinh", "A.1", "4", marker, round=round)

    with pytest.raises(ExplanationRefused, match="đã được quyết định sau giải trình"):
        explain(cycle, somebody("head"))


def test_as_long_as_it_is_open_it_may_be_changed(cycle, announced, somebody):
    head = somebody("head")
    first = explain(cycle, head)

    assert explain(cycle, head, "agree", "", seen=seen_of(first)).stance == "agree"
    assert Explanation.objects.count() == 1


def test_whoever_saw_an_older_answer_is_shown_the_newer(cycle, announced, somebody):
    explain(cycle, somebody("head"))

    with pytest.raises(ExplanationConflict, match="nguoi vừa ghi “không đồng ý”"):
        explain(cycle, somebody("officer", username="khac"), "agree")
    assert Explanation.objects.get().stance == "object"


def test_agreeing_to_the_rest_leaves_what_was_said(cycle, announced, somebody):
    head = somebody("head")
    explain(cycle, head)

    assert agree_to_the_rest(assessment=sheet_of(cycle, "tai-chinh"), by=head) == 1
    said = Explanation.objects.order_by("criterion__code").values_list("stance", flat=True)
    assert list(said) == ["object", "agree"]
    assert agree_to_the_rest(assessment=sheet_of(cycle, "tai-chinh"), by=head) == 0


def test_more_time_for_one_unit_keeps_its_page_open(cycle, announced, somebody, marker):
    close_stage(cycle, "explanation")
    announced.extensions.create(
        assessment=sheet_of(cycle, "tai-chinh"),
        until_on=announced.closes_on,
        reason="nhiều tài liệu",
        granted_by=marker,
    )

    assert explain(cycle, somebody("head")).pk


@pytest.fixture
def sign_in(client, somebody):
    """Return a function that signs somebody in."""

    def enter(role="head", code="tai-chinh"):
        client.force_login(somebody(role, code))
        return client

    return enter


@pytest.mark.parametrize("role", ["head", "officer", "home_affairs", "appraiser", "leader"])
def test_before_announcing_the_page_tells_nobody_anything(sign_in, cycle, role):
    own = role in ("head", "officer")

    page = words(sign_in(role, "tai-chinh" if own else None).get(PAGE))

    assert "chưa được thông báo" in page
    assert "theo hồ sơ" not in page and "Thẩm định lần đầu" not in page


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("head", "tai-chinh", 200),
        ("officer", "tai-chinh", 200),
        ("home_affairs", None, 200),
        ("appraiser", "noi-vu", 200),
        ("leader", None, 200),
        ("reader", None, 200),
        ("head", "tu-phap", 403),
        ("officer", "tu-phap", 403),
        (None, None, 403),
    ],
)
def test_who_reads_what_a_unit_explains(sign_in, announced, cycle, role, code, status):
    client = sign_in(role, code)

    assert client.get(PAGE).status_code == status
    own = code == "tai-chinh"
    for place in (f"{leaf_of(cycle, 'A.1').pk}/", "dong-y/"):
        answer = client.post(f"{PAGE}{place}", {"y_kien": "agree"})
        assert answer.status_code == (302 if own else 403)


def test_the_page_shows_claim_appraisal_and_reason(sign_in, announced):
    page = words(sign_in().get(PAGE))

    assert "A.1 Kế hoạch" in page
    assert "Tự chấm 4 Thẩm định lần đầu 3/4" in page
    assert "Lý do: theo hồ sơ" in page
    assert "Còn 2/2 tiêu chí chưa có ý kiến, 0 tiêu chí không đồng ý." in page
    assert "không có ý kiến khi hết hạn được coi là đồng ý" in page


def test_the_second_appraisal_is_read_once_its_stage_is_over(sign_in, announced, cycle, marker):
    client = sign_in()
    open_stage(cycle, "second_appraisal")
    objected(cycle, "tai-chinh", "A.1", marker)
    appraised(cycle, "tai-chinh", "A.1", "3.5", marker, round="second")

    assert "Lần hai" not in words(client.get(PAGE)) and "3,5" not in words(client.get(PAGE))
    close_stage(cycle, "second_appraisal")

    assert "Lần hai 3,5" in words(client.get(PAGE))


def test_what_the_council_decided_is_read_once_the_year_is_published(
    sign_in, announced, cycle, marker
):
    client = sign_in()
    objected(cycle, "tai-chinh", "A.1", marker)
    appraised(cycle, "tai-chinh", "A.1", "3.5", marker, round="council")

    assert "Hội đồng" not in words(client.get(PAGE)) and "3,5" not in words(client.get(PAGE))
    published(cycle, marker)

    assert "Hội đồng 3,5" in words(client.get(PAGE))


def test_a_leaf_is_answered_in_place(sign_in, announced, cycle):
    client, place = sign_in(), f"{PAGE}{leaf_of(cycle, 'A.1').pk}/"

    empty = client.post(place, {"y_kien": "object"}, headers={"HX-Request": "true"})
    saved = client.post(
        place, {"y_kien": "object", "giai_trinh": "đủ"}, headers={"HX-Request": "true"}
    )

    assert empty.status_code == saved.status_code == 200
    assert "hãy ghi lý do" in words(empty) and "<html" not in empty.content.decode()
    assert "Đã ghi." in words(saved)
    assert Explanation.objects.get().text == "đủ"


def test_counts_in_the_head_follow_what_is_answered_in_place(sign_in, announced, cycle):
    client = sign_in()
    assert "Còn 2/2 tiêu chí chưa có ý kiến, 0 tiêu chí" in words(client.get(PAGE))

    for left, leaf, stance in ((1, "A.1", "object"), (0, "A.2", "agree")):
        place = f"{PAGE}{leaf_of(cycle, leaf).pk}/"
        typed = {"y_kien": stance, "giai_trinh": "đủ"}
        saved = client.post(place, typed, headers={"HX-Request": "true"})

        assert f"Còn {left}/2 tiêu chí chưa có ý kiến, 1 tiêu chí" in words(saved)
        assert saved.content.decode().count('hx-swap-oob="true"') == 2
        assert (f"Đồng ý tất cả còn lại ({left})" in words(saved)) == bool(left)
    assert "hx-swap-oob" not in client.get(PAGE).content.decode()


def test_without_any_script_it_is_answered_too(sign_in, announced, cycle):
    place = f"{PAGE}{leaf_of(cycle, 'A.1').pk}/"

    answer = sign_in().post(place, {"y_kien": "object", "giai_trinh": "đủ"}, follow=True)

    assert answer.redirect_chain[0][0] == f"{PAGE}#tieu-chi-A-1"
    assert "Đã ghi ý kiến về A.1." in words(answer)


def test_a_deadline_that_passes_keeps_what_was_typed(sign_in, announced, cycle):
    client, place = sign_in(), f"{PAGE}{leaf_of(cycle, 'A.1').pk}/"
    close_stage(cycle, "explanation")

    answer = client.post(place, {"y_kien": "object", "giai_trinh": "văn bản số 12"})

    assert answer.status_code == 422
    assert "“Đơn vị giải trình” đã đóng" in words(answer)
    assert "văn bản số 12" in words(answer)
    assert "Không có ý kiến, coi là đồng ý." in words(answer)
    assert not Explanation.objects.exists()


def test_an_explanation_that_is_too_long_is_shown_again_and_not_kept(sign_in, announced, cycle):
    place, text = f"{PAGE}{leaf_of(cycle, 'A.1').pk}/", "đủ " * 1400

    answer = sign_in().post(place, {"y_kien": "object", "giai_trinh": text})

    assert answer.status_code == 422
    # 1400 times 3 characters, less the blank at the end
    assert "Giải trình có 4199 ký tự, nhiều nhất 4000." in words(answer)
    assert text.strip() in answer.content.decode()
    assert not Explanation.objects.exists()


@pytest.mark.parametrize("leaf", ["999999", "9" * 25])
def test_a_leaf_of_no_set_has_no_page(sign_in, announced, leaf):
    assert sign_in().post(f"{PAGE}{leaf}/", {"y_kien": "agree"}).status_code == 404


def test_the_queries_do_not_grow_with_leaves(sign_in, announced, django_assert_max_num_queries):
    client = sign_in()

    with django_assert_max_num_queries(24):
        client.get(PAGE)


@pytest.mark.django_db(transaction=True)
def test_head_and_officer_at_once_do_not_write_over_each_other(
    cycle, announced, somebody, beside, until_somebody_waits
):
    head, officer = somebody("head"), somebody("officer", username="can-bo")
    with transaction.atomic():
        explain(cycle, head)
        other = beside(explain, cycle, officer, "agree", "")
        until_somebody_waits()

    with pytest.raises(ExplanationConflict):
        other.result(timeout=20)
    assert Explanation.objects.get().explained_by == head
    assert Stage.objects.count() == 2
