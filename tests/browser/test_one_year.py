"""One whole year, played by clicking: from last year's set cloned to the published page.

Who plays, and what last year left, stands in `tests.browser.year_world`. The author and the
approver are of Sở Nội vụ; an officer and a head each of Sở Tư pháp and of Sở Y tế; appraisers of
Sở Tài chính, of Sở Khoa học và Công nghệ and of Sở Tư pháp. Area 2 is Sở Tư pháp's, so its own
sheet is appraised by Sở Khoa học và Công nghệ in its place.

The clone lets option b of 1.2 give 1.25 instead of 1. Points, of 10:

leaf   Sở Tư pháp claims   what counts in the end                      Sở Y tế, all accepted
1.1    3.75                first 3, second 3.25, by the council 3.5    4
1.2    option a: 2         2, accepted                                 option b: 1.25
2.1    45/50 of 2 = 1.8    40/50 of 2 = 1.6, to which it agrees        45/50 of 2 = 1.8
2.2    (counted)           1 - 0/20 = 1                                1 - 1/20 = 0.95
2.3    no fault: 1         1, accepted                                 one fault: 1 - 0.5 = 0.5
sum    8.55                3.5 + 2 + 1.6 + 1 + 1 = 9.1                 8.5

Sở Tư pháp has 91.00 of 100, first and good. Sở Y tế has 85.00, second: good by its points, but one
late dossier of twenty is 5 %, which bars good: fair.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate
from playwright.sync_api import Browser, Page, expect

from scoring.models import Stage
from scoring.tasks import publish_run, rank_cycle
from tests.browser.year_sheets import (
    object_with_a_document,
    sheet_address,
    the_head_sends_it_back_once,
    the_head_signs,
    the_officer_fills_the_sheet_in,
    the_officer_hands_a_workbook_in,
)
from tests.browser.year_world import (
    CYCLE,
    TIMETABLE,
    YEAR,
    ask_the_worker,
    build_last_year,
    enter,
    go_on,
    is_led_to,
    leaf_of,
    move,
    reads,
    row_of,
    said,
    sheet_of,
    take_up,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]),
]
Desk = Callable[[str], Page]
SHEET = sheet_address("tu-phap")
RANKING = f"/xep-hang/56/{YEAR}/don-vi/tu-phap/"
FIRST_REASON = "Kế hoạch ban hành chậm một tháng"
OBJECTION = "Chậm do chờ hướng dẫn của Bộ"
GUIDANCE = "Công văn 12/BTP"


@pytest.fixture
def desk(browser: Browser, live_server, password: str) -> Iterator[Desk]:
    """Return a function that gives somebody's own browser, signed in by the form the first time."""
    pages: dict[str, Page] = {}
    yield lambda who: pages.get(who) or enter(pages, who, password, browser, live_server.url)
    for page in pages.values():
        page.context.close()


def test_a_year_from_the_cloned_set_to_the_published_page(desk, page, live_server, password):
    build_last_year(password)

    the_year_is_prepared(desk)
    the_units_score_themselves(desk, password)
    their_sheets_are_appraised(desk)
    what_is_disputed_is_decided(desk)
    the_year_is_ranked_and_published(desk("duyet"))
    anybody_reads_the_result(page, live_server.url)
    the_run_is_verified()


def the_year_is_prepared(desk: Desk) -> None:
    """Winter: the set, the cycle with its timetable, who takes part, who appraises what."""
    the_author_clones_last_years_set(desk("soan"))
    somebody_else_approves_it(desk("duyet"))
    the_year_is_set_up_as_last_year(desk("soan"))
    those_who_only_appraise_are_left_out(desk)
    the_areas_are_given_away(desk("soan"))


def the_units_score_themselves(desk: Desk, password: str) -> None:
    """The first stage, from the day it opens until both sheets are signed."""
    move(desk("soan"), "Tự chấm điểm", "Mở")
    the_officer_fills_the_sheet_in(desk("can-bo"))
    the_head_sends_it_back_once(desk("thu-truong"), desk("can-bo"))
    the_head_signs(desk("thu-truong"), "tu-phap", "5,75", password)
    the_officer_hands_a_workbook_in(desk("can-bo-y-te"))
    the_head_signs(desk("thu-truong-y-te"), "y-te", "5,25", password)


def their_sheets_are_appraised(desk: Desk) -> None:
    """The first appraisal, which the units do not see before it is announced."""
    go_on(desk("duyet"), "Tự chấm điểm", "Thẩm định lần đầu")
    the_owner_of_area_1_appraises(desk("cham-tai-chinh"))
    area_2_of_its_owner_is_appraised_by_the_substitute(desk("cham-khoa-hoc"))
    the_owner_of_area_2_accepts_all_of_the_other_unit(desk("cham-tu-phap"))
    the_year_is_ranked_for_a_try(desk("duyet"))
    the_unit_sees_nothing_of_it_yet(desk("can-bo"))


def what_is_disputed_is_decided(desk: Desk) -> None:
    """The stages in which the unit explains, is appraised again, and heard by the council."""
    go_on(desk("duyet"), "Thẩm định lần đầu", "Đơn vị giải trình")
    the_unit_objects_to_one_leaf_and_agrees_to_the_rest(desk("can-bo"))
    go_on(desk("duyet"), "Đơn vị giải trình", "Thẩm định lần hai")
    the_second_appraisal_gives_half_of_it(desk("cham-tai-chinh"))
    go_on(desk("duyet"), "Thẩm định lần hai", "Hội đồng quyết định")
    the_council_decides_the_rest(desk("duyet"))
    move(desk("duyet"), "Hội đồng quyết định", "Đóng", "Mọi người đã xong sớm")


def the_author_clones_last_years_set(page: Page) -> None:
    """Clone the set and let option b of 1.2 give 1.25: it cannot be compared with last year's."""
    page.goto("/bo-tieu-chi/")
    page.get_by_role("link", name="Bộ tiêu chí sở, ngành 2024").click()
    page.get_by_role("link", name="Sao cho năm khác").click()
    page.get_by_label("Mã bộ").fill("so-nganh-2025")
    page.get_by_label("Tên bộ tiêu chí").fill("Bộ tiêu chí sở, ngành 2025")
    page.get_by_role("button", name="Sao", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bộ tiêu chí sở, ngành 2025")

    page.get_by_role("link", name="Kiểm tra").click()
    page.get_by_label("Điểm của mục 2").fill("1,25")
    page.get_by_role("button", name="Lưu").click()
    reads(page, "Đã lưu tiêu chí 1.2.")
    page.get_by_role("button", name="Ghi không so sánh được").click()

    expect(row_of(page, "1.2 Kiểm tra")).to_contain_text("không so sánh được")
    reads(page, "không tự duyệt; hãy nhờ người khác")
    expect(page.get_by_role("button", name="Duyệt bộ tiêu chí")).to_have_count(0)


def somebody_else_approves_it(page: Page) -> None:
    """Read what differs from last year's, then approve, which freezes the set."""
    page.goto("/bo-tieu-chi/so-nganh-2025/")
    page.get_by_role("link", name="so với bộ đó").click()
    reads(page, "0 tiêu chí thêm, 0 bỏ, 1 đổi.")
    expect(page.get_by_role("row", name=re.compile("1.2 Kiểm tra"))).to_contain_text("1,25")
    page.go_back()
    page.get_by_role("button", name="Duyệt bộ tiêu chí").click()

    reads(page, "từ nay không sửa được nữa")
    expect(page.get_by_role("link", name="Lập phiên bản mới")).to_be_visible()


def the_year_is_set_up_as_last_year(page: Page) -> None:
    """Take the proposal with the cloned set; only the stages get days of their own, from today."""
    page.goto("/ky-danh-gia/")
    page.get_by_role("link", name="Lập kỳ đánh giá").click()
    reads(page, "như năm trước (Kỳ đánh giá 2024)")
    expect(page.get_by_label("Tên kỳ đánh giá")).to_have_value("Kỳ đánh giá 2025")
    for n, label in enumerate(Stage.Kind.labels):
        line = page.get_by_role("group", name=label)
        first = localdate() + timedelta(days=5 * n)
        line.get_by_label("Từ ngày").fill(said(first))
        line.get_by_label("Đến hết ngày").fill(said(first + timedelta(days=4)))
    page.get_by_role("button", name="Kiểm tra").click()
    reads(page, "Mọi thứ khớp nhau.", "5 đơn vị, Bộ tiêu chí sở, ngành 2025")

    page.get_by_role("button", name="Lập kỳ đánh giá").click()

    page.wait_for_url(f"**{TIMETABLE}")
    reads(page, "Hội đồng quyết định chưa đến ngày")


def those_who_only_appraise_are_left_out(desk: Desk) -> None:
    """Have three of five departments take no part; of Sở Nội vụ somebody from elsewhere decides."""
    for unit, who in (("noi-vu", "uy-ban"), ("tai-chinh", "soan"), ("khoa-hoc", "soan")):
        page = desk(who)
        page.goto(f"{CYCLE}/don-vi/{unit}/")
        form = page.get_by_role("region", name="Tư cách tham gia")
        form.get_by_label("Tư cách").select_option("Không tham gia")
        form.get_by_label("Lý do").fill("Chỉ thẩm định")
        form.get_by_role("button", name="Ghi tư cách").click()
        reads(page, "Đã ghi.")

    page.goto(f"{CYCLE}/")
    reads(page, "3 đơn vị không tham gia")


def the_areas_are_given_away(page: Page) -> None:
    """Give area 2 to Sở Tư pháp, then a substitute for its own sheet; area 1 is as last year."""
    page.get_by_role("link", name="Phân công").click()
    area_1 = page.get_by_role("form", name="1 Chỉ đạo, điều hành")
    expect(area_1.locator("option:checked").first).to_have_text("Sở Tài chính")
    area_2 = page.get_by_role("form", name="2 Thủ tục hành chính")
    area_2.get_by_label("Cơ quan thẩm định").select_option("Sở Tư pháp")
    area_2.get_by_role("button", name="Ghi").click()
    expect(area_2).to_contain_text("cũng được chấm trong khối, cần cơ quan thẩm định thay")

    area_2.get_by_label("Thẩm định thay").select_option("Sở Khoa học và Công nghệ")
    area_2.get_by_role("button", name="Ghi").click()

    reads(page, "Mọi lĩnh vực đều có người thẩm định.")


def the_owner_of_area_1_appraises(page: Page) -> None:
    """Give 3 for 1.1, which asks for a reason; accept the other three, by key and by button."""
    page.goto("/tham-dinh/")
    take_up(page, "1.1 Kế hoạch", "Sở Tư pháp")
    reads(page, "Kế hoạch 01/KH-STP")
    page.get_by_label("Điểm", exact=True).fill("3")
    page.get_by_role("button", name="Ghi, sang tiêu chí sau").click()
    expect(page.get_by_role("alert")).to_contain_text("lý do")
    page.get_by_label("Lý do").fill(FIRST_REASON)
    page.get_by_role("button", name="Ghi, sang tiêu chí sau").click()

    is_led_to(page, "1.1", "y-te")
    reads(page, "Đã ghi 1.1 của Sở Tư pháp: 3.")
    page.keyboard.press("a")
    is_led_to(page, "1.2", "tu-phap")
    page.get_by_role("button", name="Như tự chấm (2)").click()
    is_led_to(page, "1.2", "y-te")
    page.keyboard.press("a")

    expect(page.get_by_role("heading", level=1)).to_have_text("Thẩm định")
    reads(page, "Đã ghi 1.2 của Sở Y tế: 1,25.")


def area_2_of_its_owner_is_appraised_by_the_substitute(page: Page) -> None:
    """Give 40 of 50 for 2.1 and accept 2.3; no other sheet is on this desk."""
    page.goto("/tham-dinh/")
    expect(page.get_by_role("heading", level=2)).to_have_text("2 tiêu chí")
    take_up(page, "2.1 Hồ sơ trực tuyến", "Sở Tư pháp")
    page.get_by_label("Tử số").fill("40")
    page.get_by_label("Mẫu số").fill("50")
    page.get_by_label("Lý do").fill("5 hồ sơ nộp tại quầy")
    page.get_by_role("button", name="Ghi, sang tiêu chí sau").click()
    reads(page, "Đã ghi 2.1 của Sở Tư pháp: 1,6.")
    page.get_by_role("button", name="Như tự chấm (1)").click()

    reads(page, "Đã ghi 2.3 của Sở Tư pháp: 1.")


def the_owner_of_area_2_accepts_all_of_the_other_unit(page: Page) -> None:
    """Accept Sở Y tế's two claims at once; the own unit's sheet is not on this desk."""
    page.goto("/tham-dinh/")
    expect(page.get_by_role("row", name=re.compile("Sở Tư pháp"))).to_have_count(0)
    take_up(page, "2.1 Hồ sơ trực tuyến", "Sở Y tế")
    page.get_by_role("link", name="Chấp nhận cả lĩnh vực").click()
    page.get_by_role("button", name="Chấp nhận các điểm đã đánh dấu").click()

    reads(page, "Đã chấp nhận 2 điểm tự chấm.")


def the_year_is_ranked_for_a_try(page: Page) -> None:
    """Ask for a provisional run, which Sở Nội vụ may read at any time."""
    page.goto("/ky-danh-gia/")
    ask_the_worker(page, "Tính tạm", rank_cycle)
    page.goto(RANKING)
    expect(page.get_by_role("note")).to_contain_text("TẠM TÍNH")


def the_unit_sees_nothing_of_it_yet(page: Page) -> None:
    """Before it is announced, no page of the unit says what was given, by whom, or why."""
    history = f"/nhat-ky/phieu/{sheet_of('tu-phap').pk}/"
    for address in ("/", SHEET, RANKING, history, f"{SHEET}giai-trinh/"):
        page.goto(address)
        for word in (FIRST_REASON, "Bùi Thị Tài", "TẠM TÍNH", "Kết quả thẩm định, giải trình"):
            expect(page.get_by_role("main")).not_to_contain_text(word)
    reads(page, "lần đầu chưa được thông báo")


def the_unit_objects_to_one_leaf_and_agrees_to_the_rest(page: Page) -> None:
    """Read the first appraisal at last, object to 1.1 with a new document, agree to the rest."""
    page.goto(SHEET)
    page.get_by_role("link", name="Kết quả thẩm định").click()
    page.wait_for_url(f"**{SHEET}giai-trinh/")
    leaf = leaf_of(page, "1.1")
    expect(leaf).to_contain_text(FIRST_REASON)
    expect(leaf).to_contain_text("3/4")
    object_with_a_document(leaf, OBJECTION, GUIDANCE)
    page.reload()
    page.get_by_role("button", name="Đồng ý tất cả còn lại (3)").click()

    reads(page, "Đã ghi đồng ý với 3 tiêu chí", "Còn 0/4 tiêu chí chưa có ý kiến")


def the_second_appraisal_gives_half_of_it(page: Page) -> None:
    """See what granting the objection would do to area and total; give 3.25, half of it."""
    page.goto("/tham-dinh/?chi=phan-doi")
    take_up(page, "1.1 Kế hoạch", "Sở Tư pháp")
    reads(page, OBJECTION, GUIDANCE, "5 → 5,75", "8,6 → 9,35")
    page.get_by_label("Điểm", exact=True).fill("3,25")
    page.get_by_label("Lý do quyết định").fill("Chấp nhận một phần")
    page.get_by_role("button", name="Ghi, sang tiêu chí sau").click()

    reads(page, "Đã ghi 1.1 của Sở Tư pháp: 3,25.")


def the_council_decides_the_rest(page: Page) -> None:
    """See claim, appraisals and objection of the one leaf in dispute, and decide 3.5."""
    page.goto(f"{CYCLE}/")
    page.get_by_role("link", name="Hội đồng", exact=True).click()
    reads(page, "Còn 1 tiêu chí chờ quyết định.")
    reads(page, "3,75/4", "3/4", "3,25/4", OBJECTION, GUIDANCE)
    dispute = page.get_by_role("article", name=re.compile("Sở Tư pháp"))
    dispute.get_by_text("Ghi quyết định").click()
    dispute.get_by_label("Điểm", exact=True).fill("3,5")
    dispute.get_by_label("Lý do quyết định").fill("Hội đồng thống nhất ngày họp")
    dispute.get_by_role("button", name="Ghi điểm đã nhập").click()

    reads(page, "Đã ghi quyết định về 1.1 của Sở Tư pháp.", "Còn 0 tiêu chí chờ")


def the_year_is_ranked_and_published(page: Page) -> None:
    """Ask for a complete run, then for its publication by a decision; the worker does both."""
    page.goto("/ky-danh-gia/")
    ask_the_worker(page, "Xếp hạng đầy đủ", rank_cycle)
    page.goto("/ky-danh-gia/")
    page.get_by_role("link", name="Công bố…").click()
    page.get_by_label("Số quyết định").fill("05/QĐ-UBND")
    page.get_by_label("Ngày quyết định").fill(said(localdate()))
    page.get_by_label("Tôi đã đối chiếu với quyết định đã ký").check()
    ask_the_worker(page, "Công bố", publish_run)

    page.goto(f"{CYCLE}/cong-bo/")
    reads(page, "Lần 2 đang được công bố")


def anybody_reads_the_result(page: Page, url: str) -> None:
    """Without signing in: rank, figure and class of both units, and what lowered the second."""
    page.goto(f"{url}/cong-bo/56/{YEAR}/")
    reads(page, "Quyết định số 05/QĐ-UBND")
    for rank, unit, words in (
        ("1", "Sở Tư pháp", ("91,00", "Tốt")),
        ("2", "Sở Y tế", ("85,00", "Khá", "đáng lẽ Tốt")),
    ):
        row = page.get_by_role("row", name=re.compile(unit))
        expect(row.get_by_role("cell").first).to_have_text(rank)
        for word in words:
            expect(row).to_contain_text(word)


def the_run_is_verified() -> None:
    """Recompute the published run, the second of the year, by the command: all of it is right."""
    told = StringIO()
    call_command("verify_ranking", f"56/{YEAR}/2", stdout=told)
    for line in ("Gói: đúng", "Kết quả: đúng", "Khung: đúng", "Từng dòng: đúng", "như lúc công bố"):
        assert line in told.getvalue()
