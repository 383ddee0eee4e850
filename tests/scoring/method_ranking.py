"""Executors of the tables about index, band, blocks, ranks: tables 11 to 25 of docs/method.md."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from scoring.domain import rank_text
from scoring.domain.numbers import exact_text
from scoring.selectors.wording import percent
from tests.scoring.domain.ranking_bundles import area, block, bundle, group, leaf, unit
from tests.scoring.method_tables import (
    NONE,
    NOT_APPLICABLE,
    REFUSED,
    Row,
    bands,
    decimal,
    executes,
    executes_whole,
    integer,
    measured,
    outcome,
    points_mark,
    shortened,
    shown,
    words,
    yes_no,
)


@executes_whole(11)
def different_maxima(rows: list[Row]) -> list[dict[str, str]]:
    """Build leaves so that each unit's applicable ones come to its own maximum."""
    given = [
        (Fraction(decimal(row["Điểm đạt"])), Fraction(decimal(row["Điểm tối đa áp dụng"])))
        for row in rows
    ]
    bounds = sorted({maximum for _, maximum in given})
    sizes = [high - low for low, high in zip([Fraction(0), *bounds], bounds, strict=False)]
    leaves = [leaf(f"l{n}", exact_text(size)) for n, size in enumerate(sizes)]
    whole = exact_text(bounds[-1])
    units = [
        unit(row["Đơn vị"], marks=dict(marks_up_to(sizes, points, maximum)))
        for row, (points, maximum) in zip(rows, given, strict=True)
    ]
    result = outcome(bundle(*units, groups=[group(whole, area("1", whole, *leaves))]), rank_text)
    found = {it["code"]: it for it in result["units"]}
    return [
        {
            "Chỉ số": shortened(found[row["Đơn vị"]]["index"]),
            "Công bố": shown(found[row["Đơn vị"]]["published"]),
            "Hạng": str(found[row["Đơn vị"]]["rank"]),
        }
        for row in rows
    ]


def marks_up_to(
    sizes: list[Fraction], points: Fraction, maximum: Fraction
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield marks that use up the points; leaves past the maximum are not applicable."""
    for place, size in enumerate(sizes):
        if maximum <= 0:
            yield f"l{place}", NOT_APPLICABLE
            continue
        here = min(points, size)
        points, maximum = points - here, maximum - size
        yield f"l{place}", {"points": exact_text(here)}


@executes(12)
def bonus_and_penalty(row: Row) -> dict[str, str]:
    points, maximum = map(decimal, row["Điểm thường"].split("/"))
    leaves = [
        leaf("1.1", maximum),
        leaf("1.2", "100", role="bonus"),
        leaf("1.3", "100", role="penalty"),
    ]
    figures = (points, decimal(row["Thưởng"]), decimal(row["Trừ"]))
    caps = {"bonus_cap": row["Trần thưởng"], "penalty_cap": row["Trần trừ"]}
    document = bundle(
        unit("u", marks={it["code"]: {"points": f} for it, f in zip(leaves, figures, strict=True)}),
        groups=[
            group(
                maximum,
                area("1", maximum, *leaves),
                **{key: None if cap == NONE else decimal(cap) for key, cap in caps.items()},
            )
        ],
        total_cap="max" if row["Trần tổng điểm"] == "có" else None,
    )
    found = outcome(document, rank_text)["units"][0]
    return {"Điểm": shown(found["points"]), "Công bố": shown(found["published"])}


@executes(13)
def weighted(row: Row) -> dict[str, str]:
    areas, marks = [], {}
    for name in "ABC":
        cell, weight = row[f"Lĩnh vực {name}"], decimal(row[f"Trọng số {name}"])
        points, _, maximum = cell.partition("/")
        areas.append(area(name, maximum or "10", leaf(f"l{name}", maximum or "10"), weight=weight))
        marks[f"l{name}"] = points_mark(points)
    whole = str(sum(int(it["max_points"]) for it in areas))
    groups = [group(whole, *areas, aggregation="weighted")]
    found = outcome(bundle(unit("u", marks=marks), groups=groups), rank_text)["units"][0]
    return {"Chỉ số": shortened(found["index"])}


@executes(14)
def adds_up(row: Row) -> dict[str, str]:
    parts = [decimal(part) for part in row["Các phần"].split(" + ")]
    if row["Các phần là"] == "điểm tối đa":
        areas = [area(f"a{n}", part, leaf(f"l{n}", part)) for n, part in enumerate(parts)]
        groups = [group(decimal(row["Tổng"]), *areas)]
    else:
        assert row["Tổng"] == "1"
        areas = [area(f"a{n}", "1", leaf(f"l{n}", "1"), weight=w) for n, w in enumerate(parts)]
        groups = [group(str(len(parts)), *areas, aggregation="weighted")]
    reasons = ("maxima_do_not_add_up", "weights_do_not_add_up")
    result = outcome(bundle(groups=groups), rank_text, *reasons)
    return {"Cổng": REFUSED if result is None else "nhận"}


@executes(15)
def added_before_rounding(row: Row) -> dict[str, str]:
    marks = {f"l{n}": measured(cell) for n, cell in enumerate(words(row["Ba tiêu chí"]))}
    leaves = [leaf(code, "1", scoring={"kind": "ratio"}) for code in marks]
    whole = str(len(leaves))
    document = bundle(unit("u", marks=marks), groups=[group(whole, area("1", whole, *leaves))])
    return {"Tổng điểm": shown(outcome(document, rank_text)["units"][0]["points"])}


def ranked_unit(points: str, maximum: str = "100", **keys: Any) -> dict[str, Any]:
    """Return the result of one unit with so many points; keys of the unit or of the rules."""
    of_unit = {key: keys.pop(key) for key in ("facts",) if key in keys}
    groups = [group(maximum, area("1", maximum, leaf("1.1", maximum)))]
    document = bundle(unit("u", points, **of_unit), groups=groups, **keys)
    found: dict[str, Any] = outcome(document, rank_text)["units"][0]
    return found


@executes(16)
def published(row: Row) -> dict[str, str]:
    ways = {
        "nửa thì lên": "half_up",
        "nửa thì về số chẵn": "half_even",
        "bỏ phần lẻ": "down",
    }
    found = ranked_unit(
        decimal(row["Chỉ số đầy đủ"]),
        decimals=int(row["Số chữ số thập phân"]),
        rounding=ways[row["Cách làm tròn"]],
    )
    return {"Công bố": shown(found["published"])}


@executes(17)
def band_of_index(row: Row) -> dict[str, str]:
    return {"Loại": ranked_unit(decimal(row["Chỉ số"]), bands=bands(row["Các loại"]))["band"]}


@executes(18)
def band_of_points(row: Row) -> dict[str, str]:
    points, maximum = decimal(row["Điểm đạt"]), decimal(row["Điểm tối đa"])
    found = ranked_unit(points, maximum, bands=bands(row["Các loại"]), basis="points")
    return {"Loại": found["band"]}


@executes(19)
def band_of_reading(row: Row) -> dict[str, str]:
    read = {"số đầy đủ": "unrounded", "số công bố": "published"}[row["Đọc theo"]]
    index = decimal(row["Chỉ số đầy đủ"])
    found = ranked_unit(index, bands=bands(row["Các loại"]), rank_on=read)
    return {"Công bố": shown(found["published"]), "Loại": found["band"]}


SATISFACTION = {"fact": "satisfaction", "test": "<=", "threshold": "0.80"}


@executes(20)
def late_block(row: Row) -> dict[str, str]:
    late, total = integer(row["Hồ sơ trễ"]), integer(row["Hồ sơ được tính"])
    facts = {"late_rate": {"numerator": late, "denominator": total}}
    found = ranked_unit("95", facts=facts, blocks=[block(threshold=decimal(row["Ngưỡng"]))])
    rate = percent(Fraction(late, total))
    return {"Tỷ lệ in ra": rate, "Bị chặn": yes_no(found["blocked_by"])}


@executes(21)
def satisfaction_block(row: Row) -> dict[str, str]:
    facts = {"satisfaction": measured(row["Hài lòng"])}
    rule = block(**{**SATISFACTION, "threshold": decimal(row["Ngưỡng"])})
    return {"Bị chặn": yes_no(ranked_unit("95", facts=facts, blocks=[rule])["blocked_by"])}


@executes(22)
def band_after_blocks(row: Row) -> dict[str, str]:
    barred = row["Chặn từ loại"]
    found = ranked_unit(
        decimal(row["Chỉ số"]),
        bands=bands(row["Các loại"]),
        blocks=[block("trễ hạn", bars=barred), block("hài lòng", bars=barred, **SATISFACTION)],
        facts={
            "late_rate": measured(row["Hồ sơ trễ"]),
            "satisfaction": measured(row["Hài lòng"]),
        },
    )
    return {
        "Loại theo điểm": found["band_by_points"],
        "Bị chặn vì": "; ".join(found["blocked_by"]) or NONE,
        "Loại": found["band"],
    }


@executes(23)
def block_without_fact(row: Row) -> dict[str, str]:
    facts = {} if row["Số liệu"] == "không có" else {"late_rate": measured(row["Số liệu"])}
    when_missing = {"trả lại": "refuse", "bỏ qua": "ignore"}[row["Khi thiếu"]]
    unmarked = {"chính thức": "refuse", "tạm": "pending"}[row["Lần xếp hạng"]]
    rules = {"blocks": [block(when_missing=when_missing)], "unmarked": unmarked}
    result = outcome(bundle(unit("u", "95", facts=facts), **rules), rank_text, "missing_fact")
    if result is None:
        return {"Kết quả": REFUSED}
    found = result["units"][0]
    if found["standing"] == "pending":
        return {"Kết quả": "chờ"}
    assert not found["blocked_by"]
    return {"Kết quả": "miễn, có ghi lý do" if found["waived"] else "không chặn"}


@executes_whole(24)
def ties(rows: list[Row]) -> list[dict[str, str]]:
    """Two areas of 50 points: the first as the table says, the second the rest of the index."""
    units = []
    for row in rows:
        first = Fraction(decimal(row["Chỉ số lĩnh vực 1"])) / 2
        second = Fraction(decimal(row["Chỉ số"])) - first
        marks = {"a": {"points": exact_text(first)}, "b": {"points": exact_text(second)}}
        units.append(unit(row["Đơn vị"], marks=marks))
    groups = [group("100", area("1", "50", leaf("a", "50")), area("2", "50", leaf("b", "50")))]
    ways = {
        "Bỏ trống": "competition",
        "Không bỏ trống": "dense",
        "Phân tiếp theo lĩnh vực 1": "ordinal",
    }
    found: list[dict[str, str]] = [{} for _ in rows]
    for column, way in ways.items():
        document = bundle(*units, groups=groups, ties=way, tie_break=["area:1", "code"])
        ranks = {it["code"]: it["rank"] for it in outcome(document, rank_text)["units"]}
        for row, cells in zip(rows, found, strict=True):
            cells[column] = str(ranks[row["Đơn vị"]])
    return found


@executes(25)
def absences(row: Row) -> dict[str, str]:
    standing = {"xếp hạng": "ranked", "chỉ chấm điểm": "scored", "không tham gia": "excluded"}
    rule = {"trả lại": "refuse", "tính 0 điểm": "zero", "chờ": "pending"}[row["Khi chưa chấm"]]
    leaves = [leaf("a", "4"), leaf("b", "6")]
    marks = {it["code"]: points_mark(row[f"Tiêu chí tối đa {it['max_points']}"]) for it in leaves}
    here = standing[row["Đơn vị"]]
    only = unit("u", marks={} if here == "excluded" else marks, standing=here, reason="t")
    groups = [group("10", area("1", "10", *leaves))]
    result = outcome(bundle(only, groups=groups, unmarked=rule), rank_text, "unmarked_leaf")
    if result is None:
        return {"Điểm": "–", "Tối đa áp dụng": "–", "Chỉ số": "–", "Kết quả": REFUSED}
    found = result["units"][0]
    return {
        "Điểm": shown(found["points"]),
        "Tối đa áp dụng": shown(found["applicable_max"]),
        "Chỉ số": shortened(found["index"]),
        "Kết quả": standing_words(found),
    }


def standing_words(found: dict[str, Any]) -> str:
    words_of = {
        "ranked": f"hạng {found['rank']}",
        "scored": "không có hạng",
        "excluded": "không tham gia",
        "pending": "chờ",
    }
    return words_of[found["standing"]] + (
        f", {found['unmarked']} chưa chấm" if found["unmarked"] else ""
    )
