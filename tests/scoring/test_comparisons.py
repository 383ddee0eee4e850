"""Runs side by side, and what other rules would have made of one; all worked out by hand.

The world (tests/scoring_world.py): alpha 85.00 good; beta 98.00, 1/20 late = 5 %, so fair for
good; gamma 54.00 weak, 4/10 late.
"""

import json

import pytest
from django.urls import reverse

from scoring.domain import BundleRefused
from scoring.domain.scratch import Changes
from scoring.models import Mark, RankingRun, RuleSet
from scoring.selectors.comparisons import comparison_of
from scoring.selectors.trials import base_of, stored_ranking, trial_of
from scoring.services.ranking import rank_cycle
from tests.appraisal_world import words
from tests.scoring_world import RULES, build_cycle

TRY = "/ky-danh-gia/56/2024/thu/"
COMPARE = "/ky-danh-gia/56/2024/so-sanh/"


@pytest.fixture
def staff(make_user):
    return make_user("home_affairs")


@pytest.fixture
def run(staff):
    return rank_cycle(build_cycle(staff).pk, by=staff)


def tried(run, **changes):
    trial = trial_of(base_of(run), Changes(**changes))
    return {unit["code"]: unit for unit in trial.after.result["units"]}


def test_a_lower_threshold_blocks_and_a_higher_one_frees(run):
    """From 6 % on, beta's 5 % no longer bars it; at 5 % it did."""
    assert tried(run, thresholds={"late_dossiers": "0.06"})["beta"]["band"] == "good"
    assert tried(run)["beta"]["band"] == "fair"


def test_a_lifted_rule_blocks_nobody(run):
    units = tried(run, lifted=frozenset({"late_dossiers"}))

    assert [units[code]["band"] for code in ("alpha", "beta", "gamma")] == ["good", "good", "weak"]


def test_a_higher_bound_takes_the_class_away(run):
    """From 86 on alpha's 85 is fair."""
    assert tried(run, bounds={("", "good"): "86"})["alpha"]["band"] == "fair"


def test_a_mark_tried_moves_points_and_ranks(run):
    """gamma with 6 for 1.1: 6 + 0.6 × 4 = 8.4 = 84.00, still behind alpha's 85."""
    gamma = tried(run, marks={("gamma", "1.1"): {"points": "6"}})["gamma"]

    assert (gamma["published"], gamma["rank"]) == ("84.00", 3)


def test_weights_make_the_index_a_mean_of_areas(run):
    """alpha: 4.5/6 = 75 % and 4/4 = 100 %, half each: 87.50."""
    weights = {("departments", "1"): "0.5", ("departments", "2"): "0.5"}

    assert tried(run, weights=weights)["alpha"]["published"] == "87.50"


def test_weights_that_do_not_add_up_are_refused_by_the_core(run):
    with pytest.raises(BundleRefused) as refusal:
        tried(run, weights={("departments", "1"): "0.5", ("departments", "2"): "0.4"})

    assert [problem.code for problem in refusal.value.problems] == ["weights_do_not_add_up"]


def test_trying_stores_nothing(run, client, staff):
    client.force_login(staff)
    before = (RankingRun.objects.get().bundle, list(Mark.objects.values_list("content")))

    client.get(TRY, {"nguong:late_dossiers": "6 %", "don-vi": "gamma", "tieu-chi": "1.1"})

    assert (RankingRun.objects.get().bundle, list(Mark.objects.values_list("content"))) == before


def test_another_rule_set_is_tried_on_the_run_s_own_bundle(run):
    document = json.loads(json.dumps(RULES))
    document["blocks"][0]["threshold"] = "0.5"
    other = RuleSet.objects.create(
        code="thu",
        title="Thử",
        document=document,
        late_definition="resolved_or_overdue",
        minimum_sample=30,
    )

    trial = trial_of(base_of(run), Changes(), rule_set=other)

    assert not trial.is_recounted
    assert {u["code"]: u["band"] for u in trial.after.result["units"]}["beta"] == "good"


def test_a_rule_set_that_counts_otherwise_counts_anew(run):
    other = RuleSet.objects.create(
        code="den-han",
        title="Đến hạn trong kỳ",
        document=RULES,
        late_definition="due_in_period",
        minimum_sample=30,
    )

    trial = trial_of(base_of(run), Changes(), rule_set=other)

    facts = {fact["code"]: fact for fact in trial.after.bundle["facts"]}
    assert trial.is_recounted
    assert facts["late_rate"]["definition"] == "trễ hạn / đến hạn trong kỳ"


def test_the_comparison_says_who_moved_and_why(run, staff):
    """gamma gets 6 instead of 3 for 1.1: 84.00 instead of 54.00, blocked all the same: fair."""
    Mark.objects.filter(assessment__unit__code="gamma").update(content={"points": "6"})
    later = rank_cycle(run.cycle_id, by=staff)

    (group,) = comparison_of(stored_ranking(run), stored_ranking(later)).groups

    (gamma,) = group.moved
    assert (gamma.before.published, gamma.after.published) == ("54,00", "84,00")
    assert (gamma.before.band_label, gamma.after.band_label) == ("Yếu", "Khá")
    assert gamma.gains_class
    assert gamma.leaves == ("1.1 Kế hoạch: 3 → 6",)
    assert group.unmoved == 2


def test_the_comparison_says_in_words_what_differs_in_the_rules(run):
    trial = trial_of(base_of(run), Changes(thresholds={"late_dossiers": "0.06"}))

    (rule,) = comparison_of(trial.before, trial.after).rules

    assert rule.label == "Quy tắc chặn “Từ 5 % hồ sơ trễ hạn trở lên”, điều kiện"
    assert rule.before == "Tỷ lệ hồ sơ trễ hạn từ 5 % trở lên"
    assert rule.after == "Tỷ lệ hồ sơ trễ hạn từ 6 % trở lên"


def test_the_page_says_rules_and_weights_in_words(client, run, staff):
    client.force_login(staff)
    weights = {"trong-so:departments|1": "0,5", "trong-so:departments|2": "0,5"}

    page = words(client.get(TRY, {"moc:|good": "80,5", "bo:late_dossiers": "on"} | weights))

    assert "Xếp loại Tốt từ 80 điểm từ 80,5 điểm" in page
    assert (
        "Quy tắc chặn “Từ 5 % hồ sơ trễ hạn trở lên” Tỷ lệ hồ sơ trễ hạn từ 5 % trở lên thì không"
        " xếp loại Tốt –"
    ) in page
    assert "Khối Sở, ban, ngành, cách gộp Cộng điểm Theo trọng số lĩnh vực" in page
    assert "Khối Sở, ban, ngành: 1 Chỉ đạo, trọng số – 0,5" in page


def test_the_page_shows_what_a_typed_threshold_does(client, run, staff):
    client.force_login(staff)

    page = client.get(TRY, {"nguong:late_dossiers": "6 %"}).content.decode()

    assert "Sở beta" in page
    assert "lên loại" in page
    assert "Sở gamma" not in page.split("Thử thay đổi")[0]


def test_the_page_offers_the_fields_of_the_chosen_leaf(client, run, staff):
    client.force_login(staff)

    page = client.get(TRY, {"don-vi": "gamma", "tieu-chi": "1.1"}).content.decode()

    assert 'name="diem"' in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"nguong:late_dossiers": "năm"}, "“năm” không phải số"),
        ({"nguong:late_dossiers": "6"}, "hãy viết 6 %"),
        ({"moc:|good": "-1"}, "“-1” không phải số"),
        ({"don-vi": "gamma"}, "Hãy chọn cả đơn vị và một tiêu chí"),
        ({"don-vi": "gamma", "tieu-chi": "9.9"}, "Hãy chọn cả đơn vị và một tiêu chí"),
        ({"don-vi": "gamma", "tieu-chi": "1.1", "diem": "7"}, "vượt mức tối đa 6"),
        ({"bo-quy-tac": "khong-co"}, "Không có bộ quy tắc này."),
        ({"moc:|good": "50"}, "giảm dần"),
    ],
)
def test_what_cannot_be_tried_is_said_and_breaks_nothing(client, run, staff, typed, sentence):
    client.force_login(staff)

    page = client.get(TRY, typed)

    assert page.status_code == 200
    assert sentence in page.content.decode()


def test_a_rule_set_that_reads_what_the_year_did_not_count_is_refused_in_words(client, run, staff):
    document = json.loads(json.dumps(RULES))
    document["blocks"][0] |= {"fact": "satisfaction"}
    RuleSet.objects.create(
        code="khao-sat",
        title="Khảo sát",
        document=document,
        late_definition="resolved_or_overdue",
        minimum_sample=30,
    )
    client.force_login(staff)

    page = client.get(TRY, {"bo-quy-tac": "khao-sat"}).content.decode()

    assert "Kỳ này không đếm “Chỉ số hài lòng” mà quy tắc hay tiêu chí đọc" in page


def test_a_dot_in_a_bound_is_a_decimal_point(client, run, staff):
    """alpha has 85.00: below 85.5, so fair."""
    client.force_login(staff)

    page = client.get(TRY, {"moc:|good": "85.500"}).content.decode()

    assert "xuống loại" in page


def test_the_page_compares_the_newest_two_runs(client, run, staff):
    Mark.objects.filter(assessment__unit__code="gamma").update(content={"points": "6"})
    rank_cycle(run.cycle_id, by=staff)
    client.force_login(staff)

    page = client.get(COMPARE).content.decode()

    assert "1.1 Kế hoạch: 3 → 6" in page


@pytest.mark.parametrize("asked", [{"tu": "9"}, {"den": "abc"}, {"tu": "²"}, {"tu": "9" * 4400}])
def test_a_run_that_is_not_there_is_no_page(client, run, staff, asked):
    client.force_login(staff)

    assert client.get(COMPARE, asked).status_code == 404


@pytest.mark.parametrize(
    ("role", "compare", "try_rules"),
    [
        ("home_affairs", 200, 200),
        ("appraiser", 200, 403),
        ("leader", 200, 403),
        ("reader", 200, 403),
    ],
)
def test_who_may_compare_and_who_may_try(client, run, make_user, role, compare, try_rules):
    client.force_login(make_user(role, username=f"nguoi-{role}"))

    assert client.get(COMPARE).status_code == compare
    assert client.get(TRY).status_code == try_rules


@pytest.mark.parametrize("name", ["compare_runs", "try_rules"])
def test_heads_and_officers_do_neither(client, run, make_user, name):
    unit = run.lines.get(unit__code="alpha").unit
    client.force_login(make_user("head", unit))

    assert client.get(reverse(name, args=["56", 2024])).status_code == 403
