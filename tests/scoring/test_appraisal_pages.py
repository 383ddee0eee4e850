"""The appraiser's pages: the queue and what narrows it, one leaf with all beside it, saving."""

import pytest
from django.utils.timezone import localdate

from scoring.models import Appraisal, Mark
from tests.appraisal_world import (
    appraised,
    build_appraisal,
    close_stage,
    leaf_of,
    objected,
    open_stage,
    sheet_of,
    words,
    year_before,
)
from units.models import Unit

QUEUE = "/tham-dinh/"
LEAF = "/tham-dinh/56/2024/A.1/tai-chinh/"
TYPED = {"vong": "first", "da_xem": "0", "tu_cham": "1", "diem": "4", "ly_do": ""}


@pytest.fixture
def cycle(marker):
    """The year under appraisal."""
    return build_appraisal(marker)


@pytest.fixture
def sign_in(client, make_user, cycle):
    """Return a function that signs somebody in with a role, in the unit of a code."""

    def enter(role="appraiser", code="noi-vu", username="nguoi-cham"):
        unit = Unit.through_time.get(code=code) if code else None
        client.force_login(make_user(role, unit, username=username))
        return client

    return enter


def test_the_queue_lists_what_is_theirs(sign_in):
    page = words(sign_in().get(QUEUE))

    assert "Kỳ thẩm định 2024" in page
    assert "A Chỉ đạo Sở, ban, ngành 4 4 Chờ bạn, A 0 0" in page  # two leaves, two units
    assert "A.1 Kế hoạch , Sở Tài chính" in page and "A.2 Kiểm tra , Sở Tư pháp" in page
    assert "Sở Nội vụ , Sở" not in page and "B.1" not in page


def test_the_substitute_has_the_owners_own_sheet_only(sign_in):
    page = words(sign_in(code="tu-phap").get(QUEUE))

    assert "A.1 Kế hoạch , Sở Nội vụ" in page
    assert ", Sở Tài chính" not in page


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("appraiser", "noi-vu", 200),
        ("home_affairs", "noi-vu", 200),
        ("head", "noi-vu", 403),
        ("officer", "tai-chinh", 403),
        ("leader", None, 403),
        ("reader", None, 403),
        (None, None, 403),
    ],
)
def test_the_queue_is_for_appraisers(sign_in, role, code, status):
    assert sign_in(role, code).get(QUEUE).status_code == status


def test_an_appraiser_without_a_unit_is_told_why_nothing_is_there(sign_in):
    assert "chưa gắn với cơ quan nào" in words(sign_in(code=None).get(QUEUE))


def test_a_unit_without_any_area_is_told_so(sign_in, make_unit):
    make_unit("khac", "Sở Khác")

    assert "chưa được giao lĩnh vực nào" in words(sign_in(code="khac").get(QUEUE))


@pytest.mark.parametrize(
    ("query", "there", "away"),
    [
        ("?chi=chua-cham", "A.2 Kiểm tra , Sở Tài chính", "A.1 Kế hoạch , Sở Tài chính"),
        ("?chi=cho-ban", "A.1 Kế hoạch , Sở Tư pháp", "A.1 Kế hoạch , Sở Tài chính"),
        ("?chi=khac-tu-cham", "A.1 Kế hoạch , Sở Tài chính", "A.1 Kế hoạch , Sở Tư pháp"),
        ("?chi=phan-doi", "A.1 Kế hoạch , Sở Tư pháp", "A.1 Kế hoạch , Sở Tài chính"),
        ("?don-vi=tu-phap", "A.2 Kiểm tra , Sở Tư pháp", ", Sở Tài chính"),
        ("?linh-vuc=A", "A.2 Kiểm tra , Sở Tư pháp", "Không có tiêu chí nào"),
        ("?linh-vuc=B", "Không có tiêu chí nào như vậy", "A.2 Kiểm tra , Sở"),
        ("?khoi=khac", "Không có tiêu chí nào như vậy", "A.2 Kiểm tra , Sở"),
        ("?chi=%27&thu-tu=x&trang=999", "A.2 Kiểm tra , Sở Tư pháp", "Không có tiêu chí nào"),
    ],
)
def test_the_queue_is_narrowed(sign_in, cycle, marker, query, there, away):
    appraised(cycle, "tai-chinh", "A.1", "3", marker)
    appraised(cycle, "tu-phap", "A.1", "4", marker)
    objected(cycle, "tu-phap", "A.1", marker)
    open_stage(cycle, "second_appraisal")

    page = words(sign_in().get(QUEUE + query))

    assert there in page
    assert away not in page


def test_each_count_of_an_area_is_that_of_the_list_it_leads_to(sign_in, cycle, marker):
    for unit in ("tai-chinh", "tu-phap"):
        appraised(cycle, unit, "A.1", "3", marker)
        objected(cycle, unit, "A.1", marker)
    appraised(cycle, "tai-chinh", "A.1", "3", marker, round="second")
    open_stage(cycle, "second_appraisal")
    client = sign_in()

    area = client.get(QUEUE).context["page"].areas[0]

    counts = {"cho-ban": area.left, "khac-tu-cham": area.differing, "phan-doi": area.objected}
    assert counts == {"cho-ban": 3, "khac-tu-cham": 2, "phan-doi": 2}  # 3: one A.1, both A.2
    for only, count in counts.items():
        assert len(client.get(f"{QUEUE}?linh-vuc=A&chi={only}").context["page"].rows) == count


def test_what_cannot_be_done_now_waits_for_nobody(sign_in, cycle, marker):
    appraised(cycle, "tai-chinh", "A.1", "3", marker)
    objected(cycle, "tai-chinh", "A.1", marker)
    close_stage(cycle, "appraisal")
    client = sign_in()

    page = client.get(QUEUE)
    assert (page.context["page"].areas[0].left, "Chấm tiếp" in words(page)) == (0, False)

    open_stage(cycle, "second_appraisal")
    page = client.get(QUEUE).context["page"]
    assert (page.areas[0].left, "/A.1/tai-chinh/" in page.first) == (1, True)


def test_what_the_unit_has_open_again_waits_for_nobody(sign_in, cycle, marker):
    sheet_of(cycle, "tu-phap").reopenings.create(
        area=leaf_of(cycle, "A"), until_on=localdate(), reason="Thiếu", opened_by=marker
    )

    area = sign_in().get(QUEUE).context["page"].areas[0]

    assert (area.left, area.total) == (2, 4)  # A.1 and A.2 of Sở Tài chính alone


def test_the_list_says_what_the_council_decided(sign_in, cycle, marker):
    appraised(cycle, "tai-chinh", "A.1", "3", marker)
    objected(cycle, "tai-chinh", "A.1", marker)
    appraised(cycle, "tai-chinh", "A.1", "3.5", marker, round="council")

    page = words(sign_in().get(QUEUE))

    assert "A.1 Kế hoạch , Sở Tài chính Sở Tài chính 4 3,5 hội đồng đã quyết định" in page


def test_where_nothing_waits_nobody_is_sent_on(sign_in, cycle, marker):
    client = sign_in()
    assert "Chấm tiếp" in words(client.get(QUEUE))

    for unit in ("tai-chinh", "tu-phap"):
        for leaf in ("A.1", "A.2"):
            appraised(cycle, unit, leaf, "2", marker)

    page = words(client.get(QUEUE))
    assert "A.2 Kiểm tra , Sở Tư pháp" in page
    assert "Chấm tiếp" not in page


def test_the_order_is_units_within_a_leaf_or_leaves_within_a_unit(sign_in):
    client = sign_in()

    by_leaf, by_unit = (client.get(f"{QUEUE}{order}") for order in ("", "?thu-tu=don-vi"))

    places = [row.address for row in by_leaf.context["page"].rows]
    assert places[:2] == [LEAF, "/tham-dinh/56/2024/A.1/tu-phap/"]
    assert [row.address for row in by_unit.context["page"].rows][:2] == [
        f"{LEAF}?thu-tu=don-vi",
        "/tham-dinh/56/2024/A.2/tai-chinh/?thu-tu=don-vi",
    ]


def test_sheets_that_are_not_signed_are_counted_not_listed(sign_in, cycle):
    sheet = sheet_of(cycle, "tai-chinh")
    sheet.state, sheet.signed_at, sheet.signed_by, sheet.signature = "submitted", None, None, ""
    sheet.save()

    page = words(sign_in().get(QUEUE))

    assert "1 đơn vị chưa ký nộp phiếu" in page
    assert "A.1 Kế hoạch , Sở Tài chính" not in page


def test_a_leaf_that_does_not_apply_to_a_unit_is_not_in_the_queue(sign_in, cycle, marker):
    content = {"state": "not_applicable", "reason": "không có thanh tra"}
    Mark.objects.create(
        assessment=sheet_of(cycle, "tai-chinh"),
        criterion=leaf_of(cycle, "A.2"),
        content=content,
        marked_by=marker,
    )
    client = sign_in()

    assert "A.2 Kiểm tra , Sở Tài chính" not in words(client.get(QUEUE))
    page = words(client.get("/tham-dinh/56/2024/A.2/tai-chinh/"))
    assert "Tiêu chí này không áp dụng cho đơn vị." in page


def test_the_leaf_has_all_that_is_weighed(sign_in, cycle, marker):
    before = year_before(cycle)
    block = before.groups.get()
    sheet = before.assessments.create(cycle_group=block, unit=sheet_of(cycle, "tai-chinh").unit)
    last = {"points": "3.5"}
    Mark.objects.create(
        assessment=sheet, criterion=leaf_of(cycle, "A.1"), content=last, marked_by=marker
    )
    appraised(cycle, "tu-phap", "A.1", "2", marker)

    page = words(sign_in().get(LEAF))

    assert "Sở Tài chính" in page and "Chấm thay mặt Sở Nội vụ" in page
    assert "Tự chấm 4 home_affairs" in page
    assert "Năm trước: 3,5/4" in page
    assert "chấm trực tiếp, tối đa 4" in page
    assert "Sở Tư pháp 4 2" in page  # a sister: claimed 4, given 2
    assert "Như tự chấm (4)" in page


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("appraiser", "noi-vu", 200),
        ("home_affairs", "noi-vu", 200),
        ("appraiser", "tai-chinh", 403),
        ("appraiser", "tu-phap", 403),
        ("appraiser", None, 403),
        ("home_affairs", None, 403),
        ("head", "tai-chinh", 403),
        ("officer", "tai-chinh", 403),
        ("head", "tu-phap", 403),
        ("leader", None, 403),
        ("reader", None, 403),
        (None, None, 403),
    ],
)
def test_a_leaf_is_open_to_its_appraisers_alone(sign_in, role, code, status):
    client = sign_in(role, code)

    assert client.get(LEAF).status_code == status
    assert client.post(LEAF, TYPED).status_code == (302 if status == 200 else 403)
    assert Appraisal.objects.exists() == (status == 200)


@pytest.mark.parametrize(
    "place",
    [
        "56/1999/A.1/tai-chinh/",
        "57/2024/A.1/tai-chinh/",
        "56/2024/A.9/tai-chinh/",
        "56/2024/A/tai-chinh/",
        "56/2024/B.2/tai-chinh/",
        "56/2024/A.1/khong-co/",
        "56/2024/A/1/tai-chinh/",
    ],
)
def test_what_is_not_there_has_no_page(sign_in, place):
    assert sign_in().get(f"{QUEUE}{place}").status_code == 404


def test_saving_leads_to_the_next_leaf_and_back_at_the_end(sign_in):
    client = sign_in()

    first = client.post(LEAF, {**TYPED, "diem": "3,5", "ly_do": "thiếu"})
    last = client.post(
        "/tham-dinh/56/2024/A.2/tu-phap/", {**TYPED, "cach": "nhu-tu-cham", "diem": ""}
    )

    assert first.url == "/tham-dinh/56/2024/A.1/tu-phap/"
    assert last.url.startswith("/tham-dinh/?ky=")
    points = Appraisal.objects.order_by("pk").values_list("criterion__code", "points")
    assert list(points) == [("A.1", 3.5), ("A.2", 2)]


def test_the_way_keeps_what_the_queue_was_narrowed_by(sign_in, cycle, marker):
    appraised(cycle, "tu-phap", "A.1", "4", marker)

    answer = sign_in().post(f"{LEAF}?chi=chua-cham", TYPED)

    assert answer.url == "/tham-dinh/56/2024/A.2/tai-chinh/?chi=chua-cham"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"diem": "3"}, "hãy ghi lý do"),
        ({"diem": ""}, "Hãy nhập điểm thẩm định"),
        ({"diem": "4,5", "ly_do": "cao"}, "4"),
        ({"diem": "bốn"}, "“bốn” không phải số"),
        ({"diem": "3", "ly_do": "x", "tu_cham": "7"}, "Đơn vị đã sửa điểm tự chấm"),
        ({"diem": "3", "ly_do": "x", "vong": "second"}, "đã sang vòng khác"),
        ({"diem": "3", "ly_do": "x" * 4001}, "Lý do dài quá"),
        ({"diem": "3", "da_xem": "x"}, "thiếu dữ liệu"),
    ],
)
def test_what_cannot_be_saved_is_shown_again(sign_in, typed, sentence):
    answer = sign_in().post(LEAF, {**TYPED, **typed})

    assert answer.status_code in (409, 422)
    assert sentence in words(answer)
    assert f'value="{typed["diem"]}"' in answer.content.decode()
    assert not Appraisal.objects.exists()


def test_a_conflict_shows_both(sign_in, cycle, marker):
    client = sign_in()
    appraised(cycle, "tai-chinh", "A.1", "2", marker)

    answer = client.post(LEAF, {**TYPED, "diem": "3", "ly_do": "theo biên bản"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "home_affairs đã ghi 2 điểm" in page
    assert 'value="3"' in page and "theo biên bản" in page
    assert 'name="da_xem" value="1"' in page
    assert Mark.objects.get().content == {"points": "2"}


def test_a_deadline_that_passes_keeps_what_was_typed(sign_in, cycle):
    client = sign_in()
    cycle.stages.update(closed_at=cycle.cutoff_at)

    answer = client.post(LEAF, {**TYPED, "diem": "3", "ly_do": "theo biên bản"})

    assert answer.status_code == 409
    assert "“Thẩm định lần đầu” đã đóng" in words(answer)
    assert "theo biên bản" in words(answer)


def test_a_whole_area_is_accepted_once_it_is_confirmed(sign_in, cycle):
    client, page = sign_in(), "/tham-dinh/56/2024/chap-nhan/tai-chinh/A/"

    shown = client.get(page)
    assert "A.1 Kế hoạch" in words(shown) and not Appraisal.objects.exists()
    keys = [f"{leaf_of(cycle, code).pk}:1" for code in ("A.1", "A.2")]
    answer = client.post(page, {"tieu_chi": [*keys, "x:y", "9", "-1:1"]}, follow=True)

    assert "Đã chấp nhận 2 điểm tự chấm." in words(answer)
    assert Appraisal.objects.count() == Mark.objects.count() == 2
    assert "Không còn điểm tự chấm nào chờ bạn" in words(client.get(page))


@pytest.mark.parametrize("role", ["head", "officer", "leader", "reader", None])
def test_nobody_else_accepts_an_area(sign_in, role):
    client = sign_in(role, "tu-phap" if role in ("head", "officer") else None)

    assert client.get("/tham-dinh/56/2024/chap-nhan/tai-chinh/A/").status_code == 403
    assert client.post("/tham-dinh/56/2024/chap-nhan/tai-chinh/A/").status_code == 403


def test_the_second_appraisal_shows_its_effect_and_asks_for_a_reason(sign_in, cycle, marker):
    appraised(cycle, "tai-chinh", "A.1", "1", marker)
    appraised(cycle, "tai-chinh", "B.1", "2", marker)
    objected(cycle, "tai-chinh", "A.1", marker, "kế hoạch ký ngày 05/01")
    open_stage(cycle, "explanation")
    open_stage(cycle, "second_appraisal")
    client = sign_in()

    page = words(client.get(LEAF))

    assert "kế hoạch ký ngày 05/01" in page
    assert "Nếu nhận điểm tự chấm: Lĩnh vực 1 → 4 Tổng điểm 3 → 6" in page  # B.1 has 2
    bare = client.post(LEAF, {**TYPED, "vong": "second", "diem": "4"})
    assert "Hãy ghi lý do quyết định" in words(bare)
    client.post(LEAF, {**TYPED, "vong": "second", "diem": "4", "ly_do": "đã bổ sung"})
    assert Mark.objects.get(criterion__code="A.1").content == {"points": "4"}
    assert "làm thay đổi: Lĩnh vực 1 → 4" in words(client.get(LEAF))


def test_the_queries_do_not_grow_with_units(
    sign_in, cycle, marker, make_unit, django_assert_max_num_queries
):
    from tests.appraisal_world import claim_sheet

    client, block = sign_in(), cycle.groups.get()
    for number in range(12):
        unit = make_unit(f"them-{number}")
        claim_sheet(cycle.assessments.create(cycle_group=block, unit=unit), marker)
        appraised(cycle, unit.code, "A.1", "3", marker)

    with django_assert_max_num_queries(24):
        client.get(QUEUE)
    with django_assert_max_num_queries(48):
        client.get(LEAF)
