"""The page on which a unit fills in its sheet: who opens it, what it shows, what it saves."""

import re

import pytest

from scoring.models import Claim
from tests.claim_world import PAGE, build_sheets, cite, leaf, move, put_claims, reopen
from units.models import Unit

OWN = {"officer": "alpha", "head": "alpha", "sister": "beta"}


@pytest.fixture
def sheet(db):
    """Return alpha's sheet in the open stage."""
    return build_sheets()


@pytest.fixture
def enter(client, make_user, sheet):
    """Return a function that signs somebody in by role, and gives the client and the person."""

    def sign_in(role="officer", username="visitor"):
        unit = Unit.through_time.get(code=OWN[role]) if role in OWN else None
        user = make_user("officer" if role == "sister" else role, unit, username=username)
        client.force_login(user)
        return client, user

    return sign_in


def words(response) -> str:
    """Return a page's text without tags, every run of blanks one."""
    text = re.sub(r"<script.*?</script>|<style.*?</style>", " ", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def address(sheet, code) -> str:
    """Return where a leaf is saved."""
    return f"{PAGE}tieu-chi/{leaf(sheet, code).pk}/"


def save(client, sheet, code, *, htmx=True, **fields):
    """Send a leaf as its form does."""
    headers = {"HX-Request": "true"} if htmx else {}
    data = {"phien_ban": "0", "giai_trinh": ""} | fields
    return client.post(address(sheet, code), data, headers=headers)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("officer", 200),
        ("head", 200),
        ("home_affairs", 200),
        ("sister", 403),
        ("appraiser", 403),
        ("leader", 403),
        ("reader", 403),
        (None, 403),
    ],
)
def test_a_draft_opens_for_its_unit_and_home_affairs_alone(enter, role, status):
    client, _ = enter(role)

    assert client.get(PAGE).status_code == status


@pytest.mark.parametrize("role", ["appraiser", "leader", "reader", "home_affairs"])
def test_a_signed_sheet_opens_for_the_province_without_any_field(enter, sheet, role):
    client, user = enter(role)
    move(sheet, "signed", user)

    response = client.get(PAGE)

    assert response.status_code == 200
    assert b"claim-form" not in response.content
    assert "Bạn chỉ xem phiếu này" in words(response)


@pytest.mark.parametrize(
    "path",
    ["/phieu/56/2024/khong-co/", "/phieu/99/2024/alpha/", "/phieu/56/1999/alpha/"],
)
def test_what_is_not_there_is_not_found(enter, path):
    client, _ = enter()

    assert client.get(path).status_code == 404


def test_areas_are_links_that_work_without_scripts(enter):
    client, _ = enter()

    second = client.get(f"{PAGE}?linh-vuc=2")

    assert "2. Thủ tục hành chính 0/2 · 0/10 đ" in words(second)
    assert 'id="tieu-chi-2-2"' in second.content.decode()
    assert 'id="tieu-chi-1-1"' not in second.content.decode()
    assert client.get(f"{PAGE}?linh-vuc=khong-co").status_code == 200


def test_a_leaf_shows_rule_maximum_and_its_fields(enter):
    client, _ = enter()

    shown = words(client.get(PAGE))

    assert "1.1 Tiêu chí 1.1 chấm trực tiếp, tối đa 2" in shown
    assert "một phương án (a: 1; b: 0,5; c: 0)" in shown
    assert "Không đạt phương án nào" in shown


def test_a_leaf_of_facts_and_one_of_the_survey_are_locked_with_a_sentence(enter):
    client, _ = enter()

    shown = words(client.get(f"{PAGE}?linh-vuc=2"))

    assert "Điểm lấy từ số liệu; đơn vị không nhập." in shown
    assert "Tỷ lệ hồ sơ trễ hạn: chưa có số liệu" in shown
    assert "Điểm theo kết quả điều tra xã hội học; đơn vị không tự chấm." in shown


def test_saving_in_place_tells_points_progress_and_what_is_missing(enter, sheet):
    client, user = enter()

    response = save(client, sheet, "1.1", diem="1,5")

    shown = words(response)
    assert response.status_code == 200
    assert "1,5 /2 điểm Đã lưu" in shown
    assert "Đã chấm 1/9 tiêu chí · tự chấm 1,5 điểm" in shown
    assert "chưa có tài liệu hoặc giải trình" in shown
    assert 'name="phien_ban" value="1"' in response.content.decode()
    assert Claim.objects.get().claimed_by == user


def test_without_scripts_saving_leads_back_to_the_very_leaf(enter, sheet):
    client, _ = enter()

    response = save(client, sheet, "2.2", htmx=False, tu_so="3", mau_so="4", gia_tri="")

    assert response.status_code == 302
    assert response["Location"] == f"{PAGE}?linh-vuc=2#tieu-chi-2-2"


def test_what_is_too_much_is_refused_in_place_and_kept_on_the_page(enter, sheet):
    client, _ = enter()

    in_place = save(client, sheet, "1.1", diem="2,5")
    whole = save(client, sheet, "1.1", htmx=False, diem="2,5", giai_trinh="Vượt kế hoạch")

    assert "Chưa lưu:" in words(in_place)
    assert whole.status_code == 422
    assert 'value="2,5"' in whole.content.decode()
    assert "Vượt kế hoạch" in words(whole)
    assert not Claim.objects.exists()


def test_a_conflict_shows_both_and_overwrites_nothing(enter, sheet, make_user):
    client, _ = enter()
    save(client, sheet, "1.1", diem="1", giai_trinh="Họp tháng 3")
    client.force_login(make_user("head", sheet.unit))

    response = save(client, sheet, "1.1", diem="2", giai_trinh="Họp tháng 4")

    shown = words(response)
    assert "Người khác vừa lưu tiêu chí này" in shown
    assert "visitor," in shown
    assert "1 điểm Họp tháng 3" in shown
    assert "Bạn vừa nhập 2 điểm Họp tháng 4" in shown
    assert 'name="phien_ban" value="0"' in response.content.decode()
    assert Claim.objects.get().points == 1


def test_keeping_mine_replaces_the_very_version_that_was_shown(enter, sheet):
    client, _ = enter()
    save(client, sheet, "1.1", diem="1")

    kept = save(client, sheet, "1.1", diem="2", giu_ban="1")
    stale = save(client, sheet, "1.1", diem="0,5", giu_ban="1")

    assert "Đã lưu" in words(kept)
    assert "Người khác vừa lưu" in words(stale)
    assert Claim.objects.get().points == 2


def test_taking_theirs_brings_the_leaf_as_it_stands(enter, sheet):
    client, _ = enter()
    save(client, sheet, "1.1", diem="1,25")

    row = client.get(address(sheet, "1.1"), headers={"HX-Request": "true"})

    assert 'value="1,25"' in row.content.decode()
    assert 'name="phien_ban" value="1"' in row.content.decode()
    assert client.get(address(sheet, "1.1")).status_code == 302


def test_a_deadline_that_passes_meanwhile_shows_what_was_typed_and_saves_nothing(enter, sheet):
    client, _ = enter()
    sheet.cycle.stages.update(opens_on="2024-01-01", closes_on="2024-01-31")

    in_place = save(client, sheet, "1.1", diem="1,75")
    whole = save(client, sheet, "1.1", htmx=False, diem="1,75", giai_trinh="Đã làm")

    for response in (in_place, whole):
        assert "Đã hết hạn tự chấm điểm (hết ngày 31/01/2024)" in words(response)
        assert "Bạn đã nhập: 1,75" in words(response)
    assert "Đã làm" in words(whole)
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    "forged",
    [
        {"phien_ban": "-1", "diem": "1"},
        {"phien_ban": "x", "diem": "1"},
        {"phien_ban": "9" * 30, "diem": "1"},
        {"lua_chon": "a"},
        {"diem": "1", "points": "9"},
        {"diem": "1", "giai_trinh": "d" * 5001},
    ],
)
def test_forged_fields_are_answered_in_words(enter, sheet, forged):
    client, _ = enter()

    for htmx in (True, False):
        response = save(client, sheet, "1.1", htmx=htmx, **forged)
        assert response.status_code == (200 if htmx else 422)
        assert "Chưa lưu:" in words(response)
    assert not Claim.objects.exists()


def test_a_leaf_of_another_sheets_set_is_not_found(enter, sheet):
    client, _ = enter()

    for pk in (leaf(sheet, "1").pk, 10**12):
        assert client.post(f"{PAGE}tieu-chi/{pk}/", {"phien_ban": "0"}).status_code == 404


@pytest.mark.parametrize("role", ["home_affairs", "sister", "appraiser", None])
def test_nobody_else_saves_a_leaf(enter, sheet, role):
    client, _ = enter(role)

    save(client, sheet, "1.1", diem="1")

    assert not Claim.objects.exists()


def test_missing_things_lead_to_the_very_leaf_of_every_area(enter, sheet):
    client, user = enter()
    put_claims(sheet, user)
    sheet.evidence.all().delete()
    Claim.objects.get(criterion__code="3.2").delete()

    page = client.get(PAGE).content.decode()

    assert f'href="{PAGE}?linh-vuc=2#tieu-chi-2-2"' in page
    assert f'href="{PAGE}?linh-vuc=3#tieu-chi-3-2"' in page
    assert "còn thiếu 2 việc" in page


def test_a_whole_sheet_says_that_nothing_is_missing(enter, sheet):
    client, user = enter()
    put_claims(sheet, user)

    shown = words(client.get(PAGE))

    # 1.5 + 0.5 + 2 + 2.25 + 2 + 1.5 + 0.5 + 0.75 = 11; the bonus stands beside
    assert "Đã chấm 9/9 tiêu chí · tự chấm 11 điểm" in shown
    assert "Không còn thiếu gì." in shown


def test_of_a_reopened_sheet_the_other_areas_are_locked(enter, sheet):
    client, user = enter()
    reopen(move(sheet, "signed", user), "2", user)

    first, second = client.get(PAGE), client.get(f"{PAGE}?linh-vuc=2")

    assert b"claim-form" not in first.content
    assert second.content.count(b'class="claim-form"') == 2
    assert "Lĩnh vực 2 Thủ tục hành chính được mở lại" in words(first)


def test_an_excluded_sheet_is_read_only_with_its_reason(enter, sheet):
    client, _ = enter("head")
    sheet.standing, sheet.reason = "excluded", "Giải thể từ 01/03/2024"
    sheet.save()

    response = client.get(PAGE)

    assert "Đơn vị không tham gia kỳ này: Giải thể từ 01/03/2024" in words(response)
    assert b"claim-form" not in response.content
    assert "Xem và ký phiếu" not in words(response)


def test_evidence_is_brought_in_only_when_it_is_asked_for(enter, sheet):
    client, user = enter()
    cite(sheet, "1.1", user)

    page = client.get(PAGE).content.decode()

    assert page.count('hx-trigger="toggle from:closest details once"') == 1
    assert f'hx-get="{PAGE}tai-lieu/{leaf(sheet, "1.1").pk}/"' in page


def test_the_page_costs_the_same_however_many_leaves_there_are(
    enter, sheet, django_assert_max_num_queries
):
    client, user = enter()
    put_claims(sheet, user)
    client.get(PAGE)

    for area in ("1", "3"):
        with django_assert_max_num_queries(27):
            client.get(f"{PAGE}?linh-vuc={area}")


def test_saving_in_place_has_a_budget(enter, sheet, django_assert_max_num_queries):
    client, user = enter()
    put_claims(sheet, user)

    with django_assert_max_num_queries(36):
        save(client, sheet, "1.2", lua_chon="a", phien_ban="1")
