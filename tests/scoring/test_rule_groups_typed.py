"""Rules of single blocks of units, and the order that tells equal units apart, as typed."""

import pytest

from scoring.models import RuleSet
from scoring.selectors.rule_sets import stamp_of
from scoring.services.rule_versions import copy_rule_set
from tests.reports.test_pages import words
from tests.scoring.test_rule_pages import TYPED, as_it_stands
from tests.scoring_world import RULES
from units.models import UnitGroup

EDIT = "/quy-tac/nho-2025/sua/"
OWN_BANDS = {
    "own_bands-khoi": ["communes", "communes", ""],
    "own_bands-hang_ma": ["", "", ""],
    "own_bands-hang_ten": ["Tốt", "Yếu", ""],
    "own_bands-hang_dau": ["at_least", "at_least", "at_least"],
    "own_bands-hang_moc": ["75,5", "0", ""],
}
OWN_BLOCK = {
    "own_blocks-khoi": ["communes"],
    "own_blocks-chan_ma": [""],
    "own_blocks-chan_ten": ["Trễ từ 10 %"],
    "own_blocks-chan_so_lieu": ["late_rate"],
    "own_blocks-chan_phep": [">="],
    "own_blocks-chan_nguong": ["10 %"],
    "own_blocks-chan_loai": ["good"],
    "own_blocks-chan_thieu": ["ignore"],
}
OWN_SETTINGS = {
    "own_settings-khoi": ["communes"],
    "own_settings-xep_theo": ["points"],
    "own_settings-so_xep": [""],
    "own_settings-dong_hang": ["ordinal"],
    "own_settings-lam_tron": [""],
    "own_settings-chua_cham": [""],
    "own_settings-tran": ["none"],
    "own_settings-so_chu_so": ["0"],
    "own_settings-chan": [""],
}


@pytest.fixture
def draft(cycle, make_user):
    """Return a draft in a world with two blocks and the areas 1 and 2."""
    UnitGroup.objects.create(code="communes", title="Xã, phường")
    author = make_user("home_affairs", username="soan")
    copied = copy_rule_set(cycle.rule_set, code="nho-2025", by=author)
    return RuleSet.objects.get(pk=copied.pk)


@pytest.fixture
def save(client, draft, make_user):
    """Return a function that saves the draft with other fields: the answer and the document."""
    client.force_login(make_user("home_affairs", username="can-bo"))

    def saved(typed):
        now = RuleSet.objects.get(pk=draft.pk)
        answer = client.post(EDIT, TYPED | {"dau": stamp_of(now)} | typed)
        return answer, RuleSet.objects.get(pk=draft.pk).document

    return saved


def test_classes_of_one_block_are_stored_under_its_code(save):
    _answer, document = save(OWN_BANDS)

    assert document["by_group"] == {
        "communes": {
            "bands": [
                {"code": "good", "label": "Tốt", "at_least": "75.5"},
                {"code": "weak", "label": "Yếu", "at_least": "0"},
            ]
        }
    }
    assert len(document["bands"]) == 3


def test_a_rule_that_bars_in_one_block_is_stored_under_its_code(save):
    _answer, document = save(OWN_BLOCK)

    (own,) = document["by_group"]["communes"]["blocks"]
    assert own == {
        "code": "tre-tu-10",
        "title": "Trễ từ 10 %",
        "fact": "late_rate",
        "test": ">=",
        "threshold": "0.1",
        "bars": "good",
        "when_missing": "ignore",
    }


def test_settings_of_one_block_are_stored_where_they_are_its_own(save):
    _answer, document = save(OWN_SETTINGS)

    assert document["by_group"] == {
        "communes": {"basis": "points", "ties": "ordinal", "total_cap": None, "decimals": 0}
    }


def test_a_block_may_be_barred_by_nothing(save):
    _answer, document = save(OWN_SETTINGS | {"own_settings-chan": ["none"]})

    assert document["by_group"]["communes"]["blocks"] == []


def test_equal_units_are_told_apart_in_the_order_of_the_rows(save):
    own = {"own_ties-khoi": ["communes"], "own_ties-phan_dinh": ["area:1"]}

    _answer, document = save({"phan_dinh": ["area:2", "code", ""]} | own)

    assert document["tie_break"] == ["area:2", "code"]
    assert document["by_group"] == {"communes": {"tie_break": ["area:1"]}}


def test_an_order_of_nothing_is_no_order(save):
    save({"phan_dinh": ["area:2"]})

    _answer, document = save({"phan_dinh": [""]})

    assert "tie_break" not in document


def test_the_form_offers_blocks_and_areas_by_their_titles(client, save, draft):
    save(OWN_BANDS)

    page = client.get(EDIT)

    assert '<option value="communes" selected>Xã, phường</option>' in page.content.decode()
    assert "Lĩnh vực 2 Thủ tục" in words(page)


def test_own_rules_sent_as_they_stand_say_what_they_said(client, save, draft):
    own = {
        "communes": {"bands": RULES["bands"], "blocks": RULES["blocks"], "tie_break": ["area:9"]},
        "departments": {"blocks": [], "total_cap": None, "unmarked": "zero", "decimals": 0},
        "gone": {},
    }
    document = draft.document | {"by_group": own, "tie_break": ["code"]}
    RuleSet.objects.filter(pk=draft.pk).update(document=document)

    form = client.get(EDIT).context["form"]
    answer, stored = save(as_it_stands(form))

    assert answer.status_code == 302
    assert stored == document


def test_a_block_that_is_taken_out_of_all_rows_goes_by_the_common_rules(save):
    save(OWN_BANDS | OWN_SETTINGS)

    blank = {name: [""] * len(cells) for name, cells in (OWN_BANDS | OWN_SETTINGS).items()}
    _answer, document = save(blank)

    assert document["by_group"] == {}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            OWN_BANDS | {"own_bands-hang_moc": ["cao", "0", ""]},
            "Xếp loại riêng (Xã, phường) “Tốt”: “cao” không phải số; hãy viết như 81,99.",
        ),
        (
            OWN_BANDS | {"own_bands-hang_ten": ["Tốt", "tốt", ""]},
            "Xếp loại riêng (Xã, phường) “tốt”: Đã có mức mang tên này.",
        ),
        (
            OWN_BANDS | {"own_bands-khoi": ["", "communes", ""]},
            "Xếp loại riêng “Tốt”: Hãy chọn khối.",
        ),
        (
            OWN_BANDS | {"own_bands-khoi": ["la", "communes", ""]},
            "Xếp loại riêng “Tốt”: Hãy chọn khối.",
        ),
        (
            OWN_SETTINGS | {"own_settings-so_chu_so": ["9"]},
            "Cách tính riêng (Xã, phường) “9”: Phải là số nguyên từ 0 đến 6.",
        ),
        (
            {"own_settings-khoi": ["communes", "communes"]},
            "Cách tính riêng (Xã, phường) 2: Khối này đã có ở dòng trên.",
        ),
        (
            OWN_BLOCK | {"own_blocks-chan_nguong": ["10"]},
            "Quy tắc chặn riêng (Xã, phường) “Trễ từ 10 %”: “10” lớn hơn toàn bộ;",
        ),
        (
            OWN_BLOCK | OWN_BANDS | {"own_blocks-chan_loai": ["fair"]},
            "Quy tắc chặn riêng (Xã, phường) “Trễ từ 10 %”: Hãy chọn.",
        ),
        (
            OWN_BLOCK | {"own_settings-khoi": ["communes"], "own_settings-chan": ["none"]},
            "Quy tắc chặn riêng (Xã, phường) “Trễ từ 10 %”: Khối này ghi là không có quy tắc",
        ),
        ({"phan_dinh": ["area:9"]}, "Phân định đồng hạng “area:9”: Hãy chọn."),
        ({"phan_dinh": ["tên"]}, "Phân định đồng hạng “tên”: Hãy chọn."),
    ],
)
def test_what_is_wrong_is_said_by_block_and_row_and_nothing_is_stored(save, typed, sentence):
    answer, document = save(typed)

    assert sentence in words(answer)
    assert document == RULES | {"code": "nho-2025"}


def test_what_the_core_refuses_of_a_block_is_told_before_approval(client, save):
    """A draft may wait: the lowest class of the communes begins at 10, not at 0."""
    save(OWN_BANDS | {"own_bands-hang_moc": ["75,5", "10", ""]})

    page = words(client.get("/quy-tac/nho-2025/"))

    assert "Quy tắc riêng của khối, Xã, phường, Xếp loại Yếu: Mức cuối cùng phải từ 0 điểm." in page
    assert "Quy tắc riêng của khối Xã, phường" in page


def test_what_changed_of_a_block_is_told_by_its_title(client, save):
    save(OWN_BANDS)

    page = words(client.get("/quy-tac/nho-2025/thay-doi/"))

    assert "Khối Xã, phường: Xếp loại Tốt – từ 75,5 điểm" in page


def test_a_common_rule_that_bars_no_class_of_a_block_is_told_with_the_block(client, save):
    """Good is barred for late dossiers everywhere; the communes have no class but Đạt."""
    own = {"own_bands-khoi": ["communes"], "own_bands-hang_ten": ["Đạt"]}
    save(own | {"own_bands-hang_dau": ["at_least"], "own_bands-hang_moc": ["0"]})

    page = words(client.get("/quy-tac/nho-2025/"))

    assert (
        "Quy tắc chặn “Trễ từ 5,5 %” (khối Xã, phường): Loại bị chặn không có trong bảng xếp loại."
    ) in page
