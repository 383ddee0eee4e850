"""What published tables teach about the rules: maxima of a unit's own, inclusive bounds, ties."""

from decimal import Decimal

import pytest
from published_tables import (
    as_printed,
    bundle,
    by_name,
    computed,
    figures,
    group_of,
    table,
    with_bands,
)

OFFICE, HOME_AFFAIRS = "Văn phòng UBND tỉnh", "Sở Nội vụ"
LABOUR = "Sở Lao động – Thương binh và Xã hội"


def test_the_office_of_binh_thuan_is_first_by_its_own_maximum_with_fewer_points() -> None:
    rows = computed("binhthuan_2018")
    office, home_affairs = rows[OFFICE], rows[HOME_AFFAIRS]

    assert (office["points"], office["applicable_max"], office["rank"]) == ("93.76", "95", 1)
    assert (home_affairs["points"], home_affairs["applicable_max"]) == ("93.95", "98.5")
    assert home_affairs["rank"] == 2


def test_points_and_maxima_of_binh_thuan_are_the_published_ones() -> None:
    rows = computed("binhthuan_2018")
    published = [row for row in table("binhthuan_2018") if row["diem"]]

    assert [rows[row["don_vi"]]["points"] for row in published] == [it["diem"] for it in published]
    for row in published:
        known = row["diem_chuan_toi_da"]
        assert known in ("", rows[row["don_vi"]]["applicable_max"])


def test_shares_of_binh_thuan_are_as_printed_but_for_one_that_contradicts_its_points() -> None:
    printed = {row["don_vi"]: row["ty_le_pct_in"] for row in table("binhthuan_2018")}
    rows = computed("binhthuan_2018")

    found = {unit: as_printed(rows[unit]["index"], share) for unit, share in printed.items()}

    differing = {
        unit: (found[unit], printed[unit]) for unit in found if found[unit] != printed[unit]
    }
    assert differing == {HOME_AFFAIRS: ("95.38", "95.27")}  # 93.95 / 98.5 = 95.3807 %


def test_the_known_ranks_of_binh_thuan_keep_their_order() -> None:
    ranks = figures("binhthuan_2018", "rank", "so")
    published = {row["don_vi"]: int(row["hang"]) for row in table("binhthuan_2018") if row["hang"]}

    assert list(published.values()) == [1, 18, 19]  # of 19; the page names four
    assert sorted(published, key=ranks.__getitem__) == list(published)


@pytest.mark.parametrize("bound", ["83.07", "83.5", "83.68"])
def test_one_bound_between_83_06_and_83_68_explains_the_classes_of_binh_thuan(bound: str) -> None:
    rows = by_name(with_bands(bundle("binhthuan_2018"), tot=bound))
    published = {row["don_vi"]: row["xep_loai"] for row in table("binhthuan_2018")}

    assert {unit: row["label"] for unit, row in rows.items()} == published


def test_exactly_55_points_of_70_are_good_in_lao_cai() -> None:
    document = bundle("laocai_2015")
    exclusive = with_bands(document)
    good = exclusive["rule_set"]["bands"][0]
    good["above"] = good.pop("at_least")

    assert by_name(document)[LABOUR]["label"] == "Tốt"
    assert by_name(exclusive)[LABOUR]["label"] == "Khá"  # which is not what was published


def test_all_nine_named_units_of_lao_cai_are_good_by_points_not_by_index() -> None:
    rows = computed("laocai_2015")

    assert group_of("laocai_2015", "so")["bands"] == {"tot": 9}
    assert rows[LABOUR]["published"] == "55.00"
    assert rows[LABOUR]["index"] == "78.5714285714"  # 55 / 70


def test_two_districts_of_kien_giang_share_the_first_rank_and_none_is_second() -> None:
    ranks = figures("kiengiang_2018", "rank", "huyen")

    assert ranks["Châu Thành"] == ranks["Hòn Đất"] == 1
    assert sorted(ranks.values())[:4] == [1, 1, 3, 4]


def test_the_few_points_of_kien_giang_that_were_published_are_in_its_bundle() -> None:
    rows = computed("kiengiang_2018")
    published = {
        "Văn phòng UBND tỉnh": "98",
        "Cục Thuế tỉnh": "92",
        "Châu Thành": "91",
        "Hòn Đất": "91",
        "Vĩnh Thuận": "86.5",
    }

    assert {unit: rows[unit]["points"] for unit in published} == published


def test_the_leaves_of_lai_chau_are_the_nine_published_indicators() -> None:
    leaves = figures("laichau_2021", "leaves")

    for row in table("laichau_2021"):
        published = {code: Decimal(row[code]) for code in (f"cs{n}" for n in range(1, 10))}
        found = leaves[row["don_vi"]].items()
        assert {code: Decimal(leaf["points"]) for code, leaf in found} == published


def test_two_units_of_lai_chau_with_equal_points_tie_although_the_page_numbers_them() -> None:
    numbered = {row["don_vi"]: int(row["tt"]) for row in table("laichau_2021", "don_vi_khac")}

    assert list(numbered.values()) == [1, 2]  # the order of listing
    assert set(figures("laichau_2021", "rank", "don_vi_khac").values()) == {1}
