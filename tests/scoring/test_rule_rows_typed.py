"""New classes and new rules typed into the blank rows of a draft's form."""

import pytest

from scoring.forms.rule_rows import BLOCK
from scoring.models import RuleSet
from scoring.selectors.rule_sets import stamp_of
from scoring.services.rule_versions import copy_rule_set
from tests.reports.test_pages import words
from tests.scoring.test_rule_pages import TYPED
from tests.scoring_world import RULES, approve_rules_of

EDIT = "/quy-tac/nho-2025/sua/"


@pytest.fixture
def saved(client, cycle, make_user):
    """Return a function that saves a draft with other fields: the answer and the document then."""
    clerk = make_user("home_affairs", username="can-bo")
    approve_rules_of(cycle)
    draft = copy_rule_set(cycle.rule_set, code="nho-2025", by=clerk)
    client.force_login(clerk)

    def save(**typed):
        answer = client.post(EDIT, TYPED | typed | {"dau": stamp_of(draft)})
        draft.refresh_from_db()
        return answer, RuleSet.objects.get(pk=draft.pk).document

    return save


def test_a_class_typed_last_takes_its_place_by_its_bound(saved):
    """The blank row is last; 90 is above 80, and the block still bars Tốt."""
    _answer, document = saved(
        hang_ma=["good", "fair", "weak", ""],
        hang_ten=["Tốt", "Khá", "Yếu", "Xuất sắc"],
        hang_dau=["at_least"] * 4,
        hang_moc=["80", "60", "0", "90"],
    )

    assert [(it["code"], it["label"]) for it in document["bands"]] == [
        ("excellent", "Xuất sắc"),
        ("good", "Tốt"),
        ("fair", "Khá"),
        ("weak", "Yếu"),
    ]
    assert document["blocks"][0]["bars"] == "good"


def test_above_a_bound_is_better_than_from_it(saved):
    """9 is less than 80, whatever text says; above 80 comes before from 80."""
    _answer, document = saved(
        hang_ma=["weak", "x", "good", "fair"],
        hang_ten=["Yếu", "Trung bình", "Khá", "Tốt"],
        hang_dau=["at_least", "at_least", "at_least", "above"],
        hang_moc=["0", "9", "80", "80"],
    )

    assert [it["label"] for it in document["bands"]] == ["Tốt", "Khá", "Trung bình", "Yếu"]


def test_a_new_class_gets_a_code_that_no_other_has(saved):
    """The row of code "good" is renamed; a new Tốt cannot have that code too."""
    _answer, document = saved(
        hang_ma=["good", "fair", "weak", ""],
        hang_ten=["Xuất sắc", "Khá", "Yếu", "Tốt"],
        hang_dau=["at_least"] * 4,
        hang_moc=["90", "60", "0", "80"],
    )

    assert [(it["code"], it["label"]) for it in document["bands"]][:2] == [
        ("good", "Xuất sắc"),
        ("good_1", "Tốt"),
    ]


def test_two_classes_of_one_name_are_refused_with_the_name(saved):
    answer, document = saved(hang_ma=["good", "", "weak", ""], hang_ten=["Tốt", "tốt", "Yếu", ""])

    assert "Xếp loại “tốt”: Đã có mức mang tên này." in words(answer)
    assert [it["label"] for it in document["bands"]] == ["Tốt", "Khá", "Yếu"]


def test_two_new_rules_of_one_name_get_codes_of_their_own(saved):
    """Both are called Chặn; the stored one has the code that the first new one would have had."""
    _answer, document = saved(
        chan_ma=["chan", "", ""],
        chan_ten=["Trễ từ 5,5 %", "Chặn", "Chặn"],
        chan_so_lieu=["late_rate", "satisfaction", "late_rate"],
        chan_phep=[">=", "<=", ">="],
        chan_nguong=["5,5 %", "80 %", "10 %"],
        chan_loai=["good", "good", "fair"],
        chan_thieu=["refuse"] * 3,
    )

    assert [it["code"] for it in document["blocks"]] == ["chan", "chan_1", "chan_2"]


def sources(count):
    """Return as many sources as they are typed, in the rows of their table."""
    numbers = range(1, count + 1)
    return {
        "nguon_van_ban": [f"Quyết định {number}/QĐ-UBND" for number in numbers],
        "nguon_dieu_khoan": ["Điều 1"] * count,
    }


def test_a_table_of_too_many_rows_is_refused_and_shown_whole(saved):
    answer, document = saved(**sources(260))

    assert "Nguồn “Quyết định 201/QĐ-UBND”: Bảng có 260 dòng, nhiều nhất 200." in words(answer)
    assert 'value="Quyết định 260/QĐ-UBND"' in answer.content.decode()
    assert document == RULES | {"code": "nho-2025"}


def test_a_full_table_beside_many_blank_rows_is_stored(saved):
    """400 fields of sources and 800 blank ones of rules that bar: more than 1,000."""
    blank = {f"own_blocks-{name}": [""] * 100 for name in ("khoi", *BLOCK)}

    answer, document = saved(**sources(200), **blank)

    assert answer.status_code == 302
    assert len(document["sources"]) == 200
