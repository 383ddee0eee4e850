"""The core's ranks, figures and classes are those that provinces published: complete tables."""

from decimal import Decimal

import pytest
from published_tables import bundle, computed, figures, group_of, table

COMPLETE = [
    ("binhduong_2017", "huyen", "hang"),
    ("hue_2021", "so", "hang"),
    ("gialai_2020", "so", "hang"),
    ("gialai_2020", "huyen", "hang"),
    ("kiengiang_2018", "so", "thu_tu"),
    ("kiengiang_2018", "nganh_doc", "thu_tu"),
    ("kiengiang_2018", "huyen", "thu_tu"),
    ("laocai_2015", "so", "thu_tu"),
    ("laichau_2021", "so", "tt"),
]
FIGURES = [
    ("binhduong_2017", "chi_so_pct"),
    ("hue_2021", "diem"),
    ("gialai_2020", "diem"),
    ("laocai_2015", "diem_tham_dinh"),
    ("laichau_2021", "tong_diem"),
]
CLASSES = [
    ("hue_2021", "xep_loai"),
    ("kiengiang_2018", "xep_loai"),
    ("binhthuan_2018", "xep_loai"),
    ("laocai_2015", "xep_loai"),
    ("laichau_2021", "ket_qua"),
]


@pytest.mark.parametrize(("name", "block", "column"), COMPLETE)
def test_ranks_are_the_published_ones(name: str, block: str, column: str) -> None:
    published = {row["don_vi"]: int(row[column]) for row in table(name, block)}

    assert figures(name, "rank", block) == published


@pytest.mark.parametrize(("name", "column"), FIGURES)
def test_figures_are_the_published_ones(name: str, column: str) -> None:
    published = {row["don_vi"]: Decimal(row[column]) for row in table(name)}

    found = {unit: Decimal(figure) for unit, figure in figures(name, "published").items()}

    assert found == published


@pytest.mark.parametrize(("name", "column"), CLASSES)
def test_classes_are_the_published_ones(name: str, column: str) -> None:
    published = {row["don_vi"]: row[column] for row in table(name)}

    assert figures(name, "label") == published


@pytest.mark.parametrize("name", sorted({name for name, *_ in COMPLETE + CLASSES}))
def test_no_unit_is_added_or_left_out(name: str) -> None:
    assert list(computed(name).keys() ^ {row["don_vi"] for row in table(name)}) == []
    assert len(bundle(name)["units"]) == len(table(name))


def test_the_mean_of_binh_duong_is_the_published_one() -> None:
    assert group_of("binhduong_2017", "huyen")["mean_published"] == "78.39"  # 705.49 / 9


def test_the_points_of_binh_duong_are_the_sum_of_appraisal_and_survey() -> None:
    published = {row["don_vi"]: Decimal(row["tong_diem"]) for row in table("binhduong_2017")}

    found = {unit: Decimal(it) for unit, it in figures("binhduong_2017", "points").items()}

    assert found == published


def test_hue_has_one_excellent_fourteen_good_and_six_fair_units() -> None:
    bands = group_of("hue_2021", "so")["bands"]

    assert bands == {"xuat-sac": 1, "tot": 14, "kha": 6}
