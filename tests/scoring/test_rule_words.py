"""A rule set in words: sentences, changes, places of problems, a worked example."""

import pytest

from scoring.models import RuleSet
from scoring.selectors.rule_changes import RuleChange, changes_between, document_changes
from scoring.selectors.rule_words import people_rules_in_words, place_in_words, rules_in_words
from scoring.services.rule_example import example_of
from tests.scoring_world import RULES

GOOD, FAIR, WEAK = RULES["bands"]
(LATE,) = RULES["blocks"]
LOW = LATE | {
    "code": "low",
    "title": "Hài lòng từ 80 % trở xuống",
    "fact": "satisfaction",
    "test": "<=",
    "threshold": "0.80",
    "when_missing": "ignore",
}
OFFICIAL = {
    "code": "can-bo",
    "applies_to": "official",
    "fact": "late_rate",
    "test": ">=",
    "threshold": "0.10",
    "bars_rating": "good",
}


def rules(document=RULES, people=(), **other):
    return RuleSet(
        title="Quy tắc",
        document=document,
        accountability_rules=list(people),
        late_definition="resolved_or_overdue",
        minimum_sample=30,
        **other,
    )


def test_the_rules_are_told_in_the_sentences_of_the_method():
    (own,) = rules_in_words(rules(RULES | {"blocks": [LATE, LOW], "unmarked": "pending"}))

    assert own.sentences[2:] == (
        "Đơn vị bằng nhau thì cùng hạng, hạng kế tiếp để trống (1, 2, 2, 4).",
        "Xếp loại: Tốt từ 80, Khá từ 60, Yếu khi thấp hơn.",
        "Không xếp loại Tốt khi: Tỷ lệ hồ sơ trễ hạn từ 5 % trở lên."
        " Điểm và hạng giữ nguyên, đơn vị nhận loại tốt nhất còn được xếp.",
        "Không xếp loại Tốt khi: Chỉ số hài lòng từ 80 % trở xuống."
        " Điểm và hạng giữ nguyên, đơn vị nhận loại tốt nhất còn được xếp.",
        "Đơn vị còn tiêu chí chưa chấm thì chưa được xếp hạng, xếp loại.",
    )


def test_a_block_of_units_with_rules_of_its_own_is_told_apart():
    own = {"communes": {"bands": [GOOD | {"above": "81.5"}, WEAK]}}
    del own["communes"]["bands"][0]["at_least"]

    shared, communes = rules_in_words(rules(RULES | {"by_group": own}))

    assert (shared.group, communes.group) == ("", "communes")
    assert "Xếp loại: Tốt trên 81,5, Yếu khi thấp hơn." in communes.sentences


def test_consequences_for_people_are_told_with_their_clause():
    (rule,) = people_rules_in_words(rules(people=[OFFICIAL | {"clause": "Điểm 2"}]))

    assert (rule.applies_to, rule.clause) == ("Cán bộ, công chức, viên chức", "Điểm 2")
    assert rule.condition == "Tỷ lệ hồ sơ trễ hạn từ 10 % trở lên"
    assert rule.effect == "Không được xếp loại “Hoàn thành tốt nhiệm vụ” trở lên"


@pytest.mark.parametrize(
    ("change", "label", "before", "after"),
    [
        (
            {"bands": [GOOD | {"at_least": "82"}, FAIR, WEAK]},
            "Xếp loại Tốt",
            "từ 80 điểm",
            "từ 82 điểm",
        ),
        (
            {"bands": [GOOD, FAIR | {"label": "Đạt"}, WEAK]},
            "Xếp loại Đạt, tên",
            "Khá",
            "Đạt",
        ),
        ({"bands": [GOOD, WEAK]}, "Xếp loại Khá", "từ 60 điểm", ""),
        (
            {"blocks": [LATE | {"threshold": "0.065"}]},
            "Quy tắc chặn “Từ 5 % hồ sơ trễ hạn trở lên”, điều kiện",
            "Tỷ lệ hồ sơ trễ hạn từ 5 % trở lên",
            "Tỷ lệ hồ sơ trễ hạn từ 6,5 % trở lên",
        ),
        (
            {"blocks": [LATE, LOW]},
            "Quy tắc chặn “Hài lòng từ 80 % trở xuống”",
            "",
            "Chỉ số hài lòng từ 80 % trở xuống thì không xếp loại Tốt",
        ),
        ({"decimals": 1}, "Số chữ số thập phân", "2", "1"),
        (
            {"rank_on": "published"},
            "Số dùng để xếp",
            "Số chưa làm tròn",
            "Số công bố, đã làm tròn",
        ),
        (
            {"by_group": {"communes": {"decimals": 1}}},
            "Khối communes: Số chữ số thập phân",
            "",
            "1",
        ),
        (
            {"sources": [{"document": "QĐ 7", "clause": "Điều 2"}]},
            "Nguồn",
            "Ví dụ tính tay (1)",
            "QĐ 7 (Điều 2)",
        ),
    ],
)
def test_each_change_is_one_line_in_words(change, label, before, after):
    assert document_changes(RULES, RULES | change) == [RuleChange(label, before, after)]


def test_what_a_document_leaves_to_the_usual_is_no_change():
    assert document_changes(RULES, RULES | {"total_cap": None, "tie_break": ["code"]}) == []


def test_each_side_calls_the_classes_as_its_own_rules_do():
    """The class of code "good" was Tốt and is Xuất sắc: what the same rule bars is another."""
    head = {"code": "h", "applies_to": "head", "band_at_most": "good", "years": 1, "measure": "x"}
    renamed = RULES | {"bands": [GOOD | {"label": "Xuất sắc"}, FAIR, WEAK]}

    found = changes_between(rules(people=[head]), rules(renamed, people=[head]))

    assert [(it.before, it.after) for it in found] == [
        ("Tốt", "Xuất sắc"),
        ("Tốt", "Xuất sắc"),
        ("Đơn vị xếp loại Tốt trở xuống", "Đơn vị xếp loại Xuất sắc trở xuống"),
    ]
    assert [it.label for it in found[:2]] == [
        "Xếp loại Xuất sắc, tên",
        "Quy tắc chặn “Từ 5 % hồ sơ trễ hạn trở lên”, loại bị chặn",
    ]


def test_settings_and_rules_on_people_are_compared_too():
    later = rules(people=[OFFICIAL | {"threshold": "0.15"}])
    later.minimum_sample, later.late_definition = 50, "resolved_only"

    found = changes_between(rules(people=[OFFICIAL]), later)

    assert [(it.before, it.after) for it in found] == [
        ("Đã giải quyết và đang quá hạn (mặc định)", "Chỉ hồ sơ đã giải quyết"),
        ("30", "50"),
        ("Tỷ lệ hồ sơ trễ hạn từ 10 % trở lên", "Tỷ lệ hồ sơ trễ hạn từ 15 % trở lên"),
    ]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("", ""),
        ("decimals", "Số chữ số thập phân"),
        ("bands[1].at_least", "Xếp loại Khá, mốc"),
        ("bands[9]", "Bảng xếp loại 10"),
        ("blocks[0].threshold", "Quy tắc chặn “Từ 5 % hồ sơ trễ hạn trở lên”, ngưỡng"),
        ("sources[0].clause", "Nguồn 1, điều khoản"),
        ("rules[0].years", "Hệ quả với người 1, số năm"),
        ('by_group["x-1"].bands[0]', "Quy tắc riêng của khối, x-1, Bảng xếp loại 1"),
    ],
)
def test_a_place_in_the_rules_is_said_in_words(place, said):
    assert place_in_words(place, RULES, [OFFICIAL]) == said


def figures(points="86,20", late="5,3 %", satisfied="85 %"):
    return {"vd_diem": points, "vd_tre_han": late, "vd_hai_long": satisfied}


@pytest.mark.parametrize(
    ("typed", "by_points", "band", "barred_by"),
    [
        (figures(), "Tốt", "Khá", 1),
        (figures(late="5 %"), "Tốt", "Khá", 1),
        (figures(late="4,99 %"), "Tốt", "Tốt", 0),
        (figures(late="4,99 %", satisfied="80 %"), "Tốt", "Khá", 1),
        (figures(points="59,999"), "Yếu", "Yếu", 1),
        (figures(late="", satisfied=""), "Tốt", "Tốt", 0),
    ],
)
def test_the_worked_example_is_what_the_core_makes_of_it(typed, by_points, band, barred_by):
    """Tốt from 80, Khá from 60; 5 % late or more, or 80 % satisfied or less, bars Tốt."""
    example = example_of(rules(RULES | {"blocks": [LATE, LOW]}), typed)

    assert (example.band_by_points, example.band) == (by_points, band)
    assert len(example.barred_by) == barred_by


def test_the_worked_example_names_its_figures_as_they_were_typed():
    assert example_of(rules(), figures()).figures == "86,20 điểm, 5,3 % trễ hạn, 85 % hài lòng"


def test_the_worked_example_is_rounded_first_where_the_rules_say_so():
    published = rules(RULES | {"rank_on": "published", "decimals": 0})

    example = example_of(published, figures(points="79,5", late=""))

    assert (example.figures, example.band) == ("80 điểm, 85 % hài lòng", "Tốt")


@pytest.mark.parametrize(
    ("document", "typed", "said"),
    [
        (RULES | {"bands": []}, figures(), "Bảng xếp loại: Chưa có mức nào."),
        (RULES, figures(points=""), "“” không phải số; hãy viết như 81,99."),
        (RULES, figures(late="93"), "“93” lớn hơn toàn bộ; nếu là phần trăm, hãy viết 93 %."),
    ],
)
def test_where_nothing_can_be_said_the_example_says_why(document, typed, said):
    assert example_of(rules(document), typed).sentences == (said,)
