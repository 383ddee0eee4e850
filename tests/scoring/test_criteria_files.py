"""A criteria set as a workbook: out and in again, every problem with its cell, hostile files."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from foundation.models import AccessRecord
from scoring.models import CriteriaSet, Criterion
from scoring.services.criteria import create_criteria_set
from scoring.services.criteria_cells import COLUMNS
from scoring.services.criteria_files import export_set, write_template
from scoring.services.criteria_import import SetFileRefused, import_set
from scoring.services.criteria_versions import clone_set, obstacles
from tests.scoring.test_criteria_leaves import EVERY_KIND
from tests.scoring_world import CRITERIA

SET = {"part": "Bộ", "code": "bo-tep", "title": "Bộ của tệp", "max": "6"}
AREA = {"part": "Lĩnh vực", "code": "1", "title": "Chỉ đạo", "max": "6"}
LEAF = {"part": "Thành phần", "code": "1.1", "parent": "1", "title": "Kế hoạch", "max": "6"}
DIRECT = LEAF | {"kind": "Chấm trực tiếp"}


@pytest.fixture
def author(make_user):
    return make_user("home_affairs", username="soan")


@pytest.fixture
def rich(author):
    """Return a draft with a leaf of every kind, roles, rounding, words in every field."""
    criteria_set = create_criteria_set(CRITERIA | {"bonus_cap": "1.5"}, by=author)
    area = criteria_set.criteria.get(code="1")
    for place, (_typed, scoring) in enumerate(EVERY_KIND, start=2):
        Criterion.objects.create(
            criteria_set=criteria_set,
            parent=area,
            position=100 + place,
            code=f"1.{place}",
            title="=1+1" if place == 2 else f"-@ tên {place}",
            max_points="1",
            leaf={"scoring": scoring, "role": "bonus", "decimals": 2},
            guidance="Dòng một\n+Dòng hai",
            evidence_rule="explain",
            is_self_scored=False,
        )
    return criteria_set


def workbook(*rows, headers=None):
    """Return a workbook with rows of cells by the names of columns."""
    out = BytesIO()
    with Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, headers or [column.header for column in COLUMNS])
        for line, cells in enumerate(rows, start=1):
            sheet.write_row(line, 0, [cells.get(column.name, "") for column in COLUMNS])
    out.seek(0)
    return out


def exported(criteria_set):
    out = BytesIO()
    export_set(criteria_set, out)
    out.seek(0)
    return out


def said(criteria_set):
    """Return all that a set says, without the keys and positions of its rows."""
    own = ("title", "source", "clause", "aggregation", "max_points", "bonus_cap", "penalty_cap")
    fields = (
        "code",
        "parent__code",
        "title",
        "max_points",
        "weight",
        "leaf",
        "guidance",
        "evidence_rule",
        "is_self_scored",
        "was",
        "is_comparable",
    )
    criteria = list(criteria_set.criteria.order_by("position").values_list(*fields))
    return [getattr(criteria_set, name) for name in own], criteria


def refusals(*rows, author, **given):
    with pytest.raises(SetFileRefused) as refusal:
        import_set(workbook(*rows, **given), by=author)
    return [str(problem) for problem in refusal.value.problems]


def test_what_goes_out_comes_in_the_same(rich, author):
    # area 1 comes to be read whole before area 2, as the tree is
    stored = import_set(exported(rich), by=author, code="vao-lai")

    again = import_set(exported(stored), by=author, code="vao-lai-nua")

    assert said(again) == said(CriteriaSet.objects.get(pk=stored.pk))
    assert sorted(map(str, said(stored)[1])) == sorted(map(str, said(rich)[1]))
    assert said(stored)[0] == said(CriteriaSet.objects.get(pk=rich.pk))[0]
    assert (stored.state, stored.author) == ("draft", author)


def test_a_clone_goes_out_and_comes_in_with_its_links(rich, author):
    clone = clone_set(rich, code="bo-2025", by=author)
    clone.criteria.filter(code="1.1").update(is_comparable=False)

    again = import_set(exported(clone), by=author, code="bo-2025-tep")

    assert said(again)[1] == said(clone)[1]
    assert again.based_on == rich


def test_weights_go_out_and_come_in(author):
    areas = [
        CRITERIA["areas"][0] | {"weight": "0.4"},
        CRITERIA["areas"][1] | {"weight": "0.6"},
    ]
    weighted = create_criteria_set(
        CRITERIA | {"aggregation": "weighted", "areas": areas}, by=author
    )

    again = import_set(exported(weighted), by=author, code="vao-lai")

    assert said(again) == said(CriteriaSet.objects.get(pk=weighted.pk))


def test_no_cell_that_goes_out_is_a_formula(rich):
    sheet = load_workbook(exported(rich)).worksheets[0]

    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "=1+1" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_template_is_a_set_that_comes_in_and_lacks_nothing(author, make_user):
    out = BytesIO()
    write_template(out)
    out.seek(0)

    stored = import_set(out, by=author)

    assert obstacles(stored, by=make_user("home_affairs")) == []
    kinds = {
        leaf["scoring"]["kind"] for leaf in stored.criteria.values_list("leaf", flat=True) if leaf
    }
    assert len(kinds) == 8


def test_every_problem_is_listed_at_once_with_its_cell(author):
    rows = [
        SET,
        AREA | {"max": "abc"},
        DIRECT | {"parent": "9"},
        DIRECT | {"title": ""},
        LEAF | {"code": "1.2", "kind": "Bốc thăm"},
        LEAF | {"code": "1.3", "kind": "Trừ mỗi lỗi", "each": "một"},
        {"part": "Gì đó", "code": "1.4"},
    ]

    found = refusals(*rows, author=author)

    assert found == [
        "Ô E3: “abc” không phải số; hãy viết như 81,99.",
        "Ô D5: Ô này không được trống.",
        "Ô B5: Mã 1.1 đã có ở dòng 4.",
        "Ô G6: “Bốc thăm”: chỉ nhận “Chấm trực tiếp”, “Chọn một phương án”,"
        " “Cộng các phương án đạt”, “Theo bậc”, “Theo tỷ lệ”, “Trừ mỗi lỗi”, “Cộng mỗi việc”,"
        " “Theo câu trả lời khảo sát”.",
        "Ô I7: “một” không phải số; hãy viết như 81,99.",
        "Ô A8: “Gì đó”: chỉ nhận “Bộ”, “Nguồn”, “Điều, khoản”, “Cách gộp”,"
        " “Thưởng nhiều nhất”, “Trừ nhiều nhất”, “Sao từ bộ”, “Lĩnh vực”, “Tiêu chí”,"
        " “Thành phần”.",
        "Ô C4: Không có tiêu chí nào mang mã 9.",
    ]
    assert not CriteriaSet.objects.exists()


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([AREA, DIRECT], "Thiếu dòng “Bộ”"),
        ([SET, SET, AREA, DIRECT], "Đã có một dòng như thế ở trên."),
        ([SET | {"code": "có dấu"}, AREA, DIRECT], "chữ không dấu"),
        ([SET, AREA | {"parent": "1.1"}, DIRECT], "Lĩnh vực không có mã cha."),
        ([SET, AREA, DIRECT | {"parent": ""}], "Hãy ghi mã cha."),
        ([SET, AREA, LEAF], "Hãy ghi cách chấm."),
        ([SET, AREA | {"kind": "Theo bậc"}, DIRECT], "Chỉ thành phần có chấm."),
        ([SET, AREA, DIRECT | {"was": "1.1"}], "thiếu dòng “Sao từ bộ” ở trên"),
        (
            [SET, {"part": "Sao từ bộ", "code": "khong-co"}, AREA, DIRECT],
            "Không có bộ tiêu chí nào mang mã “khong-co”.",
        ),
        ([SET, AREA, DIRECT | {"title": "x" * 501}], "Dài 501 ký tự, nhiều nhất 500."),
        ([SET, AREA | {"weight": "99"}, DIRECT], "Trọng số quá lớn"),
    ],
)
def test_a_row_that_says_something_else_is_named(author, rows, sentence):
    assert sentence in " ".join(refusals(*rows, author=author))


def test_a_circle_is_named_at_each_of_its_rows(author):
    part = {"part": "Tiêu chí", "title": "x", "max": "6"}
    rows = [SET, part | {"code": "a", "parent": "b"}, part | {"code": "b", "parent": "a"}]

    found = refusals(*rows, author=author)

    assert found == [
        "Ô C3: Mã cha đi vòng: tiêu chí nằm dưới chính nó.",
        "Ô C4: Mã cha đi vòng: tiêu chí nằm dưới chính nó.",
    ]


def test_what_only_does_not_add_up_may_come_in_unfinished(author):
    """5 of the leaf are not 6 of its area."""
    rows = [SET, AREA, DIRECT | {"max": "5"}]

    with pytest.raises(SetFileRefused) as refusal:
        import_set(workbook(*rows), by=author)
    stored = import_set(workbook(*rows), by=author, is_unfinished_allowed=True)

    assert refusal.value.is_only_unfinished
    assert [problem.cell for problem in refusal.value.problems] == ["E3"]
    assert stored.criteria.count() == 2


def test_weights_of_a_third_each_are_not_a_whole(author):
    """0,333 + 0,335 + 0,336 is 1,004, as 33,3 + 33,5 + 33,6 is 100,4."""
    parts = [
        (
            AREA | {"code": code, "max": "2", "weight": weight},
            LEAF | {"parent": code, "code": f"{code}.1", "max": "2", "kind": "direct"},
        )
        for code, weight in (("1", "0,333"), ("2", "0,335"), ("3", "0,336"))
    ]
    weighted = {"part": "Cách gộp", "title": "Theo trọng số lĩnh vực"}

    found = refusals(SET, weighted, *(row for pair in parts for row in pair), author=author)

    assert len(found) == 1
    assert "1.004" in found[0] or "1,004" in found[0]


def test_a_code_that_is_taken_is_said(author):
    import_set(workbook(SET, AREA, DIRECT), by=author)

    assert refusals(SET, AREA, DIRECT, author=author) == [
        "Ô B2: Đã có bộ tiêu chí mang mã “bo-tep”; hãy đặt mã khác ở ô “Mã bộ” của trang này."
    ]
    assert import_set(workbook(SET, AREA, DIRECT), by=author, code="khac").code == "khac"


def test_ten_thousand_rows_are_no_set(author):
    rows = ({"part": "Lĩnh vực", "code": str(n), "title": "x", "max": "1"} for n in range(10_000))

    assert refusals(SET, *rows, author=author) == [
        "Tệp có hơn 2.000 dòng; một bộ tiêu chí chỉ vài trăm."
    ]


def test_a_chain_of_rows_is_too_deep_and_no_accident(author):
    chain = (
        {"part": "Tiêu chí", "code": str(n), "parent": str(n - 1), "title": "x", "max": "6"}
        for n in range(2, 1500)
    )

    found = refusals(SET, AREA, *chain, author=author)

    assert "Bộ tiêu chí có nhiều nhất 20 cấp." in found[0]


def bomb():
    """Return a small archive that unpacks to 200 MB."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (200 << 20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Tệp trống"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04 garbage", ""),
        (b"\x00\x01\x02\x03" * 100, ""),
        (b"a,b,c\n1,2,3\n", "Thiếu cột"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ""),
    ],
)
def test_a_hostile_file_is_refused_with_words(author, content, sentence):
    with pytest.raises(SetFileRefused) as refusal:
        import_set(BytesIO(content), by=author)

    (problem,) = refusal.value.problems
    assert problem.cell == ""
    assert problem.message and sentence in problem.message


def test_a_bomb_is_refused_with_words(author):
    with pytest.raises(SetFileRefused):
        import_set(BytesIO(bomb()), by=author)


def test_whoever_takes_a_set_out_leaves_a_record(client, rich, author):
    client.force_login(author)

    taken = client.get(f"/bo-tieu-chi/{rich.code}/bo-tieu-chi.xlsx")

    book = load_workbook(BytesIO(b"".join(taken.streaming_content)))
    assert book.sheetnames == ["Bộ tiêu chí", "Giải thích"]
    record = AccessRecord.objects.get()
    assert (record.kind, record.user, record.about) == ("export", author, rich.title)
