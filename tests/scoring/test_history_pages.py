"""The history as people read it: who finds what, and what stays closed to whom."""

import io
from datetime import datetime

import openpyxl
import pghistory
import pytest
from django.utils.timezone import localdate, localtime, now

from foundation.models import AccessRecord
from scoring.models import Appraisal, AreaOwner, Claim, Mark, ReviewReply, RuleSet, Stage
from scoring.services.extensions import close_reopening
from scoring.services.ranking import rank_cycle
from tests.claim_world import build_sheets, move, reopen
from tests.reports.test_pages import words
from units.models import Grant, Unit

HISTORY = "/nhat-ky/"


@pytest.fixture
def clerk(client, make_user):
    """Return a signed-in clerk of Sở Nội vụ."""
    user = make_user("home_affairs", username="clerk")
    client.force_login(user)
    return user


def workbook(answer):
    """Return the workbook that was handed out."""
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.fixture
def alpha(cycle):
    """Return alpha's sheet, its mark for 1.1 changed by the marker from 4,5 to 5."""
    sheet = cycle.assessments.get(unit__code="alpha")
    mark = Mark.objects.get(assessment=sheet)
    with pghistory.context(user=mark.marked_by_id, url="/quan-tri/"):
        mark.content = {"points": "5"}
        mark.save()
    return sheet


def test_a_clerk_reads_who_changed_what_from_what_to_what(client, clerk, alpha):
    page = words(client.get(HISTORY))

    assert "Người Việc Thuộc Thay đổi" in page
    today = f"{localdate():%d/%m/%Y}"
    assert today in page
    assert "home_affairs sửa điểm Phiếu của Sở alpha năm 2024 1.1 Kế hoạch" in page
    assert "nội dung: 4,5 điểm → thành 5 điểm" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("nguoi=home_aff", True),
        ("nguoi=nobody", False),
        ("don_vi=so alpha", True),
        ("don_vi=beta&loai=mark", False),
        ("loai=mark", True),
        ("loai=stage", False),
        ("tieu_chi=1.1", True),
        ("tieu_chi=2.1", False),
        (f"tu={localdate():%d/%m/%Y}", True),
        ("den=05/01/2020", False),
    ],
)
def test_a_search_narrows(client, clerk, alpha, query, expected):
    page = words(client.get(f"{HISTORY}?{query}"))

    assert ("thành 5 điểm" in page) == expected


def test_a_search_by_cycle_finds_its_sets_blocks_sheets_and_rules(client, clerk, alpha):
    page = words(client.get(f"{HISTORY}?ky={alpha.cycle_id}"))

    for what in ("bộ tiêu chí", "khối trong kỳ", "phiếu chấm điểm", "bộ quy tắc", "điểm"):
        assert f"thêm {what}" in page


def test_a_search_by_cycle_or_unit_finds_answers_of_people(
    client, clerk, cycle, people_rules, make_person
):
    head = make_person("gd-1", "head", "gamma")
    run = rank_cycle(cycle.pk, by=None)
    ReviewReply.objects.create(
        run=run, person=head, rule="head_weak", text="Đã khắc phục", recorded_by=clerk
    )

    found = {
        query: "Đã khắc phục" in words(client.get(f"{HISTORY}?loai=reviewreply&{query}"))
        for query in (f"ky={cycle.pk}", "don_vi=gamma", "don_vi=beta", f"ky={cycle.pk + 1}")
    }

    assert list(found.values()) == [True, True, False, False]


def test_a_search_by_unit_finds_the_areas_it_substitutes_for(client, clerk, alpha):
    block = alpha.cycle_group
    AreaOwner.objects.create(
        cycle_group=block,
        area=block.criteria_set.criteria.get(code="1"),
        owner=alpha.unit,
        substitute=Unit.through_time.get(code="beta"),
    )

    found = [
        "thêm" in words(client.get(f"{HISTORY}?loai=areaowner&don_vi={code}"))
        for code in ("alpha", "beta", "gamma")
    ]

    assert found == [True, True, False]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("tu=31/02/2026", "Không có ngày như vậy"),
        ("tu=02/01/2026&den=01/01/2026", "Ngày cuối phải không sớm hơn"),
        ("loai=xyz", "Nhật ký không có loại này"),
    ],
)
def test_a_search_that_makes_no_sense_is_said_so(client, clerk, cycle, query, said):
    answer = client.get(f"{HISTORY}?{query}")

    assert answer.status_code == 200
    assert said in words(answer)


@pytest.mark.parametrize("after", ["x", "~~", "2026-01-01~a~1", "2026-01-01T00:00+00:00~a~9e9"])
def test_a_link_to_nowhere_shows_the_newest(client, clerk, alpha, after):
    assert "thành 5 điểm" in words(client.get(HISTORY, {"sau": after}))


def test_older_entries_follow_page_by_page_and_none_is_lost(client, clerk, alpha, monkeypatch):
    """Rows of one transaction have one instant: table and key keep them in order."""
    monkeypatch.setattr("scoring.views.history.PAGE", 3)
    seen, address = [], HISTORY
    while address:
        context = client.get(address).context
        seen += [entry.told.place for entry in context["entries"]]
        address = f"{HISTORY}?sau={context['next'].replace('+', '%2B')}" if context["next"] else ""

    monkeypatch.setattr("scoring.views.history.PAGE", 500)
    assert seen == [entry.told.place for entry in client.get(HISTORY).context["entries"]]
    assert len(seen) == len(set(seen)) > 9


def test_a_changed_rule_is_told_in_words(client, clerk, cycle):
    rules = RuleSet.objects.get()
    rules.document["bands"][0]["at_least"] = "85"
    rules.save()

    page = words(client.get(f"{HISTORY}?loai=ruleset"))

    assert "Xếp loại Tốt: từ 80 điểm → thành từ 85 điểm" in page
    assert "bands[" not in page
    assert f'href="/quy-tac/{rules.code}/"' in client.get(HISTORY).content.decode()


def test_a_document_that_is_no_rule_set_is_told_by_its_places(client, clerk, cycle):
    rules = RuleSet.objects.get()
    rules.document["bands"][0] = {"x": "9"}
    rules.save()

    page = words(client.get(f"{HISTORY}?loai=ruleset"))

    assert "nội dung: bands[1].x: 9" in page


def test_a_new_rule_set_is_told_by_its_classes(client, clerk, cycle):
    page = words(client.get(f"{HISTORY}?loai=ruleset"))

    assert "nội dung: Xếp loại: Tốt từ 80, Khá từ 60, Yếu khi thấp hơn." in page
    assert "cách tính tỷ lệ trễ hạn: Đã giải quyết và đang quá hạn (mặc định)" in page


def test_a_deleted_sheet_is_still_found_by_its_unit(client, clerk, alpha):
    alpha.delete()

    page = words(client.get(f"{HISTORY}?don_vi=alpha&loai=mark"))

    assert "xóa điểm" in page
    assert "(không còn)" in page


def test_the_page_asks_the_database_the_same_however_long_it_is(
    client, clerk, alpha, django_assert_max_num_queries
):
    with django_assert_max_num_queries(45):
        client.get(HISTORY)


def test_only_home_affairs_reads_the_history(client, cycle, make_user):
    alpha = Unit.through_time.get(code="alpha")
    people = [
        make_user("home_affairs", username="clerk"),
        make_user("leader"),
        make_user("reader"),
        make_user("appraiser"),
        make_user("head", alpha),
        make_user("officer", alpha),
        make_user(username="stranger"),
    ]

    for address in (HISTORY, f"{HISTORY}truy-cap/", f"{HISTORY}tai-ra.xlsx"):
        statuses = []
        for user in people:
            client.force_login(user)
            answer = client.get(address)
            b"".join(answer)
            statuses.append(answer.status_code)
        assert statuses == [200, 403, 403, 403, 403, 403, 403]


def test_the_search_goes_out_as_a_workbook_with_real_instants(client, clerk, alpha):
    answer = client.get(f"{HISTORY}tai-ra.xlsx?loai=mark&don_vi=alpha")

    book = workbook(answer)
    head, newest, oldest = book.active.iter_rows(values_only=True)
    assert head[:4] == ("Lúc", "Người", "Việc", "Loại")
    assert isinstance(newest[0], datetime)
    assert abs(newest[0] - localtime(now()).replace(tzinfo=None)).total_seconds() < 3600
    assert newest[1:9] == (
        *("home_affairs", "sửa", "điểm", "Phiếu của Sở alpha năm 2024", "1.1 Kế hoạch"),
        *("nội dung", "4,5 điểm", "5 điểm"),
    )
    assert oldest[2] == "thêm"


def test_text_that_looks_like_a_formula_goes_out_as_text(client, clerk, alpha):
    Mark.objects.update(content={"state": "not_applicable", "reason": "=1+1"})

    answer = client.get(f"{HISTORY}tai-ra.xlsx?loai=mark")

    book = workbook(answer)
    assert {cell.data_type for row in book.active.iter_rows(min_row=2) for cell in row} <= {
        *("s", "d", "n"),
    }


def test_reading_and_taking_out_leave_a_trace(client, clerk, alpha):
    client.get(f"{HISTORY}?nguoi=home_affairs")
    workbook(client.get(f"{HISTORY}tai-ra.xlsx?don_vi=alpha"))
    client.get(f"{HISTORY}phieu/{alpha.pk}/")

    traces = AccessRecord.objects.order_by("pk").values_list("user", "kind", "page", "about")
    assert list(traces) == [
        (clerk.pk, "read", "Nhật ký", "Người: home_affairs"),
        (clerk.pk, "export", "Nhật ký", "Đơn vị: alpha"),
        (clerk.pk, "read", "Nhật ký của phiếu", "Phiếu của Sở alpha năm 2024"),
    ]


def test_who_read_what_is_searched_by_person_words_kind_and_day(client, clerk, alpha):
    client.get(f"{HISTORY}phieu/{alpha.pk}/")
    access = f"{HISTORY}truy-cap/"

    assert "Phiếu của Sở alpha" in words(client.get(f"{access}?nguoi=cler&noi_dung=alpha"))
    assert "Phiếu của Sở alpha" not in words(client.get(f"{access}?viec=export"))
    assert "Không có lượt xem nào khớp" in words(client.get(f"{access}?nguoi=nobody"))
    assert "Không có lượt xem nào khớp" in words(client.get(f"{access}?den=01/01/2020"))
    assert client.get(f"{access}?sau=x&tu=31/02/2026").status_code == 200


@pytest.fixture
def claimed(cycle, make_user):
    """Return alpha's sheet with a claim of its officer and a first appraisal of beta's people."""
    sheet = cycle.assessments.get(unit__code="alpha")
    beta, leaf = Unit.through_time.get(code="beta"), Mark.objects.first().criterion
    officer, appraiser = make_user("officer", sheet.unit), make_user("appraiser")
    Claim.objects.create(
        assessment=sheet, criterion=leaf, content={"points": "6"}, points=6, claimed_by=officer
    )
    common = {
        "assessment": sheet,
        "criterion": leaf,
        "appraised_by": appraiser,
        "appraiser_unit": beta,
        "assessed_unit": sheet.unit,
    }
    for turn, points in (("blind", "1"), ("first", "2"), ("second", "3")):
        Appraisal.objects.create(round=turn, content={"points": points}, points=points, **common)
    return sheet


def read(client, user, sheet) -> str:
    """Return the page of a sheet's history as a person reads it."""
    client.force_login(user)
    return words(client.get(f"{HISTORY}phieu/{sheet.pk}/"))


def test_a_unit_reads_its_claims_but_no_appraisal_before_it_is_announced(
    client, claimed, make_user
):
    page = read(client, make_user("head", claimed.unit), claimed)

    assert "officer lệnh trên máy chủ thêm điểm tự chấm" in page
    assert "điểm thẩm định" not in page
    assert "4,5 điểm" not in page


def test_a_unit_reads_its_first_appraisal_alone_once_it_is_announced(client, claimed, make_user):
    today = localdate()
    Stage.objects.create(
        cycle=claimed.cycle, kind="explanation", opens_on=today, closes_on=today, opened_at=now()
    )

    page = read(client, make_user("head", claimed.unit), claimed)

    assert "người ngoài đơn vị lệnh trên máy chủ thêm điểm thẩm định" in page
    assert ("2 điểm" in page, "1 điểm" in page, "3 điểm" in page) == (True, False, False)
    assert "appraiser" not in page


def test_a_unit_reads_its_second_appraisal_once_that_stage_is_over(client, claimed, make_user):
    days = {"opens_on": localdate(), "closes_on": localdate(), "opened_at": now()}
    for kind in ("explanation", "second_appraisal"):
        Stage.objects.create(cycle=claimed.cycle, kind=kind, **days)
    head = make_user("head", claimed.unit)
    assert "3 điểm" not in read(client, head, claimed)

    Stage.objects.filter(kind="second_appraisal").update(closed_at=now())

    assert "3 điểm" in read(client, head, claimed)


def test_a_unit_reads_no_name_of_a_stranger_in_what_changed(client, make_user):
    """Who closed an area again is told to Sở Nội vụ by name, to the unit by their side."""
    sheet = build_sheets()
    head = make_user("head", sheet.unit, username="truong")
    outsider = make_user("home_affairs", username="nguoi-so-noi-vu")
    move(sheet, "signed", head)
    close_reopening(reopening=reopen(sheet, "3", outsider), by=outsider)
    pages = {}
    for who in (head, outsider):
        client.force_login(who)
        pages[who.username] = words(client.get(f"/nhat-ky/phieu/{sheet.pk}/"))

    assert "người đóng: nguoi-so-noi-vu" in pages["nguoi-so-noi-vu"]
    assert "người đóng: người ngoài đơn vị" in pages["truong"]
    assert "nguoi-so-noi-vu" not in pages["truong"]


def test_home_affairs_reads_all_of_a_sheet_leaf_by_leaf(client, clerk, claimed):
    page = read(client, clerk, claimed)

    assert "Cả phiếu" in page
    assert "1.1 Kế hoạch" in page
    assert "appraiser lệnh trên máy chủ thêm điểm thẩm định" in page
    assert "3 điểm" in page


def test_a_sheets_history_is_its_own_units_and_home_affairs(client, claimed, make_user):
    beta = Unit.through_time.get(code="beta")
    people = {
        "home": make_user("home_affairs", username="clerk"),
        "head": make_user("head", claimed.unit),
        "officer": claimed.unit.grants.get(role=Grant.Role.OFFICER).user,
        "sister": make_user("head", beta, username="sister"),
        "appraiser": make_user("appraiser", username="another"),
        "leader": make_user("leader"),
        "stranger": make_user(username="stranger"),
    }
    statuses = {}
    for who, user in people.items():
        client.force_login(user)
        statuses[who] = client.get(f"{HISTORY}phieu/{claimed.pk}/").status_code

    assert [who for who, status in statuses.items() if status == 200] == ["home", "head", "officer"]
    assert set(statuses.values()) == {200, 403}


def test_a_sheet_that_is_not_there_is_not_found_by_home_affairs_alone(client, clerk, make_user):
    assert client.get(f"{HISTORY}phieu/999/").status_code == 404

    client.force_login(make_user("leader"))
    assert client.get(f"{HISTORY}phieu/999/").status_code == 403
