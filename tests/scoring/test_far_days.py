"""A day mistyped by centuries is refused with a sentence: nothing that ends with it falls over."""

from datetime import date, datetime

import pytest
from django.utils.timezone import localdate

from foundation.models import AccessRecord
from scoring.forms.cycles import Instant
from scoring.models import Extension, Reopening, Stage
from scoring.services.extensions import grant_extension, reopen_area
from scoring.services.stage_clock import turn_stages
from scoring.services.stage_refusals import DayRefused
from scoring.services.stages import move_stage, open_stage, plan_stages
from tests.claim_world import PAGE, build_sheets, leaf, move
from tests.scoring.test_sheet_signing import words
from tests.scoring_world import HANOI
from tests.stage_world import give_timetable, instant, sheet_of, sign, stage

CYCLE = "/ky-danh-gia/56/2024/"
FAR = "31/12/9999"
OUT_OF_SIGHT = "Ngày phải nằm trong các năm từ 1900 đến 2099."
SELF, COUNCIL = Stage.Kind.SELF_SCORING, Stage.Kind.COUNCIL


@pytest.fixture
def planned(cycle, marker):
    """Return the cycle of 2024 with its timetable in the spring of 2025."""
    return give_timetable(cycle, marker)


@pytest.mark.parametrize("change", ["extension", "reopening", "move"])
def test_a_mistyped_day_is_told_beside_its_field_and_every_page_opens(client, make_user, change):
    sheet = build_sheets()
    head = make_user("head", sheet.unit, username="truong")
    client.force_login(make_user("home_affairs", username="noi-vu"))
    self_scoring = Stage.objects.get()
    typed = {
        "extension": (f"{CYCLE}don-vi/alpha/gia-han/", {"giai_doan": self_scoring.pk}),
        "reopening": (f"{CYCLE}don-vi/alpha/mo-lai/", {"linh_vuc": leaf(sheet, "3").pk}),
        "move": (
            f"{CYCLE}giai-doan/{self_scoring.pk}/doi-ngay/",
            {"tu": f"{self_scoring.opens_on:%d/%m/%Y}"},
        ),
    }
    if change == "reopening":
        move(sheet, "signed", head)
    address, given = typed[change]

    refused = client.post(address, {**given, "den": FAR, "ly_do": "Bão"})

    assert OUT_OF_SIGHT in words(refused)
    assert not Extension.objects.exists()
    assert not Reopening.objects.exists()
    pages = [client.get(page).status_code for page in ("/", CYCLE, f"{CYCLE}giai-doan/")]
    client.force_login(head)
    assert [*pages, client.get(PAGE).status_code] == [200, 200, 200, 200]


# The cycle is of 2024 and the clock stands in March 2025: two years after 2025 is 2027.
LATEST, TOO_FAR = date(2027, 12, 31), date(2028, 1, 1)
SENTENCE = "Ngày 01/01/2028 quá xa; hãy chọn muộn nhất là 31/12/2027."


def extend(cycle, by, day: date) -> None:
    grant_extension(
        stage=stage(cycle, COUNCIL),
        assessment=sheet_of(cycle, "beta"),
        until_on=day,
        reason="Bão",
        by=by,
        at=instant(2, 3),
    )


def reopen(cycle, by, day: date) -> None:
    sheet = sign(cycle, "beta", by)
    area = sheet.cycle_group.criteria_set.criteria.get(code="1")
    reopen_area(assessment=sheet, area=area, until_on=day, reason="Nhầm", by=by, at=instant(2, 3))


def move_last(cycle, by, day: date) -> None:
    last = stage(cycle, COUNCIL)
    move_stage(
        stage=last, opens_on=last.opens_on, closes_on=day, reason="Bão", by=by, at=instant(2, 3)
    )


def open_last(cycle, by, day: date) -> None:
    open_stage(stage=stage(cycle, SELF), by=by, closes_on=day, reason="Bão", at=instant(2, 3))


@pytest.mark.parametrize("change", [extend, reopen, move_last, open_last])
def test_two_years_ahead_are_as_far_as_a_day_goes(planned, marker, change):
    with pytest.raises(DayRefused, match=SENTENCE):
        change(planned, marker, TOO_FAR)

    change(planned, marker, LATEST)


def test_stages_that_are_shifted_along_stay_as_near(planned, marker):
    """Appraisal ends 20 days after self-scoring: on 20/01/2028 if that ends on 31/12/2027."""
    first = stage(planned, SELF)

    with pytest.raises(DayRefused, match="Ngày 20/01/2028 quá xa"):
        move_stage(
            stage=first,
            opens_on=first.opens_on,
            closes_on=LATEST,
            reason="Bão",
            shift_later=True,
            by=marker,
            at=instant(2, 3),
        )

    assert stage(planned, SELF).closes_on == date(2025, 3, 20)


@pytest.mark.parametrize("page", ["/nhat-ky/", "/nhat-ky/truy-cap/"])
@pytest.mark.parametrize("asked", [{"den": FAR}, {"tu": "01/01/0001"}, {"den": "9999-12-31"}])
def test_a_search_of_the_history_takes_no_day_out_of_sight(client, make_user, cycle, page, asked):
    client.force_login(make_user("home_affairs", username="noi-vu"))

    answer = client.get(page, asked)

    assert answer.status_code == 200
    assert OUT_OF_SIGHT in words(answer)


def test_the_workbook_of_the_history_takes_none_either(client, make_user, cycle):
    client.force_login(make_user("home_affairs", username="noi-vu"))

    answer = client.get("/nhat-ky/tai-ra.xlsx", {"den": FAR})

    assert OUT_OF_SIGHT in words(answer)
    assert not AccessRecord.objects.filter(kind=AccessRecord.Kind.EXPORT).exists()


def test_a_timetable_is_not_planned_farther_than_its_stages_can_be_opened(cycle, marker):
    with pytest.raises(DayRefused, match=r"Ngày 31/12/2099 quá xa; hãy chọn muộn nhất là 31/12/"):
        plan_stages(cycle, {SELF: (date(2025, 3, 1), date(2099, 12, 31))}, by=marker)

    assert not Stage.objects.exists()


def test_a_stage_planned_too_far_before_that_was_refused_still_opens(planned, marker):
    Stage.objects.filter(kind=SELF).update(closes_on=date(2099, 12, 31))

    turn_stages(at=instant(2, 3))

    assert stage(planned, SELF).is_open


def test_a_stage_whose_stored_day_is_over_is_not_opened(planned, marker):
    with pytest.raises(DayRefused, match="Ngày 20/03/2025 đã qua; hãy chọn từ hôm nay trở đi"):
        open_stage(stage=stage(planned, SELF), by=marker, reason="Muộn", at=instant(21, 3))


def test_a_document_takes_no_day_out_of_sight(client, make_user):
    sheet = build_sheets()
    client.force_login(make_user("officer", sheet.unit, username="can-bo"))

    answer = client.post(
        "/tai-lieu/", {"duong_dan": "https://a.vn/b.pdf", "ten": "Báo cáo", "ngay": "0001-01-01"}
    )

    assert OUT_OF_SIGHT in words(answer)


@pytest.mark.parametrize("page", ["/don-vi/", "/don-vi/alpha/"])
def test_the_units_of_a_day_out_of_sight_are_not_looked_for(client, make_user, cycle, page):
    client.force_login(make_user("home_affairs", username="noi-vu"))

    assert OUT_OF_SIGHT in words(client.get(page, {"ngay": FAR}))


@pytest.mark.parametrize("field", ["tu", "den", "chot"])
def test_a_cycle_takes_no_day_out_of_sight(client, make_user, cycle, field):
    client.force_login(make_user("home_affairs", username="noi-vu"))
    page = client.get(f"{CYCLE}thiet-lap/")
    typed = {"ten": "Kỳ 2024", "tu": "01/01/2024", "den": "31/12/2024", "chot": "31/12/2024 23:59"}
    far = f"{FAR} 23:59" if field == "chot" else FAR

    answer = client.post(f"{CYCLE}thiet-lap/", {**typed, "quy_tac": cycle.rule_set_id, field: far})

    assert page.status_code == 200
    assert OUT_OF_SIGHT in words(answer)
    cycle.refresh_from_db()
    assert cycle.last_on == date(2024, 12, 31)


def test_an_instant_within_the_years_is_taken():
    assert Instant().clean("31/12/2099 23:59") == datetime(2099, 12, 31, 23, 59, tzinfo=HANOI)
    assert localdate(Instant().clean("01/01/1900 00:00")) == date(1900, 1, 1)
